//! What several rules about MTA-STS and TLS-RPT need to know: what senders find for a domain, texts that
//! stand where nobody looks, and policy files with the domains they are for. Reports nothing.

use crate::dane::across::Across;
use crate::mail::domain::{Grammar, MailDomain, ParsedText, Slot, Stray, ZoneMail};
use crate::mail::mta_sts::{PolicyFile, Sts};
use crate::mail::place::{TextKind, expected_owner, kind, undoubled};
use crate::mail::stray;
use crate::mail::tls_rpt::TlsRpt;
use crate::mail::{Extent, Faults, Text, TextFault, tags};
use crate::record::missing_dot;
use crate::resolve::{End, Perspective};
use crate::rr::types;
use crate::wire::{Name, NameRef};
use crate::zone::{Part, Record, Rrset};

/// What senders find of one kind for a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// A record.
    Record,
    /// None, and a text that was meant for one: it is misspelt, or stands at another name. Another rule tells
    /// that.
    Amiss,
    /// None.
    Nothing,
    /// The zones at hand do not say.
    Unknown,
}

/// The labels of `_mta-sts` and `_smtp._tls`, and where a domain has them.
pub trait Announced: Grammar {
    /// The labels before the domain.
    const LABELS: &'static str;
    /// How texts start that senders look at.
    const START: &'static str;

    /// The owner in a zone.
    fn slot<'m, 'z>(domain: &'m MailDomain<'z>) -> Option<&'m Slot<'z, Self>>;
}

impl Announced for Sts {
    const LABELS: &'static str = "_mta-sts";
    const START: &'static str = "v=STSv1;";

    fn slot<'m, 'z>(domain: &'m MailDomain<'z>) -> Option<&'m Slot<'z, Sts>> {
        domain.mta_sts.as_deref()
    }
}

impl Announced for TlsRpt {
    const LABELS: &'static str = "_smtp._tls";
    const START: &'static str = "v=TLSRPTv1;";

    fn slot<'m, 'z>(domain: &'m MailDomain<'z>) -> Option<&'m Slot<'z, TlsRpt>> {
        domain.tls_rpt.as_deref()
    }
}

/// `_mta-sts.` or `_smtp._tls.` before a domain.
#[must_use]
pub fn owner<T: Announced>(domain: &MailDomain<'_>) -> Option<Name> {
    domain.name.borrow_name().prefixed(T::LABELS)
}

/// The domains of a zone that mail may be sent to by their name: wildcards are left out, and names that only
/// a missing dot has made.
pub fn domains<'m, 'z>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = &'m MailDomain<'z>> {
    let zone = mail.zone.name();
    mail.domains.iter().filter(move |domain| {
        let name = domain.name.borrow_name();
        !name.is_wildcard() && (domain.takes_mail() || undoubled(name, zone).is_none())
    })
}

/// What senders find for a domain.
#[must_use]
pub fn found<T: Announced>(mail: &ZoneMail<'_>, domain: &MailDomain<'_>) -> Presence {
    if let Some(slot) = T::slot(domain).filter(|slot| !slot.texts.is_empty()) {
        return if slot.exact().next().is_some() { Presence::Record } else { Presence::Amiss };
    }
    let Some(owner) = owner::<T>(domain) else { return Presence::Unknown };
    let has_record =
        |rrset: Rrset<'_>| rrset.records().any(|record| kind(Text::of(record).octets()) == (T::KIND, true));
    match mail.answers.lookup(owner.borrow_name(), types::TXT).end {
        End::Unknown(_) => Presence::Unknown,
        End::Rrset(rrset) if has_record(rrset) => Presence::Record,
        End::Rrset(_) | End::NoData { .. } | End::NxDomain(_) => {
            let is_astray = misplaced::<T>(mail).any(|text| text.owner.as_ref() == Some(&owner));
            if is_astray { Presence::Amiss } else { Presence::Nothing }
        }
    }
}

/// A text at a name where nobody looks for it.
pub struct Misplaced<'m, 'z> {
    /// The record.
    pub record: Record<'z>,
    /// Its text.
    pub text: &'m Text,
    /// Where it was probably meant to stand.
    pub owner: Option<Name>,
    /// Whether a missing dot put it there.
    pub is_doubled: bool,
    stray: Option<&'m Stray<'z>>,
}

/// The texts of one kind at names where nobody looks for them, those left out that aliases lead to.
pub fn astray<'m, 'z, T: Announced + 'm>(
    mail: &'m ZoneMail<'z>,
    across: &Across<'_>,
) -> Vec<Misplaced<'m, 'z>> {
    misplaced::<T>(mail)
        .filter(|text| {
            // What the aliases of others lead to is in place.
            let is_slip = text.is_doubled || text.stray.is_some_and(|one| stray::meant(mail, one).is_some());
            is_slip && !across.is_aliased(text.record.owner(), mail.zone)
        })
        .collect()
}

/// The texts of one kind at names where nobody looks for them. Those of wildcards are left out: they answer
/// at the right name too.
fn misplaced<'m, 'z, T: Announced + 'm>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = Misplaced<'m, 'z>> {
    let zone = mail.zone.name();
    let strays =
        mail.strays.iter().filter(|stray| stray.kind == T::KIND && !stray.record.owner().is_wildcard());
    let strays = strays.map(move |stray| {
        let meant =
            undoubled(stray.record.owner(), zone).filter(|_| missing_dot::in_owner(stray.record).is_some());
        let at = meant.as_ref().map_or(stray.record.owner(), Name::borrow_name);
        Misplaced {
            record: stray.record,
            text: &stray.text,
            owner: expected_owner(T::KIND, at, zone),
            is_doubled: meant.is_some(),
            stray: Some(stray),
        }
    });
    let doubled =
        mail.domains.iter().filter(move |domain| undoubled(domain.name.borrow_name(), zone).is_some());
    let doubled = doubled
        .filter_map(T::slot)
        .flat_map(|slot| &slot.texts)
        .filter(|said| missing_dot::in_owner(said.record).is_some());
    let doubled = doubled.map(move |said| {
        let owner = undoubled(said.record.owner(), zone);
        Misplaced { record: said.record, text: &said.text, owner, is_doubled: true, stray: None }
    });
    strays.chain(doubled)
}

/// The texts that senders look at: those that start with the version and a semicolon, to the octet.
pub fn looked_at<'s, 'z, T: Announced>(slot: &'s Slot<'z, T>) -> impl Iterator<Item = &'s ParsedText<'z, T>> {
    slot.texts.iter().filter(|said| said.text.octets().starts_with(T::START.as_bytes()))
}

/// The text whose faults are worth telling: the only one that senders look at, or where they look at none,
/// the only one.
#[must_use]
pub fn judged<'s, 'z, T: Announced>(slot: &'s Slot<'z, T>) -> Option<&'s ParsedText<'z, T>> {
    let mut looked_at = looked_at(slot);
    match (looked_at.next(), looked_at.next()) {
        (Some(only), None) => Some(only),
        (Some(_), Some(_)) => None,
        (None, _) => slot.texts.first(),
    }
}

/// A blank before the first semicolon, which the grammar has and those who look for the octets do not: where it
/// stands, and whether another TXT record is beside it, so that all senders look for the octets (RFC 8461
/// section 3.1, RFC 8460 section 3).
#[must_use]
pub fn early_end<T: Announced>(slot: &Slot<'_, T>, said: &ParsedText<'_, T>) -> Option<(Extent, bool)> {
    let at = tags::early_end(said.text.octets(), T::START.strip_suffix(';')?)?;
    Some((at, slot.node.rrset(types::TXT).is_some_and(|txt| txt.len() > 1)))
}

/// Faults that are not about the same octets as one before them: what a fault leads to is no fault of its
/// own.
pub fn separate<K>(faults: &Faults<K>) -> Vec<&TextFault<K>> {
    let mut separate: Vec<&TextFault<K>> = Vec::new();
    for fault in faults.iter() {
        if separate.iter().all(|known| fault.at.to <= known.at.from || known.at.to <= fault.at.from) {
            separate.push(fault);
        }
    }
    separate
}

/// A policy file that is enforced on mail to a host: that of a domain whose MX records, in the zones at hand,
/// name it.
#[must_use]
pub fn enforced_for<'a>(
    policies: &'a [PolicyFile],
    seen: Perspective<'a>,
    host: NameRef<'_>,
) -> Option<&'a PolicyFile> {
    policies.iter().filter(|file| file.policy.is_enforced() && file.policy.allows(host)).find(|file| {
        let domain = file.domain.borrow_name();
        let mx = seen
            .zone_of(domain)
            .ok()
            .and_then(|zone| zone.node(domain))
            .and_then(|node| node.rrset(types::MX));
        mx.is_some_and(|mx| mx.records().any(|record| record.name(types::mx::MAIL_EXCHANGE) == Some(host)))
    })
}

/// What tells senders that a domain has MTA-STS: its record, or an alias in the place of it.
#[must_use]
pub fn announcement<'z>(domain: &MailDomain<'z>) -> Option<(Record<'z>, Part)> {
    let slot = domain.mta_sts.as_deref()?;
    let said = slot.exact().next().map(|said| (said.record, said.whole()));
    said.or_else(|| slot.alias.map(|alias| (alias, Part::Whole)))
}

/// The kind of a grammar, as messages call it.
#[must_use]
pub fn word(kind: TextKind) -> &'static str {
    if kind == TextKind::TlsRpt { "TLS-RPT" } else { "MTA-STS" }
}
