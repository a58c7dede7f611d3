//! Git repositories made for a test.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small zone.
pub const ZONE: &str =
    "$ORIGIN example.\n@ 3600 SOA ns1 hostmaster 1 14400 3600 1209600 3600\n@ 3600 NS ns1.example.net.\n";

/// A repository, or the end of the test.
#[allow(unused_macros, reason = "each test crate uses a part of it")]
macro_rules! repo {
    ($make:expr) => {
        match $make {
            Some(repo) => repo,
            None => return,
        }
    };
}

/// A repository in a directory of its own.
pub struct Repo {
    /// What everything is in.
    pub folder: tempfile::TempDir,
    /// The work tree.
    pub root: PathBuf,
}

impl Repo {
    /// An empty one; `None` where there is no git.
    pub fn new() -> Option<Repo> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("passed over: there is no git program");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("repo");
        std::fs::create_dir(&root).unwrap();
        let repo = Repo { folder, root };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        Some(repo)
    }

    /// One with `example.zone` committed.
    pub fn with_zone() -> Option<Repo> {
        let repo = Repo::new()?;
        repo.write("zones/example.zone", ZONE);
        repo.commit("first");
        Some(repo)
    }

    pub fn git(&self, args: &[&str]) -> String {
        self.git_in(&self.root, args)
    }

    pub fn git_in(&self, folder: &Path, args: &[&str]) -> String {
        let output = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(args)
            .env_clear()
            .envs(self.variables())
            .output()
            .unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    pub fn variables(&self) -> BTreeMap<OsString, OsString> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let home = self.folder.path().as_os_str().to_owned();
        let fixed = [
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "a"),
            ("GIT_AUTHOR_EMAIL", "a@example.org"),
            ("GIT_COMMITTER_NAME", "a"),
            ("GIT_COMMITTER_EMAIL", "a@example.org"),
        ];
        let fixed = fixed.map(|(name, value)| (name.into(), value.into()));
        fixed.into_iter().chain([("PATH".into(), path), ("HOME".into(), home)]).collect()
    }

    pub fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    }
}
