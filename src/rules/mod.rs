//! Every rule, one file each. Written by `cargo xtask codegen`; do not edit.

mod alias;
mod soa;
mod syntax;

use crate::rule::Rule;

/// All rules, by group and name.
pub static ALL: &[&Rule] = &[
    &alias::cname_loop::RULE,
    &soa::soa_missing::RULE,
    &syntax::base32_syntax::RULE,
    &syntax::base64_syntax::RULE,
    &syntax::class_mismatch::RULE,
    &syntax::control_octet::RULE,
    &syntax::cr_lf::RULE,
    &syntax::directive_syntax::RULE,
    &syntax::empty_label::RULE,
    &syntax::escape_syntax::RULE,
    &syntax::extra_rdata::RULE,
    &syntax::field_syntax::RULE,
    &syntax::file_name_disagreement::RULE,
    &syntax::generate_limit::RULE,
    &syntax::generic_length::RULE,
    &syntax::generic_mismatch::RULE,
    &syntax::hex_syntax::RULE,
    &syntax::include_loop::RULE,
    &syntax::include_outside_directory::RULE,
    &syntax::include_unreadable::RULE,
    &syntax::inherited_owner::RULE,
    &syntax::ipv4_syntax::RULE,
    &syntax::ipv6_syntax::RULE,
    &syntax::label_too_long::RULE,
    &syntax::meta_type::RULE,
    &syntax::missing_rdata::RULE,
    &syntax::mnemonic_unknown::RULE,
    &syntax::name_too_long::RULE,
    &syntax::no_final_newline::RULE,
    &syntax::non_ascii_name::RULE,
    &syntax::number_syntax::RULE,
    &syntax::owner_missing::RULE,
    &syntax::owner_outside_zone::RULE,
    &syntax::rdata_too_long::RULE,
    &syntax::string_too_long::RULE,
    &syntax::time_syntax::RULE,
    &syntax::ttl_above_maximum::RULE,
    &syntax::ttl_from_soa_minimum::RULE,
    &syntax::ttl_missing::RULE,
    &syntax::ttl_syntax::RULE,
    &syntax::unbalanced_parenthesis::RULE,
    &syntax::unknown_directive::RULE,
    &syntax::unknown_type::RULE,
    &syntax::unterminated_quote::RULE,
    &syntax::zone_name_disagreement::RULE,
];
