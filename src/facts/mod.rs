//! What several rules need to know of records and zones, each fact in one place. Judges nothing and reports nothing.

pub mod alias;
pub mod caa;
pub mod chain;
pub mod denial;
pub mod digest;
pub mod duplicate;
pub mod fault_text;
pub mod gathered;
pub mod host;
pub mod hostname;
pub mod literal;
pub mod mail_spf;
pub mod microsoft;
pub mod missing_dot;
pub mod pins;
pub mod rollover;
pub mod service;
pub mod svcb;
pub mod sync;
pub mod tlsa;
