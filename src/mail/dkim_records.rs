//! The DKIM keys of a zone as rules look at them, so that of the faults of one key a single rule speaks.
//! Reports nothing.

use crate::mail::dkim::{Dkim, DkimFault, KeyType, PublicKey};
use crate::mail::domain::{MailDomain, ParsedText, Slot, ZoneMail};
use crate::mail::owner;
use crate::mail::tags::TagFault;
use crate::mail::{Extent, Text, TextFault};
use crate::rr::types;
use crate::zone::Record;

/// Octets of a key that are pointed at.
const SHOWN: usize = 24;

/// The one text of a selector.
#[derive(Clone, Copy)]
pub struct DkimKey<'m, 'z> {
    /// The domain that signs with it.
    pub domain: &'m MailDomain<'z>,
    /// The selector, in lower case.
    pub selector: &'m str,
    /// The record.
    pub said: &'m ParsedText<'z, Dkim>,
}

impl<'m> DkimKey<'m, '_> {
    /// What the record says.
    #[must_use]
    pub fn dkim(&self) -> &'m Dkim {
        &self.said.said
    }

    /// Where the start of `p` stands.
    #[must_use]
    pub fn key_at(&self) -> Extent {
        start_of(self.dkim().key_at.unwrap_or(self.said.text.whole()))
    }
}

/// What keeps verifiers from using a key: the first of them that matters.
#[non_exhaustive]
pub enum Trouble<'m> {
    /// The version.
    Version(&'m TextFault<DkimFault>),
    /// The list of tags, or what was left of another syntax in it.
    List(&'m TextFault<DkimFault>),
    /// The key type.
    KeyType(&'m TextFault<DkimFault>),
    /// The key itself.
    Key(&'m TextFault<DkimFault>),
}

/// What keeps verifiers from using a key.
#[must_use]
pub fn trouble(dkim: &Dkim) -> Option<Trouble<'_>> {
    let first = |is: &dyn Fn(DkimFault) -> bool| dkim.faults.iter().find(|fault| is(fault.kind));
    // Of a backslash before each semicolon everything else comes.
    first(&|kind| kind == DkimFault::Escape)
        .map(Trouble::List)
        .or_else(|| first(&|kind| kind == DkimFault::Version).map(Trouble::Version))
        .or_else(|| {
            first(&|kind| matches!(kind, DkimFault::Tags(fault) if fault != TagFault::Value))
                .map(Trouble::List)
        })
        .or_else(|| first(&|kind| kind == DkimFault::NoKey).map(Trouble::List))
        .or_else(|| first(&|kind| kind == DkimFault::KeyType).map(Trouble::KeyType))
        .or_else(|| {
            first(&|kind| matches!(kind, DkimFault::Base64 | DkimFault::Key | DkimFault::Pem))
                .map(Trouble::Key)
        })
}

/// The selectors of a zone, those under a doubled origin left out.
pub fn selectors<'m, 'z>(
    mail: &'m ZoneMail<'z>,
) -> impl Iterator<Item = (&'m MailDomain<'z>, &'m str, &'m Slot<'z, Dkim>)> {
    let all = mail.domains.iter().flat_map(|domain| {
        domain.selectors.iter().map(move |(selector, slot)| (domain, selector.as_str(), slot))
    });
    all.filter(|(_, _, slot)| owner::doubled(slot.node).is_none())
}

/// The TXT records of a selector in the order of the zone: verifiers take any of them for a key.
#[must_use]
pub fn records<'z>(slot: &Slot<'z, Dkim>) -> Vec<Record<'z>> {
    let mut records: Vec<Record<'z>> = slot
        .texts
        .iter()
        .map(|text| text.record)
        .chain(slot.others.iter().map(|(record, _, _)| *record))
        .collect();
    records.sort_by_key(|record| record.id());
    records
}

/// The selectors with exactly one TXT record that is no host name.
pub fn keys<'m, 'z>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = DkimKey<'m, 'z>> {
    selectors(mail).filter_map(|(domain, selector, slot)| match slot.texts.as_slice() {
        [said] if slot.others.is_empty() && host_name(&said.text).is_none() => {
            Some(DkimKey { domain, selector, said })
        }
        _ => None,
    })
}

/// The keys that verifiers can read, revoked ones included.
pub fn readable<'m, 'z>(mail: &'m ZoneMail<'z>) -> impl Iterator<Item = DkimKey<'m, 'z>> {
    keys(mail).filter(|key| trouble(key.dkim()).is_none())
}

/// The host name that a text is, which was meant to be an alias's target: no tag, no blank, a dot.
#[must_use]
pub fn host_name(text: &Text) -> Option<&str> {
    let name = std::str::from_utf8(text.octets()).ok()?.trim();
    let bare = name.strip_suffix('.').unwrap_or(name);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    (bare.len() <= 253 && bare.contains('.') && bare.split('.').all(is_label)).then_some(name)
}

/// The start of some octets, so that a whole key is not underlined.
#[must_use]
pub fn start_of(at: Extent) -> Extent {
    at.within(0, SHOWN)
}

/// Whether a key is of this type.
#[must_use]
pub fn is_ed25519(dkim: &Dkim) -> bool {
    dkim.key_type.0 == KeyType::Ed25519
}

/// Whether a domain has a selector that a key may be found at: an alias, or anything but a revoked key, which
/// is what a wildcard below `_domainkey` often is.
#[must_use]
pub fn may_sign(domain: &MailDomain<'_>) -> bool {
    domain.selectors.iter().any(|(_, slot)| {
        slot.alias.is_some() || slot.texts.iter().any(|text| text.said.key != PublicKey::Revoked)
    })
}

/// Whether `_domainkey` of a domain is where the zones at hand say nothing: another zone has it, or it could
/// not be read.
#[must_use]
pub fn is_elsewhere(mail: &ZoneMail<'_>, domain: &MailDomain<'_>) -> bool {
    use crate::zone::Lookup;
    let Some(owner) = domain.name.borrow_name().prefixed("_domainkey") else {
        return false;
    };
    let is_led_away = match mail.zone.lookup(owner.borrow_name()) {
        Lookup::Delegated(_) | Lookup::Redirected(_) | Lookup::Unread => true,
        Lookup::Exists(node) => node.has(&[types::DNAME]),
        _ => false,
    };
    mail.zone.has_unread() || is_led_away
}
