//! One walk over a zone that verifies every signature: in jobs of some thousand owners, and there in batches
//! for each key. What comes out never depends on the number of threads.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::explain::explain;
use super::judges::Judges;
use super::message::{self, label_count};
use super::signatures::{BadSignature, Cause, Misplaced, Signatures, TimeKind, TtlFault, Unchecked};
use super::verifier::{Claim, Outcome, Unjudgeable};
use super::{Algorithm, CanonicalRrset, Key, Keys, Rrsig};
use crate::limits::Limits;
use crate::policy::Policy;
use crate::rr::{Rtype, types};
use crate::wire::Timestamp;
use crate::workers::Workers;
use crate::zone::{Node, Rrset, Zone};

/// Owners that one job walks.
const NODES_PER_JOB: usize = 8192;
/// Octets to be verified that are gathered before the engines are asked.
const BATCH_OCTETS: usize = 128 << 10;
/// A signature that became valid less than this long ago may meet clocks that say otherwise.
const SKEW_S: i64 = 3600;

impl<'z> Signatures<'z> {
    /// Verifies the signatures of a zone at `now`.
    #[must_use]
    pub fn of(
        zone: &'z Zone,
        now: Timestamp,
        policy: &Policy,
        limits: &Limits,
        workers: &dyn Workers,
    ) -> Signatures<'z> {
        let keys = Keys::of(zone);
        let judges = Judges::new(zone, &keys, limits);
        let mut found = run(zone, &judges, now, policy, limits, workers);
        let (_, faults) = found.bogus.get_mut(&Cause::Digest);
        for fault in faults {
            fault.explanation = explain(fault, &judges, limits);
        }
        found
    }
}

/// Verifies the signatures of a zone.
fn run<'z>(
    zone: &'z Zone,
    judges: &Judges<'z>,
    now: Timestamp,
    policy: &Policy,
    limits: &Limits,
    workers: &dyn Workers,
) -> Signatures<'z> {
    let expire_s = zone.soa().and_then(|soa| soa.u32(types::soa::EXPIRE)).unwrap_or(0);
    let setup = Setup { zone, judges, now, policy, limits, expire_s };
    // Where there is no signature at all the zone is not signed, and nothing in it is wrongly unsigned.
    let jobs = if zone.has_type(types::RRSIG) { zone.node_count().div_ceil(NODES_PER_JOB) } else { 0 };
    let slots: Vec<OnceLock<Signatures<'z>>> = (0..jobs).map(|_| OnceLock::new()).collect();
    workers.run(jobs, &|job| {
        if let Some(slot) = slots.get(job) {
            slot.get_or_init(|| Walk::new(&setup).job(job));
        }
    });
    let mut all = Signatures::empty(zone, judges.uses());
    slots.into_iter().filter_map(OnceLock::into_inner).for_each(|part| all.append(part));
    all
}

/// What is the same for all jobs.
struct Setup<'z, 's> {
    zone: &'z Zone,
    judges: &'s Judges<'z>,
    now: Timestamp,
    policy: &'s Policy,
    limits: &'s Limits,
    expire_s: u32,
}

/// An RRset whose signatures are being verified.
struct Pending<'z> {
    rrset: Rrset<'z>,
    signatures: Range<usize>,
}

/// A signature on its way to a verdict.
struct Signature<'z> {
    rrsig: Rrsig<'z>,
    state: Progress,
}

enum Progress {
    /// To be tried with key `round` of those it may mean.
    Open {
        message: Range<usize>,
        round: usize,
    },
    /// Made by this key.
    Good(usize),
    Bad(Cause),
    Unchecked(Unchecked),
}

/// One job's walk.
struct Walk<'z, 's> {
    setup: &'s Setup<'z, 's>,
    found: Signatures<'z>,
    octets: Vec<u8>,
    signatures: Vec<Signature<'z>>,
    pending: Vec<Pending<'z>>,
    failures: usize,
}

impl<'z, 's> Walk<'z, 's> {
    fn new(setup: &'s Setup<'z, 's>) -> Self {
        let found = Signatures::empty(setup.zone, setup.judges.uses());
        Walk { setup, found, octets: Vec::new(), signatures: Vec::new(), pending: Vec::new(), failures: 0 }
    }

    fn job(mut self, job: usize) -> Signatures<'z> {
        let first = job * NODES_PER_JOB;
        let mut rrsigs = Vec::new();
        for node in (first..first + NODES_PER_JOB).map_while(|at| self.setup.zone.node_at(at)) {
            rrsigs.clear();
            rrsigs.extend(
                node.rrset(types::RRSIG).iter().flat_map(|rrset| rrset.records()).filter_map(Rrsig::of),
            );
            rrsigs.sort_by_key(|rrsig| rrsig.covered);
            self.node(node, &rrsigs);
        }
        self.flush();
        self.found
    }

    /// Sorts the signatures of an owner, which come by covered type, to its RRsets.
    fn node(&mut self, node: Node<'z>, mut rrsigs: &[Rrsig<'z>]) {
        for rrset in node.rrsets() {
            let rtype = rrset.rtype();
            let (before, rest) = rrsigs.split_at(rrsigs.partition_point(|rrsig| rrsig.covered < rtype));
            let (mine, rest) = rest.split_at(rest.partition_point(|rrsig| rrsig.covered == rtype));
            self.orphans(node, before);
            rrsigs = rest;
            match place(node, rtype) {
                Place::Misplaced(kind) => {
                    mine.iter().for_each(|rrsig| self.found.misplaced.add(kind, *rrsig))
                }
                Place::Signed if mine.is_empty() => {
                    if !self.setup.zone.may_have(node.name(), types::RRSIG) {
                        self.found.unsigned.add((), rrset);
                    }
                }
                Place::Occluded if mine.is_empty() => {}
                Place::Signed | Place::Occluded => self.rrset(rrset, mine),
            }
        }
        self.orphans(node, rrsigs);
    }

    fn orphans(&mut self, node: Node<'z>, rrsigs: &[Rrsig<'z>]) {
        for rrsig in rrsigs {
            if !self.setup.zone.may_have(node.name(), rrsig.covered) {
                self.found.misplaced.add(Misplaced::Orphan, *rrsig);
            }
        }
    }

    /// Takes in an RRset with its signatures.
    fn rrset(&mut self, rrset: Rrset<'z>, rrsigs: &[Rrsig<'z>]) {
        let canonical = CanonicalRrset::of(rrset);
        let start = self.signatures.len();
        for (number, rrsig) in rrsigs.iter().enumerate() {
            let state = if number >= self.setup.limits.signatures_per_rrset {
                Progress::Unchecked(Unchecked::ManySignatures)
            } else {
                self.first_state(rrsig, &canonical)
            };
            self.signatures.push(Signature { rrsig: *rrsig, state });
        }
        self.pending.push(Pending { rrset, signatures: start..self.signatures.len() });
        if self.octets.len() >= BATCH_OCTETS {
            self.flush();
        }
    }

    /// What can be said of a signature before any key is tried.
    fn first_state(&mut self, rrsig: &Rrsig<'z>, rrset: &CanonicalRrset<'z>) -> Progress {
        let labels = label_count(rrset.rrset().owner());
        if rrsig.signer != self.setup.zone.name() {
            return Progress::Bad(Cause::Signer);
        }
        if rrsig.labels > labels {
            return Progress::Bad(Cause::LabelsMore);
        }
        if rrsig.labels < labels {
            return Progress::Bad(Cause::LabelsFewer);
        }
        if rrsig.is_backwards() {
            return Progress::Bad(Cause::Backwards);
        }
        let named = self.setup.judges.named(rrsig);
        let Some(&first) = named.first() else {
            // A key of this tag may stand in a record that could not be read.
            if self.setup.judges.is_cut {
                return Progress::Unchecked(Unchecked::ManyKeys);
            }
            let hidden = self.setup.zone.may_have(self.setup.zone.name(), types::DNSKEY);
            return if hidden {
                Progress::Unchecked(Unchecked::KeyUnread)
            } else {
                Progress::Bad(Cause::KeyMissing)
            };
        };
        if !has_length(rrsig) {
            return Progress::Bad(Cause::Length);
        }
        if named.len() == 1
            && let Some((key, _)) = self.setup.judges.get(first)
            && key.is_revoked()
            && rrsig.covered != types::DNSKEY
        {
            return Progress::Bad(Cause::KeyRevoked);
        }
        if self.failures >= self.setup.limits.failed_signatures {
            return Progress::Unchecked(Unchecked::ManyFailures);
        }
        let start = self.octets.len();
        message::push(rrsig, rrset, None, &mut self.octets);
        Progress::Open { message: start..self.octets.len(), round: 0 }
    }

    /// Tries keys until every signature has a verdict, then settles the RRsets.
    fn flush(&mut self) {
        while self.round() {}
        let signatures = std::mem::take(&mut self.signatures);
        for pending in std::mem::take(&mut self.pending) {
            self.settle(pending.rrset, signatures.get(pending.signatures).unwrap_or_default());
        }
        self.octets.clear();
    }

    /// Tries each open signature with the next key it may mean; whether any was open.
    fn round(&mut self) -> bool {
        let mut batches: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let judges = self.setup.judges;
        for (at, signature) in self.signatures.iter_mut().enumerate() {
            let Progress::Open { round, .. } = signature.state else { continue };
            let named = judges.named(&signature.rrsig);
            match named.get(round) {
                _ if round >= self.setup.limits.keys_per_tag => {
                    signature.state = Progress::Unchecked(Unchecked::ManyKeys)
                }
                Some(&key) => batches.entry(key).or_default().push(at),
                None => {
                    self.failures += 1;
                    signature.state = Progress::Bad(Cause::Digest);
                }
            }
        }
        for (&number, batch) in &batches {
            let Some((key, judge)) = judges.get(number) else { continue };
            let judge = match judge {
                Ok(judge) if key.is_usable() => judge,
                Ok(_) => {
                    self.pass(batch, Some(Unchecked::KeyNotForZone));
                    continue;
                }
                Err(why) => {
                    self.pass(batch, Some(unchecked(*why, key.algorithm())));
                    continue;
                }
            };
            let claims: Vec<Claim<'_>> = batch.iter().filter_map(|&at| self.claim(at)).collect();
            let outcomes = judge.judge(&claims);
            for (&at, outcome) in batch.iter().zip(outcomes) {
                match outcome {
                    Outcome::Good => self.set(at, Progress::Good(number)),
                    Outcome::Bad => self.pass(&[at], None),
                }
            }
        }
        !batches.is_empty()
    }

    fn claim(&self, at: usize) -> Option<Claim<'_>> {
        let signature = self.signatures.get(at)?;
        let Progress::Open { message, .. } = &signature.state else { return None };
        Some(Claim { message: self.octets.get(message.clone())?, signature: signature.rrsig.signature })
    }

    fn set(&mut self, at: usize, state: Progress) {
        if let Some(signature) = self.signatures.get_mut(at) {
            signature.state = state;
        }
    }

    /// Goes on to the next key; where there is none, a key that could not be asked is the verdict.
    fn pass(&mut self, batch: &[usize], unasked: Option<Unchecked>) {
        for &at in batch {
            let Some(signature) = self.signatures.get_mut(at) else { continue };
            let Progress::Open { round, .. } = &mut signature.state else { continue };
            *round += 1;
            let is_last = *round >= self.setup.judges.named(&signature.rrsig).len();
            if let Some(why) = unasked.filter(|_| is_last) {
                signature.state = Progress::Unchecked(why);
            }
        }
    }

    /// Draws the sum of an RRset's signatures.
    fn settle(&mut self, rrset: Rrset<'z>, signatures: &[Signature<'z>]) {
        let now = self.setup.now;
        let counts = self.counting(rrset, signatures);
        let is_valid = |signature: &Signature<'_>| {
            matches!(signature.state, Progress::Good(by) if counts(by)) && signature.rrsig.is_current(now)
        };
        let valid = signatures.iter().any(is_valid);
        let unchecked = signatures
            .iter()
            .any(|signature| matches!(signature.state, Progress::Unchecked(why) if why.may_be_good()));
        self.found.valid_rrsets += u64::from(valid);
        for Signature { rrsig, state } in signatures {
            let fault = BadSignature { rrsig: *rrsig, rrset, explanation: None };
            match *state {
                Progress::Good(number) => {
                    self.good(fault, number, valid, counts(number));
                    self.ttls(fault);
                }
                Progress::Bad(Cause::KeyMissing)
                    if valid && !self.setup.judges.algorithms.contains(&rrsig.algorithm) =>
                {
                    self.found.unchecked_beside_good.add(Unchecked::KeyAbsent(rrsig.algorithm), *rrsig);
                }
                Progress::Bad(cause) if valid || unchecked => self.found.beside_good.add(cause, fault),
                Progress::Bad(cause) => self.found.bogus.add(cause, fault),
                Progress::Unchecked(why) => {
                    self.unjudged(fault);
                    let group =
                        if valid { &mut self.found.unchecked_beside_good } else { &mut self.found.unchecked };
                    group.add(why, *rrsig);
                }
                Progress::Open { .. } => {}
            }
        }
        if let Some(last) = self.last(rrset, signatures.iter().filter(|signature| is_valid(signature))) {
            self.ending(BadSignature { rrsig: last, rrset, explanation: None });
        }
        for &algorithm in self.setup.judges.algorithms.iter().filter(|_| valid || unchecked) {
            if !signatures.iter().any(|signature| signature.rrsig.algorithm == algorithm) {
                self.found.incomplete.add(algorithm, rrset);
            }
        }
    }

    /// Whether a good signature by a key makes an RRset valid. A revoked key vouches for nothing but its own
    /// end (RFC 5011 section 2.1), and the way into a zone is a key with the SEP bit where such a key signs,
    /// or tried to.
    fn counting(
        &self,
        rrset: Rrset<'z>,
        signatures: &[Signature<'z>],
    ) -> impl Fn(usize) -> bool + use<'z, 's> {
        let judges = self.setup.judges;
        let key = move |number: usize| judges.get(number).map(|(key, _)| *key);
        let is_entry = move |key: Key<'_>| key.is_sep() && !key.is_revoked() && key.is_usable();
        let named = |signature: &Signature<'_>| {
            judges.named(&signature.rrsig).iter().filter_map(|&number| key(number)).any(is_entry)
        };
        let by_sep = rrset.rtype() == types::DNSKEY && signatures.iter().any(named);
        move |number| key(number).is_some_and(|key| !key.is_revoked() && (!by_sep || is_entry(key)))
    }

    /// The signature that ends last of those that make an RRset valid. For the keys themselves it is the
    /// earliest of what each key has, since the parent may know any one of them.
    fn last<'a>(&self, rrset: Rrset<'z>, valid: impl Iterator<Item = &'a Signature<'z>>) -> Option<Rrsig<'z>>
    where
        'z: 'a,
    {
        let now = self.setup.now;
        let mut by_key: BTreeMap<Option<usize>, Rrsig<'z>> = BTreeMap::new();
        for signature in valid {
            let Progress::Good(number) = signature.state else { continue };
            let last =
                by_key.entry((rrset.rtype() == types::DNSKEY).then_some(number)).or_insert(signature.rrsig);
            if signature.rrsig.expiration(now) > last.expiration(now) {
                *last = signature.rrsig;
            }
        }
        by_key.into_values().min_by_key(|rrsig| rrsig.expiration(now))
    }

    /// A signature that some key made: is its time now, and what does that say of the key.
    fn good(&mut self, fault: BadSignature<'z>, number: usize, is_saved: bool, counts: bool) {
        let now = self.setup.now;
        let rrsig = fault.rrsig;
        let by_revoked = || self.setup.judges.get(number).is_some_and(|(key, _)| key.is_revoked());
        if !is_saved && !counts && by_revoked() {
            self.found.bogus.add(Cause::KeyRevoked, fault);
        }
        if rrsig.is_current(now) {
            if let Some(used) = self.found.uses.get_mut(number) {
                let over_keys = rrsig.covered == types::DNSKEY;
                used.signs_keys |= over_keys;
                used.signs_others += u64::from(!over_keys);
            }
            let age_s = now.0 - rrsig.inception(now).0;
            if age_s < SKEW_S {
                self.found.time(TimeKind::Fresh, age_s, fault);
            }
            if rrsig.validity_s() > self.setup.policy.longest_validity_s {
                self.found.time(TimeKind::TooLong, -i64::from(rrsig.validity_s()), fault);
            }
            return;
        }
        let is_early = now < rrsig.inception(now);
        match (is_saved || !counts, is_early) {
            (true, true) => self.found.beside_good.add(Cause::Early, fault),
            (true, false) => self.found.beside_good.add(Cause::Expired, fault),
            (false, true) => self.found.time(TimeKind::Early, -rrsig.inception(now).0, fault),
            (false, false) => self.found.time(TimeKind::Expired, rrsig.expiration(now).0, fault),
        }
    }

    /// A signature over the keys that was not verified here may be good: its key counts as one that signs, if
    /// validators can use it.
    fn unjudged(&mut self, fault: BadSignature<'z>) {
        if fault.rrsig.covered != types::DNSKEY {
            return;
        }
        for &number in self.setup.judges.named(&fault.rrsig) {
            if let Some(used) =
                self.found.uses.get_mut(number).filter(|used| used.key.is_usable() && !used.is_flawed())
            {
                used.signs_keys = true;
            }
        }
    }

    /// How long an RRset stays valid, by the signature that lasts longest.
    fn ending(&mut self, fault: BadSignature<'z>) {
        let now = self.setup.now;
        let end = fault.rrsig.expiration(now).0;
        let left_s = end - now.0;
        let kind = if left_s < i64::from(self.setup.policy.expires_within_s) {
            TimeKind::ExpiresSoon
        } else if left_s < i64::from(fault.rrset.first().ttl()) {
            TimeKind::EndsWithinTtl
        } else if left_s < i64::from(self.setup.expire_s) {
            TimeKind::EndsBeforeExpire
        } else {
            return;
        };
        self.found.time(kind, end, fault);
    }

    fn ttls(&mut self, fault: BadSignature<'z>) {
        let differs = |ttl: u32| fault.rrset.records().all(|record| record.ttl() != ttl);
        if differs(fault.rrsig.original_ttl) {
            self.found.ttl.add(TtlFault::Original, fault);
        } else if differs(fault.rrsig.record.ttl()) {
            self.found.ttl.add(TtlFault::Own, fault);
        }
    }
}

/// Whether an RRset has to be signed.
enum Place {
    Signed,
    /// Below a DNAME: nobody can ask for it.
    Occluded,
    Misplaced(Misplaced),
}

/// RFC 4035 section 2.2: everything authoritative is signed, and nothing else.
fn place(node: Node<'_>, rtype: Rtype) -> Place {
    if rtype == types::RRSIG {
        Place::Misplaced(Misplaced::Rrsig)
    } else if node.is_below_cut() && matches!(rtype, types::NSEC | types::NSEC3) {
        // The record itself is at fault, and its signature comes with it.
        Place::Occluded
    } else if node.is_below_cut() {
        Place::Misplaced(Misplaced::Glue)
    } else if node.is_cut() {
        match rtype {
            types::DS | types::NSEC => Place::Signed,
            types::NS => Place::Misplaced(Misplaced::DelegationNs),
            _ => Place::Misplaced(Misplaced::Glue),
        }
    } else if node.is_below_dname() {
        Place::Occluded
    } else {
        Place::Signed
    }
}

/// Whether a signature has the length that its algorithm's signatures have: RFC 6605 section 4, RFC 8080
/// section 4.
fn has_length(rrsig: &Rrsig<'_>) -> bool {
    signature_octets(rrsig.algorithm).is_none_or(|octets| octets == rrsig.signature.len())
}

/// Octets of every signature of an algorithm, where that does not depend on the key.
#[must_use]
pub fn signature_octets(algorithm: Algorithm) -> Option<usize> {
    match algorithm.0 {
        13 | 15 => Some(64),
        14 => Some(96),
        16 => Some(114),
        _ => None,
    }
}

fn unchecked(why: Unjudgeable, algorithm: Algorithm) -> Unchecked {
    match why {
        Unjudgeable::Refused => Unchecked::Refused,
        Unjudgeable::Algorithm => Unchecked::Algorithm(algorithm),
        Unjudgeable::Size { bits } => Unchecked::KeySize(bits),
        Unjudgeable::Exponent { bits } => Unchecked::KeyExponent(bits),
        Unjudgeable::Malformed(_) => Unchecked::KeyFlawed,
    }
}
