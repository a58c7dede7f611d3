//! Which files belong to which view, as the user says. Reads nothing.

use std::path::{Path, PathBuf};

/// The views that are given by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Views(Vec<(PathBuf, String)>);

impl Views {
    /// Puts a file, or all files below a directory, into a view.
    pub fn add(&mut self, path: PathBuf, view: impl Into<String>) {
        self.0.push((path, view.into()));
    }

    /// Whether no view is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The view of a file: that of the longest path that it is or is below, the last of several alike.
    #[must_use]
    pub fn of(&self, file: &Path) -> Option<&str> {
        let above = self.0.iter().filter(|(path, _)| file.starts_with(path));
        above.max_by_key(|(path, _)| path.components().count()).map(|(_, view)| view.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_says_the_view() {
        let mut views = Views::default();
        for (path, view) in [("/zones/in", "inside"), ("/zones", "outside"), ("/zones/in/dmz", "dmz")] {
            views.add(PathBuf::from(path), view);
        }
        assert_eq!(views.of(Path::new("/zones/in/a.zone")), Some("inside"));
        assert_eq!(views.of(Path::new("/zones/in/dmz/a.zone")), Some("dmz"));
        assert_eq!(views.of(Path::new("/zones/inner.zone")), Some("outside"));
        assert_eq!(views.of(Path::new("/other/a.zone")), None);
    }
}
