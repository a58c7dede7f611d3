use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_names;
use crate::mail::spf_records::{self, FaultRule};
use crate::rule::{Check, Cx};

declare_rule! {
    /// What should be a domain in an SPF record is none: an address, a name with a port, a single label, a URL,
    /// several domains with commas between.
    ///
    /// ## Why it breaks
    /// A domain ends in a top label, which is no number and has a dot before it, or in a macro. Anything else
    /// does not fit the grammar and voids the whole record. A `|`, comma or slash further left fits it, but no
    /// such name is there: an `include:` of it is a permerror too, other terms never match.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx a:192.0.2.1 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:192.0.2.1 -all"
    /// ```
    code: "SPF021",
    name: "spf-value-no-domain",
    summary: "SPF value that is no domain",
    breaks: "receivers return permerror for the whole record, and every message from the domain fails SPF \
        (RFC 7208 section 4.6)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 12", "RFC 7208 section 7.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, said) in spf_records::records(mail) {
        let glued = spf_records::glued(said);
        let terms =
            said.said.terms.iter().filter(|term| glued.iter().all(|glue| glue.word.from != term.at.from));
        for odd in terms.filter_map(|term| spf_names::odd(said, term)) {
            cx.report_on(said.record, said.part(odd.at), |finding| {
                finding.message(format!("SPF: {}", odd.detail));
                match &odd.suggestion {
                    Some(meant) => finding.help(format!("write `{meant}`")),
                    None => finding.help("write the domain in full, as in `include:_spf.example.net`"),
                };
            });
        }
        for (_, fault) in
            spf_records::faults(said).into_iter().filter(|(teller, _)| *teller == FaultRule::NoDomain)
        {
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("SPF: {}", fault.detail));
                match &fault.suggestion {
                    Some(meant) => finding.help(format!("write `{meant}`")),
                    None => finding.help("write the domain in full, as in `include:_spf.example.net`"),
                };
            });
        }
    }
}
