//! MX hosts that are new under an `id` of MTA-STS that is published already, and what the policy file says of
//! the hosts that are published. Reports nothing.

use std::collections::BTreeSet;

use super::domain::{MailDomain, ParsedText, ZoneMail};
use super::mta_sts::{self, Mode, PolicyFile, Sts};
use super::tags::Version;
use super::text::{Extent, Text};
use super::tls_records;
use crate::limits::Limits;
use crate::rr::types;
use crate::wire::{Name, NameKey, NameRef, Timestamp};
use crate::zone::{Record, Zone};

/// An `id` that is published already, of a domain with a new MX host.
pub struct Kept<'m, 'z> {
    /// The record.
    pub said: &'m ParsedText<'z, Sts>,
    /// The `id`.
    pub id: &'m str,
    /// Where it stands.
    pub at: Extent,
    /// The first new MX host that the older policy may not have allowed.
    pub host: (Record<'z>, NameRef<'z>),
    /// A published MX host that the policy at hand does not allow while it is enforced: the policy was
    /// changed.
    pub dropped: Option<Name>,
}

/// The domains of the zone whose `id` is the published one, and which have new MX hosts.
#[must_use]
pub fn kept<'m, 'z>(mail: &'m ZoneMail<'z>, published: &Zone, limits: &Limits) -> Vec<Kept<'m, 'z>> {
    tls_records::domains(mail).filter_map(|domain| of_domain(mail, domain, published, limits)).collect()
}

fn of_domain<'m, 'z>(
    mail: &ZoneMail<'z>,
    domain: &'m MailDomain<'z>,
    published: &Zone,
    limits: &Limits,
) -> Option<Kept<'m, 'z>> {
    let said = domain.mta_sts.as_deref().and_then(tls_records::judged)?;
    let (id, at) = said.said.id.as_ref().filter(|_| said.is_exact)?;
    if published_id(published, domain, limits).as_ref() != Some(id) {
        return None;
    }
    let old = published.node(domain.name.borrow_name())?.rrset(types::MX)?;
    let old: Vec<NameRef<'_>> = old.records().filter_map(|mx| mx.name(types::mx::MAIL_EXCHANGE)).collect();
    let known: BTreeSet<NameKey> = old.iter().map(|host| host.key()).collect();
    let policy =
        mail.policy(domain.name.borrow_name()).map(|(_, file)| file).filter(|file| file.policy.is_usable());
    let is_new = |host: NameRef<'_>| {
        !known.contains(&host.key()) && policy.is_none_or(|file| needs_change(file, host, &old))
    };
    let host = domain.hosts().into_iter().find(|(_, host)| is_new(*host)).filter(|_| !old.is_empty())?;
    let enforced = policy.filter(|file| matches!(file.policy.mode, Some((Mode::Enforce, _))));
    let dropped = enforced
        .and_then(|file| old.iter().find(|host| !host.is_root() && !file.policy.allows(**host)))
        .map(|host| host.to_name());
    Some(Kept { said, id, at: *at, host, dropped })
}

/// An `id` for a changed policy: the time in digits, and not the old one.
#[must_use]
pub fn fresh_id(now: Timestamp, old: &str) -> String {
    let digits = now.digits();
    if digits == old { format!("{digits}1") } else { digits }
}

fn published_id(published: &Zone, domain: &MailDomain<'_>, limits: &Limits) -> Option<String> {
    let owner = tls_records::owner::<Sts>(domain)?;
    let texts = published.node(owner.borrow_name())?.rrset(types::TXT)?.records().map(Text::of);
    let mut records = texts.filter(|text| mta_sts::select(text.octets()) == Version::Exact);
    let only = records.next().filter(|_| records.next().is_none())?;
    mta_sts::parse(&only, limits).id.map(|(id, _)| id)
}

/// Whether a policy cannot have allowed a host before it was added: no pattern of it is for the host and a
/// published one.
fn needs_change(file: &PolicyFile, host: NameRef<'_>, old: &[NameRef<'_>]) -> bool {
    let mut patterns = file.policy.mx.iter().filter(|pattern| pattern.matches(host));
    file.policy.allows(host) && !patterns.any(|pattern| old.iter().any(|old| pattern.matches(*old)))
}
