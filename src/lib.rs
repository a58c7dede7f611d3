//! x
pub mod cli;
pub mod error;
pub mod fault;
pub mod limits;
pub mod rr;
pub mod source;
pub mod wire;
pub mod workers;
