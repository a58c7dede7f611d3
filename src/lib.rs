//! x
pub mod cli;
pub mod error;
pub mod fault;
pub mod finding;
pub mod limits;
pub mod parse;
pub mod render;
pub mod report;
pub mod rr;
pub mod source;
pub mod wire;
pub mod workers;
pub mod zone;
