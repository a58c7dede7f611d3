//! The DMARC records of a zone as rules look at them, so that of the faults of one record a single rule
//! speaks. Reports nothing.

use crate::limits::Limits;
use crate::mail::bimi::Bimi;
use crate::mail::dmarc::{self, Dmarc, DmarcFault, Effect, Policies, Policy, Receiver};
use crate::mail::domain::{MailDomain, Mx, ParsedText, Slot, ZoneMail};
use crate::mail::owner;
use crate::mail::place::TextKind;
use crate::mail::report_uri::ReportUri;
use crate::mail::tags::{TagFault, Version};
use crate::mail::{Extent, Text, TextFault};
use crate::resolve::End;
use crate::rr::types;
use crate::wire::NameRef;

/// The one record that receivers take for a domain's.
#[derive(Clone, Copy)]
pub struct DmarcRecord<'m, 'z> {
    /// The domain.
    pub domain: &'m MailDomain<'z>,
    /// The record.
    pub said: &'m ParsedText<'z, Dmarc>,
}

impl<'m> DmarcRecord<'m, '_> {
    /// What the record says.
    #[must_use]
    pub fn dmarc(&self) -> &'m Dmarc {
        &self.said.said
    }

    /// Where a tag stands; the record's first tag where it has none of that name.
    #[must_use]
    pub fn tag(&self, key: &str) -> Extent {
        let list = &self.dmarc().list;
        list.get(key).or(list.tags.first()).map_or(self.said.text.whole(), |tag| tag.at)
    }

    /// The policies that a receiver applies; `None` where it takes none from the record, or `p=none` in its
    /// stead.
    #[must_use]
    pub fn policies(&self, receiver: Receiver) -> Option<Policies> {
        match self.dmarc().effect(receiver) {
            Effect::Applied(policies) if policies.fallback.is_none() => Some(policies),
            Effect::Applied(_) | Effect::Ignored(_) => None,
        }
    }
}

/// The `_dmarc` names of a zone, those under a doubled origin left out.
pub fn slots<'m, 'z>(
    mail: &'m ZoneMail<'z>,
) -> impl Iterator<Item = (&'m MailDomain<'z>, &'m Slot<'z, Dmarc>)> {
    let all = mail.domains.iter().filter_map(|domain| domain.dmarc.as_deref().map(|slot| (domain, slot)));
    all.filter(|(_, slot)| owner::doubled(slot.node).is_none())
}

/// The record of each domain that has exactly one.
pub fn records<'m, 'z>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = DmarcRecord<'m, 'z>> {
    slots(mail).filter_map(|(domain, slot)| slot.only().map(|said| DmarcRecord { domain, said }))
}

/// Those whose tags can be told apart: none stands twice, and no semicolon is missing.
pub fn readable<'m, 'z>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = DmarcRecord<'m, 'z>> {
    records(mail).filter(|found| glued(found.dmarc()).is_none() && !found.dmarc().list.has_repeated())
}

/// Those whose policies are whole, too.
pub fn applied<'m, 'z>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = DmarcRecord<'m, 'z>> {
    readable(mail).filter(|found| {
        found.policies(Receiver::Rfc9989).is_some() && found.policies(Receiver::Rfc7489).is_some()
    })
}

/// The one record that the alias at a `_dmarc` name leads to; `None` where the zones at hand have not exactly
/// one.
#[must_use]
pub fn behind_alias(mail: &ZoneMail<'_>, slot: &Slot<'_, Dmarc>, limits: &Limits) -> Option<Dmarc> {
    let End::Rrset(txt) = mail.answers.lookup(slot.node.name(), types::TXT).end else { return None };
    let mut texts = txt.records().map(Text::of).filter(|text| dmarc::select(text.octets()) == Version::Exact);
    let only = texts.next().filter(|_| texts.next().is_none())?;
    Some(dmarc::parse(&only, limits))
}

/// Where a semicolon is missing.
#[must_use]
pub fn glued(dmarc: &Dmarc) -> Option<&TextFault<DmarcFault>> {
    dmarc.faults.first_of(&DmarcFault::Tags(TagFault::NoSemicolon))
}

/// Whether something at `_dmarc` was meant to be the domain's record, so that another rule says why it is
/// none.
#[must_use]
pub fn is_attempted(domain: &MailDomain<'_>) -> bool {
    domain.dmarc.as_deref().is_some_and(|slot| {
        !slot.texts.is_empty() || slot.others.iter().any(|(_, _, kind)| *kind == TextKind::Spf)
    })
}

/// Whether the domain has a null MX, of which another rule says what belongs to it.
#[must_use]
pub fn has_null_mx(domain: &MailDomain<'_>) -> bool {
    matches!(domain.mx(), Mx::Null(_))
}

/// All destinations of a record's reports, with the tag they are of.
pub fn destinations(dmarc: &Dmarc) -> impl Iterator<Item = (&'static str, &ReportUri)> {
    dmarc.rua.iter().map(|uri| ("rua", uri)).chain(dmarc.ruf.iter().map(|uri| ("ruf", uri)))
}

/// The policy that receivers of one kind apply to mail from `domain` by this discovery: in words.
#[must_use]
pub fn policy_of(dmarc: &Dmarc, receiver: Receiver, is_own: bool) -> Option<Policy> {
    match dmarc.effect(receiver) {
        Effect::Applied(policies) if is_own => Some(policies.domain),
        Effect::Applied(policies) => Some(policies.subdomains),
        Effect::Ignored(_) => None,
    }
}

/// Labels of the names above a domain that receivers ask for, at most: RFC 9989 section 4.10.
const WALK_LABELS: usize = 7;

fn has_one(mail: &ZoneMail<'_>, name: NameRef<'_>) -> bool {
    mail.domain(name).is_some_and(|domain| domain.dmarc.as_deref().is_some_and(|slot| slot.only().is_some()))
}

/// Whether the zones at hand have a DMARC record that applies to a domain; `None` where they do not say.
#[must_use]
pub fn is_covered(mail: &ZoneMail<'_>, domain: &MailDomain<'_>, limits: &Limits) -> Option<bool> {
    // Most domains have it in this zone, where nothing has to be read again.
    let mut above = std::iter::successors(Some(domain.name.borrow_name()), |name| name.parent());
    if above.any(|name| name.label_count() <= WALK_LABELS && has_one(mail, name)) {
        return Some(true);
    }
    match dmarc::discover(mail.answers, domain.name.borrow_name(), limits) {
        Ok(Some(_)) => Some(true),
        Ok(None) if owner::may_be_covered_from_above(mail.answers, domain.name.borrow_name()) => None,
        Ok(None) => Some(false),
        Err(_) => None,
    }
}

/// Whether the organizational domain is the domain itself, as far as the zones at hand say.
#[must_use]
pub fn is_organizational(mail: &ZoneMail<'_>, domain: &MailDomain<'_>, limits: &Limits) -> bool {
    let name = domain.name.borrow_name();
    dmarc::organizational_domain(mail.answers, name, limits).borrow_name() == name
}

/// The one BIMI record of a domain's default selector that asks for a logo, where its list of tags is whole.
#[must_use]
pub fn logo<'m, 'z>(domain: &'m MailDomain<'z>) -> Option<&'m ParsedText<'z, Bimi>> {
    let (_, slot) = domain.bimi.iter().find(|(selector, _)| selector == "default")?;
    slot.only().filter(|said| {
        said.said.faults.is_empty()
            && matches!(said.said.location, Some(Some(_)))
            && owner::doubled(slot.node).is_none()
    })
}

/// Whether a domain wants its logo shown.
#[must_use]
pub fn wants_logo(domain: &MailDomain<'_>) -> bool {
    logo(domain).is_some()
}
