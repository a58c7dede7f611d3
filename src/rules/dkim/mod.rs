//! Written by `cargo xtask codegen`; do not edit.

pub mod dkim_alias_as_text;
pub mod dkim_alias_without_key;
pub mod dkim_ed25519_alone;
pub mod dkim_ed25519_key_wrapped;
pub mod dkim_every_key_revoked;
pub mod dkim_granularity_tag;
pub mod dkim_hash_without_sha256;
pub mod dkim_key_above_4096;
pub mod dkim_key_below_1024;
pub mod dkim_key_below_2048;
pub mod dkim_key_elsewhere;
pub mod dkim_key_pkcs1;
pub mod dkim_key_revoked;
pub mod dkim_key_shared;
pub mod dkim_key_type_of_draft;
pub mod dkim_key_type_unknown;
pub mod dkim_key_undecodable;
pub mod dkim_misplaced;
pub mod dkim_old_policy;
pub mod dkim_record_unreadable;
pub mod dkim_service_not_email;
pub mod dkim_several_records;
pub mod dkim_subdomains_allowed;
pub mod dkim_testing;
pub mod dkim_value_in_capitals;
pub mod dkim_version_wrong;
