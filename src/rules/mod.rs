//! Every rule, one file each. Written by `cargo xtask codegen`; do not edit.

mod alias;
mod soa;
mod syntax;

use crate::rule::Rule;

/// All rules, by group and name.
pub static ALL: &[&Rule] = &[&alias::cname_loop::RULE, &soa::serial_not_increased::RULE, &soa::soa_missing::RULE, &syntax::unknown_directive::RULE];
