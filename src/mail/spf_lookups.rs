//! What evaluating an SPF record costs, as far as the zones at hand say: RFC 7208 section 4.6.4.
//!
//! Counted is the dearest way through: that of a sender no mechanism matches. What is outside the given zones
//! costs the one lookup that leads there and an unknown number beyond it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::spf::{self, Known, MacroString, Mechanism, Qualifier, Selection, Spf, Term, TermKind};
use super::spf_open::{Everybody, Passing};
use super::text::{Extent, Text};
use crate::limits::Limits;
use crate::resolve::{End, Perspective};
use crate::rr::types;
use crate::wire::NameKey;
use crate::wire::{Name, NameRef};
use crate::zone::{Part, Record};

/// The most lookups: one more is a permerror.
pub const LOOKUPS: usize = 10;
/// The most lookups without an answer that receivers should put up with.
pub const VOIDS: usize = 2;
/// The most addresses that an `mx` may lead to: one more is a permerror.
pub const MX_HOSTS: usize = 10;

/// A term of a record. Evaluations hold many, so that it is small.
#[derive(Clone, Copy)]
pub struct Site<'z> {
    /// The record.
    pub record: Record<'z>,
    /// Where in its text the term stands.
    pub at: Extent,
    /// How many includes and redirects led to the record.
    pub depth: usize,
    /// Where the term stands that led here, in the text of the record that is evaluated; the term itself at
    /// depth 0.
    pub top: Extent,
}

impl Site<'_> {
    /// Where the term stands: for [`Record::span`].
    #[must_use]
    pub fn part(&self) -> Part {
        Text::of(self.record).part(self.at)
    }

    /// The term as it is written, safe to print.
    #[must_use]
    pub fn text(&self) -> String {
        Text::of(self.record).show(self.at, 60)
    }
}

/// Why an answer is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Void {
    /// There is nothing of the type that is asked for.
    Always,
    /// There is no A record; an AAAA record there is.
    ForIpv4,
    /// There is no AAAA record; an A record there is.
    ForIpv6,
    /// A host of an `mx` has no address of one kind or the other. Not all receivers count these lookups.
    Host {
        /// There is no A record.
        ipv4: bool,
        /// There is no AAAA record.
        ipv6: bool,
    },
}

/// What is wrong with the target of an `include:` or `redirect=`, or with an `mx`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// It has no SPF record: permerror.
    NoRecord,
    /// It has so many SPF records: permerror.
    Several(usize),
    /// Its record has a broken term: permerror.
    Broken,
    /// It is being evaluated already; the names from it back to it.
    Circle(Vec<Name>),
    /// The MX RRset has so many hosts: permerror.
    MxHosts(usize),
    /// All these pass its record, so that they pass here, too.
    Everybody(Everybody),
}

/// What evaluation comes to.
pub struct Evaluation<'z> {
    /// The terms that cost a lookup, in the order they are evaluated.
    pub lookups: Vec<Site<'z>>,
    /// Whether counting ended at [`Limits::spf_lookups`].
    pub is_capped: bool,
    /// Includes and redirects whose target is outside the given zones or depends on the message: they cost
    /// more than the lookup they are counted with.
    pub open: Vec<(Site<'z>, Option<Name>)>,
    /// Lookups that find nothing.
    pub voids: Vec<(Site<'z>, Name, Void)>,
    /// Targets that make evaluation fail, or pass.
    pub troubles: Vec<(Site<'z>, Name, Trouble)>,
    /// The `a` and `mx` terms that senders with an IPv6 address may match.
    pub over_ipv6: Vec<Site<'z>>,
    /// Who passes whatever host it is.
    pub passing: Passing,
    /// The terms that they pass by, each in the record that has it.
    pub opened: Vec<Site<'z>>,
}

impl Evaluation<'_> {
    /// The lookups that are certain.
    #[must_use]
    pub fn known(&self) -> usize {
        self.lookups.len()
    }

    /// The most lookups there can be; `None` where includes outside the given zones leave that open.
    #[must_use]
    pub fn most(&self) -> Option<usize> {
        (self.open.is_empty() && !self.is_capped).then_some(self.lookups.len())
    }

    /// Void lookups for a client with an IPv4 address, and for one with an IPv6 address.
    #[must_use]
    pub fn void_counts(&self) -> (usize, usize) {
        let of = |own: Void| {
            self.voids.iter().filter(|(_, _, void)| *void == Void::Always || *void == own).count()
        };
        (of(Void::ForIpv4), of(Void::ForIpv6))
    }
}

/// Wide networks of a record that are pointed at.
const WIDE_TERMS: usize = 8;

/// A record that was read, with its text.
struct Read<'z> {
    record: Record<'z>,
    spf: Spf,
    /// The places of the terms that evaluation comes to and that cost a lookup or end it, a redirect last.
    /// Most records have far more terms, and are come to from many others.
    steps: Vec<usize>,
    /// Whom its own wide networks let pass.
    wide: Passing,
    /// The places of some of these terms, first of those that are everybody by themselves.
    wide_terms: Vec<usize>,
}

impl<'z> Read<'z> {
    fn new(record: Record<'z>, spf: Spf) -> Read<'z> {
        let all = spf.all().map(|(at, _, _)| at);
        let terms = || spf.terms.iter().enumerate();
        let is_step = |(at, term): &(usize, &Term)| {
            all.is_none_or(|all| *at <= all)
                && term
                    .mechanism()
                    .is_some_and(|mechanism| mechanism.is_lookup() || *mechanism == Mechanism::All)
        };
        let redirect = terms().find(|(_, term)| all.is_none() && matches!(term.kind, TermKind::Redirect(_)));
        let steps = terms().filter(is_step).chain(redirect).map(|(at, _)| at).collect();
        let network = |(at, term): (usize, &'_ Term)| match &term.kind {
            TermKind::Directive(Qualifier::Pass, mechanism @ (Mechanism::Ip4(..) | Mechanism::Ip6(..)))
                if all.is_none_or(|all| at < all) =>
            {
                Some((at, Passing::of(mechanism))).filter(|(_, found)| !found.is_empty())
            }
            _ => None,
        };
        let mut networks: Vec<(usize, Passing)> = terms().filter_map(network).collect();
        let wide = Passing::of_all(networks.iter().map(|(_, found)| found));
        networks.sort_by_key(|(_, found)| found.who().is_none());
        let wide_terms = networks.iter().take(WIDE_TERMS).map(|(at, _)| *at).collect();
        Read { record, spf, steps, wide, wide_terms }
    }
}

/// What a name has for SPF.
enum Target<'z> {
    One(Rc<Read<'z>>),
    None,
    Several(usize),
    Unknown,
}

/// Evaluates records of the zones at hand; each is read once.
pub struct Evaluator<'a, 'z> {
    answers: Perspective<'z>,
    limits: &'a Limits,
    read: RefCell<HashMap<NameKey, Rc<Target<'z>>, RandomState>>,
}

impl<'a, 'z> Evaluator<'a, 'z> {
    /// Nothing read yet.
    #[must_use]
    pub fn new(answers: Perspective<'z>, limits: &'a Limits) -> Evaluator<'a, 'z> {
        Evaluator { answers, limits, read: RefCell::default() }
    }

    /// Evaluates the one SPF record of `domain` for mail from that domain; `None` where the zones at hand
    /// have not exactly one.
    #[must_use]
    pub fn evaluate(&self, domain: NameRef<'_>) -> Option<Evaluation<'z>> {
        let target = self.target(domain);
        let Target::One(read) = &*target else { return None };
        let found = Evaluation {
            lookups: Vec::new(),
            is_capped: false,
            open: Vec::new(),
            voids: Vec::new(),
            troubles: Vec::new(),
            over_ipv6: Vec::new(),
            passing: Passing::default(),
            opened: Vec::new(),
        };
        let mut run = Run {
            evaluator: self,
            sender: domain.to_name(),
            path: vec![domain.to_name()],
            top: Extent::default(),
            found,
        };
        run.found.passing = run.record(read);
        Some(run.found)
    }

    fn target(&self, name: NameRef<'_>) -> Rc<Target<'z>> {
        let key = name.key();
        if let Some(known) = self.read.borrow().get(&key) {
            return Rc::clone(known);
        }
        let target = Rc::new(self.look_up(name));
        self.read.borrow_mut().insert(key, Rc::clone(&target));
        target
    }

    fn look_up(&self, name: NameRef<'_>) -> Target<'z> {
        let rrset = match self.answers.lookup(name, types::TXT).end {
            End::Rrset(rrset) => rrset,
            End::NoData { .. } | End::NxDomain(_) => return Target::None,
            End::Unknown(_) => return Target::Unknown,
        };
        let mut found: Vec<(Record<'z>, Text)> =
            rrset.records().map(|record| (record, Text::of(record))).collect();
        found.retain(|(_, text)| spf::select(text.octets()) == Selection::Record);
        match (found.len(), found.pop()) {
            (1, Some((record, text))) => {
                let spf = spf::parse(&text, self.limits);
                Target::One(Rc::new(Read::new(record, spf)))
            }
            (0, _) => Target::None,
            (several, _) => Target::Several(several),
        }
    }
}

struct Run<'r, 'a, 'z> {
    evaluator: &'r Evaluator<'a, 'z>,
    sender: Name,
    /// The domains whose records are being evaluated, the first first. No longer than lookups are counted.
    path: Vec<Name>,
    /// The term of the first record that evaluation is at.
    top: Extent,
    found: Evaluation<'z>,
}

impl<'z> Run<'_, '_, 'z> {
    /// Evaluates one record; who passes it whatever host it is.
    fn record(&mut self, read: &Read<'z>) -> Passing {
        let mut passing = read.wide.clone();
        for term in read.wide_terms.iter().filter_map(|&at| read.spf.terms.get(at)) {
            let site = self.site(read, term.at);
            self.found.opened.push(site);
        }
        for term in read.steps.iter().filter_map(|&at| read.spf.terms.get(at)) {
            let opened = self.found.opened.len();
            let (qualifier, found) = match &term.kind {
                TermKind::Directive(qualifier, Mechanism::Include(domain)) => {
                    (*qualifier, self.follow(read, term.at, domain))
                }
                TermKind::Directive(qualifier, mechanism) => {
                    (*qualifier, self.directive(read, term.at, mechanism))
                }
                TermKind::Redirect(domain) => (Qualifier::Pass, self.follow(read, term.at, domain)),
                TermKind::Explanation(_) | TermKind::Modifier(_) | TermKind::Broken => continue,
            };
            // Whoever matches does not come to what is behind.
            let is_end = found.who() == Some(Everybody::All);
            if qualifier == Qualifier::Pass {
                passing.join(&found);
            } else {
                self.found.opened.truncate(opened);
            }
            if is_end || self.found.is_capped {
                break;
            }
        }
        passing
    }

    /// Any mechanism but `include`; whom it matches whatever host it is.
    fn directive(&mut self, read: &Read<'z>, at: Extent, mechanism: &Mechanism) -> Passing {
        let site = self.site(read, at);
        let mut found = Passing::of(mechanism);
        if mechanism.is_lookup() && self.count(site) && self.lookup(site, mechanism) {
            found = Passing::everybody();
        }
        // Of no address no prefix is left, either.
        let own = self.found.voids.last().filter(|(last, _, _)| {
            last.at == site.at && last.depth == site.depth && last.record.id() == site.record.id()
        });
        if let Some((_, _, void)) = own.filter(|_| mechanism.is_lookup()) {
            found.leave_out(
                matches!(void, Void::Always | Void::ForIpv4),
                matches!(void, Void::Always | Void::ForIpv6),
            );
        }
        if !found.is_empty() {
            self.found.opened.push(site);
        }
        found
    }

    fn site(&mut self, read: &Read<'z>, at: Extent) -> Site<'z> {
        let depth = self.path.len().saturating_sub(1);
        if depth == 0 {
            self.top = at;
        }
        Site { record: read.record, at, depth, top: self.top }
    }

    /// Counts one lookup; `false` where that ends counting.
    fn count(&mut self, site: Site<'z>) -> bool {
        if self.found.lookups.len() >= self.evaluator.limits.spf_lookups {
            self.found.is_capped = true;
            return false;
        }
        self.found.lookups.push(site);
        true
    }

    fn name(&self, domain: &MacroString) -> Option<Name> {
        let current = self.path.last()?;
        domain.name(Known { domain: current.borrow_name(), sender: self.sender.borrow_name() })
    }

    /// An `include:` or `redirect=`; who passes its target whatever host it is.
    fn follow(&mut self, read: &Read<'z>, at: Extent, domain: &MacroString) -> Passing {
        let nobody = Passing::default();
        let site = self.site(read, at);
        if !self.count(site) {
            return nobody;
        }
        let Some(name) = self.name(domain) else {
            self.found.open.push((site, None));
            return nobody;
        };
        if let Some(start) = self.path.iter().position(|open| open.borrow_name() == name.borrow_name()) {
            let circle =
                self.path.get(start..).unwrap_or_default().iter().cloned().chain([name.clone()]).collect();
            self.found.troubles.push((site, name, Trouble::Circle(circle)));
            return nobody;
        }
        let target = self.evaluator.target(name.borrow_name());
        match &*target {
            Target::Unknown => self.found.open.push((site, Some(name))),
            Target::Several(count) => self.found.troubles.push((site, name, Trouble::Several(*count))),
            Target::None => {
                if self.evaluator.answers.lookup(name.borrow_name(), types::TXT).is_nothing() {
                    self.found.voids.push((site, name.clone(), Void::Always));
                }
                self.found.troubles.push((site, name, Trouble::NoRecord));
            }
            Target::One(inner) => {
                if !inner.spf.is_usable() {
                    self.found.troubles.push((site, name.clone(), Trouble::Broken));
                }
                self.path.push(name.clone());
                let passing = self.record(inner);
                self.path.pop();
                if let Some(who) = passing.who() {
                    self.found.troubles.push((site, name, Trouble::Everybody(who)));
                }
                return passing;
            }
        }
        nobody
    }

    /// An `a`, `mx`, `ptr` or `exists`; whether it matches every sender, as an `exists` does whose name always
    /// has an address.
    fn lookup(&mut self, site: Site<'z>, mechanism: &Mechanism) -> bool {
        let Some(current) = self.path.last() else { return false };
        let known = Known { domain: current.borrow_name(), sender: self.sender.borrow_name() };
        let answers = self.evaluator.answers;
        let has = |name: NameRef<'_>, rtype| matches!(answers.lookup(name, rtype).end, End::Rrset(_));
        let name = match mechanism.domain() {
            Some(domain) => domain.name(known),
            None => Some(current.clone()),
        };
        let Some(name) = name else {
            // A wildcard answers whatever the message makes of the macros.
            let tail = mechanism.domain().filter(|_| matches!(mechanism, Mechanism::Exists(_)));
            let wildcard = tail.and_then(|domain| domain.tail(known)?.borrow_name().prefixed("*"));
            return wildcard.is_some_and(|name| has(name.borrow_name(), types::A));
        };
        let is_void = |name: NameRef<'_>, rtype| answers.lookup(name, rtype).is_nothing();
        let own = name.borrow_name();
        let void = match mechanism {
            Mechanism::A(..) => {
                if has(own, types::AAAA) {
                    self.found.over_ipv6.push(site);
                }
                match (is_void(own, types::A), is_void(own, types::AAAA)) {
                    (true, true) => Some(Void::Always),
                    (true, false) => Some(Void::ForIpv4),
                    (false, true) => Some(Void::ForIpv6),
                    (false, false) => None,
                }
            }
            // Also for IPv6 clients: section 5.7.
            Mechanism::Exists(_) if has(own, types::A) => return true,
            Mechanism::Exists(_) => is_void(own, types::A).then_some(Void::Always),
            Mechanism::Mx(..) => match answers.lookup(own, types::MX).end {
                // No host of an address record instead: section 5.4.
                End::NoData { .. } | End::NxDomain(_) => Some(Void::Always),
                End::Rrset(rrset) if rrset.len() > MX_HOSTS => {
                    self.found.troubles.push((site, name.clone(), Trouble::MxHosts(rrset.len())));
                    None
                }
                End::Rrset(rrset) => {
                    let hosts = rrset.records().filter_map(|mx| mx.name(types::mx::MAIL_EXCHANGE));
                    for host in hosts.filter(|host| !host.is_root()) {
                        let (ipv4, ipv6) = (is_void(host, types::A), is_void(host, types::AAAA));
                        if ipv4 || ipv6 {
                            self.found.voids.push((site, host.to_name(), Void::Host { ipv4, ipv6 }));
                        }
                        if has(host, types::AAAA) {
                            self.found.over_ipv6.push(site);
                        }
                    }
                    None
                }
                End::Unknown(_) => None,
            },
            _ => None,
        };
        if let Some(void) = void {
            self.found.voids.push((site, name, void));
        }
        false
    }
}
