use crate::finding::Severity;
use crate::mail::bimi::BimiFault;
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::mail::place::TextKind;
use crate::mail::stray;
use crate::mail::tags::TagFault;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A BIMI record does not start with `v=BIMI1`, has no `l`, names no `https` URI, stands twice, or stands
    /// where nobody looks.
    ///
    /// ## Why it breaks
    /// A BIMI record is at a selector below `_bimi`, mostly `default._bimi`. It names the logo in `l` and its
    /// certificate in `a`, both by `https`; `l=;` declines.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// default._bimi TXT "v=BIMI1; l=http://logo.example/logo.svg; a=https://logo.example/logo.pem"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// default._bimi TXT "v=BIMI1; l=https://logo.example/logo.svg; a=https://logo.example/logo.pem"
    /// ```
    code: "BIMI001",
    name: "bimi-record-unusable",
    summary: "BIMI record that nobody can use",
    breaks: "mailbox providers show no logo (draft-brand-indicators-for-message-identification)",
    severity: Severity::Warning,
    rfcs: &["draft-brand-indicators-for-message-identification"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let slots = mail.domains.iter().flat_map(|domain| &domain.bimi).map(|(_, slot)| slot);
    for slot in slots.filter(|slot| owner::doubled(slot.node).is_none()) {
        let owner = slot.node.name();
        let mut exact = slot.exact();
        if let (Some(first), Some(second)) = (exact.next(), exact.next()) {
            cx.report_on(second.record, Part::Owner, |finding| {
                finding.message(format!("`{owner}` has several BIMI records, there may be one"));
                finding.label(first.record.whole(), "the first BIMI record").help("keep one of the records");
            });
            continue;
        }
        for said in &slot.texts {
            let Some(fault) = said.said.faults.iter().find(|fault| is_fatal(fault.kind)) else { continue };
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("BIMI record at `{owner}`: {}", fault.detail));
                finding.help(HELP);
            });
        }
    }
    for stray in mail.strays.iter().filter(|stray| stray.kind == TextKind::Bimi) {
        let owner = stray.record.owner();
        let Some(meant) = stray::meant(mail, stray).filter(|_| !cx.across.is_aliased(owner, cx.zone)) else {
            continue;
        };
        cx.report_on(stray.record, Part::Owner, |finding| {
            finding.message(format!("BIMI record at `{owner}`, where nobody looks for it"));
            finding.help(format!("move the record to `{meant}`"));
        });
    }
}

const HELP: &str = "write `v=BIMI1; l=https://....svg; a=https://....pem`, or `v=BIMI1; l=;` to decline";

fn is_fatal(fault: BimiFault) -> bool {
    match fault {
        BimiFault::Version
        | BimiFault::NoLocation
        | BimiFault::Uri
        | BimiFault::Scheme
        | BimiFault::Format => true,
        BimiFault::Tags(fault) => {
            matches!(fault, TagFault::NoEquals | TagFault::Repeated | TagFault::Name | TagFault::NoSemicolon)
        }
        BimiFault::Value => false,
    }
}
