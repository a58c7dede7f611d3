//! Written by `cargo xtask codegen`; do not edit.

pub mod mail_name_repeats_zone;
