//! Mail texts at names where nobody looks for them: which are slips, and where those were meant to stand.
//! Providers have texts for others at any name, to which their customers' aliases lead. Reports nothing.

use super::dkim_records;
use super::dmarc_records;
use super::domain::{Stray, ZoneMail};
use super::owner::is_mail_domain;
use super::place::{Place, TextKind, expected_owner};
use crate::wire::NameRef;

/// The owner that a stray text was meant for; `None` where it may well be meant to stand where it does.
#[must_use]
pub fn meant(mail: &ZoneMail<'_>, stray: &Stray<'_>) -> Option<String> {
    match stray.kind {
        TextKind::Dkim => meant_key(mail, stray),
        kind => meant_text(mail, stray, kind),
    }
}

/// Whether a text at this name is the domain's own, as far as the name says: it stands at the domain, or at
/// another place of mail, or has a label that hosts do not have.
fn is_certain(mail: &ZoneMail<'_>, stray: &Stray<'_>, domain: NameRef<'_>) -> bool {
    let owner = stray.record.owner();
    let has_mail = domain == mail.zone.name() || is_mail_domain(mail, domain);
    stray.place != Place::Plain || has_mail && (owner == domain || owner.first_label().starts_with(b"_"))
}

fn meant_text(mail: &ZoneMail<'_>, stray: &Stray<'_>, kind: TextKind) -> Option<String> {
    let owner = stray.record.owner();
    let meant = expected_owner(kind, owner, mail.zone.name())?;
    let domain = match kind {
        TextKind::Spf => Some(meant.borrow_name()),
        TextKind::TlsRpt | TextKind::Bimi => meant.borrow_name().parent().and_then(NameRef::parent),
        _ => meant.borrow_name().parent(),
    }?;
    // A misspelt label of a mail domain that lacks the record.
    let above = match kind {
        TextKind::Bimi if owner.first_label().eq_ignore_ascii_case(b"default") => {
            owner.parent().and_then(NameRef::parent)
        }
        _ => owner.parent(),
    };
    let is_lacking = || above == Some(domain) && is_mail_domain(mail, domain) && !has_own(mail, domain, kind);
    (is_certain(mail, stray, domain) || is_lacking()).then(|| meant.to_string())
}

/// Whether something of the kind stands where the domain's should.
fn has_own(mail: &ZoneMail<'_>, domain: NameRef<'_>, kind: TextKind) -> bool {
    mail.domain(domain).is_some_and(|domain| match kind {
        TextKind::Dmarc => {
            dmarc_records::is_attempted(domain)
                || domain.dmarc.as_deref().is_some_and(|slot| slot.alias.is_some())
        }
        TextKind::MtaSts => domain.mta_sts.is_some(),
        TextKind::TlsRpt => domain.tls_rpt.is_some(),
        TextKind::Bimi => !domain.bimi.is_empty(),
        _ => false,
    })
}

fn meant_key(mail: &ZoneMail<'_>, stray: &Stray<'_>) -> Option<String> {
    let owner = stray.record.owner();
    if stray.place == Place::KeyPolicy {
        return owner
            .first_label()
            .eq_ignore_ascii_case(b"_domainkey")
            .then(|| format!("<selector>.{owner}"));
    }
    if stray.place != Place::Plain {
        return None;
    }
    let has_mail = |name: NameRef<'_>| is_mail_domain(mail, name);
    if owner == mail.zone.name() || has_mail(owner) {
        return Some(format!("<selector>._domainkey.{owner}"));
    }
    if let Some(found) = expected_owner(TextKind::Dkim, owner, mail.zone.name()) {
        let domain = found.borrow_name().parent().and_then(NameRef::parent)?;
        let label = owner.parent().map(NameRef::first_label).unwrap_or_default();
        // Providers have keys for others at such names as well; a label with an underscore is misspelt for
        // certain.
        let is_certain = label.starts_with(b"_") && (domain == mail.zone.name() || has_mail(domain));
        return (is_certain || has_mail(domain) && !has_selectors(mail, domain)).then(|| found.to_string());
    }
    // A selector by itself; what a provider holds for others has no version, or a name of its own.
    let is_said = stray.text.octets().starts_with(b"v=DKIM1");
    let domain =
        owner.parent().filter(|domain| has_mail(*domain) && (is_said || !has_selectors(mail, *domain)))?;
    let is_only_text = mail.zone.node(owner).is_some_and(|node| node.rrsets().count() == 1);
    is_only_text.then(|| format!("{}._domainkey.{domain}", owner.relative_to(domain)))
}

fn has_selectors(mail: &ZoneMail<'_>, domain: NameRef<'_>) -> bool {
    mail.domain(domain)
        .is_some_and(|domain| !domain.selectors.is_empty() || dkim_records::is_elsewhere(mail, domain))
}
