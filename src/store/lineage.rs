//! Certificate stores of ACME clients: where chains, keys and next keys lie. Reads none of them and knows no
//! subcommand.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Problem;
use crate::source::{Directories, Place, describe, name_of};

/// Entries of one directory that are looked at; no client has nearly as many certificates.
const ENTRIES: usize = 100_000;

/// The key that dehydrated made for the renewal after this one: `PRIVATE_KEY_ROLLOVER`.
const ROLL: &str = "privkey.roll.pem";

/// One certificate of a store, with its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The chain that the server sends. It may turn out to be unreadable: then reading it says why.
    pub chain: PathBuf,
    /// Keys in use.
    pub keys: Vec<PathBuf>,
    /// Keys that the client made for a renewal to come.
    pub next_keys: Vec<PathBuf>,
}

/// The certificates of a store, sorted by path, each once: that of certbot (`/etc/letsencrypt`, its `live/`
/// or `live/NAME`), lego (`.lego` or its `certificates/`), acme.sh (`.acme.sh` or a directory in it) or
/// dehydrated (its directory, its `certs/` or `certs/NAME`).
///
/// What is there and cannot be read is told too, so that reading it becomes a problem and the others are used
/// still.
///
/// # Errors
/// When the directory cannot be listed, has too many entries, or has no certificate in a known place.
pub fn lineages(dir: &Path, disk: &dyn Directories) -> Result<Vec<Lineage>, Problem> {
    let problem = |error: &io::Error| Problem::new(name_of(dir), describe(error));
    if disk.place(dir) != Place::Directory {
        // A directory that is none is not there, or may not be looked at.
        disk.resolved(dir).map_err(|error| problem(&error))?;
        return Err(Problem::new(name_of(dir), "is no directory; give that of an ACME client"));
    }
    let mut found: Vec<Lineage> = Vec::new();
    let below = ["live", "certificates", "certs"].map(|name| dir.join(name));
    for store in below.iter().map(PathBuf::as_path).filter(|store| may_be_directory(store, disk)).chain([dir])
    {
        found.extend(directory(store, disk));
        for entry in entries(store, disk)? {
            found.extend(
                bundle(&entry, disk)
                    .or_else(|| if may_be_directory(&entry, disk) { directory(&entry, disk) } else { None }),
            );
        }
    }
    found.sort_by(|a, b| a.chain.cmp(&b.chain));
    let mut seen = HashSet::new();
    // A directory may be there under several names.
    found.retain(|lineage| seen.insert(canonical(&lineage.chain, disk)));
    if found.is_empty() {
        let message = "no certificate in a known place: certbot has live/NAME/fullchain.pem, lego \
            certificates/NAME.crt, \
                       acme.sh NAME/fullchain.cer, dehydrated certs/NAME/fullchain.pem";
        return Err(Problem::new(name_of(dir), message));
    }
    Ok(found)
}

/// The keys that a client made beforehand for the renewal after this one, sorted: `<key>.next` (acme.sh) and
/// `privkey.roll.pem` (dehydrated). Without a key, that which the client has beside the chain is taken.
#[must_use]
pub fn next_keys_beside(chain: &Path, key: Option<&Path>, disk: &dyn Directories) -> Vec<PathBuf> {
    let keys = key.map_or_else(|| keys_beside(chain, disk), |key| vec![key.to_path_buf()]);
    let mut next: Vec<PathBuf> =
        keys.iter().map(|key| PathBuf::from(joined(key.as_os_str(), ".next"))).collect();
    // Only beside a key of dehydrated's: another key has nothing to do with it.
    next.extend(
        keys.iter()
            .filter(|key| key.file_name() == Some(OsStr::new("privkey.pem")))
            .map(|key| key.with_file_name(ROLL)),
    );
    next.retain(|path| is_there(path, disk));
    next.sort();
    next.dedup();
    next
}

/// The keys that clients keep beside a chain of this name.
fn keys_beside(chain: &Path, disk: &dyn Directories) -> Vec<PathBuf> {
    let mut names: Vec<OsString> = vec!["privkey.pem".into()];
    names.extend(chain.parent().and_then(domain).map(|domain| joined(&domain, ".key")));
    let keys = names.into_iter().map(|name| chain.with_file_name(name));
    let keys = if chain.extension() == Some(OsStr::new("crt")) {
        vec![chain.with_extension("key")]
    } else {
        keys.collect()
    };
    keys.into_iter().filter(|key| is_there(key, disk)).collect()
}

/// A directory of one certificate, as certbot, dehydrated and acme.sh have it. Each file has a name without a
/// time: what lies beside with one is an earlier certificate, or the file that the name is a link to.
fn directory(dir: &Path, disk: &dyn Directories) -> Option<Lineage> {
    let mut names: Vec<OsString> =
        ["fullchain.pem", "fullchain.cer", "cert.pem"].map(OsString::from).to_vec();
    names.extend(domain(dir).map(|domain| joined(&domain, ".cer")));
    let chain = names.into_iter().map(|name| dir.join(name)).find(|path| is_there(path, disk))?;
    Some(lineage(chain, disk))
}

/// A certificate of lego's, which has them all in one directory, with the key or a note beside it.
fn bundle(path: &Path, disk: &dyn Directories) -> Option<Lineage> {
    let is_leaf = path.extension() == Some(OsStr::new("crt"))
        && Path::new(path.file_stem()?).extension() != Some(OsStr::new("issuer"));
    let is_lego =
        is_leaf && ["key", "json"].iter().any(|extension| is_there(&path.with_extension(extension), disk));
    is_lego.then(|| lineage(path.to_path_buf(), disk))
}

fn lineage(chain: PathBuf, disk: &dyn Directories) -> Lineage {
    let keys = keys_beside(&chain, disk);
    let next_keys = next_keys_beside(&chain, None, disk);
    Lineage { chain, keys, next_keys }
}

/// The domain after which acme.sh names a directory.
fn domain(dir: &Path) -> Option<OsString> {
    let name = dir.file_name()?;
    let plain = name.to_str().and_then(|name| name.strip_suffix("_ecc")).map(OsString::from);
    Some(plain.unwrap_or_else(|| name.to_owned()))
}

/// The paths in a directory, in order.
fn entries(dir: &Path, disk: &dyn Directories) -> Result<Vec<PathBuf>, Problem> {
    let paths = disk.entries(dir, ENTRIES).map_err(|error| Problem::new(name_of(dir), describe(&error)))?;
    if paths.len() > ENTRIES {
        return Err(Problem::new(
            name_of(dir),
            format!("has more than {ENTRIES} entries; give a directory of certificates"),
        ));
    }
    Ok(paths)
}

/// The one path of a chain; of a link to nothing, where the link is.
fn canonical(chain: &Path, disk: &dyn Directories) -> PathBuf {
    let in_parent = || Some(disk.resolved(chain.parent()?).ok()?.join(chain.file_name()?));
    disk.resolved(chain).ok().or_else(in_parent).unwrap_or_else(|| chain.to_path_buf())
}

/// Whether there is a directory, or something that nobody may look at.
fn may_be_directory(path: &Path, disk: &dyn Directories) -> bool {
    matches!(disk.place(path), Place::Directory | Place::Forbidden)
}

/// Whether there is a file, or something that should be one: a link to nothing, or what nobody may look at.
fn is_there(path: &Path, disk: &dyn Directories) -> bool {
    !matches!(disk.place(path), Place::Directory | Place::Nothing)
}

/// Text that need not be UTF-8.
fn joined(name: &OsStr, suffix: &str) -> OsString {
    let mut text = name.to_owned();
    text.push(suffix);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Disk;

    /// A directory with these files, each of one octet.
    fn store(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a directory");
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
            std::fs::write(path, "x").expect("a file");
        }
        dir
    }

    /// Chain, keys, next keys of each lineage at or below `at`, from the directory on.
    fn found(dir: &tempfile::TempDir, at: &str) -> Vec<String> {
        let shown = |path: &PathBuf| path.strip_prefix(dir.path()).expect("inside").display().to_string();
        let list = |paths: &[PathBuf]| paths.iter().map(shown).collect::<Vec<_>>().join(" ");
        let found = lineages(&dir.path().join(at), &Disk).expect("lineages");
        found
            .iter()
            .map(|Lineage { chain, keys, next_keys }| {
                format!("{} | {} | {}", shown(chain), list(keys), list(next_keys))
            })
            .collect()
    }

    #[test]
    fn certbot_is_known_from_each_of_its_directories() {
        let files = ["cert.pem", "chain.pem", "fullchain.pem", "privkey.pem"];
        let all: Vec<String> =
            ["b", "a"].iter().flat_map(|name| files.map(|file| format!("live/{name}/{file}"))).collect();
        let all: Vec<&str> = all
            .iter()
            .map(String::as_str)
            .chain(["live/README", "archive/a/fullchain1.pem", "renewal/a.conf"])
            .collect();
        let dir = store(&all);
        let want =
            ["live/a/fullchain.pem | live/a/privkey.pem | ", "live/b/fullchain.pem | live/b/privkey.pem | "];
        assert_eq!(found(&dir, ""), want);
        assert_eq!(found(&dir, "live"), want);
        assert_eq!(found(&dir, "live/b"), want.get(1..).expect("the second"));
    }

    #[test]
    fn lego_has_all_in_one_directory() {
        let dir = store(&[
            "certificates/a.crt",
            "certificates/a.issuer.crt",
            "certificates/a.key",
            "certificates/a.json",
            "certificates/stray.crt",
        ]);
        let want = ["certificates/a.crt | certificates/a.key | "];
        assert_eq!(found(&dir, ""), want);
        assert_eq!(found(&dir, "certificates"), want);
    }

    #[test]
    fn acme_sh_has_next_keys() {
        let names = [
            "a.example.cer",
            "a.example.key",
            "a.example.key.next",
            "ca.cer",
            "fullchain.cer",
            "a.example.conf",
        ];
        let all: Vec<String> = names.iter().map(|name| format!("a.example_ecc/{name}")).collect();
        let rest = [
            "b.example/b.example.cer",
            "b.example/b.example.key",
            "account.conf",
            "ca/ca.example/account.key",
            "dnsapi/dns_x.sh",
        ];
        let dir = store(&all.iter().map(String::as_str).chain(rest).collect::<Vec<_>>());
        let want = [
            "a.example_ecc/fullchain.cer | a.example_ecc/a.example.key | a.example_ecc/a.example.key.next",
            "b.example/b.example.cer | b.example/b.example.key | ",
        ];
        assert_eq!(found(&dir, ""), want);
    }

    #[test]
    #[cfg(unix)]
    fn dehydrated_has_links_to_files_of_many_times() {
        let dir = store(&[
            "certs/a/fullchain-1.pem",
            "certs/a/fullchain-2.pem",
            "certs/a/privkey-1.pem",
            "certs/a/privkey.roll.pem",
            "accounts/x",
        ]);
        let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, dir.path().join(at)).expect("a link");
        link("fullchain-2.pem", "certs/a/fullchain.pem");
        link("privkey-1.pem", "certs/a/privkey.pem");
        link("a", "certs/same");
        link(".", "certs/loop");
        link("endless", "certs/endless");
        link("nowhere", "certs/fullchain.pem");
        let want = [
            "certs/a/fullchain.pem | certs/a/privkey.pem | certs/a/privkey.roll.pem",
            "certs/fullchain.pem |  | ",
        ];
        assert_eq!(found(&dir, ""), want, "the link to nothing is told, and reading it is the problem");
        assert_eq!(
            next_keys_beside(&dir.path().join("certs/a/fullchain.pem"), None, &Disk),
            [dir.path().join("certs/a/privkey.roll.pem")]
        );
    }

    #[test]
    fn a_directory_of_something_else_is_a_problem() {
        let dir = store(&["zones/example.zone", "file"]);
        let why = |at: &str| lineages(&dir.path().join(at), &Disk).expect_err(at).message;
        assert!(why("").starts_with("no certificate in a known place: certbot has live/NAME/fullchain.pem"));
        assert!(why("file").starts_with("is no directory"));
        assert_eq!(why("nothing"), "no such file");
    }
}
