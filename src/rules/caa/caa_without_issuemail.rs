//! The rule `caa-without-issuemail`.

use std::collections::BTreeSet;

use crate::dane::lookup;
use crate::finding::Severity;
use crate::mail::caa::{self, Relevant};
use crate::mail::domain::ZoneMail;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A domain has keys for S/MIME in the zone, and no `CAA` record says which CA may issue for its
    /// addresses.
    ///
    /// ## Why it breaks
    /// Nothing fails. Where no record has the tag `issuemail`, any CA may issue certificates for addresses of
    /// the domain.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ CAA 0 issue "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ CAA 0 issuemail "ca.example.net"
    /// ```
    code: "CAA001",
    name: "caa-without-issuemail",
    summary: "keys for S/MIME and no CAA issuemail",
    breaks: "any CA may issue S/MIME certificates for addresses of the domain (RFC 9495 section 3)",
    severity: Severity::Info,
    rfcs: &["RFC 9495 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    if !mail.zone.has_type(types::SMIMEA) {
        return;
    }
    let mut told = BTreeSet::new();
    for rrset in mail
        .zone
        .nodes()
        .filter(|node| !lookup::is_occluded(*node))
        .filter_map(|node| node.rrset(types::SMIMEA))
    {
        let above =
            rrset.owner().parent().filter(|above| above.first_label().eq_ignore_ascii_case(b"_smimecert"));
        let Some(domain) = above.and_then(|above| above.parent()).filter(|domain| told.insert(domain.key()))
        else {
            continue;
        };
        let caa = match caa::relevant(mail.answers, domain) {
            Relevant::Records(caa) if caa::has_tag(caa, "issuemail") => continue,
            Relevant::Unknown => continue,
            Relevant::Records(caa) => Some(caa),
            Relevant::Nothing => None,
        };
        cx.report_on(rrset.first(), Part::Owner, |finding| {
            finding.message(format!("no CAA `issuemail` for `{domain}`, whose users have S/MIME keys here"));
            if let Some(caa) = caa.filter(|caa| std::ptr::eq(caa.node().zone(), mail.zone)) {
                finding.label(caa.first().whole(), "the CAA records that apply");
            }
            finding.help(format!(
                "add `{domain} CAA 0 issuemail \"ca.example\"` with your CA, or `\";\"` for none"
            ));
        });
    }
}
