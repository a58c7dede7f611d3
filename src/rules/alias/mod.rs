//! Written by `cargo xtask codegen`; do not edit.

pub mod cname_and_dname;
pub mod cname_and_other_data;
pub mod cname_at_apex;
pub mod cname_chain;
pub mod cname_chain_too_long;
pub mod cname_loop;
pub mod cname_target_is_no_name;
pub mod cname_target_missing;
pub mod data_below_dname;
pub mod dname_and_ns;
pub mod dname_loop;
pub mod several_cnames;
pub mod several_dnames;
pub mod target_below_dname;
pub mod wildcard_dname;
