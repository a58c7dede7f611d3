//! Zone files as they were in a git revision, against real repositories. Without a `git` program nothing here
//! can be asked.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[macro_use]
mod support;

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::Path;

use danelaw::limits::Limits;
use danelaw::reader::Reader;
use danelaw::revision::{FileInRevision, Revision, Snapshot};
use danelaw::source::Disk;
use danelaw::source::Files;
use danelaw::wire::Timestamp;
use danelaw::{Options, Session};
use support::repo::{Repo, ZONE};

impl Repo {
    fn open(&self, text: impl AsRef<OsStr>, checked: impl AsRef<Path>) -> Result<Snapshot, String> {
        self.open_with(text, checked, &[])
    }

    fn open_with(
        &self,
        text: impl AsRef<OsStr>,
        checked: impl AsRef<Path>,
        more: &[(&str, &OsStr)],
    ) -> Result<Snapshot, String> {
        let mut variables = self.variables();
        variables.extend(more.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        let revision = Revision::parse(text.as_ref()).expect("git:");
        revision.open(&self.root.join(checked), &variables).map_err(|problem| problem.to_string())
    }

    /// What is found, as `name: text`, `(old) name: text`, `-` or the problem, without the directory's name.
    fn find(&self, text: impl AsRef<OsStr>, checked: impl AsRef<Path>) -> String {
        let checked = checked.as_ref();
        let found = self.open(text, checked).and_then(|snapshot| {
            snapshot.find(&self.root.join(checked), &Limits::default()).map_err(|problem| problem.to_string())
        });
        let said = match found {
            Ok(FileInRevision::Source(source)) => {
                format!("{}: {}", source.name, String::from_utf8_lossy(&source.bytes))
            }
            Ok(FileInRevision::RenamedFrom(old, source)) => {
                format!("({}) {}: {}", old.display(), source.name, String::from_utf8_lossy(&source.bytes))
            }
            Ok(FileInRevision::Absent) => "-".to_owned(),
            Ok(_) => "found in a way that is not known here".to_owned(),
            Err(problem) => problem,
        };
        said.replace(&self.folder.path().canonicalize().unwrap().display().to_string(), "TMP")
    }
}

#[test]
fn arguments_are_told_apart() {
    let parse = |text: &str| {
        Revision::parse(OsStr::new(text))
            .map(|revision| (revision.revision, revision.path.map(|path| path.display().to_string())))
    };
    let some = |revision: &str, path: Option<&str>| Some((revision.to_owned(), path.map(str::to_owned)));
    assert_eq!(parse("git:HEAD"), some("HEAD", None));
    assert_eq!(parse("git:HEAD~1:a/b:c.zone"), some("HEAD~1", Some("a/b:c.zone")));
    assert_eq!(parse("git:HEAD@{1 day 10:00}:a"), some("HEAD@{1 day 10:00}", Some("a")));
    assert_eq!(parse("git:"), some("", None));
    assert_eq!(parse("./git:HEAD"), None);
    assert_eq!(parse("example.zone"), None);
}

#[test]
fn a_file_is_read_as_it_was() {
    let repo = repo!(Repo::with_zone());
    repo.write("zones/example.zone", "changed");
    assert_eq!(repo.find("git:HEAD", "zones/example.zone"), format!("git:HEAD:zones/example.zone: {ZONE}"));
    assert_eq!(
        repo.find("git:main", "zones/../zones/./example.zone"),
        format!("git:main:zones/example.zone: {ZONE}")
    );
    repo.commit("second");
    assert_eq!(repo.find("git:HEAD", "zones/example.zone"), "git:HEAD:zones/example.zone: changed");
    assert_eq!(
        repo.find("git:HEAD~1", "zones/example.zone"),
        format!("git:HEAD~1:zones/example.zone: {ZONE}")
    );
    assert_eq!(
        repo.find("git:HEAD^{/first}", "zones/example.zone"),
        format!("git:HEAD^{{/first}}:zones/example.zone: {ZONE}")
    );
    assert_eq!(
        repo.find("git:HEAD:zones/example.zone", "elsewhere/x.zone"),
        "git:HEAD:zones/example.zone: changed"
    );
    let short = repo.git(&["rev-parse", "--short", "HEAD~1"]);
    assert_eq!(
        repo.find(format!("git:{short}"), "zones/example.zone"),
        format!("git:{short}:zones/example.zone: {ZONE}")
    );
    repo.git(&["tag", "-a", "-m", "x", "v1", "HEAD~1"]);
    assert_eq!(repo.find("git:v1", "zones/example.zone"), format!("git:v1:zones/example.zone: {ZONE}"));
}

#[test]
fn without_git_it_is_said() {
    let repo = repo!(Repo::with_zone());
    let said = repo
        .open_with("git:HEAD", "zones/example.zone", &[("PATH", OsStr::new("/nonexistent"))])
        .err()
        .unwrap();
    assert_eq!(
        said,
        "git:HEAD: there is no `git` program in PATH, which reads revisions: install it, or give a file"
    );
}

#[test]
fn outside_of_a_repository_it_is_said() {
    let repo = repo!(Repo::with_zone());
    let ceiling = repo.folder.path().canonicalize().unwrap();
    let beside = ceiling.join("x.zone");
    let said = repo
        .open_with("git:HEAD", &beside, &[("GIT_CEILING_DIRECTORIES", ceiling.parent().unwrap().as_os_str())])
        .err()
        .unwrap();
    assert_eq!(
        said,
        format!("git:HEAD: `{}` is in no git repository: give a file instead", ceiling.display())
    );
    let foreign = repo
        .open_with("git:HEAD", "zones/example.zone", &[("GIT_TEST_ASSUME_DIFFERENT_OWNER", OsStr::new("1"))])
        .err()
        .unwrap();
    let expected = format!(
        "git:HEAD: git: detected dubious ownership in repository at '{}'; it belongs to another user: `git \
        help config` says at `safe.directory` how to allow it",
        repo.root.display()
    );
    assert_eq!(foreign, expected);
    let other = repo.open("git:HEAD", "zones/example.zone").unwrap();
    let said = other.find(&beside, &Limits::default()).unwrap_err().to_string();
    assert_eq!(
        said,
        format!("git:HEAD: `{}` is outside of the repository `{}`", beside.display(), repo.root.display())
    );
    assert_eq!(
        repo.find("git:HEAD:../x.zone", "x"),
        "git:HEAD:../x.zone: `../x.zone` is outside of the repository `TMP/repo`"
    );
    assert_eq!(
        repo.find("git:HEAD:a/../../x", "x"),
        "git:HEAD:a/../../x: `a/../../x` is outside of the repository `TMP/repo`"
    );
    let said = other.find(Path::new("-"), &Limits::default()).unwrap_err().to_string();
    assert_eq!(said, "git:HEAD: standard input has no path: name the file as in `git:HEAD:example.org.zone`");
}

#[test]
fn commits_that_are_not_there_are_told() {
    let repo = repo!(Repo::new());
    repo.write("a.zone", ZONE);
    assert_eq!(repo.find("git:HEAD", "a.zone"), "git:HEAD: the repository has no commit yet");
    repo.commit("first");
    let unknown = ": no such commit in this repository: `git fetch` may bring it, `git branch --all` lists \
        the branches";
    for text in ["git:nonsense", "git:HEAD~5", "git:deadbeef", "git:HEAD^{tree}", "git:a b\u{1b}[31m"] {
        assert_eq!(repo.find(text, "a.zone"), danelaw::wire::printable(text) + unknown);
    }
    let option = ": there is no revision behind `git:`: write `git:HEAD`, or a branch, tag or commit";
    for text in ["git:", "git::a.zone", "git:--all", "git:-x"] {
        assert_eq!(repo.find(text, "a.zone"), text.to_owned() + option);
    }
}

#[test]
fn a_shallow_clone_is_told() {
    let repo = repo!(Repo::with_zone());
    repo.commit("second");
    let url = format!("file://{}", repo.root.display());
    repo.git(&["clone", "--quiet", "--depth=1", &url, "../shallow"]);
    assert_eq!(
        repo.find("git:HEAD", "../shallow/zones/example.zone"),
        format!("git:HEAD:zones/example.zone: {ZONE}")
    );
    let said = "git:HEAD~1: the clone is shallow and does not have this commit: `git fetch --unshallow` \
        brings it; in CI, set `fetch-depth: 0`";
    assert_eq!(repo.find("git:HEAD~1", "../shallow/zones/example.zone"), said);
}

#[test]
fn nothing_is_fetched() {
    let repo = repo!(Repo::with_zone());
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", repo.root.display());
    repo.git(&["clone", "--quiet", "--no-checkout", "--filter=blob:none", &url, "../partial"]);
    let said = repo.find("git:HEAD", "../partial/zones/example.zone");
    assert!(said.starts_with("git:HEAD:zones/example.zone: git: "), "{said}");
    assert_eq!(
        repo.git_in(&repo.root.join("../partial"), &["rev-list", "--objects", "--missing=print", "HEAD"])
            .matches('?')
            .count(),
        1
    );
}

#[test]
fn new_and_renamed_files_are_told_apart() {
    let repo = repo!(Repo::with_zone());
    repo.write("zones/other.zone", "other");
    assert_eq!(repo.find("git:HEAD", "zones/other.zone"), "-", "in the work tree only");
    repo.git(&["add", "zones/other.zone"]);
    assert_eq!(repo.find("git:HEAD", "zones/other.zone"), "-", "in the index");
    repo.git(&["mv", "zones/example.zone", "zones/new name.zone"]);
    let renamed = format!("(zones/example.zone) git:HEAD:zones/example.zone: {ZONE}");
    assert_eq!(repo.find("git:HEAD", "zones/new name.zone"), renamed);
    repo.write("zones/new name.zone", [ZONE, "www 3600 A 192.0.2.1\n"].concat());
    repo.commit("renamed and changed");
    assert_eq!(repo.find("git:HEAD~1", "zones/new name.zone"), renamed.replace("HEAD", "HEAD~1"));
    assert_eq!(
        repo.find("git:HEAD:zones/nothing", "x"),
        "git:HEAD:zones/nothing: there is no such file in this revision"
    );
}

#[test]
fn a_name_that_is_not_certain_is_none() {
    let repo = repo!(Repo::new());
    repo.write("a.zone", ZONE);
    repo.write("b.zone", ZONE);
    repo.commit("first");
    repo.git(&["mv", "a.zone", "c.zone"]);
    assert_eq!(
        repo.find("git:HEAD", "c.zone"),
        format!("(a.zone) git:HEAD:a.zone: {ZONE}"),
        "b.zone is still there"
    );
    repo.git(&["rm", "--quiet", "b.zone"]);
    assert_eq!(repo.find("git:HEAD", "c.zone"), "-", "a.zone or b.zone");
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.git(&["rm", "--quiet", "b.zone"]);
    repo.git(&["mv", "a.zone", "c.zone"]);
    repo.write("d.zone", ZONE);
    repo.git(&["add", "d.zone"]);
    assert_eq!(repo.find("git:HEAD", "d.zone"), "-");
}

#[test]
fn what_is_no_file_is_told() {
    let repo = repo!(Repo::with_zone());
    repo.git(&[
        "update-index",
        "--add",
        "--cacheinfo",
        &format!("160000,{},sub", repo.git(&["rev-parse", "HEAD"])),
    ]);
    repo.git(&["commit", "--quiet", "-m", "a submodule"]);
    assert_eq!(repo.find("git:HEAD:zones", "x"), "git:HEAD:zones: it is a directory");
    assert_eq!(repo.find("git:HEAD:sub", "x"), "git:HEAD:sub: it is a submodule");
    assert_eq!(repo.find("git:HEAD:", "x"), "git:HEAD:.: it is a directory");
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_only() {
    let repo = repo!(Repo::with_zone());
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, repo.root.join(at)).unwrap();
    link("../zones/example.zone", "zones/link.zone");
    link("zones", "linked");
    link("linked/link.zone", "twice.zone");
    link("../../secret", "zones/up.zone");
    link("/etc/passwd", "root.zone");
    link("loop.zone", "loop.zone");
    repo.commit("links");
    for path in ["zones/link.zone", "linked/example.zone", "twice.zone"] {
        assert_eq!(repo.find(format!("git:HEAD:{path}"), "x"), format!("git:HEAD:{path}: {ZONE}"));
    }
    let outside = |path: &str, to: &str| {
        format!("git:HEAD:{path}: `{path}` is a symbolic link to `{to}`, outside of the repository")
    };
    assert_eq!(repo.find("git:HEAD", "zones/up.zone"), outside("zones/up.zone", "../../secret"));
    assert_eq!(repo.find("git:HEAD", "root.zone"), outside("root.zone", "/etc/passwd"));
    assert_eq!(repo.find("git:HEAD", "loop.zone"), "git:HEAD:loop.zone: its symbolic links lead in a circle");
    // A directory that was none then.
    std::fs::remove_file(repo.root.join("linked")).unwrap();
    std::fs::rename(repo.root.join("zones"), repo.root.join("moved")).unwrap();
    link("moved", "zones");
    assert_eq!(repo.find("git:HEAD", "zones/example.zone"), format!("git:HEAD:zones/example.zone: {ZONE}"));
    // A way into the repository that is not its own.
    link("repo", "../alias");
    assert_eq!(
        repo.find("git:HEAD", "../alias/zones/example.zone"),
        format!("git:HEAD:zones/example.zone: {ZONE}")
    );
}

#[cfg(unix)]
#[test]
fn paths_may_have_any_octets() {
    use std::os::unix::ffi::OsStrExt;
    let repo = repo!(Repo::new());
    let names: [&[u8]; 6] = [
        b"a b.zone",
        b"\"quoted\".zone",
        b"line\nbreak.zone",
        b"latin-\xe9.zone",
        b":(top)*.zone",
        b"-x.zone",
    ];
    for name in names {
        repo.write(OsStr::from_bytes(name), ZONE);
    }
    repo.commit("names");
    for name in names {
        let name = OsStr::from_bytes(name);
        let shown = danelaw::wire::printable(&danelaw::source::name_of(Path::new(name)));
        assert_eq!(repo.find("git:HEAD", name), format!("git:HEAD:{shown}: {ZONE}"));
        let argument = OsString::from_iter([OsStr::new("git:HEAD:"), name]);
        assert_eq!(repo.find(argument, "x"), format!("git:HEAD:{shown}: {ZONE}"));
    }
    repo.git(&["mv", "line\nbreak.zone", "other\tname.zone"]);
    assert_eq!(
        repo.find("git:HEAD", "other\tname.zone"),
        format!("(line\nbreak.zone) git:HEAD:line\\u{{a}}break.zone: {ZONE}")
    );
    // `*` is a name, not a pattern.
    repo.write("?.zone", "x");
    assert_eq!(repo.find("git:HEAD", "?.zone"), "-");
}

#[test]
fn packed_zones_are_unpacked_and_large_ones_refused() {
    let repo = repo!(Repo::new());
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(ZONE.as_bytes(), flate2::Compression::best())
        .read_to_end(&mut packed)
        .unwrap();
    repo.write("example.zone.gz", &packed);
    repo.commit("packed");
    assert_eq!(repo.find("git:HEAD", "example.zone.gz"), format!("git:HEAD:example.zone.gz: {ZONE}"));
    let snapshot = repo.open("git:HEAD", "x").unwrap();
    let limits = Limits { source_octets: 100, ..Limits::default() };
    let said = snapshot.find(&repo.root.join("example.zone.gz"), &limits).unwrap_err().to_string();
    assert!(said.starts_with("git:HEAD:example.zone.gz: it is larger than"), "{said}");
    let path = repo.root.join("example.zone.gz");
    let octets = u64::try_from(packed.len()).unwrap();
    assert_eq!(snapshot.read(&path, octets).unwrap(), packed);
    assert_eq!(snapshot.read(&path, octets - 1).unwrap_err().kind(), std::io::ErrorKind::FileTooLarge);
}

#[test]
fn a_bare_repository_has_paths_from_its_root() {
    let repo = repo!(Repo::with_zone());
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare.git"]);
    let bare = repo.root.join("../bare.git").canonicalize().unwrap();
    let limits = Limits::default();
    let hook = [("GIT_DIR", bare.as_os_str())];
    let snapshot = repo.open_with("git:main", "/nowhere/example.zone", &hook).unwrap();
    let Ok(FileInRevision::Source(source)) = snapshot.find(Path::new("zones/example.zone"), &limits) else {
        panic!("not found")
    };
    assert_eq!(
        (source.name.as_str(), source.bytes.as_slice()),
        ("git:main:zones/example.zone", ZONE.as_bytes())
    );
    assert!(matches!(snapshot.find(Path::new("zones/new.zone"), &limits), Ok(FileInRevision::Absent)));
    let said = snapshot.find(Path::new("/tmp/example.zone"), &limits).unwrap_err().to_string();
    assert_eq!(
        said,
        "git:main: the repository has no work tree: name the file as in `git:HEAD:zones/example.org.zone`"
    );
    // From inside, without the variable.
    assert_eq!(
        repo.find("git:main:zones/example.zone", bare.join("x")),
        format!("git:main:zones/example.zone: {ZONE}")
    );
}

#[test]
fn objects_in_quarantine_are_seen() {
    let repo = repo!(Repo::with_zone());
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare.git"]);
    let bare = repo.root.join("../bare.git").canonicalize().unwrap();
    // What a push brings lies beside the objects of the repository until its hooks agree.
    repo.write("zones/example.zone", "pushed");
    repo.commit("second");
    let pushed = repo.git(&["rev-parse", "HEAD"]);
    let (objects, alternate) = (repo.root.join(".git/objects"), bare.join("objects"));
    let quarantine = [
        ("GIT_DIR", bare.as_os_str()),
        ("GIT_OBJECT_DIRECTORY", objects.as_os_str()),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", alternate.as_os_str()),
        ("GIT_QUARANTINE_PATH", objects.as_os_str()),
    ];
    let text = format!("git:{pushed}:zones/example.zone");
    let snapshot = repo.open_with(&text, "x", &quarantine).unwrap();
    let Ok(FileInRevision::Source(source)) = snapshot.find(Path::new("x"), &Limits::default()) else {
        panic!("not found")
    };
    assert_eq!(source.bytes, b"pushed");
    assert!(repo.open_with(&text, "x", &quarantine[..1]).is_err(), "only the quarantine has it");
}

#[test]
fn a_second_work_tree_is_one() {
    let repo = repo!(Repo::with_zone());
    repo.git(&["worktree", "add", "--quiet", "../second", "-b", "side"]);
    assert_eq!(
        repo.find("git:main", "../second/zones/example.zone"),
        format!("git:main:zones/example.zone: {ZONE}")
    );
}

#[test]
fn nothing_that_the_repository_configures_is_run() {
    let repo = repo!(Repo::with_zone());
    let trap = format!("touch '{}/sprung' #", repo.root.display());
    repo.write(".gitattributes", "* diff=trap filter=trap\n");
    repo.commit("attributes");
    for name in [
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.trap.command",
        "diff.trap.textconv",
        "filter.trap.clean",
        "filter.trap.smudge",
    ] {
        repo.git(&["config", name, &trap]);
    }
    repo.write("zones/new.zone", "new");
    assert_eq!(repo.find("git:HEAD", "zones/new.zone"), "-");
    assert_eq!(repo.find("git:HEAD", "zones/example.zone"), format!("git:HEAD:zones/example.zone: {ZONE}"));
    assert!(!repo.root.join("sprung").exists());
}

#[test]
fn includes_are_read_from_the_same_revision() {
    let repo = repo!(Repo::new());
    repo.write("zones/example.zone", [ZONE, "$INCLUDE hosts.inc\n"].concat());
    repo.write("zones/hosts.inc", "www 3600 A 192.0.2.1\n");
    repo.commit("first");
    repo.write("zones/hosts.inc", "www 3600 A 192.0.2.2\nnew 3600 A 192.0.2.3\n");
    let session = Session::new(Options::at(Timestamp(0)), &Disk);
    let read = |snapshot: &Snapshot| {
        let Ok(FileInRevision::Source(source)) =
            snapshot.find(&repo.root.join("zones/example.zone"), session.limits())
        else {
            panic!("not found")
        };
        let zone = Reader { files: snapshot, ..session.reader() }
            .zone(source)
            .map_err(|problem| problem.to_string())?;
        let node = zone.nodes().find(|node| node.name().to_string() == "www.example.").expect("an owner");
        Ok::<_, String>((zone.record_count(), node.rrsets().next().expect("an RRset").first().present()))
    };
    assert_eq!(read(&repo.open("git:HEAD", "zones/x").unwrap()), Ok((3, "192.0.2.1".to_owned())));
    repo.commit("second");
    assert_eq!(read(&repo.open("git:HEAD", "zones/x").unwrap()), Ok((4, "192.0.2.2".to_owned())));
    // What lies outside of the directory, and what the commit does not have, though the work tree does.
    repo.write("zones/example.zone", [ZONE, "$INCLUDE ../secret\n"].concat());
    repo.write("secret", "www 3600 A 192.0.2.9\n");
    repo.commit("third");
    assert!(read(&repo.open("git:HEAD", "zones/x").unwrap()).is_err());
    repo.write("zones/example.zone", [ZONE, "$INCLUDE untracked.inc\n"].concat());
    repo.commit("fourth");
    repo.write("zones/untracked.inc", "www 3600 A 192.0.2.9\n");
    assert!(read(&repo.open("git:HEAD", "zones/x").unwrap()).is_err());
}
