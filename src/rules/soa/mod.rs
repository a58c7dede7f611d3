//! Written by `cargo xtask codegen`; do not edit.

pub mod expire_before_retry;
pub mod expire_too_short;
pub mod mname_missing;
pub mod mname_not_ns;
pub mod negative_ttl_out_of_range;
pub mod refresh_too_short;
pub mod retry_not_below_refresh;
pub mod serial_not_increased;
pub mod serial_zero;
pub mod several_soas;
pub mod soa_below_apex;
pub mod soa_missing;
