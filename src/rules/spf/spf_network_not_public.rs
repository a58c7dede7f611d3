use crate::finding::{Severity, and_more};
use crate::mail::domain::ZoneMail;
use crate::mail::spf_records;
use crate::record::private;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record names a network that no message comes from over the Internet.
    ///
    /// Those are private, shared, loopback, link-local, multicast and reserved ones, where all of the network
    /// is. In zones for a private network, by their name or their addresses, private ones are in place. One
    /// finding for a zone.
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
    let mut found = Vec::new();
    let mut places = Vec::new();
    for (_, said) in spf_records::readable(mail) {
        for term in said.said.reachable() {
            let Some(kind) = spf_records::not_public(term) else { continue };
            found.push((said.text.show(term.at, 50), kind));
            places.push((said.record, said.part(term.at)));
        }
    }
    let Some((text, kind)) = found.first() else { return };
    // Mail does come from there within the network that the zone is for.
    if found.iter().all(|(_, kind)| *kind == "private") && private::is_inside(mail.zone) {
        return;
    }
    cx.report_once(&places, "another such network", |more, finding| {
        finding.message(match more {
            0 => format!("SPF term `{text}` is a {kind} network, which no message comes from"),
            _ => format!("SPF term `{text}`{} are networks that no message comes from", and_more(more)),
        });
        finding.help("write the address that the host has on the Internet, or delete the term");
    });
}
