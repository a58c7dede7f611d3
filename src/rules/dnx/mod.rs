//! Written by `cargo xtask codegen`; do not edit.

pub mod mta_sts_refuses_certificate;
pub mod mx_host_outside_zones;
pub mod tlsa_lookup_led_astray;
