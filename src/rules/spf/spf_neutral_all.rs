use crate::finding::{Severity, and_more};
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Qualifier;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record ends in `?all`.
    ///
    /// One finding for a zone.
    ///
    /// ## Why it breaks
    /// "Neutral" is to receivers what no record is: they may not treat it as worse. Whoever forges the domain
    /// gets the same answer as before the record was published.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ?all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ~all"
    /// ```
    code: "SPF104",
    name: "spf-neutral-all",
    summary: "SPF record that ends in ?all",
    breaks: "receivers treat forged mail as if the domain had no SPF record (RFC 7208 section 8.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 8.2", "RFC 7208 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let places: Vec<_> = spf_records::usable(mail)
        .filter(|(domain, _)| !spf_records::is_for_include(mail, domain))
        .filter_map(|(_, said)| match said.said.all() {
            Some((_, term, Qualifier::Neutral)) => Some((said.record, said.part(term.at))),
            _ => None,
        })
        .collect();
    let Some((first, _)) = places.first() else { return };
    cx.report_once(&places, "`?all`, too", |more, finding| {
        finding.message(format!(
            "SPF ends in `?all` at `{}`{}: no sender fails",
            first.owner(),
            and_more(more)
        ));
        finding.help("write `-all`, or `~all` while DMARC is `p=none`");
    });
}
