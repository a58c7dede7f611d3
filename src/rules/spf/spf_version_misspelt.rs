use crate::finding::Severity;
use crate::mail::domain::{Slot, ZoneMail};
use crate::mail::spf::{self, Selection};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A text that was meant as an SPF record does not start with `v=spf1` and a space.
    ///
    /// ## Why it breaks
    /// Receivers compare the first seven octets of each TXT record. Whatever starts in another way is no SPF
    /// record to them, however right the rest is, and they go on as if the domain had none.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1; mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF003",
    name: "spf-version-misspelt",
    summary: "SPF text that does not start with `v=spf1`",
    breaks: "receivers discard the text and treat the domain as if it had no SPF record (RFC 7208 section \
        4.5)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 4.5", "RFC 7208 section 12"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for said in mail.domains.iter().filter_map(|domain| domain.own.as_deref()).flat_map(Slot::near) {
        let Selection::NearMiss(miss) = spf::select(said.text.octets()) else { continue };
        // Strings without a space between, and marks that are not ASCII, have rules of their own.
        let is_ascii = miss.at.of(said.text.octets()).is_ascii();
        if !is_ascii || !spf_records::glued(said).is_empty() {
            continue;
        }
        cx.report_on(said.record, said.part(miss.at), |finding| {
            finding
                .message(format!("SPF: {}", miss.detail))
                .help("start the text with `v=spf1` and one space: `\"v=spf1 ...\"`");
        });
    }
}
