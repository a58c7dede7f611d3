//! Written by `cargo xtask codegen`; do not edit.

pub mod data_below_zone_cut;
pub mod delegation_missing;
pub mod delegation_to_root;
pub mod ds_at_apex;
pub mod ds_without_ns;
pub mod glue_cycle;
pub mod glue_differs;
pub mod glue_missing;
pub mod glue_not_reachable;
pub mod glue_unused;
pub mod name_server_private;
pub mod name_server_without_address;
pub mod name_servers_differ;
pub mod name_servers_need_each_other;
pub mod ns_target_is_address;
pub mod ns_target_is_alias;
pub mod sibling_glue_missing;
