//! Where lines start, found once for a source so that each finding costs a binary search.

use crate::wire::u32_of;

/// Offsets at which the lines of one source start.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `bytes`; a line ends with LF.
    #[must_use]
    pub fn new(bytes: &[u8]) -> LineIndex {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| u32_of(at + 1))).collect();
        LineIndex { starts }
    }

    /// The line of an octet, from 0.
    #[must_use]
    pub fn row(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Where a line starts; the last line's start for rows behind it.
    #[must_use]
    pub fn row_start(&self, row: usize) -> u32 {
        self.starts.get(row).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// How many lines; one more than there are LFs.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.starts.len()
    }
}
