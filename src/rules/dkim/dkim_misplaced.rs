use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::{Stray, ZoneMail};
use crate::mail::owner;
use crate::mail::place::{self, Place, TextKind};
use crate::rule::{Check, Cx};
use crate::wire::{Name, NameRef};
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
    let strays = mail.strays.iter().filter(|stray| {
        stray.kind == TextKind::Dkim && matches!(stray.place, Place::Plain | Place::KeyPolicy)
    });
    for stray in strays {
        let owner = stray.record.owner();
        // Keys of others' domains stand at any name, to which they have aliases.
        let Some(meant) = meant(mail, stray).filter(|_| !cx.across.is_aliased(owner, cx.zone)) else {
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

/// Where the key was meant to stand; `None` where it may well be meant to stand where it does.
fn meant(mail: &ZoneMail<'_>, stray: &Stray<'_>) -> Option<String> {
    let owner = stray.record.owner();
    if stray.place == Place::KeyPolicy {
        return owner
            .first_label()
            .eq_ignore_ascii_case(b"_domainkey")
            .then(|| format!("<selector>.{owner}"));
    }
    if owner::is_mail_domain(mail, owner) {
        return Some(format!("<selector>._domainkey.{owner}"));
    }
    let found: Option<Name> = place::expected_owner(TextKind::Dkim, owner);
    if let Some(found) = found {
        let domain = found.borrow_name().parent().and_then(NameRef::parent)?;
        let label = owner.parent().map(NameRef::first_label).unwrap_or_default();
        // Providers have keys for others at such names as well; a label with an underscore is misspelt for
        // certain.
        return (owner::is_mail_domain(mail, domain)
            && (label.starts_with(b"_") || !has_selectors(mail, domain)))
        .then(|| found.to_string());
    }
    // A selector by itself; what a provider holds for others has no version, or a name of its own.
    let is_said = stray.text.octets().starts_with(b"v=DKIM1");
    let domain = owner.parent().filter(|domain| {
        owner::is_mail_domain(mail, *domain) && (is_said || !has_selectors(mail, *domain))
    })?;
    let is_only_text = mail.zone.node(owner).is_some_and(|node| node.rrsets().count() == 1);
    is_only_text.then(|| format!("{}._domainkey.{domain}", owner.relative_to(domain)))
}

fn has_selectors(mail: &ZoneMail<'_>, domain: NameRef<'_>) -> bool {
    mail.domain(domain)
        .is_some_and(|domain| !domain.selectors.is_empty() || dkim_records::is_elsewhere(mail, domain))
}
