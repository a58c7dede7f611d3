use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record has neither `all` nor `redirect=`.
    ///
    /// Records that are there to be included need neither.
    ///
    /// ## Why it breaks
    /// Senders that no term matches get "neutral", as if the record ended in `?all`: receivers must treat
    /// them as if there were no SPF record.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF011",
    name: "spf-without-all",
    summary: "SPF record without all",
    breaks: "receivers treat forged mail as if the domain had no SPF record (RFC 7208 section 4.7)",
    severity: Severity::Warning,
    rfcs: &["RFC 7208 section 4.7"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in
        spf_records::usable(mail).filter(|(domain, _)| !spf_records::is_for_include(mail, domain))
    {
        if said.said.all().is_some() || said.said.redirect().is_some() {
            continue;
        }
        let last = said.said.terms.last().map_or(said.text.whole(), |term| term.at);
        cx.report_on(said.record, said.part(last), |finding| {
            finding
                .message(format!("SPF of `{}` says nothing of senders that it does not name", domain.name));
            finding
                .here("no `all` behind it")
                .help("end the record with ` -all`, or ` ~all` while DMARC is `p=none`");
        });
    }
}
