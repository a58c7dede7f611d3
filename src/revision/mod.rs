//! Zone files as they were in a git revision. The one module that starts a process, and that one only reads.

mod git;
mod path;
mod snapshot;

pub use snapshot::{FileInRevision, Revision, Snapshot};
