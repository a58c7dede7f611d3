//! Written by `cargo xtask codegen`; do not edit.

pub mod duplicate_but_for_case;
pub mod duplicate_record;
pub mod rrset_too_large;
pub mod too_many_records;
pub mod too_many_types;
