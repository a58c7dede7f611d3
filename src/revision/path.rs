//! Paths of the file system and of commits. Knows nothing of git.

#[cfg(unix)]
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::source::{is_stdin, name_of};
use crate::wire::{excerpt, printable};

/// Characters of a path or revision in messages.
pub(super) const SHOWN: usize = 120;

/// The directory that a file is in, or the nearest one above that exists.
pub(super) fn directory_of(path: &Path) -> PathBuf {
    let here = PathBuf::from(".");
    if is_stdin(path) {
        return here;
    }
    path.ancestors().find(|path| path.is_dir()).map_or(here, Path::to_path_buf)
}

/// A path without `.` and `..`, by its text alone; `None` where it leads above its start.
pub(super) fn normal(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(component),
        }
    }
    Some(plain)
}

/// A path with the links of what exists of it resolved.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let found = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    found.map_or_else(
        || path.to_path_buf(),
        |(above, real)| path.strip_prefix(above).map_or(real.clone(), |rest| join(&real, rest)),
    )
}

/// Without the separator at the end that joining nothing leaves.
fn join(path: &Path, rest: &Path) -> PathBuf {
    if rest.as_os_str().is_empty() { path.to_path_buf() } else { path.join(rest) }
}

/// A path in messages; the root of a repository is `.` there.
pub(super) fn shown(path: &Path) -> String {
    if path.as_os_str().is_empty() {
        return ".".to_owned();
    }
    excerpt(printable(&name_of(path)).as_bytes(), SHOWN)
}

/// A path of these octets; git stores any.
#[cfg(unix)]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// A path of these octets; where paths are text, only text can be one.
#[cfg(not(unix))]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
