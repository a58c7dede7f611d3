//! Every rule, one file each. Written by `cargo xtask codegen`; do not edit.

mod alias;
mod apex;
mod record;
mod rrset;
mod soa;
mod syntax;
mod wildcard;

use crate::rule::Rule;

/// All rules, by group and name.
pub static ALL: &[&Rule] = &[
    &alias::cname_and_dname::RULE,
    &alias::cname_and_other_data::RULE,
    &alias::cname_at_apex::RULE,
    &alias::cname_chain::RULE,
    &alias::cname_loop::RULE,
    &alias::cname_target_missing::RULE,
    &alias::data_below_dname::RULE,
    &alias::dname_and_ns::RULE,
    &alias::several_cnames::RULE,
    &alias::several_dnames::RULE,
    &alias::target_below_dname::RULE,
    &alias::wildcard_dname::RULE,
    &apex::apex_ns_missing::RULE,
    &apex::single_name_server::RULE,
    &record::aaaa_ipv4_mapped::RULE,
    &record::address_not_routable::RULE,
    &record::caa_critical_unknown_tag::RULE,
    &record::caa_iodef_url::RULE,
    &record::caa_issuer_syntax::RULE,
    &record::caa_reserved_flags::RULE,
    &record::caa_unknown_tag::RULE,
    &record::csync_unknown_flags::RULE,
    &record::dns_svcb_dohpath::RULE,
    &record::dns_svcb_without_alpn::RULE,
    &record::ds_digest_length::RULE,
    &record::ds_digest_type_unassigned::RULE,
    &record::loc_malformed::RULE,
    &record::sshfp_fingerprint_length::RULE,
    &record::sshfp_unassigned_number::RULE,
    &record::svc_param_malformed::RULE,
    &record::svcb_alias_loop::RULE,
    &record::svcb_alias_with_params::RULE,
    &record::svcb_mandatory_missing::RULE,
    &record::svcb_mandatory_redundant::RULE,
    &record::svcb_mixed_modes::RULE,
    &record::svcb_no_default_alpn_alone::RULE,
    &record::svcb_several_aliases::RULE,
    &record::svcb_target_without_address::RULE,
    &record::tlsa_digest_length::RULE,
    &record::tlsa_pkix_usage::RULE,
    &record::tlsa_pkix_usage_on_smtp::RULE,
    &record::tlsa_unassigned_number::RULE,
    &record::zonemd_digest_length::RULE,
    &rrset::duplicate_but_for_case::RULE,
    &rrset::duplicate_record::RULE,
    &soa::serial_not_increased::RULE,
    &soa::several_soas::RULE,
    &soa::soa_below_apex::RULE,
    &soa::soa_missing::RULE,
    &syntax::unknown_directive::RULE,
    &wildcard::asterisk_not_leftmost::RULE,
    &wildcard::error_reports_unanswered::RULE,
    &wildcard::wildcard_ns::RULE,
];
