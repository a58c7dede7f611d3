//! Every rule, one file each. Written by `cargo xtask codegen`; do not edit.

mod alias;
mod apex;
mod name;
mod soa;
mod syntax;
mod ttl;

use crate::rule::Rule;

/// All rules, by group and name.
pub static ALL: &[&Rule] = &[
    &alias::cname_loop::RULE,
    &apex::no_ns_for_family::RULE,
    &name::address_owner_not_hostname::RULE,
    &name::address_owner_underscore::RULE,
    &name::missing_trailing_dot::RULE,
    &name::mx_target_not_hostname::RULE,
    &name::ns_target_not_hostname::RULE,
    &name::owner_repeats_zone::RULE,
    &name::relative_domain::RULE,
    &name::rname_domain_missing::RULE,
    &name::rname_has_at_sign::RULE,
    &name::soa_missing_trailing_dot::RULE,
    &soa::expire_before_retry::RULE,
    &soa::expire_too_short::RULE,
    &soa::mname_missing::RULE,
    &soa::mname_not_ns::RULE,
    &soa::negative_ttl_out_of_range::RULE,
    &soa::refresh_too_short::RULE,
    &soa::retry_not_below_refresh::RULE,
    &soa::soa_missing::RULE,
    &syntax::unknown_directive::RULE,
    &ttl::ttl_too_long::RULE,
    &ttl::ttl_zero::RULE,
    &ttl::ttls_differ::RULE,
];
