//! The command line: the only module that knows clap.
mod env;
pub mod tlsa;
pub use env::{Env, Exit, Terminal};
