use crate::finding::Severity;
use crate::mail::Text;
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::mail::place::{self, Place, TextKind};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part, Rrset};

declare_rule! {
    /// An owner with a label of mail, as `_domainkey` or `_bimi`, was written with the zone's name at its end
    /// and no dot behind it.
    ///
    /// Misplaced keys are `dkim-misplaced`, misplaced DMARC records `dmarc-misplaced`.
    ///
    /// ## Why it breaks
    /// A name without a dot at its end is relative: the origin is appended. Nobody looks for the records
    /// where they are.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey.example CNAME s2._domainkey.esp.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey.example. CNAME s2._domainkey.esp.example.net.
    /// ```
    code: "LOC002",
    name: "mail-name-repeats-zone",
    summary: "mail name without the dot at its end",
    breaks: "whoever asks for the name that was written does not find these records (RFC 1035 section 5.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for node in
        mail.zone.nodes().filter(|node| node.is_authoritative() && node.has(&[types::TXT, types::CNAME]))
    {
        let Some(found) = owner::doubled(node).filter(|_| !is_told(node)) else { continue };
        let Some(record) = node.rrsets().map(Rrset::first).min_by_key(|record| record.id()) else { continue };
        cx.report_on(record, Part::Owner, |finding| {
            finding.message(format!("owner `{}` became `{}`", found.written(), node.name()));
            finding.here("no dot at the end").help(found.help(node.zone()));
        });
    }
}

/// Whether the rules about the kind of record tell that it is misplaced.
fn is_told(node: Node<'_>) -> bool {
    let mut kinds = node
        .rrset(types::TXT)
        .into_iter()
        .flat_map(Rrset::records)
        .map(|record| place::kind(Text::of(record).octets()).0);
    match place::place(node.name()).0 {
        Place::Selector(_) => kinds.any(|kind| matches!(kind, TextKind::Dkim | TextKind::Other)),
        Place::Dmarc => kinds.any(|kind| kind == TextKind::Dmarc),
        Place::MtaSts => kinds.any(|kind| kind == TextKind::MtaSts),
        Place::TlsRpt => kinds.any(|kind| kind == TextKind::TlsRpt),
        Place::Plain | Place::KeyPolicy | Place::Bimi(_) | Place::Report(_) => false,
    }
}
