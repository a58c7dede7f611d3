//! Written by `cargo xtask codegen`; do not edit.

pub mod asterisk_not_leftmost;
pub mod error_reports_unanswered;
pub mod wildcard_lost;
pub mod wildcard_not_answering;
pub mod wildcard_ns;
