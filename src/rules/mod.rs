//! Every rule, one file each. Written by `cargo xtask codegen`; do not edit.

mod alias;
mod apex;
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
