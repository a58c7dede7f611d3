//! Written by `cargo xtask codegen`; do not edit.

pub mod mail_name_repeats_zone;
pub mod mail_text_for_aliases;
