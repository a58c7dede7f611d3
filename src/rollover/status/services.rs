//! TLSA records and certificates of one service.

use super::judgement::{bar, time_of};
use super::{Inquiry, Item, Kind, Next, State};
use crate::dane::{Case, Chain, Judged, Material, Published, VerdictKind, judge, pins};
use crate::rollover::{
    Bar, ChainVersion, Change, Concern, Earliest, Interval, Mark, MarkKind, Phase, Row, Seen, TlsaTimeline,
    TlsaVersion, union,
};
use crate::wire::{Timestamp, Ttl, excerpt, printable};
use crate::zone::Zone;

/// Field of SOA: the TTL of negative answers, if that of the SOA is not less.
const MINIMUM: usize = 6;
/// Digits of a digest that tell records apart.
const DIGITS: usize = 8;
/// Octets of a subject that are shown.
const SUBJECT: usize = 60;

/// TLSA records of a service that are looked at.
const MOST: usize = 64;

/// All that is said of a service.
pub(super) fn items(inquiry: &Inquiry<'_>, judged: &Judged<'_>, zone: Option<&Zone>) -> Vec<Item> {
    let desk = ServiceReview { inquiry, judged, zone, owner: judged.service.owner().to_string() };
    if judged.records.len() > MOST {
        let sentence = format!(
            "not checked: it has {} TLSA records, more than the {MOST} that are looked at",
            judged.records.len()
        );
        return vec![desk.item(Kind::Service, State::NotChecked, sentence)];
    }
    let mut items: Vec<Item> = desk.trouble().into_iter().collect();
    items.extend(judged.records.iter().map(|record| desk.record(record)));
    items.extend(desk.current().into_iter().map(|chain| desk.certificate(chain)));
    items.extend(desk.next().iter().map(|next| desk.coming(next)));
    items
}

struct ServiceReview<'a, 'z> {
    inquiry: &'a Inquiry<'a>,
    judged: &'a Judged<'z>,
    zone: Option<&'a Zone>,
    owner: String,
}

/// Whether a record is of a chain or key.
enum Fit {
    Of(Place),
    Other,
    /// It cannot be said, for this reason.
    NotChecked(String),
}

impl Fit {
    fn place(self) -> Option<Place> {
        match self {
            Fit::Of(place) => Some(place),
            Fit::Other | Fit::NotChecked(_) => None,
        }
    }

    fn is_of(&self) -> bool {
        match self {
            Fit::Of(_) => true,
            Fit::Other | Fit::NotChecked(_) => false,
        }
    }
}

/// What of a chain a record is of.
struct Place {
    /// 0 for the server's own certificate or key.
    depth: usize,
    subject: Option<String>,
    /// The last second of that certificate.
    not_after: Option<Timestamp>,
}

impl ServiceReview<'_, '_> {
    fn item(&self, kind: Kind, state: State, sentence: String) -> Item {
        Item::new(kind, &self.owner, state, sentence)
    }

    /// The chains that the server may send.
    fn current(&self) -> Vec<&Material> {
        let Some(served) = &self.judged.served else { return Vec::new() };
        let sendable: Vec<&Material> = self.judged.sendable().into_iter().map(|(_, chain)| chain).collect();
        if served.is_stored && !sendable.is_empty() { sendable } else { served.chains.iter().collect() }
    }

    fn next(&self) -> &[Material] {
        self.judged.served.as_ref().map_or(&[], |served| &served.next)
    }

    fn names_of(&self, materials: &[&Material]) -> Vec<String> {
        materials.iter().map(|material| material.name.clone()).collect()
    }

    /// What is wrong with the service whatever certificate it has, and what is not known of it.
    fn trouble(&self) -> Option<Item> {
        let verdict = &self.judged.verdict;
        let reason = &verdict.reason;
        match verdict.kind {
            VerdictKind::Refused if verdict.chain.is_none() => Some(self.item(
                Kind::Service,
                State::Broken,
                format!("senders deliver nothing now: {reason}"),
            )),
            VerdictKind::NotChecked if self.current().is_empty() => {
                Some(self.item(Kind::Service, State::NotChecked, format!("not checked: {reason}")))
            }
            VerdictKind::Opportunistic if !self.judged.records.is_empty() => Some(self.item(
                Kind::Service,
                State::Unused,
                format!("no sender looks at its TLSA records: {reason}"),
            )),
            VerdictKind::Refused
            | VerdictKind::NotChecked
            | VerdictKind::Opportunistic
            | VerdictKind::Authenticated
            | VerdictKind::TlsRequired => None,
        }
    }

    fn record(&self, record: &Published) -> Item {
        let hex = record.hex();
        let digits = hex.get(..DIGITS).unwrap_or(&hex);
        let cut = if hex.len() > DIGITS { "..." } else { "" };
        let parameters = format!("{} {} {}", record.usage, record.selector, record.matching);
        let name = format!("`{parameters}` {digits}{cut}");
        let row = |phase, start, end, marks| Row {
            name: format!("TLSA {parameters} {digits}"),
            bars: vec![bar(phase, start, end)],
            marks,
        };
        if let Err(why) = record.usable(self.judged.pkix()) {
            let item = self.item(
                Kind::Tlsa,
                State::LeftOver,
                format!("{name} is a record that clients drop: {why}"),
            );
            return Item { row: Some(row(Phase::Retiring, None, None, Vec::new())), ..item };
        }
        for chain in self.current() {
            if let Some(fit) = self.fit(record, chain).place() {
                let (what, until) = self.fitting(&fit, chain);
                let end = until.map(|until| Timestamp(until.0.saturating_add(1)));
                let item = self.item(Kind::Tlsa, State::Active, format!("{name} matches {what}: active"));
                // A record of the key holds as long as the key is in use, whatever its certificate says.
                let end = if fit.depth == 0 { None } else { end };
                return Item { until: end, row: Some(row(Phase::Active, None, end, Vec::new())), ..item };
            }
        }
        for next in self.next() {
            if self.fit(record, next).is_of() {
                let earliest = self.deploy(next);
                let (file, since, deploy) =
                    (printable(&next.name), self.inquiry.since(), self.inquiry.deploy(earliest));
                let text = format!("{name} matches what comes next ({file}){since}, {deploy}");
                let marks = self.inquiry.switch(earliest, "it may go into service").into_iter().collect();
                let since = self.inquiry.timing.published_at;
                let (item, row) = (
                    self.item(Kind::Tlsa, State::PrePublished, text),
                    row(Phase::PrePublished, since, None, marks),
                );
                return Item {
                    since,
                    earliest: time_of(earliest),
                    next: self.plan(next),
                    row: Some(row),
                    ..item
                };
            }
        }
        if self.current().is_empty() {
            return self.item(
                Kind::Tlsa,
                State::NotChecked,
                format!("{name} is not checked: no certificate of the service is given"),
            );
        }
        let all = self.current().into_iter().chain(self.next());
        let unsure = all.filter_map(|material| match self.fit(record, material) {
            Fit::NotChecked(why) => {
                Some(format!("{name} is not checked against {}: {why}", printable(&material.name)))
            }
            Fit::Of(_) | Fit::Other => None,
        });
        if let Some(sentence) = unsure.into_iter().next() {
            return self.item(Kind::Tlsa, State::NotChecked, sentence);
        }
        let text =
            format!("{name} matches nothing given: stale, or of a server whose certificate was not given");
        Item {
            row: Some(row(Phase::Retiring, None, None, Vec::new())),
            ..self.item(Kind::Tlsa, State::LeftOver, text)
        }
    }

    /// What a record of a chain in service is of, and when that ends.
    fn fitting(&self, fit: &Place, chain: &Material) -> (String, Option<Timestamp>) {
        let file = printable(&chain.name);
        let until = fit.not_after.map(|at| format!(", until {at}")).unwrap_or_default();
        let what = match (fit.depth, &fit.subject) {
            (0, _) => format!("the certificate in service ({file})"),
            (_, Some(subject)) => {
                format!("the CA `{}` of {file}{until}", excerpt(common_name(subject).as_bytes(), SUBJECT))
            }
            (_, None) => format!("a CA above {file}, which the server does not send{until}"),
        };
        (what, fit.not_after)
    }

    /// What of a chain or key a record is of by itself, whatever other records there are.
    fn fit(&self, record: &Published, material: &Material) -> Fit {
        let (records, pkix) = (std::slice::from_ref(record), self.judged.pkix());
        // Not any part: a certificate of a CA in the chain is not the server's.
        let leaf = material.parts.iter().find(|part| part.certificate.is_some()).or(material.parts.first());
        let Some(leaf) = leaf else { return Fit::Other };
        if pins(records, leaf, pkix) {
            return Fit::Of(Place {
                depth: 0,
                subject: leaf.subject.clone(),
                not_after: leaf.certificate.as_ref().map(|one| one.not_after),
            });
        }
        // Of a key alone only records of the key itself can be.
        if leaf.certificate.is_none() {
            return Fit::Other;
        }
        let chain = [Chain { name: &material.name, parts: &material.parts }];
        let verdict = judge(&Case {
            records,
            chains: &chain,
            names: &self.judged.names,
            at: self.inquiry.now,
            pkix,
            known: &[],
        });
        let matched = match verdict.kind {
            VerdictKind::Authenticated => verdict.matched.into_iter().next(),
            VerdictKind::NotChecked => return Fit::NotChecked(verdict.reason),
            VerdictKind::Opportunistic | VerdictKind::TlsRequired | VerdictKind::Refused => None,
        };
        let Some(matched) = matched else { return Fit::Other };
        let part =
            material.parts.iter().find(|part| part.certificate.is_some() && part.subject == matched.subject);
        let not_after = part.and_then(|part| part.certificate.as_ref()).map(|one| one.not_after);
        Fit::Of(Place { depth: matched.depth, subject: matched.subject, not_after })
    }

    fn certificate(&self, chain: &Material) -> Item {
        let file = printable(&chain.name);
        let certificate = chain.parts.iter().find_map(|part| part.certificate.as_ref());
        let until = certificate.map(|one| one.not_after);
        let has_ended = until.is_some_and(|until| until < self.inquiry.now);
        let service = match until {
            Some(until) if has_ended => {
                format!("certificate {file} ended at {until}, which DANE-EE clients ignore")
            }
            Some(until) => format!("certificate {file} is in service until {until}"),
            None => format!("certificate {file} is in service"),
        };
        let verdict = self
            .judged
            .each
            .iter()
            .find(|verdict| verdict.chain.as_ref() == Some(&chain.name))
            .filter(|_| !self.judged.records.is_empty());
        let generate = Next::Generate {
            service: self.service(),
            current: vec![chain.name.clone()],
            next: self.names_of(&self.next().iter().collect::<Vec<_>>()),
        };
        let overall = &self.judged.verdict;
        let (state, what, next) = match verdict {
            None => match overall.kind {
                VerdictKind::NotChecked => {
                    (State::NotChecked, format!("not checked: {}", overall.reason), Next::Nothing)
                }
                _ if self.judged.records.is_empty() => {
                    (State::Missing, "no TLSA record is published for it".to_owned(), generate)
                }
                VerdictKind::TlsRequired => {
                    (State::Missing, format!("its record is not published: {}", overall.reason), generate)
                }
                VerdictKind::Refused | VerdictKind::Opportunistic | VerdictKind::Authenticated => (
                    State::Unused,
                    format!("no sender compares it with TLSA records: {}", overall.reason),
                    Next::Nothing,
                ),
            },
            Some(verdict) => match verdict.kind {
                VerdictKind::Authenticated => {
                    (State::Active, "its record is published".to_owned(), Next::Nothing)
                }
                VerdictKind::Refused if self.judged.verdict.kind == VerdictKind::Refused => {
                    (State::Broken, format!("senders refuse it: {}", verdict.reason), generate)
                }
                VerdictKind::Refused => {
                    (State::Missing, format!("its record is not published: {}", verdict.reason), generate)
                }
                VerdictKind::NotChecked => {
                    (State::NotChecked, format!("not checked: {}", verdict.reason), Next::Nothing)
                }
                VerdictKind::Opportunistic | VerdictKind::TlsRequired => {
                    (State::Unused, verdict.reason.clone(), Next::Nothing)
                }
            },
        };
        let end = until.map(|until| Timestamp(until.0.saturating_add(1)));
        let mut bars = vec![bar(Phase::Active, certificate.map(|one| one.not_before), end)];
        bars.extend(self.gaps());
        let marks = end
            .into_iter()
            .map(|at| Mark { at, kind: MarkKind::Expiry, label: "the certificate ends".to_owned() })
            .collect();
        Item {
            until,
            next,
            row: Some(Row { name: short(&chain.name), bars, marks }),
            ..self.item(Kind::Certificate, state, format!("{service}; {what}"))
        }
    }

    /// When senders refuse what is in service, if nothing changes: a CA's certificate may end.
    fn gaps(&self) -> Vec<Bar> {
        if !matches!(self.judged.verdict.kind, VerdictKind::Authenticated | VerdictKind::Refused) {
            return Vec::new();
        }
        let chains = self.current();
        let timeline = TlsaTimeline {
            records: vec![self.version(None, self.judged.records.clone())],
            chains: vec![ChainVersion { start: None, chains: as_chains(&chains) }],
            until: None,
            ..self.timeline()
        };
        let gaps = timeline.gaps(self.inquiry.limits).unwrap_or_default();
        let gaps = union(gaps.into_iter().map(|gap| gap.interval)).into_iter();
        // It is judged from now on; what was before is not known.
        let from_now = |interval: Interval| Interval {
            start: Some(interval.start.unwrap_or(self.inquiry.now)),
            ..interval
        };
        gaps.map(|interval| Bar {
            interval: from_now(interval),
            phase: Phase::Gap,
            label: "senders refuse it, if nothing changes".to_owned(),
        })
        .collect()
    }

    fn coming(&self, next: &Material) -> Item {
        let file = printable(&next.name);
        let is_published = self.judged.records.iter().any(|record| self.fit(record, next).is_of());
        let certificate = next.parts.iter().find_map(|part| part.certificate.as_ref());
        let until = certificate.map(|one| one.not_after);
        let what = match until {
            Some(until) => format!("certificate {file}, until {until},"),
            None => format!("key {file}"),
        };
        let end = until.map(|until| Timestamp(until.0.saturating_add(1)));
        let expiry =
            end.map(|at| Mark { at, kind: MarkKind::Expiry, label: "the certificate ends".to_owned() });
        if is_published {
            let earliest = self.deploy(next);
            let is_shared = |record: &Published| {
                self.fit(record, next).is_of()
                    && self.current().iter().any(|chain| self.fit(record, chain).is_of())
            };
            let already = if self.judged.records.iter().any(is_shared) {
                " for what is in service already"
            } else {
                ""
            };
            let text = format!(
                "{what} comes next; its record is published{already}, and it {}",
                self.inquiry.may("go into service", earliest)
            );
            let bars = vec![bar(Phase::PrePublished, self.inquiry.timing.published_at, end)];
            let marks =
                self.inquiry.switch(earliest, "it may go into service").into_iter().chain(expiry).collect();
            let row = Some(Row { name: short(&next.name), bars, marks });
            return Item {
                earliest: time_of(earliest),
                until,
                next: self.plan(next),
                row,
                ..self.item(Kind::Certificate, State::PrePublished, text)
            };
        }
        let unsure = self.judged.records.iter().find_map(|record| match self.fit(record, next) {
            Fit::NotChecked(why) => Some(why),
            Fit::Of(_) | Fit::Other => None,
        });
        if let Some(why) = unsure {
            let text = format!("{what} comes next; whether its record is published is not checked: {why}");
            return Item { until, ..self.item(Kind::Certificate, State::NotChecked, text) };
        }
        let text = format!(
            "{what} comes next; its record is not published: publish it and wait before it goes into service"
        );
        let current = self.names_of(&self.current());
        let generate = Next::Generate { service: self.service(), current, next: vec![next.name.clone()] };
        let row = Row { name: short(&next.name), bars: Vec::new(), marks: expiry.into_iter().collect() };
        Item { until, next: generate, row: Some(row), ..self.item(Kind::Certificate, State::Missing, text) }
    }

    /// The service as options have it.
    fn service(&self) -> String {
        self.owner.trim_end_matches('.').to_owned()
    }

    fn plan(&self, next: &Material) -> Next {
        let is_certificate = next.parts.iter().any(|part| part.certificate.is_some());
        Next::Plan {
            service: self.service(),
            current: self.names_of(&self.current()),
            next: next.name.clone(),
            is_certificate,
        }
    }

    /// When what comes next may go into service, its records published with the zone as it is, and not
    /// before.
    fn deploy(&self, next: &Material) -> Earliest {
        let published = self.inquiry.counted_from();
        let current = self.current();
        let records = &self.judged.records;
        let is_new = |record: &&Published| {
            self.fit(record, next).is_of() && !current.iter().any(|chain| self.fit(record, chain).is_of())
        };
        let before: Vec<Published> = records.iter().filter(|record| !is_new(record)).cloned().collect();
        if before.len() == records.len() {
            // What is in service has the same record, and so it has been there all along; or nothing has.
            let has_record = records.iter().any(|record| self.fit(record, next).is_of());
            return if has_record { Earliest::Any } else { Earliest::Never };
        }
        let timeline = TlsaTimeline {
            records: vec![self.version(None, before), self.version(Some(published), records.clone())],
            chains: vec![
                ChainVersion { start: None, chains: as_chains(&current) },
                ChainVersion { start: Some(published), chains: as_chains(&[next]) },
            ],
            ..self.timeline()
        };
        let has_certificate = next.parts.iter().any(|part| part.certificate.is_some());
        // What cannot be judged is waited out like what is refused.
        let fails = |view: &[Seen]| match has_certificate {
            true => timeline.is_refused(view) || timeline.verdict(view).kind == VerdictKind::NotChecked,
            false => self.refuses_key(&timeline, view, next),
        };
        let change = Change::of(TlsaTimeline::CHAINS, 1);
        let earliest = timeline
            .model(self.inquiry.limits)
            .and_then(|model| model.earliest(&change, Concern::Arrival, None, fails));
        match (earliest.unwrap_or(Earliest::Never), timeline.two_ttls(1)) {
            (Earliest::Never, _) => Earliest::Never,
            (Earliest::Any, None) => Earliest::Any,
            (Earliest::Any, Some(floor)) => self.inquiry.and_safety(Earliest::At(floor)),
            (Earliest::At(at), floor) => {
                self.inquiry.and_safety(Earliest::At(floor.map_or(at, |floor| floor.max(at))))
            }
        }
    }

    /// Whether senders refuse a key of which there is no certificate yet: only records of the key itself can
    /// be of it.
    fn refuses_key(&self, timeline: &TlsaTimeline<'_>, view: &[Seen], next: &Material) -> bool {
        let is_next = view.get(TlsaTimeline::CHAINS).is_some_and(|seen| seen.version == 1);
        let Some(version) =
            view.get(TlsaTimeline::RECORDS).and_then(|seen| timeline.records.get(seen.version))
        else {
            return false;
        };
        let pkix = self.judged.pkix();
        let is_used = version.records.iter().any(|record| record.usable(pkix).is_ok());
        is_next && is_used && !next.parts.iter().any(|part| pins(&version.records, part, pkix))
    }

    fn version(&self, publish: Option<Timestamp>, records: Vec<Published>) -> TlsaVersion {
        let negative = || {
            let soa = self.zone.and_then(Zone::soa)?;
            Some(Ttl(soa.u32(MINIMUM)?.min(soa.ttl())))
        };
        let own = self.judged.rrs.iter().map(|record| Ttl(record.ttl())).max();
        let ttl = if records.is_empty() { negative() } else { own };
        TlsaVersion { publish, ttl: ttl.or(own).unwrap_or(Ttl(0)), expires: None, records }
    }

    fn timeline(&self) -> TlsaTimeline<'_> {
        TlsaTimeline {
            records: Vec::new(),
            chains: Vec::new(),
            names: &self.judged.names,
            pkix: self.judged.pkix(),
            propagation_s: self.zone.map_or(0, |zone| self.inquiry.timing.propagation(zone).seconds),
            skew_s: self.inquiry.timing.skew_s,
            from: self.inquiry.now,
            until: Some(self.inquiry.now),
        }
    }
}

/// The common name in a subject; all of it, where it has none.
fn common_name(subject: &str) -> &str {
    subject.split(", ").find_map(|part| part.strip_prefix("CN=")).unwrap_or(subject)
}

/// A file as rows have it: with the directory that it is in, which often is the host's name.
fn short(file: &str) -> String {
    let mut parts: Vec<&str> = file.rsplit('/').take(2).filter(|part| !part.is_empty()).collect();
    parts.reverse();
    parts.join("/")
}

fn as_chains<'m>(materials: &[&'m Material]) -> Vec<Chain<'m>> {
    materials.iter().map(|material| Chain { name: &material.name, parts: &material.parts }).collect()
}
