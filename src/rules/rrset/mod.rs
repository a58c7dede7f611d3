//! Written by `cargo xtask codegen`; do not edit.

pub mod duplicate_but_for_case;
pub mod duplicate_record;
