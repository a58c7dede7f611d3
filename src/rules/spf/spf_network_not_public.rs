use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record names a network that no message comes from over the Internet.
    ///
    /// Those are private, shared, loopback, link-local, multicast and reserved ones.
    ///
    /// ## Why it breaks
    /// Receivers see the address that the message left the network with, never the private one. The term
    /// never matches, and the host it was written for fails SPF.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ip4:10.1.2.3 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:203.0.113.3 -all"
    /// ```
    code: "SPF108",
    name: "spf-network-not-public",
    summary: "SPF network that is not on the Internet",
    breaks: "receivers never see such an address, and the host behind it fails SPF (RFC 6890 section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 6890 section 2.2", "RFC 1918 section 3", "RFC 4193 section 1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, said) in spf_records::usable(mail) {
        for term in said.said.reachable() {
            let Some(kind) = spf_records::not_public(term) else { continue };
            let text = said.text.show(term.at, 50);
            cx.report_on(said.record, said.part(term.at), |finding| {
                finding
                    .message(format!("SPF term `{text}` is a {kind} network, which no message comes from"));
                finding.help("write the address that the host has on the Internet, or delete the term");
            });
        }
    }
}
