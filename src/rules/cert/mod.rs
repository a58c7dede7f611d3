//! Written by `cargo xtask codegen`; do not edit.

pub mod tlsa_matches_no_certificate;
