use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `TXT` record of a DKIM selector is a host name.
    ///
    /// ## Why it breaks
    /// A provider that holds the key gives out a name, to be the target of a `CNAME`. As text of a `TXT`
    /// record it is no key, and nobody follows it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "s2._domainkey.esp.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey CNAME s2._domainkey.esp.example.net.
    /// ```
    code: "DKIM017",
    name: "dkim-alias-as-text",
    summary: "host name as TXT where a CNAME was meant",
    breaks: "verifiers read the name as a key and find none: every signature with this selector fails (RFC \
        6376 section 3.6.1)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.1", "RFC 1034 section 3.6.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, _, slot) in dkim_records::selectors(mail) {
        let [said] = slot.texts.as_slice() else { continue };
        let Some(name) = dkim_records::host_name(&said.text).filter(|_| slot.others.is_empty()) else {
            continue;
        };
        let (owner, dot) = (slot.node.name(), if name.ends_with('.') { "" } else { "." });
        cx.report_on(said.record, said.whole(), |finding| {
            finding.message(format!("TXT of selector `{owner}` is a host name, no key"));
            finding
                .here("the target of an alias, by its looks")
                .help(format!("change the type: `{owner} CNAME {name}{dot}`"));
        });
    }
}
