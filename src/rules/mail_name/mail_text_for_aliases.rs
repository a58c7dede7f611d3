use crate::finding::{Severity, and_more};
use crate::mail::domain::{Stray, ZoneMail};
use crate::mail::place::{Place, TextKind, undoubled};
use crate::mail::stray;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A DMARC, DKIM, MTA-STS, TLS-RPT or BIMI text stands at a name that only an alias leads to.
    ///
    /// Providers have such texts for their customers, whose zones have the aliases. One finding for a zone, and none
    /// of names that aliases in the given zones lead to. What is misplaced for certain is `dmarc-misplaced`,
    /// `dkim-misplaced`, `mta-sts-record-misplaced`, `tls-rpt-record-misplaced` or `bimi-record-unusable`.
    ///
    /// ## Why it breaks
    /// Receivers and senders look at `_dmarc`, `_domainkey`, `_mta-sts`, `_smtp._tls` and `_bimi` of a domain, and
    /// follow the aliases that are there. Without one the text is never read.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// default.dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "LOC003",
    name: "mail-text-for-aliases",
    summary: "mail text that only an alias leads to",
    breaks: "nobody reads the text unless an alias in another zone leads to it (RFC 9989 section 4.8)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.8", "RFC 6376 section 3.6.2.1", "RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let is_open = |stray: &&Stray<'_>| {
        let owner = stray.record.owner();
        stray.place == Place::Plain
            && word(stray.kind).is_some()
            && !owner.is_wildcard()
            // A missing final dot is told by those rules.
            && undoubled(owner, mail.zone.name()).is_none()
            && !cx.across.is_aliased(owner, cx.zone)
            && stray::meant(mail, stray).is_none()
    };
    let mut open: Vec<&Stray<'_>> = mail.strays.iter().filter(is_open).collect();
    open.sort_by_key(|stray| stray.record.id());
    let places: Vec<_> = open.iter().map(|stray| (stray.record, Part::Owner)).collect();
    let Some((first, kind)) = open.first().and_then(|stray| Some((stray, word(stray.kind)?))) else { return };
    cx.report_once(&places, "another such text", |more, finding| {
        let owner = first.record.owner();
        finding.message(format!("only an alias leads to the {kind} text at `{owner}`{}", and_more(more)));
        finding.help(format!("point an alias at `{owner}`, or delete the record"));
    });
}

fn word(kind: TextKind) -> Option<&'static str> {
    match kind {
        TextKind::Dmarc => Some("DMARC"),
        TextKind::Dkim => Some("DKIM"),
        TextKind::MtaSts => Some("MTA-STS"),
        TextKind::TlsRpt => Some("TLS-RPT"),
        TextKind::Bimi => Some("BIMI"),
        TextKind::Spf | TextKind::SenderId | TextKind::OldPolicy | TextKind::Other => None,
    }
}
