//! Written by `cargo xtask codegen`; do not edit.

pub mod apex_ns_missing;
pub mod name_servers_share_address;
pub mod no_ns_for_family;
pub mod part_of_a_zone;
pub mod root_hints;
pub mod single_name_server;
pub mod zone_given_twice;
