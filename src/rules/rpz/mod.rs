//! Written by `cargo xtask codegen`; do not edit.

pub mod policy_action_misspelt;
pub mod policy_trigger_malformed;
pub mod policy_zone_not_judged;
