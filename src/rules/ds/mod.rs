//! Written by `cargo xtask codegen`; do not edit.

pub mod no_ds_leads_to_key;
