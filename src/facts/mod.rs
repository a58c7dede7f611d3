//! What several rules need to know about records, each fact in one place. Reports nothing.

pub mod caa;
pub mod digest;
pub mod svcb;
pub mod tlsa;
