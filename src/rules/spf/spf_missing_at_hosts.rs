use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_records;
use crate::resolve::host::ADDRESSES;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part};

declare_rule! {
    /// Hosts of the zone have addresses and neither MX nor SPF records.
    ///
    /// Asked on request only, and told once for all of them: few zones have an SPF record for each host, and
    /// DMARC with `sp=reject` protects them as well.
    ///
    /// ## Why it breaks
    /// SPF is not inherited: mail from `anybody@www.example` is not covered by the record of `example`.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @         TXT  "v=spf1 mx -all"
    /// mta-sts   TXT  "v=spf1 -all"
    /// ```
    code: "SPF107",
    name: "spf-missing-at-hosts",
    summary: "hosts without SPF records",
    breaks: "anybody sends mail from the names without failing SPF (RFC 7208 section 10.1.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 10.1.2"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

/// Hosts that are pointed at besides the first.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let is_bare = |node: &Node<'_>| {
        let is_own = node.is_authoritative() && !node.is_apex();
        is_own
            && node.has(ADDRESSES)
            && !node.has(&[types::MX])
            && spf_records::has_spf(mail.answers, node.name()) == Some(false)
    };
    let hosts: Vec<Node<'_>> = mail.zone.nodes().filter(is_bare).collect();
    let Some((first, others)) = hosts.split_first() else { return };
    let Some(record) = address(*first) else { return };
    cx.report_on(record, Part::Owner, |finding| {
        match others.len() {
            0 => finding.message(format!("host `{}` has no SPF record", first.name())),
            more => finding.message(format!("`{}` and {more} more hosts have no SPF record", first.name())),
        };
        for record in others.iter().take(SHOWN).filter_map(|&node| address(node)) {
            finding.label(record.span(Part::Owner), "one more");
        }
        finding.help(format!(
            "add `TXT \"v=spf1 -all\"` to each, such as `{} TXT \"v=spf1 -all\"`",
            first.name()
        ));
    });
}

fn address(node: Node<'_>) -> Option<crate::zone::Record<'_>> {
    ADDRESSES.iter().find_map(|&rtype| node.rrset(rtype)).map(crate::zone::Rrset::first)
}
