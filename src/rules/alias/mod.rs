//! Written by `cargo xtask codegen`; do not edit.

pub mod cname_loop;
