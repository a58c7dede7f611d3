//! Written by `cargo xtask codegen`; do not edit.

pub mod catalog_member_ambiguous;
pub mod catalog_member_repeated;
pub mod catalog_property_repeated;
pub mod catalog_record_ignored;
pub mod catalog_version;
