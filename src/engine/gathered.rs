//! The facts that cost something: computed once for a zone, before any rule, and only where an enabled rule
//! needs them.

use super::Run;
use crate::dane::lookup::MailHosts;
use crate::dnssec::chain::{Chain, UnsignedChild};
use crate::dnssec::parentage::{Parentage, parentage};
use crate::dnssec::sync::Sync;
use crate::dnssec::{Denial, Signatures, Zonemd};
use crate::policy::Policy;
use crate::resolve::Given;
use crate::resolve::delegation::Delegations;
use crate::rr::types;
use crate::rule::Need;
use crate::zone::Zone;

/// The facts of one zone.
#[derive(Default)]
pub struct Gathered<'z> {
    /// What its signatures are worth.
    pub signatures: Option<Signatures<'z>>,
    /// What its NSEC and NSEC3 records deny.
    pub denial: Option<Denial<'z>>,
    /// What its ZONEMD records should say.
    pub zonemd: Option<Zonemd<'z>>,
    /// The chain from the DS at its parent to its keys.
    pub chain: Option<Chain<'z>>,
    /// The DS at its parent where it has no keys.
    pub unsigned_child: Option<UnsignedChild<'z>>,
    /// What its parent zone has at its name.
    pub parentage: Option<Parentage<'z>>,
    /// Its CDS and CDNSKEY records.
    pub sync: Option<Sync<'z>>,
    /// The MX hosts of its mail domains.
    pub mail_hosts: Option<MailHosts<'z>>,
    /// What is wrong with its delegations and name servers.
    pub delegations: Option<Delegations<'z>>,
}

impl<'z> Gathered<'z> {
    /// Computes what the rules of the plan need.
    #[must_use]
    pub fn of(zone: &'z Zone, given: &'z Given<'z>, run: &Run<'_>, policy: &Policy) -> Gathered<'z> {
        let Run { plan, now, limits, workers, .. } = *run;
        let needs = |need, is_there: bool| is_there && plan.needs(need);
        let is_signed = zone.is_signed();
        let signatures =
            needs(Need::Signatures, is_signed).then(|| Signatures::of(zone, now, policy, limits, workers));
        let chain = signatures
            .as_ref()
            .filter(|_| needs(Need::Chain, is_signed))
            .and_then(|signatures| Chain::of(signatures, given));
        let sync = needs(Need::Sync, true).then(|| Sync::of(zone, signatures.as_ref(), chain.as_ref()));
        Gathered {
            unsigned_child: needs(Need::UnsignedChild, !is_signed)
                .then(|| UnsignedChild::of(zone, given))
                .flatten(),
            parentage: needs(Need::Parentage, true).then(|| parentage(zone, given)).flatten(),
            sync: sync.flatten(),
            mail_hosts: needs(Need::MailHosts, zone.has_type(types::MX))
                .then(|| MailHosts::of(zone, given))
                .flatten(),
            denial: needs(Need::Denial, is_signed && zone.has_type(types::RRSIG))
                .then(|| Denial::of(zone, limits, workers)),
            zonemd: needs(Need::Zonemd, zone.has_type(types::ZONEMD)).then(|| Zonemd::of(zone, workers)),
            delegations: needs(Need::Delegations, zone.has_type(types::NS))
                .then(|| Delegations::of(zone, given, workers)),
            signatures,
            chain,
        }
    }
}
