use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Qualifier;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record ends in `~all`.
    ///
    /// Asked on request only: together with DMARC `~all` is as good as `-all`, and many prefer it.
    ///
    /// ## Why it breaks
    /// Receivers that do not look at DMARC take mail from other hosts, and at most mark it.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ~all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF105",
    name: "spf-softfail-all",
    summary: "SPF record that ends in ~all",
    breaks: "receivers without DMARC take forged mail, and at most mark it (RFC 7208 section 8.5)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 8.5", "RFC 9989 section 7.1"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in
        spf_records::usable(mail).filter(|(domain, _)| !spf_records::is_for_include(mail, domain))
    {
        let Some((_, term, Qualifier::Softfail)) = said.said.all() else { continue };
        cx.report_on(said.record, said.part(term.at), |finding| {
            finding.message(format!(
                "SPF of `{}` ends in `~all`, so that other senders are not rejected",
                domain.name
            ));
            finding.help("write `-all` when every sender is in the record");
        });
    }
}
