//! Written by `cargo xtask codegen`; do not edit.

pub mod policy_zone_not_judged;
