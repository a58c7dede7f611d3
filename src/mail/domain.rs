//! The mail domains of a zone, and which records belong to each.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::bimi::{self, Bimi};
use super::dkim::{self, Dkim};
use super::dmarc::{self, Dmarc};
use super::microsoft::{Exchange, exchange};
use super::mta_sts::{self, PolicyFile, Sts};
use super::place::{Place, TextKind, belongs, kind, place};
use super::spf::{self, Mechanism, Spf, TermKind};
use super::spf_lookups::{Evaluation, Evaluator};
use super::text::{Extent, Text};
use super::tls_rpt::{self, TlsRpt};
use crate::limits::Limits;
use crate::resolve::Perspective;
use crate::rr::types;
use crate::source::SourceId;
use crate::wire::NameKey;
use crate::wire::{Name, NameRef};
use crate::zone::{Lookup, NameId, Node, Part, Record, Rrset, Zone};

/// A TXT record that is, or was meant for, a mail record. Records with the same text share what was read of
/// it.
pub struct ParsedText<'z, T> {
    /// The record.
    pub record: Record<'z>,
    /// Its text.
    pub text: Rc<Text>,
    /// Whether receivers take it for a record of its kind; one that they do not is a near miss.
    pub is_exact: bool,
    /// What its grammar makes of it.
    pub said: Rc<T>,
}

impl<T> ParsedText<'_, T> {
    /// The octets of the text as a part of the record, to point at.
    #[must_use]
    pub fn part(&self, at: Extent) -> Part {
        self.text.part(at)
    }

    /// All of the text.
    #[must_use]
    pub fn whole(&self) -> Part {
        self.text.part(self.text.whole())
    }
}

/// What a grammar reads.
pub trait Grammar: Sized {
    /// The kind of its texts.
    const KIND: TextKind;

    /// Reads one.
    fn read(text: &Text, limits: &Limits) -> Self;
}

macro_rules! grammars {
    ($($kind:ident $read:path => $of:ty),* $(,)?) => {$(
        impl Grammar for $of {
            const KIND: TextKind = TextKind::$kind;

            fn read(text: &Text, limits: &Limits) -> Self {
                $read(text, limits)
            }
        }
    )*};
}

grammars! {
    Spf spf::parse => Spf,
    Dmarc dmarc::parse => Dmarc,
    Dkim dkim::parse => Dkim,
    MtaSts mta_sts::parse => Sts,
    TlsRpt tls_rpt::parse => TlsRpt,
    Bimi bimi::parse => Bimi,
}

/// The TXT records of an owner, each once however often it stands in the zone: an RRset is a set.
pub(super) fn texts(node: Node<'_>) -> impl Iterator<Item = (Record<'_>, Text)> {
    let mut seen = BTreeSet::new();
    let rrset = node.rrset(types::TXT);
    let is_only = rrset.is_some_and(|rrset| rrset.len() == 1);
    let records = rrset.into_iter().flat_map(Rrset::records);
    records
        .filter(move |record| is_only || seen.insert(record.rdata()))
        .map(|record| (record, Text::of(record)))
}

/// The texts of one kind that were read: a hoster has the same one at thousands of names.
struct Readings<T>(HashMap<Rc<Text>, Rc<T>, RandomState>);

impl<T: Grammar> Readings<T> {
    fn new() -> Readings<T> {
        Readings(HashMap::default())
    }

    fn read(&mut self, text: Text, limits: &Limits) -> (Rc<Text>, Rc<T>) {
        if let Some((text, said)) = self.0.get_key_value(&text) {
            return (Rc::clone(text), Rc::clone(said));
        }
        let (said, text) = (Rc::new(T::read(&text, limits)), Rc::new(text));
        self.0.insert(Rc::clone(&text), Rc::clone(&said));
        (text, said)
    }
}

/// An owner that records of one kind are looked for at.
pub struct Slot<'z, T> {
    /// The owner.
    pub node: Node<'z>,
    /// Its texts of that kind, near misses included.
    pub texts: Vec<ParsedText<'z, T>>,
    /// Its texts of any other kind.
    pub others: Vec<(Record<'z>, Text, TextKind)>,
    /// Its CNAME record.
    pub alias: Option<Record<'z>>,
}

/// A TXT record with its text, what that is, and whether receivers take it for that.
type KnownText<'z> = (Record<'z>, Text, TextKind, bool);

/// The TXT records of an owner, told apart.
fn told(node: Node<'_>) -> Vec<KnownText<'_>> {
    let told = |(record, text): (_, Text)| {
        let (kind, is_exact) = kind(text.octets());
        (record, text, kind, is_exact)
    };
    texts(node).map(told).collect()
}

impl<'z, T: Grammar> Slot<'z, T> {
    fn of(node: Node<'z>, told: Vec<KnownText<'z>>, known: &mut Readings<T>, limits: &Limits) -> Slot<'z, T> {
        let mut slot = Slot {
            node,
            texts: Vec::new(),
            others: Vec::new(),
            alias: node.rrset(types::CNAME).map(Rrset::first),
        };
        for (record, text, kind, is_exact) in told {
            // Verifiers take whatever stands at a selector for a key.
            if kind == T::KIND || (T::KIND == TextKind::Dkim && kind == TextKind::Other) {
                let (text, said) = known.read(text, limits);
                slot.texts.push(ParsedText { record, text, is_exact, said });
            } else if kind != TextKind::Other {
                slot.others.push((record, text, kind));
            }
        }
        slot.texts.shrink_to_fit();
        slot
    }

    /// The texts that receivers take for records. More than one is for all kinds as good as none.
    pub fn exact(&self) -> impl Iterator<Item = &ParsedText<'z, T>> {
        self.texts.iter().filter(|text| text.is_exact)
    }

    /// The texts that were meant for records and are none.
    pub fn near(&self) -> impl Iterator<Item = &ParsedText<'z, T>> {
        self.texts.iter().filter(|text| !text.is_exact)
    }

    /// The one record, where there is exactly one.
    #[must_use]
    pub fn only(&self) -> Option<&ParsedText<'z, T>> {
        let mut exact = self.exact();
        exact.next().filter(|_| exact.next().is_none())
    }
}

/// A mail text at a name where nobody looks for it.
pub struct Stray<'z> {
    /// The record.
    pub record: Record<'z>,
    /// Its text.
    pub text: Text,
    /// What it is.
    pub kind: TextKind,
    /// What its owner is for.
    pub place: Place,
}

/// How a domain takes mail.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Mx<'z> {
    /// No MX record: the address records stand in for it (RFC 5321 section 5.1).
    Absent,
    /// `0 .`: it takes none (RFC 7505).
    Null(Rrset<'z>),
    /// Hosts.
    Hosts(Rrset<'z>),
}

/// A name with what a zone has for its mail.
pub struct MailDomain<'z> {
    /// The domain, in lower case.
    pub name: Name,
    /// The owner itself, where it has records: SPF stands there.
    pub own: Option<Box<Slot<'z, Spf>>>,
    /// `_dmarc`.
    pub dmarc: Option<Box<Slot<'z, Dmarc>>>,
    /// Selectors below `_domainkey`.
    pub selectors: Vec<(String, Slot<'z, Dkim>)>,
    /// `_domainkey` and `_adsp._domainkey`.
    pub key_policies: Vec<Node<'z>>,
    /// `_mta-sts`.
    pub mta_sts: Option<Box<Slot<'z, Sts>>>,
    /// `_smtp._tls`.
    pub tls_rpt: Option<Box<Slot<'z, TlsRpt>>>,
    /// Selectors below `_bimi`.
    pub bimi: Vec<(String, Slot<'z, Bimi>)>,
    /// The MX records that name a host of Microsoft 365.
    pub microsoft: Vec<(Record<'z>, NameRef<'z>, Exchange)>,
    mx: Mx<'z>,
    evaluation: OnceCell<Option<Box<Evaluation<'z>>>>,
}

impl<'z> Mx<'z> {
    fn of(node: Node<'z>) -> Mx<'z> {
        let Some(rrset) = node.rrset(types::MX) else { return Mx::Absent };
        let is_null =
            rrset.records().all(|mx| mx.name(types::mx::MAIL_EXCHANGE).is_some_and(NameRef::is_root));
        if is_null { Mx::Null(rrset) } else { Mx::Hosts(rrset) }
    }
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
            microsoft: Vec::new(),
            mx: Mx::Absent,
            evaluation: OnceCell::new(),
        }
    }

    /// Notes the owner that has the domain's name.
    fn stands_at(
        &mut self,
        node: Node<'z>,
        told: Vec<KnownText<'z>>,
        spf: &mut Readings<Spf>,
        limits: &Limits,
    ) {
        self.own = Some(Box::new(Slot::of(node, told, spf, limits)));
        self.mx = Mx::of(node);
    }

    /// Its SPF records: more than one is a permerror (RFC 7208 section 4.5).
    pub fn spf(&self) -> impl Iterator<Item = &ParsedText<'z, Spf>> {
        self.own.iter().flat_map(|slot| slot.exact())
    }

    /// How it takes mail.
    #[must_use]
    pub fn mx(&self) -> Mx<'z> {
        self.mx
    }

    /// The MX records of a domain with their hosts.
    #[must_use]
    pub fn hosts(&self) -> Vec<(Record<'z>, NameRef<'z>)> {
        let Mx::Hosts(rrset) = self.mx() else { return Vec::new() };
        rrset
            .records()
            .filter_map(|record| {
                Some((record, record.name(types::mx::MAIL_EXCHANGE).filter(|host| !host.is_root())?))
            })
            .collect()
    }

    /// Whether it takes mail: an MX of its own that names a host.
    #[must_use]
    pub fn takes_mail(&self) -> bool {
        matches!(self.mx(), Mx::Hosts(_))
    }
}

/// The mail of one zone: what rules about mail look at.
pub struct ZoneMail<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// Its mail domains, in canonical order. Names that another zone answers for are left out, and wildcards
    /// are names.
    pub domains: Vec<MailDomain<'a>>,
    /// Mail texts at names where nobody looks for them, in the zone's order.
    pub strays: Vec<Stray<'a>>,
    /// What all given zones answer.
    pub answers: Perspective<'a>,
    /// The policy files that the user gave for domains of this zone, each with the number of its source.
    pub policies: Vec<(SourceId, &'a PolicyFile)>,
    /// The places of the domains by the numbers of their names, which are in order.
    places: Vec<(NameId, usize)>,
    evaluator: Evaluator<'a, 'a>,
    included: OnceCell<BTreeSet<NameKey>>,
}

impl<'a> ZoneMail<'a> {
    /// What a zone has; `None` where nothing in it, and no policy file, speaks of mail.
    #[must_use]
    pub fn of(
        zone: &'a Zone,
        answers: Perspective<'a>,
        policies: &'a [PolicyFile],
        limits: &'a Limits,
    ) -> Option<ZoneMail<'a>> {
        let policies: Vec<_> = policies_of(zone, policies).collect();
        let may_speak =
            [types::TXT, types::MX, types::SPF, types::CNAME].iter().any(|&rtype| zone.has_type(rtype));
        let (found, strays) = if may_speak { gather(zone, limits) } else { (Vec::new(), Vec::new()) };
        let mut places: Vec<(NameId, usize)> = found.iter().map(|(id, _)| *id).zip(0..).collect();
        places.sort_unstable();
        let mut domains: Vec<MailDomain<'_>> = found.into_iter().map(|(_, domain)| domain).collect();
        for domain in &mut domains {
            let hosts = domain.hosts().into_iter();
            domain.microsoft =
                hosts.filter_map(|(record, host)| Some((record, host, exchange(host)?))).collect();
        }
        if domains.is_empty() && strays.is_empty() && policies.is_empty() {
            return None;
        }
        Some(ZoneMail {
            zone,
            domains,
            strays,
            answers,
            policies,
            places,
            evaluator: Evaluator::new(answers, limits),
            included: OnceCell::new(),
        })
    }

    /// One domain of the zone.
    #[must_use]
    pub fn domain(&self, name: NameRef<'_>) -> Option<&MailDomain<'a>> {
        self.domains.get(self.place(name)?)
    }

    fn place(&self, name: NameRef<'_>) -> Option<usize> {
        let id = self.zone.name_id(name)?;
        let found = self.places.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        self.places.get(found).map(|&(_, place)| place)
    }

    /// The domains below one of them, in canonical order.
    #[must_use]
    pub fn below(&self, domain: &MailDomain<'_>) -> &[MailDomain<'a>] {
        let name = domain.name.borrow_name();
        // In canonical order what is below a domain stands right behind it.
        let place = self.place(name).map_or(self.domains.len(), |place| place + 1);
        let behind = self.domains.get(place..).unwrap_or_default();
        behind
            .get(..behind.partition_point(|other| other.name.borrow_name().is_below(name)))
            .unwrap_or_default()
    }

    /// What evaluating a domain's SPF record comes to; `None` where it has not exactly one.
    pub fn evaluation<'m>(&self, domain: &'m MailDomain<'a>) -> Option<&'m Evaluation<'a>> {
        domain
            .evaluation
            .get_or_init(|| self.evaluator.evaluate(domain.name.borrow_name()).map(Box::new))
            .as_deref()
    }

    /// Whether an SPF record of this zone includes that of `name`, or redirects to it.
    #[must_use]
    pub fn is_included(&self, name: NameRef<'_>) -> bool {
        let included = self.included.get_or_init(|| {
            let records = self.domains.iter().flat_map(|domain| domain.spf().map(move |said| (domain, said)));
            records.flat_map(|(domain, said)| spf_targets(domain.name.borrow_name(), &said.said)).collect()
        });
        included.contains(&name.key())
    }

    /// The policy file that the user gave for a domain.
    #[must_use]
    pub fn policy(&self, domain: NameRef<'_>) -> Option<(SourceId, &'a PolicyFile)> {
        self.policies.iter().copied().find(|(_, file)| file.domain.borrow_name() == domain)
    }
}

/// Where the record of `domain` leads other than to itself.
fn spf_targets<'s>(domain: NameRef<'s>, spf: &'s Spf) -> impl Iterator<Item = NameKey> + 's {
    let known = spf::Known { domain, sender: domain };
    let targets = spf.terms.iter().filter_map(|term| match &term.kind {
        TermKind::Directive(_, Mechanism::Include(target)) | TermKind::Redirect(target) => Some(target),
        _ => None,
    });
    targets
        .filter_map(move |target| target.name(known))
        .filter(move |name| name.borrow_name() != domain)
        .map(|name| name.borrow_name().key())
}

/// Puts policy files into the canonical order of their domains (RFC 4034 section 6.1), in which those of a
/// zone are neighbours.
pub fn sort_policies(policies: &mut [PolicyFile]) {
    policies.sort_by(|a, b| a.domain.borrow_name().canonical_cmp(b.domain.borrow_name()));
}

/// The policy files for domains of a zone, with the numbers that their sources get behind those of the zone.
///
/// `policies` are in the order of [`sort_policies`].
pub fn policies_of<'a>(
    zone: &Zone,
    policies: &'a [PolicyFile],
) -> impl Iterator<Item = (SourceId, &'a PolicyFile)> {
    let behind = u32::try_from(zone.sources().len()).unwrap_or(u32::MAX);
    let first = policies.partition_point(|file| file.domain.borrow_name().canonical_cmp(zone.name()).is_lt());
    let below =
        policies.iter().skip(first).take_while(|file| file.domain.borrow_name().is_at_or_below(zone.name()));
    let here = below.filter(|file| {
        !matches!(zone.lookup(file.domain.borrow_name()), Lookup::OutOfZone | Lookup::Delegated(_))
    });
    (behind..).map(SourceId).zip(here)
}

/// The mail domains of a zone in canonical order, each with the number of its name, and the strays.
fn gather<'z>(zone: &'z Zone, limits: &Limits) -> (Vec<(NameId, MailDomain<'z>)>, Vec<Stray<'z>>) {
    let mut found: BTreeMap<NameId, MailDomain<'z>> = BTreeMap::new();
    let mut strays = Vec::new();
    let (mut dmarc, mut dkim, mut mta_sts) = (Readings::new(), Readings::new(), Readings::new());
    let (mut tls_rpt, mut bimi, mut spf) = (Readings::new(), Readings::new(), Readings::new());
    let nodes = zone.nodes().filter(|node| node.is_authoritative());
    for node in nodes.filter(|node| node.has(&[types::TXT, types::CNAME, types::MX, types::SPF])) {
        let (place, domain) = place(node.name());
        let told = told(node);
        for (record, text, kind, _) in told.iter().filter(|(_, _, kind, _)| !belongs(*kind, &place)) {
            strays.push(Stray { record: *record, text: text.clone(), kind: *kind, place: place.clone() });
        }
        let is_domain = node.has(&[types::MX, types::SPF])
            || told.iter().any(|(_, _, kind, _)| matches!(kind, TextKind::Spf | TextKind::SenderId));
        // An alias or text of another kind makes no mail domain.
        if place == Place::Plain && !is_domain || !domain.is_at_or_below(zone.name()) {
            continue;
        }
        // The domain is the owner or above it.
        let id = if place == Place::Plain { Some(node.id()) } else { zone.name_id(domain) };
        let Some(id) = id else { continue };
        let entry = found.entry(id).or_insert_with(|| MailDomain::new(domain));
        match place {
            Place::Plain => entry.stands_at(node, told, &mut spf, limits),
            Place::Dmarc => entry.dmarc = Some(Box::new(Slot::of(node, told, &mut dmarc, limits))),
            Place::Selector(selector) => {
                entry.selectors.push((selector, Slot::of(node, told, &mut dkim, limits)));
            }
            Place::KeyPolicy => entry.key_policies.push(node),
            Place::MtaSts => entry.mta_sts = Some(Box::new(Slot::of(node, told, &mut mta_sts, limits))),
            Place::TlsRpt => entry.tls_rpt = Some(Box::new(Slot::of(node, told, &mut tls_rpt, limits))),
            Place::Bimi(selector) => entry.bimi.push((selector, Slot::of(node, told, &mut bimi, limits))),
            Place::Report(_) => {}
        }
    }
    for domain in found.values_mut().filter(|domain| domain.own.is_none()) {
        if let Some(node) = zone.node(domain.name.borrow_name()).filter(|node| !node.is_cut()) {
            domain.stands_at(node, told(node), &mut spf, limits);
        }
    }
    let mut domains: Vec<(NameId, MailDomain<'_>)> = found.into_iter().collect();
    domains.sort_by_key(|(id, _)| zone.rank(*id));
    (domains, strays)
}
