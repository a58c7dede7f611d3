//! Writing a result where it was asked for. Knows nothing of what is written.

use std::io::{self, Write};
use std::path::Path;

use super::Env;
use crate::error::Problem;
use crate::source::{describe, name_of};

/// Writes a document to a file, or to standard output. A reader that went away is not an error: `| head` is a habit.
pub fn write_document(path: Option<&Path>, env: &mut Env<'_>, document: impl Fn(&mut dyn Write) -> io::Result<()>) -> Result<(), Problem> {
    let (written, subject) = match path {
        Some(path) => {
            let file = std::fs::File::create(path).map(io::BufWriter::new);
            (file.and_then(|mut file| document(&mut file).and_then(|()| file.flush())), name_of(&path))
        }
        None => {
            let mut out = io::BufWriter::new(&mut *env.stdout);
            (document(&mut out).and_then(|()| out.flush()), "standard output".to_owned())
        }
    };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Problem::new(subject, describe(&error))),
        _ => Ok(()),
    }
}
