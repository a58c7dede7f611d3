//! Written by `cargo xtask codegen`; do not edit.

pub mod cds_delete_with_tlsa;
pub mod mx_alias_with_tlsa;
pub mod mx_host_tlsa_not_on_25;
pub mod mx_host_without_tlsa;
pub mod mx_host_zone_unsigned;
pub mod mx_zone_unsigned;
pub mod tlsa_alias_without_tlsa;
pub mod tlsa_at_mail_domain;
pub mod tlsa_at_middle_alias;
pub mod tlsa_at_srv_domain;
pub mod tlsa_ca_set_incomplete;
pub mod tlsa_ca_under_usage_3;
pub mod tlsa_ca_under_usage_3_spare;
pub mod tlsa_host_without_address;
pub mod tlsa_in_insecure_zone;
pub mod tlsa_in_unsigned_zone;
pub mod tlsa_of_null_mx;
pub mod tlsa_of_retired_ca;
pub mod tlsa_of_root_not_sent;
