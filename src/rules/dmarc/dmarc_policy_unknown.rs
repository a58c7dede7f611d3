use crate::finding::Severity;
use crate::mail::dmarc::{DmarcFault, Effect, Receiver};
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;

declare_rule! {
    /// The `p`, `sp` or `np` of a DMARC record is not `none`, `quarantine` or `reject`.
    ///
    /// ## Why it breaks
    /// A value that is no policy voids the others, too: with a valid `rua` receivers act as if all were
    /// `none`, without one they ignore the record. `np` is of RFC 9989; receivers that follow RFC 7489 do not
    /// read it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=block; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC006",
    name: "dmarc-policy-unknown",
    summary: "DMARC policy that nobody knows",
    breaks: "receivers apply `p=none`, or no DMARC at all where reports have no destination (RFC 9989 \
        section 4.10.1)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.10.1", "RFC 7489 section 6.6.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        let dmarc = found.dmarc();
        let Some(fault) = dmarc.faults.first_of(&DmarcFault::Policy) else { continue };
        let effect = match dmarc.effect(Receiver::Rfc9989) {
            Effect::Applied(_) => "`p=none` is applied",
            Effect::Ignored(_) => "there is no DMARC",
        };
        cx.report_on(found.said.record, found.said.part(fault.at), |finding| {
            let value = match fault.at.of(found.said.text.octets()) {
                [] => "an empty policy".to_owned(),
                octets => format!("`{}`, which is no policy", excerpt(octets, 30)),
            };
            finding.message(format!("DMARC of `{}` has {value}: {effect}", found.domain.name));
            finding.help("write `none`, `quarantine` or `reject`");
        });
    }
}
