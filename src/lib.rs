//! Offline checks of DNS zone files, and the TLSA records that should be in them.

#[macro_use]
pub mod rule;

pub mod cert;
pub mod cli;
pub mod config;
pub mod dane;
pub mod engine;
pub mod error;
pub mod facts;
pub mod fault;
pub mod finding;
pub mod limits;
pub mod parse;
pub mod render;
pub mod report;
pub mod rr;
pub mod rules;
pub mod source;
pub mod wire;
pub mod workers;
pub mod zone;
