//! What rules about mail need to know of owner names: a doubled origin, names that only hold keys or hosts
//! for others, domains that send nothing. Judges nothing.

use std::collections::BTreeSet;

use crate::mail::domain::{MailDomain, Mx, ZoneMail};
use crate::mail::place::{Place, TextKind, expected_owner, place};
use crate::mail::spf::{Mechanism, Qualifier, TermKind};
use crate::record::missing_dot::{self, MissingDot};
use crate::resolve::Perspective;
use crate::rr::types;
use crate::wire::NameRef;
use crate::zone::Node;

/// What a name with a label of mail (`_dmarc`, `_domainkey`, ...) was meant to be, where it was written with
/// the zone's name at its end and no dot behind it.
#[must_use]
pub fn doubled(node: Node<'_>) -> Option<MissingDot> {
    let record = node.rrsets().map(|rrset| rrset.first()).min_by_key(|record| record.id())?;
    missing_dot::in_owner(record).filter(|_| place(node.name()).0 != Place::Plain)
}

/// Whether a doubled origin at this name is told by a rule about mail, which knows what the record is for.
#[must_use]
pub fn is_told_by_mail(node: Node<'_>) -> bool {
    node.has(&[types::TXT, types::CNAME])
        && !node.is_below_cut()
        && !node.is_below_dname()
        && place(node.name()).0 != Place::Plain
}

/// Whether an owner is a DKIM selector in a zone whose mail is looked at.
#[must_use]
pub fn is_selector_of_mail(node: Node<'_>) -> bool {
    is_told_by_mail(node) && matches!(place(node.name()).0, Place::Selector(_))
}

/// Whether a domain says that it sends no mail: a null MX, or no MX and nothing but `-all`.
#[must_use]
pub fn is_parked(domain: &MailDomain<'_>) -> bool {
    match domain.mx() {
        Mx::Null(_) => true,
        Mx::Hosts(_) => false,
        Mx::Absent => lets_nobody_send(domain),
    }
}

/// Whether the one SPF record of a domain lets no host send: `v=spf1 -all`. It may take mail all the same.
#[must_use]
pub fn lets_nobody_send(domain: &MailDomain<'_>) -> bool {
    let mut records = domain.spf();
    let only = records.next().filter(|_| records.next().is_none());
    only.is_some_and(|spf| {
        let mut mechanisms = spf.said.terms.iter().filter_map(|term| match &term.kind {
            TermKind::Explanation(_) | TermKind::Modifier(_) => None,
            kind => Some(kind),
        });
        spf.said.is_usable()
            && mechanisms.next() == Some(&TermKind::Directive(Qualifier::Fail, Mechanism::All))
            && mechanisms.next().is_none()
    })
}

/// Whether a domain sends mail as far as its records say: its SPF record lets somebody send, or it takes mail
/// and has none.
#[must_use]
pub fn sends_mail(domain: &MailDomain<'_>) -> bool {
    !lets_nobody_send(domain)
        && (domain.takes_mail() || (domain.spf().next().is_some() && !is_parked(domain)))
}

/// The domains whose DMARC record stands where nobody looks for it, which another rule tells: at the domain
/// itself, or below its name and the zone's once more. In lower case on the wire.
#[must_use]
pub fn misplaced_dmarc(mail: &ZoneMail<'_>) -> BTreeSet<Box<[u8]>> {
    let strays = mail.strays.iter().filter(|stray| stray.kind == TextKind::Dmarc);
    let meant =
        strays.filter_map(|stray| expected_owner(TextKind::Dmarc, stray.record.owner(), mail.zone.name()));
    let slots = mail
        .domains
        .iter()
        .filter_map(|domain| domain.dmarc.as_deref())
        .filter(|slot| !slot.texts.is_empty());
    let doubles = slots.filter_map(|slot| doubled(slot.node)).map(|found| found.meant);
    meant
        .chain(doubles)
        .filter_map(|owner| Some((*owner.borrow_name().parent()?.to_lowercase()).into()))
        .collect()
}

/// Second labels below which the registries of countries register names.
const SECOND: [&[u8]; 16] = [
    b"co", b"com", b"org", b"net", b"gov", b"gob", b"edu", b"ac", b"or", b"ne", b"go", b"ltd", b"plc",
    b"nhs", b"sch", b"mil",
];

/// Whether a name is a top-level domain, or one of the second labels that countries use as such.
#[must_use]
pub fn is_known_suffix(name: NameRef<'_>) -> bool {
    let labels: Vec<&[u8]> = name.labels().collect();
    match labels.as_slice() {
        [] | [_] => true,
        [second, top] => top.len() == 2 && SECOND.iter().any(|known| second.eq_ignore_ascii_case(known)),
        _ => false,
    }
}

/// Whether a zone that nobody gave, above those that are, may have a DMARC record that applies to `domain`.
#[must_use]
pub fn may_be_covered_from_above(answers: Perspective<'_>, domain: NameRef<'_>) -> bool {
    let mut top = match answers.zone_of(domain) {
        Ok(zone) => zone.name(),
        Err(_) => return true,
    };
    while let Some(zone) = top.parent().and_then(|above| answers.zone_of(above).ok()) {
        top = zone.name();
    }
    top.parent().is_some_and(|above| !is_known_suffix(above))
}

/// Whether records of a domain's mail are around, so that a text for mail right at or below it may be the
/// domain's own.
#[must_use]
pub fn is_mail_domain(mail: &ZoneMail<'_>, name: NameRef<'_>) -> bool {
    mail.domain(name).is_some_and(|domain| domain.takes_mail() || domain.spf().next().is_some())
}
