//! Written by `cargo xtask codegen`; do not edit.

pub mod mx_host_repeated;
pub mod mx_hosts_share_address;
pub mod mx_missing;
pub mod mx_single_host;
pub mod mx_takes_no_mail;
pub mod mx_target_is_address;
pub mod mx_target_is_alias;
pub mod mx_target_without_address;
pub mod null_mx_beside_others;
pub mod null_mx_incomplete;
