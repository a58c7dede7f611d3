use crate::finding::Severity;
use crate::resolve::shadow::shadowed;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A wildcard has addresses or `MX` records, and a name that needs them does not get them: records exist at
    /// or below the name.
    ///
    /// A name needs an address where a certificate is asked for it (`_acme-challenge`) or it has `SSHFP`
    /// records; it needs MX records where it has `_dmarc`, `_domainkey` or other names of mail below it. Other
    /// names are `wildcard-not-answering`; for `TLSA` see `tlsa-host-without-address`, for `HTTPS` and `SVCB`
    /// `svcb-target-without-address`.
    ///
    /// ## Why it breaks
    /// A wildcard answers only for names that do not exist. A record at a name, or at any name below it, makes
    /// the name exist, and from then on queries for its address find no data.
    ///
    /// ## Bad
    /// ```zone,bad
    /// *                    A    192.0.2.1
    /// _acme-challenge.www  TXT  "token"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// *                    A    192.0.2.1
    /// www                  A    192.0.2.1
    /// _acme-challenge.www  TXT  "token"
    /// ```
    code: "WLD004",
    name: "wildcard-lost",
    summary: "name that needs what a wildcard no longer answers",
    breaks: "clients find no data at the name since the records exist (RFC 4592 section 2.2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 4592 section 2.2.1", "RFC 4592 section 2.2.2"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    for shadowed in shadowed(zone) {
        let Some(record) = shadowed.needed else { continue };
        cx.report_on(record, Part::Owner, |finding| {
            finding.message(shadowed.message());
            if let Some(answer) = shadowed.answer() {
                let (rtype, data) = (answer.rtype(), answer.present());
                finding
                    .label(answer.whole(), "answers only for names that do not exist")
                    .help(format!("add `{} {rtype} {data}`", shadowed.name));
            }
        });
    }
}
