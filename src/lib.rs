//! x
pub mod cli;
pub mod error;
pub mod limits;
pub mod source;
pub mod wire;
pub mod workers;
