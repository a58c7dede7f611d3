//! Written by `cargo xtask codegen`; do not edit.

pub mod m365_autodiscover_missing;
pub mod m365_dkim_on_parked_domain;
pub mod m365_dkim_selector_of_other_domain;
pub mod m365_dkim_selectors_wrong;
pub mod m365_mta_sts_names_other_host;
pub mod m365_mx_migration_unfinished;
pub mod m365_mx_retired_name;
pub mod m365_mx_unsigned_name;
pub mod m365_mx_zone_unsigned;
pub mod m365_sender_requirements_unmet;
pub mod m365_spf_missing;
pub mod m365_spf_misspelt;
