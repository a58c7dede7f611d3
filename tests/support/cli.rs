//! Runs the command line in this process, with streams and clock of its own.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

use danelaw::cli::{Env, Terminal};
use danelaw::source::Disk;

use super::NOW;

/// What a run printed and how it ended.
#[derive(Debug)]
pub struct Output {
    /// Exit status.
    pub status: u8,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// Both, in the order of writing, as a terminal shows them.
    pub both: String,
}

/// A stream that also writes to what it shares with the other one.
#[derive(Clone, Default)]
struct Stream {
    own: Rc<RefCell<Vec<u8>>>,
    both: Rc<RefCell<Vec<u8>>>,
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.own.borrow_mut().extend_from_slice(bytes);
        self.both.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream {
    fn text(bytes: &Rc<RefCell<Vec<u8>>>) -> String {
        String::from_utf8(bytes.borrow().clone()).expect("text")
    }
}

/// Runs `danelaw` with `args` behind its name.
pub fn danelaw<S: AsRef<str>>(args: &[S], stdin: &[u8]) -> Output {
    let out = Stream::default();
    let err = Stream { both: Rc::clone(&out.both), ..Stream::default() };
    let (mut stdout, mut stderr) = (out.clone(), err.clone());
    let status = danelaw_to(args, stdin, &mut stdout, &mut stderr);
    Output {
        status,
        stdout: Stream::text(&out.own),
        stderr: Stream::text(&err.own),
        both: Stream::text(&out.both),
    }
}

/// As [`danelaw`], with streams of the caller's.
pub fn danelaw_to<S: AsRef<str>>(
    args: &[S],
    mut stdin: &[u8],
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    let terminal = Terminal { stdout: false, stderr: false, width: 100, plain: true };
    let args = std::iter::once("danelaw").chain(args.iter().map(AsRef::as_ref)).map(Into::into).collect();
    let mut env = Env {
        args,
        variables: BTreeMap::new(),
        stdin: &mut stdin,
        stdout,
        stderr,
        now: NOW,
        files: &Disk,
        terminal,
    };
    danelaw::cli::run(&mut env).status()
}
