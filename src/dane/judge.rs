//! Verdicts on all services of the zones at hand: records from the zones, certificates from the user. Reads
//! no file.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Case, Cause, Chain, Inventory, Judged, Known, Matching, Material, Names, Parameters, Pkix, Published,
    Selector, Served, Service, Tlsa, Verdict, VerdictKind, Zones, judge_each, remarks, verdict::worst,
};
use crate::dnssec::Security;
use crate::wire::{Name, NameKey, Timestamp};
use crate::zone::Zone;

/// All that verdicts are made of.
pub struct ServiceJudge<'a, 'z> {
    /// The zones.
    pub zones: &'a Zones<'z>,
    /// The certificates.
    pub inventory: &'a Inventory,
    /// When.
    pub at: Timestamp,
}

impl<'z> ServiceJudge<'_, 'z> {
    /// The services of the zones in their order, then those that only the user names.
    #[must_use]
    pub fn judge_all(&self) -> Vec<Judged<'z>> {
        let mut services: Vec<(Service, Option<&'z Zone>)> =
            self.zones.services().into_iter().map(|(service, from)| (service, Some(from))).collect();
        let mut seen: BTreeSet<NameKey> = services.iter().map(|(service, _)| service.key()).collect();
        let of_user = self.inventory.served.iter().filter(|served| seen.insert(served.service.key()));
        services.extend(of_user.map(|served| (served.service.clone(), None)));
        let all_known = AllKnown::of(self.inventory);
        let mut all: Vec<Judged<'z>> = services
            .into_iter()
            .filter_map(|(service, from)| self.judge(service, from, &all_known))
            .collect();
        // The records of an alias's target are judged there, where its certificate is known.
        let judged: BTreeSet<String> = all
            .iter()
            .filter(|judged| judged.served.is_some() && judged.base != judged.service.host)
            .map(target_of)
            .collect();
        all.retain(|one| {
            one.served.is_some() || !judged.contains(&one.service.owner().to_string().to_ascii_lowercase())
        });
        all
    }

    /// One service; `None` for an alias that leads to no TLSA record and that nobody asked about.
    fn judge(
        &self,
        service: Service,
        from: Option<&'z Zone>,
        all_known: &AllKnown<'_>,
    ) -> Option<Judged<'z>> {
        let found = self.zones.find(&service, from);
        // A host that is an alias of another is the same server.
        let by_base =
            || self.inventory.of(&Service::new(&found.base.to_string(), service.proto, service.port).ok()?);
        let mut served = self.inventory.of(&service).or_else(by_base);
        if let Some(served) = &mut served {
            served.deploy(self.at);
        }
        let rrs = found.records();
        if rrs.is_empty()
            && served.is_none()
            && found.tlsa.as_ref().is_ok_and(|answer| !matches!(answer.security, Security::Bogus(_)))
        {
            return None;
        }
        let records: Vec<Published> =
            rrs.iter().filter_map(|record| Published::parse(record.rdata())).collect();
        let mut notes = served.as_ref().map(|served| self.notes(served)).unwrap_or_default();
        let names = self.names(&service, &found.base, served.as_ref());
        let mut judged = Judged {
            identity: self.zones.identity(&service, from),
            base: found.base,
            names,
            each: Vec::new(),
            rrs,
            records,
            served,
            roots: self.inventory.roots.clone(),
            once_signed: None,
            is_to_be_signed: false,
            notes: Vec::new(),
            verdict: missing(""),
            service,
        };
        judged.verdict = match (found.tlsa, found.address) {
            (_, Security::Bogus(why)) => Verdict::without_records(
                VerdictKind::Refused,
                Cause::BogusAddress,
                format!("the addresses of `{}` are bogus: {why}", judged.service.host),
            ),
            (Err(why), _) => missing(why),
            (Ok(answer), address) => match answer.security.and(|| address) {
                Security::Secure => self.verdict(&mut judged, all_known),
                Security::ToBeSigned => {
                    judged.is_to_be_signed = true;
                    self.verdict(&mut judged, all_known)
                }
                Security::Unknown(why) => missing(why),
                Security::Bogus(why) => Verdict::without_records(
                    VerdictKind::Refused,
                    Cause::Bogus,
                    format!("resolvers answer SERVFAIL for its TLSA records: {why}"),
                ),
                Security::Insecure(why) => {
                    let cause = if judged.records.is_empty() { Cause::NoRecord } else { Cause::Unsigned };
                    let verdict = Verdict::without_records(
                        VerdictKind::Opportunistic,
                        cause,
                        format!("{why}, and DANE does not apply (RFC 7672 section 2.2)"),
                    );
                    judged.once_signed =
                        (!judged.records.is_empty()).then(|| self.verdict(&mut judged, all_known));
                    verdict
                }
            },
        };
        if let Some(Verdict { kind, reason, .. }) = &judged.once_signed {
            notes.insert(0, format!("once it is secure: {}; {reason}", kind.as_str()));
        }
        judged.notes.splice(..0, notes);
        Some(judged)
    }

    fn names(&self, service: &Service, base: &Name, served: Option<&Served>) -> Names {
        let mut names = self.zones.names(service, base);
        for next_hop in served.into_iter().flat_map(|served| &served.next_hops) {
            if !names.next_hops.contains(next_hop) && *next_hop != service.host {
                names.next_hops.push(next_hop.clone());
            }
        }
        names
    }

    /// The verdict on records that clients get; those on each chain are left in `judged`.
    fn verdict(&self, judged: &mut Judged<'z>, all_known: &AllKnown<'_>) -> Verdict {
        let Judged { service, records, served, names, .. } = &*judged;
        let chains = served.as_ref().map(|served| served.chains.as_slice()).unwrap_or_default();
        let chains: Vec<Chain<'_>> =
            chains.iter().map(|chain| Chain { name: &chain.name, parts: &chain.parts }).collect();
        if served.as_ref().is_some_and(|served| served.starttls == Some(false)) && !records.is_empty() {
            let reason = "the server offers no STARTTLS, and clients that find TLSA records insist on it \
                (RFC 7672 section 2.2)";
            return Verdict::without_records(VerdictKind::Refused, Cause::NoStarttls, reason);
        }
        let next = served.iter().flat_map(|served| &served.next).flat_map(|next| parts_of(next, true));
        let known: Vec<Known<'_>> = next.chain(all_known.of_records(records)).collect();
        let (mut verdict, each) = judge_each(
            &Case { records, chains: &chains, names, at: self.at, pkix: judged.pkix(), known: &known },
            self.zones.limits().path_steps,
        );
        if verdict.kind == VerdictKind::NotChecked && chains.is_empty() {
            verdict.reason = match served.as_ref().and_then(|served| served.unread.first()) {
                Some(file) => format!("its certificate, {file}, could not be read"),
                None => format!(
                    "no certificate is given for it: --cert {}=FILE",
                    service.owner().to_string().trim_end_matches('.')
                ),
            };
        }
        if let Some(file) = served
            .as_ref()
            .and_then(|served| served.unread.first())
            .filter(|_| verdict.kind == VerdictKind::Authenticated)
        {
            verdict.kind = VerdictKind::NotChecked;
            verdict.reason = format!("{}; another chain of it, {file}, could not be read", verdict.reason);
        }
        judged.each = each;
        self.of_sendable(judged, verdict)
    }

    /// Of stored chains only those count that the server may be meant to send.
    fn of_sendable(&self, judged: &mut Judged<'z>, verdict: Verdict) -> Verdict {
        let sendable = judged.sendable();
        let is_meant = |chain: &str| sendable.iter().any(|(_, sendable)| sendable.name == chain);
        let is_stored = judged.served.as_ref().is_some_and(|served| served.is_stored);
        let left_out: Vec<String> = judged
            .each
            .iter()
            .filter_map(|verdict| verdict.chain.clone())
            .filter(|chain| !is_meant(chain))
            .collect();
        if !is_stored || sendable.is_empty() || left_out.is_empty() {
            return verdict;
        }
        let worst = worst(sendable.into_iter().map(|(verdict, _)| verdict)).cloned();
        judged.notes.push(format!(
            "names the host as well, and is taken for another server's: {}",
            left_out.join(", ")
        ));
        worst.unwrap_or(verdict)
    }

    fn notes(&self, served: &Served) -> Vec<String> {
        let several = served.chains.len() > 1;
        let of_file = |text: String, name: &str| if several { format!("{name}: {text}") } else { text };
        served
            .chains
            .iter()
            .flat_map(|chain| {
                remarks(&chain.parts, self.at).into_iter().map(|text| of_file(text, &chain.name))
            })
            .collect()
    }
}

/// Keys and certificates that a record may be of besides those that the server sends, found by what a record
/// has of them.
struct AllKnown<'a> {
    all: Vec<Known<'a>>,
    /// For each selector and matching type that a record has: which of them have such data.
    by_data: RefCell<BTreeMap<(Selector, Matching), ByData>>,
}

type ByData = BTreeMap<Vec<u8>, Vec<usize>>;

impl<'a> AllKnown<'a> {
    fn of(inventory: &'a Inventory) -> AllKnown<'a> {
        let served = inventory.served.iter();
        let served = served.flat_map(|served| {
            served
                .chains
                .iter()
                .map(|chain| (chain, false))
                .chain(served.next.iter().map(|next| (next, true)))
        });
        let stored = inventory.stored.iter().map(|(chain, _)| (chain, false));
        // Many services have the same file.
        let mut seen = BTreeSet::new();
        let each = served
            .chain(stored)
            .filter(|(material, is_next)| seen.insert((material.name.as_str(), *is_next)));
        AllKnown {
            all: each.flat_map(|(material, is_next)| parts_of(material, is_next)).collect(),
            by_data: RefCell::default(),
        }
    }

    fn of_records(&self, records: &[Published]) -> Vec<Known<'a>> {
        let mut found = BTreeSet::new();
        let mut by_data = self.by_data.borrow_mut();
        for tlsa in records.iter().filter_map(|record| record.usable(Pkix::Validated).ok()) {
            let Parameters { selector, matching, .. } = tlsa.parameters;
            let index = by_data.entry((selector, matching)).or_insert_with(|| self.index(tlsa.parameters));
            found.extend(index.get(&tlsa.data).into_iter().flatten().copied());
        }
        found.into_iter().filter_map(|at| self.all.get(at).copied()).collect()
    }

    fn index(&self, parameters: Parameters) -> ByData {
        let mut index = ByData::new();
        for (at, known) in self.all.iter().enumerate() {
            if let Ok(tlsa) = Tlsa::of(known.part, parameters) {
                index.entry(tlsa.data).or_default().push(at);
            }
        }
        index
    }
}

fn parts_of(material: &Material, is_next: bool) -> impl Iterator<Item = Known<'_>> {
    material.parts.iter().map(move |part| Known { name: &material.name, part, is_next })
}

/// The owner of the records at the TLSA base domain of a service.
fn target_of(judged: &Judged<'_>) -> String {
    let Service { port, proto, .. } = &judged.service;
    format!("_{port}._{}.{}", proto.name(), judged.base).to_ascii_lowercase()
}

fn missing(why: impl Into<String>) -> Verdict {
    Verdict::without_records(VerdictKind::NotChecked, Cause::Missing, why)
}
