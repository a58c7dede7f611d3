//! Every rule, one file each. Written by `cargo xtask codegen`; do not edit.

mod alias;
mod apex;
mod bimi;
mod caa;
mod catalog;
mod cert;
mod dane;
mod delegation;
mod denial;
mod dkim;
mod dmarc;
mod dnx;
mod ds;
mod key;
mod m365;
mod mail_name;
mod mta_sts;
mod mx;
mod name;
mod openpgpkey;
mod record;
mod reverse;
mod rollover;
mod rpz;
mod rrset;
mod service;
mod signature;
mod smimea;
mod soa;
mod spf;
mod sync;
mod syntax;
mod tls_rpt;
mod ttl;
mod wildcard;
mod zonemd;

use crate::rule::Rule;

macro_rules! table {
    ($($group:ident: $($rule:ident)*;)*) => { &[$($(&$group::$rule::RULE),*),*] };
}

/// All rules, by group and name.
pub static ALL: &[&Rule] = table![
    alias: cname_and_dname cname_and_other_data cname_at_apex cname_chain cname_chain_too_long cname_loop
        cname_target_is_no_name cname_target_missing data_below_dname dname_and_ns dname_loop several_cnames
        several_dnames target_below_dname wildcard_dname;
    apex: apex_ns_missing name_servers_share_address no_ns_for_family part_of_a_zone root_hints
        single_name_server zone_given_twice;
    bimi: bimi_record_unusable bimi_without_certificate bimi_without_enforcement;
    caa: caa_forbids_mark_certificate caa_forbids_mta_sts caa_without_issuemail;
    catalog: catalog_member_ambiguous catalog_member_repeated catalog_property_repeated catalog_record_ignored
        catalog_version;
    cert: certificate_expired certificate_not_yet_valid certificate_of_other_host chain_begins_with_ca
        chain_out_of_order chain_signed_with_sha1 chain_without_tlsa_match host_not_in_certificate
        key_of_another_certificate next_key_without_tlsa tlsa_ca_not_sent tlsa_match_shadowed
        tlsa_matches_no_certificate tlsa_out_of_use tlsa_path_does_not_verify tlsa_path_out_of_date
        tlsa_pins_issued_certificate tlsa_without_starttls;
    dane: cds_delete_with_tlsa mx_alias_with_tlsa mx_host_tlsa_not_on_25 mx_host_without_tlsa
        mx_host_zone_unsigned mx_zone_unsigned tlsa_alias_without_tlsa tlsa_answer_too_large
        tlsa_at_mail_domain tlsa_at_middle_alias tlsa_at_srv_domain tlsa_below_zone_cut tlsa_ca_set_incomplete
        tlsa_ca_under_usage_3 tlsa_ca_under_usage_3_spare tlsa_digests_uneven tlsa_host_without_address
        tlsa_in_insecure_zone tlsa_in_unsigned_zone tlsa_none_usable tlsa_of_empty_string tlsa_of_ended_ca
        tlsa_of_null_mx tlsa_of_retired_ca tlsa_of_root_not_sent tlsa_owner_not_service
        tlsa_owner_without_service tlsa_sha512_only tlsa_shared_by_services tlsa_too_many tlsa_ttl_too_long
        tlsa_ttl_too_short tlsa_undigested tlsa_undigested_not_der tlsa_wildcard tlsa_without_3_1_1;
    delegation: data_below_zone_cut delegation_missing delegation_to_root ds_at_apex ds_without_ns glue_cycle
        glue_differs glue_missing glue_not_reachable glue_unused name_server_private
        name_server_without_address name_servers_differ name_servers_need_each_other ns_target_is_address
        ns_target_is_alias sibling_glue_missing;
    denial: bitmap_lacks_type bitmap_lists_absent_type bitmap_own_bits denial_missing
        insecure_delegation_left_out name_too_long_for_nsec3 nsec3_chain_foreign nsec3_chain_spare
        nsec3_iterations nsec3_iterations_too_many nsec3_matches_no_name nsec3_misshapen nsec3_missing
        nsec3_missing_above_delegation nsec3_next_wrong nsec3_not_checked nsec3_salt nsec3_unknown_flags
        nsec3_unknown_hash nsec3param_below_apex nsec3param_flags nsec3param_missing nsec3param_unknown_hash
        nsec3param_without_chain nsec_alone nsec_and_nsec3 nsec_below_cut nsec_chain_open nsec_missing
        nsec_next_wrong nsec_only_algorithm nsec_ttl nsec_ttl_above_soa_ttl nsec_without_dnskey
        opt_out_outside_tld rrsig_without_dnskey several_nsec wildcard_in_opt_out;
    dkim: dkim_alias_as_text dkim_alias_without_key dkim_ed25519_alone dkim_ed25519_key_wrapped
        dkim_every_key_revoked dkim_granularity_tag dkim_hash_without_sha256 dkim_key_above_4096
        dkim_key_below_1024 dkim_key_below_2048 dkim_key_elsewhere dkim_key_pkcs1 dkim_key_revoked
        dkim_key_shared dkim_key_type_of_draft dkim_key_type_unknown dkim_key_undecodable dkim_misplaced
        dkim_old_policy dkim_record_unreadable dkim_service_not_email dkim_several_records
        dkim_subdomains_allowed dkim_testing dkim_value_in_capitals dkim_version_wrong;
    dmarc: dmarc_agreement_leads_elsewhere dmarc_answered_by_wildcard dmarc_failure_options_unused
        dmarc_misplaced dmarc_missing dmarc_missing_for_senders dmarc_part_ignored dmarc_percentage_ignored
        dmarc_policy_missing dmarc_policy_none dmarc_policy_not_second dmarc_policy_unknown dmarc_psd_claimed
        dmarc_receivers_differ dmarc_reject_without_dkim dmarc_report_agreement_unknown
        dmarc_report_uri_broken dmarc_report_uri_unsupported dmarc_reports_not_authorized
        dmarc_semicolon_missing dmarc_several_records dmarc_strict_without_own_key
        dmarc_subdomain_policy_unused dmarc_subdomains_weaker dmarc_tag_historic dmarc_tag_repeated
        dmarc_tag_unknown dmarc_testing dmarc_version_wrong dmarc_without_reports report_domain_takes_no_mail;
    dnx: mta_sts_refuses_certificate mx_host_outside_zones tlsa_lookup_led_astray;
    ds: ds_algorithm_deprecated ds_algorithm_mismatch ds_digest_deprecated ds_digest_mismatch
        ds_for_unsigned_file ds_for_unsigned_zone ds_key_not_signing ds_of_revoked_key ds_without_key
        no_ds_at_parent no_ds_leads_to_key no_usable_ds;
    key: algorithm_deprecated algorithm_not_validated dnskey_below_apex dnskey_not_signed_by_sep
        dnskey_not_zone_key dnskey_protocol key_length key_malformed key_published_twice key_tag_shared
        key_tag_shared_by_many other_signer_key_missing revoked_key_not_self_signed rsa_exponent_3
        rsa_exponent_unusable rsa_leading_zeros rsa_modulus_below_1024 rsa_modulus_below_2048
        single_key_without_sep stand_by_key_malformed;
    m365: m365_autodiscover_missing m365_dkim_on_parked_domain m365_dkim_selector_of_other_domain
        m365_dkim_selectors_wrong m365_mta_sts_names_other_host m365_mx_migration_unfinished
        m365_mx_retired_name m365_mx_unsigned_name m365_mx_zone_unsigned m365_sender_requirements_unmet
        m365_spf_missing m365_spf_misspelt;
    mail_name: mail_name_repeats_zone mail_text_for_aliases;
    mta_sts: mta_sts_blank_before_semicolon mta_sts_host_hosted mta_sts_host_without_address
        mta_sts_id_unchanged mta_sts_max_age_short mta_sts_missing_below mta_sts_mx_not_allowed
        mta_sts_mx_not_in_testing_policy mta_sts_mx_unused mta_sts_not_announced mta_sts_not_enforced
        mta_sts_policy_changed_under_old_id mta_sts_policy_key_repeated mta_sts_policy_malformed
        mta_sts_record_malformed mta_sts_record_misplaced mta_sts_several_records mta_sts_with_null_mx
        mta_sts_without_tls_rpt;
    mx: mx_host_repeated mx_hosts_share_address mx_missing mx_single_host mx_takes_no_mail
        mx_target_is_address mx_target_is_alias mx_target_without_address null_mx_beside_others
        null_mx_incomplete;
    name: address_owner_not_hostname address_owner_underscore class_as_owner missing_trailing_dot
        mx_target_not_hostname ns_target_not_hostname origin_missing_trailing_dot owner_repeats_zone
        relative_domain rname_domain_missing rname_has_at_sign soa_missing_trailing_dot stray_final_dot
        target_not_hostname;
    openpgpkey: openpgpkey_not_a_key openpgpkey_owner_malformed;
    record: aaaa_ipv4_mapped address_not_routable caa_critical_unknown_tag caa_iodef_url caa_issuer_syntax
        caa_issuewild_alone caa_none_beside_issuer caa_parameter_malformed caa_parameter_unknown
        caa_reserved_flags caa_tag_upper_case caa_unknown_tag csync_unknown_flags dns_svcb_dohpath
        dns_svcb_without_alpn ds_digest_length ds_digest_type_unassigned loc_malformed record_as_txt
        sshfp_fingerprint_length sshfp_unassigned_number svc_param_malformed svcb_alias_loop
        svcb_alias_with_params svcb_mandatory_missing svcb_mandatory_redundant svcb_mixed_modes
        svcb_no_default_alpn_alone svcb_several_aliases svcb_target_without_address tlsa_digest_length
        tlsa_pkix_usage tlsa_pkix_usage_on_smtp tlsa_unassigned_number zonemd_digest_length;
    reverse: address_without_ptr ptr_not_confirmed ptr_target_is_address ptr_target_is_alias
        ptr_target_not_hostname reverse_owner_malformed;
    rollover: algorithm_incomplete_in_rollover certificate_ends_in_plan changed_after_signing
        deployed_inside_safety deployed_too_early ds_replaced_before_keys entry_keys_replaced
        key_removed_too_early key_removed_under_old_ds key_used_too_early keys_replaced_before_ds
        rollback_trap rollover_not_checked signature_ends_in_plan signatures_removed_under_ds
        tlsa_combination_uneven tlsa_removed_too_early tlsa_replaced_at_once tlsa_withdrawn
        ttl_lowered_too_late two_changes_at_once;
    rpz: policy_action_misspelt policy_trigger_malformed policy_zone_not_judged;
    rrset: duplicate_but_for_case duplicate_record rrset_too_large too_many_records too_many_types;
    service: binding_owner_unused naptr_expression_malformed naptr_flags_undefined naptr_replacement_missing
        naptr_two_results rp_text_missing srv_none_beside_others srv_owner_malformed srv_port_zero
        srv_target_is_address srv_target_is_alias srv_target_without_address svcb_alpn_misspelt
        svcb_ech_malformed svcb_hint_differs svcb_port_zero svcb_target_is_address uri_target_malformed;
    signature: algorithm_incomplete bad_signature_beside_good rrset_unsigned signature_backwards
        signature_by_oversized_key signature_by_revoked_key signature_ends_before_soa_expire
        signature_ends_within_ttl signature_expired signature_expires_soon signature_just_begun
        signature_key_missing signature_labels_differ signature_length signature_mismatch
        signature_not_checked signature_not_yet_valid signature_on_delegation_ns signature_on_glue
        signature_original_ttl signature_orphan signature_over_signatures signature_ttl
        signature_validity_too_long signature_wrong_signer verification_limit zone_not_signed;
    smimea: mailbox_key_in_unsigned_zone smimea_owner_malformed;
    soa: expire_before_retry expire_too_short mname_missing mname_not_ns negative_ttl_out_of_range
        refresh_too_short retry_not_below_refresh serial_not_increased serial_zero several_soas soa_below_apex
        soa_missing;
    spf: spf_explanation_missing spf_fail_before_dmarc spf_helo_without_record spf_include_loop
        spf_includes_everybody spf_lookups_near_limit spf_missing spf_missing_at_hosts
        spf_missing_without_mail spf_modifier_for_mechanism spf_mx_too_many_hosts spf_network_host_bits
        spf_network_not_public spf_network_too_wide spf_neutral_all spf_not_ascii spf_passes_everybody spf_ptr
        spf_sender_id spf_several_records spf_softfail_all spf_strings_joined spf_syntax spf_target_missing
        spf_target_without_record spf_term_never_reached spf_term_repeated spf_too_many_lookups
        spf_too_many_void_lookups spf_txt_answer_too_large spf_type_obsolete spf_type_obsolete_alone
        spf_value_no_domain spf_version_misspelt spf_void_lookups_for_ipv6 spf_wildcard_missing
        spf_without_all;
    sync: cds_algorithm_without_key cds_cdnskey_differ cds_delete_literal cds_delete_malformed
        cds_delete_with_others cds_digest_deprecated cds_leads_to_no_key cds_names_no_key
        cds_not_signed_by_entry cds_without_cdnskey cds_without_dnskey csync_serial_ahead csync_undefined_type
        several_csyncs sync_record_below_apex;
    syntax: base32_syntax base64_syntax byte_order_mark class_mismatch comment_mark control_octet cr_lf
        date_directive dialect directive_syntax empty_label escape_syntax extra_rdata field_syntax
        file_name_disagreement generate_limit generic_length generic_mismatch glued_quote hex_syntax
        include_loop include_outside_directory include_unreadable inherited_owner ipv4_syntax ipv6_syntax
        label_too_long lookalike_character lookalike_in_data meta_type missing_rdata mnemonic_unknown
        name_too_long nested_parentheses no_final_newline non_ascii_name number_syntax owner_missing
        owner_outside_zone raw_text rdata_too_long relative_origin string_too_long template_placeholder
        time_syntax ttl_above_maximum ttl_from_soa_minimum ttl_missing ttl_syntax unbalanced_parenthesis
        unknown_directive unknown_type unquoted_semicolon unterminated_quote zone_name_disagreement;
    tls_rpt: tls_rpt_blank_before_semicolon tls_rpt_missing tls_rpt_record_malformed tls_rpt_record_misplaced
        tls_rpt_several_records tls_rpt_to_own_domain;
    ttl: ttl_too_long ttl_zero ttls_differ;
    wildcard: asterisk_not_leftmost error_reports_unanswered wildcard_lost wildcard_not_answering wildcard_ns;
    zonemd: zonemd_below_apex zonemd_digest_mismatch zonemd_not_verifiable zonemd_repeated
        zonemd_serial_mismatch zonemd_spare_unusable;
];
