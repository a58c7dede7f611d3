//! x
pub mod cert;
pub mod cli;
pub mod dane;
pub mod error;
pub mod limits;
pub mod source;
pub mod wire;
pub mod workers;
