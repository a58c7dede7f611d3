//! One service with all that is said of it, as rules and reports read it. Judges nothing.

use std::sync::Arc;

use super::{
    Cause, Material, Names, Pkix, Published, RECOMMENDED, Served, Service, Tlsa, Usage, Verdict, VerdictKind,
};
use crate::cert::{self, Identity, PublicPart, Roots};
use crate::wire::{Name, NameKey};
use crate::zone::{Record, ZoneId};

/// One service with all that is said of it.
pub struct Judged<'z> {
    /// Which.
    pub service: Service,
    /// What tells it apart from the services of other views: see [`Zones::identity`](super::Zones::identity).
    pub identity: (NameKey, Option<ZoneId>),
    /// Its TLSA base domain.
    pub base: Name,
    /// Its TLSA records.
    pub rrs: Vec<Record<'z>>,
    /// The same records by their fields.
    pub records: Vec<Published>,
    /// What the user says of it.
    pub served: Option<Served>,
    /// The roots that its clients trust, where they are known.
    pub roots: Option<Arc<Roots>>,
    /// The names that its certificates may have.
    pub names: Names,
    /// The verdict.
    pub verdict: Verdict,
    /// What would be the verdict in a signed zone, where the zone is not.
    pub once_signed: Option<Verdict>,
    /// The verdict on each chain, be the zone signed yet or not, in the order of the chains; none where no
    /// record is usable or no chain is given.
    pub each: Vec<Verdict>,
    /// Whether this holds only if the zone is signed before it is served.
    pub is_to_be_signed: bool,
    /// What else an operator should know.
    pub notes: Vec<String>,
}

impl<'z> Judged<'z> {
    /// The verdict on the records, be the zone signed yet or not.
    #[must_use]
    pub fn on_records(&self) -> &Verdict {
        self.once_signed.as_ref().unwrap_or(&self.verdict)
    }

    /// What could not be judged, as clauses: the service as a whole, or single chains that a server may send.
    #[must_use]
    pub fn not_checked(&self) -> Vec<String> {
        match self.verdict.kind {
            VerdictKind::NotChecked => vec![self.verdict.reason.clone()],
            VerdictKind::Authenticated
            | VerdictKind::Opportunistic
            | VerdictKind::TlsRequired
            | VerdictKind::Refused => {
                let unsure = self
                    .sendable()
                    .into_iter()
                    .filter(|(verdict, _)| verdict.kind == VerdictKind::NotChecked);
                unsure.map(|(verdict, chain)| format!("{}: {}", chain.name, verdict.reason)).collect()
            }
        }
    }

    /// What its clients do with usages 0 and 1.
    #[must_use]
    pub fn pkix(&self) -> Pkix<'_> {
        Pkix::of(&self.service, self.roots.as_deref())
    }

    /// The chains that a server could send as they are, with their verdicts: those that begin with its
    /// certificate. Of stored chains, which only have the host's name, that of a good one's twin by another
    /// algorithm is meant besides, and all others may be another server's.
    #[must_use]
    pub fn sendable(&self) -> Vec<(&Verdict, &Material)> {
        let Some(served) = &self.served else { return Vec::new() };
        let named = |verdict: &Verdict| {
            served.chains.iter().find(|chain| verdict.chain.as_ref() == Some(&chain.name))
        };
        let all = self.each.iter().filter_map(|verdict| Some((verdict, named(verdict)?)));
        let all: Vec<_> = all.filter(|(_, chain)| self.head_fault(chain).is_none()).collect();
        let good: Vec<&Material> = all
            .iter()
            .filter(|(verdict, _)| verdict.cause == Cause::Match)
            .map(|(_, chain)| *chain)
            .collect();
        if !served.is_stored || good.is_empty() {
            return all;
        }
        let is_meant = |verdict: &Verdict, chain: &Material| {
            verdict.cause == Cause::Match || good.iter().any(|good| are_twins(good, chain))
        };
        all.into_iter().filter(|(verdict, chain)| is_meant(verdict, chain)).collect()
    }

    /// What stands in front of a chain in the place of the server's certificate: a CA's.
    #[must_use]
    pub fn head_fault<'a>(&self, chain: &'a Material) -> Option<HeadFault<'a>> {
        let mut certificates = chain.parts.iter().filter(|part| part.certificate.is_some());
        let first = certificates.next().filter(|first| first.is_ca())?;
        let certificate = first.certificate.as_ref()?;
        // Certificates made by hand are often a CA's by mistake, and servers do send them.
        let identity = Identity::of(certificate);
        let is_host = [&self.base, &self.service.host].iter().any(|host| identity.covers(host.borrow_name()));
        if is_host || (!identity.is_common_name && !identity.names.is_empty()) {
            return None;
        }
        let others: Vec<&PublicPart> = certificates.collect();
        let server = others.iter().copied().find(|part| !part.is_ca());
        let issued = || {
            others
                .iter()
                .filter_map(|part| part.certificate.as_ref())
                .any(|other| other.issuer_name == certificate.subject_name)
        };
        (server.is_some() || !certificate.is_self_issued() || issued()).then_some(HeadFault { first, server })
    }

    /// The record of `3 1 1` for the server's certificate in a chain.
    #[must_use]
    pub fn wanted(&self, chain: &Material) -> Option<Tlsa> {
        Tlsa::of(cert::leaf(&chain.parts)?, RECOMMENDED).ok()
    }

    /// The record at a place of [`Judged::records`].
    #[must_use]
    pub fn record(&self, at: usize) -> Option<Record<'z>> {
        self.rrs.get(at).copied()
    }

    /// The record of usage 2, or of usage 0 or 1 where roots are known, that matches a chain and still does
    /// not authenticate it.
    #[must_use]
    pub fn failed_anchor(&self, verdict: &Verdict) -> Option<Record<'z>> {
        let is_anchor =
            |at: usize| self.records.get(at).is_some_and(|record| record.usage != Usage::DaneEe.number());
        let failed = verdict.unmatched.iter().find(|one| one.why.is_none() && is_anchor(one.record))?;
        self.record(failed.record)
    }

    /// Whether a chain is authenticated and by no CA, so that another key would not be.
    #[must_use]
    pub fn is_by_leaf_alone(&self, verdict: &Verdict) -> bool {
        verdict.kind == VerdictKind::Authenticated && verdict.matched.iter().all(|one| one.depth == 0)
    }
}

/// A chain that does not begin with the server's certificate.
#[derive(Debug, Clone, Copy)]
pub struct HeadFault<'a> {
    /// The CA certificate in front.
    pub first: &'a PublicPart,
    /// The server's certificate, where it is further behind.
    pub server: Option<&'a PublicPart>,
}

/// Whether two chains are one server's for clients of different algorithms: the same names, keys of different
/// kinds.
fn are_twins(a: &Material, b: &Material) -> bool {
    let (Some(a), Some(b)) = (cert::leaf(&a.parts), cert::leaf(&b.parts)) else { return false };
    let names = |part: &PublicPart| {
        let mut names = part.certificate.as_ref().map(Identity::of).unwrap_or_default().names;
        names.sort();
        names
    };
    cert::key_algorithm(a) != cert::key_algorithm(b) && names(a) == names(b)
}
