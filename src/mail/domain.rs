//! The mail domains of a zone, and which records belong to each.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Key, key};
use super::place::{Kind, Place, kind, place};
use super::text::Text;
use crate::rr::types;
use crate::wire::{Name, NameRef};
use crate::zone::{Node, Record, Rrset, Zone};

/// A TXT record with what it is.
#[derive(Clone)]
pub struct MailText<'z> {
    /// The record.
    pub record: Record<'z>,
    /// Its text.
    pub text: Text,
    /// What it is.
    pub kind: Kind,
    /// Whether receivers take it for that.
    pub is_exact: bool,
}

/// The TXT records of an owner, each once however often it stands in the text: an RRset is a set.
#[must_use]
pub fn texts(node: Node<'_>) -> Vec<MailText<'_>> {
    let mut seen = BTreeSet::new();
    let records = node.rrset(types::TXT).into_iter().flat_map(Rrset::records).filter(|record| seen.insert(record.rdata()));
    records
        .map(|record| {
            let text = Text::of(record);
            let (kind, is_exact) = kind(text.octets());
            MailText { record, text, kind, is_exact }
        })
        .collect()
}

/// An owner that mail records are looked for at.
#[derive(Clone)]
pub struct Slot<'z> {
    /// The owner.
    pub node: Node<'z>,
    /// Its TXT records.
    pub texts: Vec<MailText<'z>>,
    /// Its CNAME record.
    pub alias: Option<Record<'z>>,
}

impl<'z> Slot<'z> {
    fn of(node: Node<'z>) -> Slot<'z> {
        Slot { node, texts: texts(node), alias: node.rrset(types::CNAME).map(Rrset::first) }
    }

    /// The texts that receivers take for records of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &MailText<'z>> {
        self.texts.iter().filter(move |text| text.kind == kind && text.is_exact)
    }

    /// The texts that were meant for records of a kind and are none.
    pub fn near(&self, kind: Kind) -> impl Iterator<Item = &MailText<'z>> {
        self.texts.iter().filter(move |text| text.kind == kind && !text.is_exact)
    }
}

/// How a domain takes mail.
#[derive(Clone)]
pub enum Mx<'z> {
    /// No MX record: the address records stand in for it (RFC 5321 section 5.1).
    Absent,
    /// `0 .`: it takes none (RFC 7505).
    Null(Rrset<'z>),
    /// Hosts.
    Hosts(Rrset<'z>),
}

/// A name with what a zone has for its mail.
#[derive(Clone)]
pub struct MailDomain<'z> {
    /// The domain, in lower case.
    pub name: Name,
    /// The owner itself, where it has records: SPF stands there.
    pub own: Option<Slot<'z>>,
    /// `_dmarc`.
    pub dmarc: Option<Slot<'z>>,
    /// Selectors below `_domainkey`.
    pub selectors: Vec<(String, Slot<'z>)>,
    /// `_domainkey` and `_adsp._domainkey`.
    pub key_policies: Vec<Slot<'z>>,
    /// `_mta-sts`.
    pub mta_sts: Option<Slot<'z>>,
    /// `_smtp._tls`.
    pub tls_rpt: Option<Slot<'z>>,
    /// Selectors below `_bimi`.
    pub bimi: Vec<(String, Slot<'z>)>,
}

impl<'z> MailDomain<'z> {
    fn new(name: NameRef<'_>) -> MailDomain<'z> {
        MailDomain {
            name: name.to_lowercase(),
            own: None,
            dmarc: None,
            selectors: Vec::new(),
            key_policies: Vec::new(),
            mta_sts: None,
            tls_rpt: None,
            bimi: Vec::new(),
        }
    }

    /// Its SPF records: more than one is a permerror (RFC 7208 section 4.5).
    pub fn spf(&self) -> impl Iterator<Item = &MailText<'z>> {
        self.own.iter().flat_map(|slot| slot.of_kind(Kind::Spf))
    }

    /// How it takes mail.
    #[must_use]
    pub fn mx(&self) -> Mx<'z> {
        match self.own.as_ref().and_then(|slot| slot.node.rrset(types::MX)) {
            None => Mx::Absent,
            Some(rrset) if rrset.records().all(|mx| mx.name(1).is_some_and(NameRef::is_root)) => Mx::Null(rrset),
            Some(rrset) => Mx::Hosts(rrset),
        }
    }

    /// Whether anything but its name makes it a mail domain: MX or SPF of its own, or a record at an underscored name.
    #[must_use]
    pub fn has_mail(&self) -> bool {
        let beside = self.dmarc.is_some() || self.mta_sts.is_some() || self.tls_rpt.is_some() || !self.selectors.is_empty() || !self.bimi.is_empty();
        beside || self.spf().next().is_some() || !matches!(self.mx(), Mx::Absent)
    }
}

/// The mail domains of a zone, by name. Names that another zone answers for are left out, and wildcards are names.
#[must_use]
pub fn domains(zone: &Zone) -> Vec<MailDomain<'_>> {
    let mut found: BTreeMap<Key, MailDomain<'_>> = BTreeMap::new();
    let nodes = zone.nodes().filter(|node| !node.is_cut() && !node.is_below_cut() && !node.is_below_dname());
    for node in nodes.filter(|node| node.has(&[types::TXT, types::CNAME, types::MX])) {
        let (place, domain) = place(node.name());
        // An alias or text of another kind makes no mail domain.
        if place == Place::Plain && !node.has(&[types::MX]) && !texts(node).iter().any(|text| text.kind == Kind::Spf) {
            continue;
        }
        if !domain.is_at_or_below(zone.name()) {
            continue;
        }
        let entry = found.entry(key(domain)).or_insert_with(|| MailDomain::new(domain));
        match place {
            Place::Dmarc => entry.dmarc = Some(Slot::of(node)),
            Place::Selector(selector) => entry.selectors.push((selector, Slot::of(node))),
            Place::KeyPolicy => entry.key_policies.push(Slot::of(node)),
            Place::MtaSts => entry.mta_sts = Some(Slot::of(node)),
            Place::TlsRpt => entry.tls_rpt = Some(Slot::of(node)),
            Place::Bimi(selector) => entry.bimi.push((selector, Slot::of(node))),
            Place::Plain | Place::Report(_) => {}
        }
    }
    for domain in found.values_mut() {
        domain.own = zone.node(domain.name.borrow_name()).filter(|node| !node.is_cut()).map(Slot::of);
    }
    let mut domains: Vec<MailDomain<'_>> = found.into_values().collect();
    domains.sort_by(|a, b| a.name.borrow_name().canonical_cmp(b.name.borrow_name()));
    domains
}
