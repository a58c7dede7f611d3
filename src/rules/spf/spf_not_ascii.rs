use crate::finding::Severity;
use crate::mail::domain::{Slot, ZoneMail};
use crate::mail::spf::{self, Selection};
use crate::mail::spf_records::{self, FaultRule};
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record has characters that are not ASCII: a domain in another script, a no-break space, a byte
    /// order mark.
    ///
    /// ## Why it breaks
    /// SPF is ASCII. A domain in another script is written as A-labels (`xn--...`). Spaces and quotes of a
    /// word processor look right and void the record; before `v=spf1` they hide it.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx a:m\195\188ller.example.net -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx a:xn--mller-kva.example.net -all"
    /// ```
    code: "SPF026",
    name: "spf-not-ascii",
    summary: "characters outside ASCII in an SPF record",
    breaks: "receivers return permerror or do not see the record, and mail fails SPF (RFC 8616 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8616 section 4", "RFC 7208 section 12"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, said) in spf_records::records(mail) {
        for (_, fault) in
            spf_records::faults(said).into_iter().filter(|(teller, _)| *teller == FaultRule::NotAscii)
        {
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("SPF: {}", fault.detail));
                let is_domain = fault.detail.contains("which is not ASCII");
                finding.help(if is_domain {
                    "write the domain in A-labels, as in `a:xn--mller-kva.example.net`"
                } else {
                    "replace it by a plain space"
                });
            });
        }
    }
    for said in mail.domains.iter().filter_map(|domain| domain.own.as_deref()).flat_map(Slot::near) {
        let Selection::NearMiss(miss) = spf::select(said.text.octets()) else { continue };
        if !miss.at.of(said.text.octets()).is_ascii() {
            cx.report_on(said.record, said.part(miss.at), |finding| {
                finding
                    .message(format!("SPF: {}", miss.detail))
                    .help("start the text with `v=spf1` and one plain space");
            });
        }
    }
}
