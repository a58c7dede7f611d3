use crate::finding::Severity;
use crate::mail::domain::{Stray, ZoneMail};
use crate::mail::owner;
use crate::mail::place::{Place, TextKind};
use crate::mail::stray;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A DMARC record stands at a name other than `_dmarc`, or an SPF record at `_dmarc`.
    ///
    /// ## Why it breaks
    /// A DMARC record is looked for at `_dmarc` of the domain and nowhere else. At the domain itself, at a
    /// misspelt label, or with the origin appended once more because a dot is missing, it has no effect.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC017",
    name: "dmarc-misplaced",
    summary: "DMARC record where nobody looks for it",
    breaks: "receivers ask for _dmarc.DOMAIN and find no record: the domain has no DMARC (RFC 9989 section \
        4.5)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.5", "RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for slot in mail.domains.iter().filter_map(|domain| domain.dmarc.as_deref()) {
        let (Some(said), Some(found)) = (slot.texts.first(), owner::doubled(slot.node)) else {
            continue;
        };
        cx.report_on(said.record, Part::Owner, |finding| {
            finding.message(format!(
                "DMARC record: owner `{}` became `{}`",
                found.written(),
                slot.node.name()
            ));
            finding.here("no dot at the end").help(found.help(slot.node.zone()));
        });
    }
    let is_ours = |stray: &&Stray<'_>| {
        stray.kind == TextKind::Dmarc || stray.kind == TextKind::Spf && stray.place == Place::Dmarc
    };
    for stray in mail.strays.iter().filter(is_ours) {
        let owner = stray.record.owner();
        // Records for others' domains stand at any name, to which they have aliases.
        let Some(meant) = stray::meant(mail, stray).filter(|_| !cx.across.is_aliased(owner, cx.zone)) else {
            continue;
        };
        let what = if stray.kind == TextKind::Spf { "SPF" } else { "DMARC" };
        cx.report_on(stray.record, Part::Owner, |finding| {
            finding.message(format!("{what} record at `{owner}`, where nobody looks for it"));
            finding.help(format!("move the record to `{meant}`"));
        });
    }
}
