//! Authenticated denial of existence: NSEC and NSEC3 chains.

mod absence;
mod bitmap;
mod chain;
mod hash;
mod names;
mod nsec;
mod nsec3;
mod standing;
mod ttl;

pub use absence::{Absence, Denials};
pub use bitmap::{BitmapFault, Difference, WrongBitmap};
pub use chain::{AboveDelegation, ChainFaults, LeftOut, MissingNsec3, WrongHash, label as hash_label};
pub use hash::{Hash, hash as nsec3_hash};
pub use nsec::{MissingNsec, NsecFaults, Target, WrongNext};
pub use nsec3::{Misshapen, Nsec3, Nsec3Param, Nsec3Records, OPT_OUT, Parameters, SHA_1, Set};
pub use ttl::{SeenTtl, SoaTtls};

use chain::Chain;
use names::HashedName;
use standing::Standing;
use ttl::Ttls;

use super::Groups;
use crate::limits::Limits;
use crate::rr::types;
use crate::workers::Workers;
use crate::zone::{Record, Zone};

/// Blocks of SHA-1 that every name of a zone may take, however many there are: enough for 150 iterations.
const BLOCKS_PER_NAME: u64 = 256;

/// How the zone denies what is not there, and what is wrong with it.
pub struct Denial<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// Whether the zone has signatures and neither NSEC nor NSEC3.
    pub is_absent: bool,
    /// The first NSEC that is not below a cut.
    pub first_nsec: Option<Record<'z>>,
    /// Whether servers answer with NSEC: no NSEC3 chain is announced or stands alone.
    pub nsec_is_in_force: bool,
    /// What is wrong with the NSEC records.
    pub nsec: NsecFaults<'z>,
    /// The NSEC3PARAM records of the apex.
    pub nsec3params: Vec<Nsec3Param<'z>>,
    /// The NSEC3 records.
    pub nsec3: Nsec3Records<'z>,
    /// The chains of `nsec3.sets`, in their order.
    pub chains: Vec<CheckedChain<'z>>,
    /// What the SOA says of TTLs.
    pub soa: Option<SoaTtls<'z>>,
    ttls: Ttls<'z>,
}

/// One NSEC3 chain.
pub struct CheckedChain<'z> {
    /// Who uses it.
    pub standing: ChainUse,
    /// Why it was not compared with the names of the zone; where it is used and this is `None`, it was.
    pub unchecked: Option<Unchecked>,
    /// What is wrong with it.
    pub faults: ChainFaults<'z>,
    /// None of its owners is the hash of a name: then the other faults are left out.
    pub is_foreign: bool,
}

/// Who uses an NSEC3 chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChainUse {
    /// Servers: an NSEC3PARAM names it.
    Announced,
    /// Nobody, though there is no other chain.
    OnlyOne,
    /// Nobody: another chain is used, and this one may be on its way in or out.
    Spare,
}

/// Why an NSEC3 chain was not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unchecked {
    /// Its hash algorithm is unknown.
    Algorithm,
    /// More iterations than the limit.
    Iterations,
    /// More hashing than the limit, the chains before it included.
    Work,
}

impl<'z> Denial<'z> {
    /// Looks at the NSEC and NSEC3 records of a zone.
    #[must_use]
    pub fn of(zone: &'z Zone, limits: &Limits, workers: &dyn Workers) -> Denial<'z> {
        let first_nsec = first_nsec(zone);
        let apex = zone.apex();
        let nsec3params: Vec<_> = apex
            .and_then(|apex| apex.rrset(types::NSEC3PARAM))
            .into_iter()
            .flat_map(|rrset| rrset.records().filter_map(Nsec3Param::of).take(limits.nsec3_parameter_sets))
            .collect();
        let mut nsec3 = Nsec3Records::of(zone, limits.nsec3_parameter_sets);
        let apex_has_nsec = apex.is_some_and(|apex| apex.rrset(types::NSEC).is_some());
        let uses = uses(&nsec3.sets, &nsec3params, apex_has_nsec);
        let nsec_is_in_force =
            first_nsec.is_some() && uses.iter().all(|&standing| standing == ChainUse::Spare);
        let mut nsec = if zone.has_type(types::NSEC) {
            NsecFaults::of(zone, nsec_is_in_force, workers)
        } else {
            NsecFaults::default()
        };
        let chains =
            Hasher { zone, limits, workers, names: Vec::new(), blocks: 0 }.chains(&nsec3.sets, &uses);
        let mut ttls = std::mem::take(&mut nsec.ttls);
        ttls.append(std::mem::take(&mut nsec3.ttls));
        let is_absent = first_nsec.is_none()
            && !zone.has_type(types::NSEC3)
            && zone.has_type(types::RRSIG)
            && !zone.has_unread();
        Denial {
            zone,
            is_absent,
            first_nsec,
            nsec_is_in_force,
            nsec,
            nsec3params,
            nsec3,
            chains,
            soa: SoaTtls::of(zone),
            ttls,
        }
    }

    /// The NSEC3 chains that answers are made from, each with its records.
    pub fn used_chains(&self) -> impl Iterator<Item = (&Set<'z>, &CheckedChain<'z>)> {
        self.nsec3.sets.iter().zip(&self.chains).filter(|(_, chain)| chain.standing != ChainUse::Spare)
    }

    /// The wrong bitmaps of NSEC records, and of each NSEC3 chain.
    pub fn bitmaps(&self) -> impl Iterator<Item = &Groups<BitmapFault, WrongBitmap<'z>>> {
        std::iter::once(&self.nsec.bitmaps).chain(self.chains.iter().map(|chain| &chain.faults.bitmaps))
    }

    /// The NSEC3PARAM of a chain, whatever its flags.
    #[must_use]
    pub fn nsec3param_of(&self, set: &Set<'z>) -> Option<Nsec3Param<'z>> {
        let mut named = self.nsec3params.iter().filter(|param| param.parameters == set.parameters).copied();
        let first = named.next();
        named.find(|param| param.flags == 0).or(first)
    }

    /// The TTLs of denial records that are not what the SOA says, with what it says.
    pub fn wrong_ttls(&self) -> impl Iterator<Item = (SeenTtl<'z>, SoaTtls<'z>)> {
        self.soa.into_iter().flat_map(|soa| self.ttls.other_than(soa.expected()).map(move |seen| (seen, soa)))
    }
}

/// The first NSEC that is a part of a chain.
fn first_nsec(zone: &Zone) -> Option<Record<'_>> {
    let nodes = if zone.has_type(types::NSEC) { zone.node_count() } else { 0 };
    let mut standings = zone.nodes().take(nodes).map(Standing::of);
    standings.find(Standing::is_linked).and_then(|standing| standing.nsec).map(|nsec| nsec.first())
}

/// Who uses each set.
fn uses(sets: &[Set<'_>], params: &[Nsec3Param<'_>], apex_has_nsec: bool) -> Vec<ChainUse> {
    let is_announced =
        |set: &Set<'_>| params.iter().any(|param| param.flags == 0 && param.parameters == set.parameters);
    let mut uses: Vec<_> = sets
        .iter()
        .map(|set| if is_announced(set) { ChainUse::Announced } else { ChainUse::Spare })
        .collect();
    if !apex_has_nsec && uses.iter().all(|&standing| standing == ChainUse::Spare) {
        // The longest is the one that was meant; the first of those.
        let longest = sets.iter().map(|set| set.count).max();
        let at = sets.iter().position(|set| Some(set.count) == longest);
        if let Some(standing) = at.and_then(|at| uses.get_mut(at)) {
            *standing = ChainUse::OnlyOne;
        }
    }
    uses
}

/// Hashes the names of a zone once for each chain, as far as the limits let it.
struct Hasher<'a, 'z> {
    zone: &'z Zone,
    limits: &'a Limits,
    workers: &'a dyn Workers,
    names: Vec<HashedName>,
    blocks: u64,
}

impl<'z> Hasher<'_, 'z> {
    fn chains(mut self, sets: &[Set<'z>], uses: &[ChainUse]) -> Vec<CheckedChain<'z>> {
        sets.iter().zip(uses).map(|(set, &standing)| self.chain(set, standing)).collect()
    }

    fn chain(&mut self, set: &Set<'z>, standing: ChainUse) -> CheckedChain<'z> {
        let mut checked =
            CheckedChain { standing, unchecked: None, faults: ChainFaults::default(), is_foreign: false };
        if standing == ChainUse::Spare {
            return checked;
        }
        checked.unchecked = self.refusal(set);
        if checked.unchecked.is_some() {
            return checked;
        }
        let (zone, Parameters { salt, iterations, .. }) = (self.zone, set.parameters);
        hash::fill_and_sort(
            &mut self.names,
            self.workers,
            |name| name.fill(zone, salt, iterations),
            |name| &name.hash,
        );
        checked.faults = Chain { zone, set, names: &self.names }.check(self.workers);
        checked.is_foreign = checked.faults.matched == 0 && !checked.faults.strays.is_empty();
        if checked.is_foreign {
            let faults = &mut checked.faults;
            (faults.missing, faults.left_out, faults.next) =
                (Groups::default(), Groups::default(), Groups::default());
        }
        checked
    }

    /// Why a chain is not to be hashed; where there is no reason the work is booked.
    fn refusal(&mut self, set: &Set<'z>) -> Option<Unchecked> {
        let Parameters { algorithm, iterations, salt } = set.parameters;
        if algorithm != SHA_1 {
            return Some(Unchecked::Algorithm);
        }
        if iterations > self.limits.nsec3_iterations {
            return Some(Unchecked::Iterations);
        }
        if self.names.is_empty() {
            self.names = names::collect(self.zone);
        }
        let names = u64::try_from(self.names.len()).unwrap_or(u64::MAX);
        let blocks = self.blocks.saturating_add(names.saturating_mul(hash::blocks(salt, iterations)));
        if blocks > self.limits.nsec3_hash_blocks.max(names.saturating_mul(BLOCKS_PER_NAME)) {
            return Some(Unchecked::Work);
        }
        self.blocks = blocks;
        None
    }
}
