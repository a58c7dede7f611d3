use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::mail::place::TextKind;
use crate::mail::stray;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A DKIM key stands at a name without `_domainkey`, or below the zone's name twice.
    ///
    /// Below the names of those who hold keys for others, who have aliases to them, any name will do: only
    /// keys at a mail domain, below a misspelt `_domainkey`, and right below a domain without selectors are
    /// reported.
    ///
    /// ## Why it breaks
    /// A verifier takes selector and domain from the signature and asks for `SELECTOR._domainkey.DOMAIN`. A
    /// key at the domain itself, below a misspelt label, or with the origin appended once more because a dot
    /// is missing, is never found.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkeys TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM020",
    name: "dkim-misplaced",
    summary: "DKIM key where nobody looks for it",
    breaks: "verifiers ask for SELECTOR._domainkey.DOMAIN and find no key: every signature with it fails \
        (RFC 6376 section 3.6.2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.2.1", "RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    doubled(mail, cx);
    for stray in mail.strays.iter().filter(|stray| stray.kind == TextKind::Dkim) {
        let owner = stray.record.owner();
        // Keys of others' domains stand at any name, to which they have aliases.
        let Some(meant) = stray::meant(mail, stray).filter(|_| !cx.across.is_aliased(owner, cx.zone)) else {
            continue;
        };
        cx.report_on(stray.record, Part::Owner, |finding| {
            finding.message(format!("DKIM key at `{owner}`, where no verifier looks"));
            finding.help(format!("move the record to `{meant}`"));
        });
    }
}

fn doubled(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, slot) in mail.domains.iter().flat_map(|domain| &domain.selectors) {
        let (Some(said), Some(found)) = (slot.texts.first(), owner::doubled(slot.node)) else {
            continue;
        };
        cx.report_on(said.record, Part::Owner, |finding| {
            finding.message(format!("DKIM key: owner `{}` became `{}`", found.written(), slot.node.name()));
            finding.here("no dot at the end").help(found.help(slot.node.zone()));
        });
    }
}
