//! Written by `cargo xtask codegen`; do not edit.

pub mod catalog_member_ambiguous;
pub mod catalog_member_repeated;
pub mod catalog_version;
