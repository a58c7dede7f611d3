//! Keys, DS records, CDS records and signatures of one zone.

use std::collections::BTreeSet;

use super::judgement::{bar, time_of};
use super::{Inquiry, Item, Kind, Next, State};
use crate::dnssec::{Ds, Key, Keys, Link, Parent};
use crate::rollover::timing::hold_s;
use crate::rollover::{
    Break, Change, Concern, DataVersion, DsVersion, Earliest, KeyVersion, Mark, MarkKind, Phase, Reading,
    Row, SignedGroup, Signers, SigningKey, Trust, ZoneTimeline, union,
};
use crate::rr::types;
use crate::wire::{Timestamp, Ttl, duration_text};
use crate::zone::Zone;

/// Field of SOA: seconds until a secondary that reaches nobody stops answering.
const EXPIRE: usize = 5;
/// TTL of a DS RRset that nobody says: that of most parents.
const DS_TTL: Ttl = Ttl(86_400);

/// Keys and DS records that are looked at: no zone in service has more, and each costs a search.
const MOST: usize = 64;

/// All that is said of the zone itself.
pub(super) fn items(
    inquiry: &Inquiry<'_>,
    zone: &Zone,
    parent: Option<&Parent<'_>>,
    parent_propagation_s: u32,
) -> Vec<Item> {
    let keys = Keys::of(zone);
    let signers = Signers::of(zone, inquiry.now);
    let none = Vec::new();
    let ds: Vec<(&Ds<'_>, Link<'_>)> = parent
        .map_or(&none, |parent| &parent.ds)
        .iter()
        .map(|ds| (ds, ds.link(zone.name(), &keys)))
        .collect();
    let desk = KeyReview {
        inquiry,
        zone,
        owner: zone.name().to_string(),
        keys: &keys,
        signers: &signers,
        ds: &ds,
        parent,
        parent_propagation_s,
    };
    if keys.is_empty() {
        return desk.unsigned().into_iter().collect();
    }
    let mut items: Vec<Item> = keys.iter().take(MOST).map(|key| desk.key(key)).collect();
    items.extend(ds.iter().take(MOST).map(|(ds, link)| desk.ds(ds, *link)));
    if keys.iter().len() > MOST || ds.len() > MOST {
        let sentence = format!(
            "{} keys and {} DS records: those after {MOST} of each are not checked",
            keys.iter().len(),
            ds.len()
        );
        items.push(Item::new(Kind::Key, &desk.owner, State::NotChecked, sentence));
    }
    items.extend(desk.cds());
    items.extend(desk.broken());
    items.extend(desk.signatures());
    items
}

struct KeyReview<'a, 'z> {
    inquiry: &'a Inquiry<'a>,
    zone: &'z Zone,
    owner: String,
    keys: &'a Keys<'z>,
    signers: &'a Signers,
    ds: &'a [(&'a Ds<'z>, Link<'z>)],
    parent: Option<&'a Parent<'z>>,
    parent_propagation_s: u32,
}

/// What a key does.
struct Part {
    /// It signs the DNSKEY RRset.
    signs_keys: bool,
    /// How many other RRsets it signs.
    signs: u64,
    /// A DS names it.
    is_named: bool,
}

impl<'z> KeyReview<'_, 'z> {
    fn item(&self, kind: Kind, state: State, sentence: String, row: Row) -> Item {
        Item { row: Some(row), ..Item::new(kind, &self.owner, state, sentence) }
    }

    /// A zone without keys whose parent has DS records; its server may sign it still.
    fn unsigned(&self) -> Option<Item> {
        let count = self.ds.len();
        let records = if count == 1 { "a DS record".to_owned() } else { format!("{count} DS records") };
        let sentence = format!(
            "the parent has {records} and the zone file no key: not checked; resolvers answer SERVFAIL if it \
            is served unsigned"
        );
        (count > 0).then(|| Item::new(Kind::Ds, &self.owner, State::NotChecked, sentence))
    }

    fn key(&self, key: Key<'z>) -> Item {
        let id = (key.algorithm(), key.tag());
        let signs = self
            .signers
            .data
            .iter()
            .filter(|claimed| claimed.signers.contains(&id))
            .map(|claimed| claimed.rrsets)
            .sum();
        let signs_keys = self.signers.dnskey.as_ref().is_some_and(|claimed| claimed.signers.contains(&id));
        let is_named = self.ds.iter().any(|(_, link)| names(*link).is_some_and(|named| is_same(named, key)));
        let part = Part { signs_keys, signs, is_named };
        let name = format!("key {key}");
        let row =
            |phase, marks| Row { name: format!("DNSKEY {key}"), bars: vec![bar(phase, None, None)], marks };
        if self.keys.with(id.0, id.1).count() > 1 {
            let sentence = format!(
                "{name} shares its tag with another key, and signatures do not say which of them made them: \
                not checked"
            );
            return self.item(Kind::Key, State::NotChecked, sentence, row(Phase::Active, Vec::new()));
        }
        if key.is_revoked() || !key.is_usable() {
            let why = if key.is_revoked() {
                "is revoked: no validator trusts it any more"
            } else {
                "is no zone key: no validator uses it"
            };
            return self.item(
                Kind::Key,
                State::LeftOver,
                format!("{name} {why}"),
                row(Phase::Retiring, Vec::new()),
            );
        }
        match self.active(key, &part) {
            Some(what) => {
                self.item(Kind::Key, State::Active, format!("{name} {what}"), row(Phase::Active, Vec::new()))
            }
            None => self.idle_key(key, &part),
        }
    }

    /// What a key does that is in use; `None` where it is not, or not wholly.
    fn active(&self, key: Key<'_>, part: &Part) -> Option<String> {
        let is_zsk = !key.is_sep() && self.keys.iter().any(|key| key.is_sep());
        let total: u64 = self.signers.data.iter().map(|claimed| claimed.rrsets).sum();
        let rrsets = format!("{} of {total} other RRsets", part.signs);
        Some(match part {
            Part { signs_keys: true, signs: 0, is_named: true } => {
                "signs the DNSKEY RRset and the parent's DS names it: active".to_owned()
            }
            Part { signs_keys: true, is_named: true, .. } => {
                format!("signs the DNSKEY RRset and {rrsets}, and the parent's DS names it: active")
            }
            // Signers may let ZSKs sign the DNSKEY RRset too.
            Part { signs_keys: true, signs: 1.., .. } if is_zsk => {
                format!("signs the DNSKEY RRset and {rrsets}: active")
            }
            Part { signs_keys: true, .. } if self.parent.is_none() => {
                let more = if part.signs > 0 { format!(" and {rrsets}") } else { String::new() };
                format!("signs the DNSKEY RRset{more}: active if the parent's DS names it")
            }
            Part { signs_keys: false, signs: 1.., .. } => format!("signs {rrsets}: active"),
            Part { .. } => return None,
        })
    }

    fn idle_key(&self, key: Key<'z>, part: &Part) -> Item {
        let (inquiry, since) = (self.inquiry, self.inquiry.since());
        let one = SigningKey::of(key);
        if part.is_named {
            let sentence = format!(
                "key {key} does not sign the DNSKEY RRset, and the parent's DS names it: stand-by, or its \
                signature is missing"
            );
            return self.item(
                Kind::Key,
                State::PrePublished,
                sentence,
                self.row(key, Phase::PrePublished, Vec::new()),
            );
        }
        let removal = self.removal(&one, key.is_sep() || part.signs_keys);
        let remove = inquiry.may("be removed", removal);
        if part.signs_keys {
            let use_from = self.first_ds(&one);
            let publish = inquiry.may("be published", use_from);
            let sentence = if self.ds.is_empty() {
                format!("key {key} signs the DNSKEY RRset and the parent has no DS{since}: its DS {publish}")
            } else {
                format!(
                    "key {key} signs the DNSKEY RRset and no DS names it{since}: pre-published, its DS \
                    {publish}; or retired, {remove}"
                )
            };
            let marks = inquiry.switch(use_from, "its DS may be published").into_iter().collect();
            let item = self.item(
                Kind::Key,
                State::PrePublished,
                sentence,
                self.row(key, Phase::PrePublished, marks),
            );
            return Item {
                earliest: time_of(use_from),
                since: inquiry.timing.published_at,
                next: Next::Ds,
                ..item
            };
        }
        if key.is_sep() {
            let sentence =
                format!("key {key} signs nothing and no DS names it{since}: retired, {remove}; or stand-by");
            let marks = inquiry.switch(removal, "it may be removed").into_iter().collect();
            let item = self.item(Kind::Key, State::LeftOver, sentence, self.row(key, Phase::Retiring, marks));
            return Item { earliest: time_of(removal), since: inquiry.timing.published_at, ..item };
        }
        let use_from = self.first_signature(&one);
        let sign = inquiry.may("sign", use_from);
        let sentence = format!(
            "key {key} is published and signs nothing{since}: pre-published, {sign}; or retired, {remove}"
        );
        let marks = inquiry
            .switch(use_from, "it may sign")
            .into_iter()
            .chain(inquiry.switch(removal, "if retired, it may be removed"))
            .collect();
        let item =
            self.item(Kind::Key, State::PrePublished, sentence, self.row(key, Phase::PrePublished, marks));
        Item { earliest: time_of(use_from), since: inquiry.timing.published_at, ..item }
    }

    fn row(&self, key: Key<'_>, phase: Phase, marks: Vec<Mark>) -> Row {
        Row {
            name: format!("DNSKEY {key}"),
            bars: vec![bar(phase, self.inquiry.timing.published_at, None)],
            marks,
        }
    }

    fn ds(&self, ds: &Ds<'_>, link: Link<'_>) -> Item {
        let digest = ds.digest_type().map(|number| format!(" of digest type {number}")).unwrap_or_default();
        let name = format!("{ds}{digest}");
        let (state, phase, what) = match link {
            Link::Key(key) => {
                let id = (key.algorithm(), key.tag());
                match self.signers.dnskey.as_ref().is_some_and(|claimed| claimed.signers.contains(&id)) {
                    true => (
                        State::Active,
                        Phase::Active,
                        format!("names the key {key}, which signs the DNSKEY RRset: active"),
                    ),
                    false => (
                        State::PrePublished,
                        Phase::PrePublished,
                        format!("names the key {key}, which does not sign the DNSKEY RRset: stand-by"),
                    ),
                }
            }
            Link::Unchecked(key) => (
                State::NotChecked,
                Phase::Active,
                format!("has the tag of the key {key}; its digest is not checked"),
            ),
            Link::Digest(key) => (
                State::LeftOver,
                Phase::Retiring,
                format!("has the tag of the key {key} and another digest: it names no published key"),
            ),
            Link::Number(_) | Link::Algorithm(_) | Link::None => (
                State::LeftOver,
                Phase::Retiring,
                "names no published key: stand-by, or left over".to_owned(),
            ),
        };
        self.item(
            Kind::Ds,
            state,
            format!("{name} {what}"),
            Row { name, bars: vec![bar(phase, None, None)], marks: Vec::new() },
        )
    }

    /// What the zone asks the parent for and the parent does not have.
    fn cds(&self) -> Vec<Item> {
        let Some(apex) = self.zone.apex() else { return Vec::new() };
        let rrsets: Vec<_> =
            [types::CDS, types::CDNSKEY].into_iter().filter_map(|rtype| apex.rrset(rtype)).collect();
        let asked: Vec<Ds<'_>> = rrsets.iter().flat_map(|rrset| rrset.records()).filter_map(Ds::of).collect();
        if asked.is_empty() || self.parent.is_none() {
            return Vec::new();
        }
        let say = |sentence: String| Item::new(Kind::Cds, &self.owner, State::Waiting, sentence);
        if asked.iter().all(|one| one.algorithm.0 == 0) {
            let sentence =
                "the CDS RRset asks the parent to remove all DS records, and the parent still has them";
            return if self.ds.is_empty() { Vec::new() } else { vec![say(sentence.to_owned())] };
        }
        let id = |ds: &Ds<'_>| (ds.algorithm, ds.tag);
        let there: BTreeSet<_> = self.ds.iter().map(|(ds, _)| id(ds)).collect();
        let wanted: BTreeSet<_> = asked.iter().map(id).collect();
        let (asks, has) = match rrsets.as_slice() {
            [only] => (format!("{} asks", only.rtype()), format!("{} does not have", only.rtype())),
            _ => ("CDS and CDNSKEY ask".to_owned(), "CDS and CDNSKEY do not have".to_owned()),
        };
        let mut items: Vec<Item> = wanted
            .difference(&there)
            .map(|(algorithm, tag)| {
                let item = say(format!(
                    "{asks} for DS {}/{tag}, which the DS RRset does not have yet: the parent \
                        has not taken it over",
                    algorithm.0
                ));
                Item { next: Next::Ds, ..item }
            })
            .collect();
        let superfluous = there.difference(&wanted);
        items.extend(superfluous.map(|(algorithm, tag)| {
            say(format!("{has} DS {}/{tag}, which the DS RRset still has", algorithm.0))
        }));
        items
    }

    /// Whether resolvers fail now, if the signatures are as their fields say.
    fn broken(&self) -> Option<Item> {
        let timeline = match self.timeline(true) {
            Ok(timeline) => timeline,
            Err(why) => {
                return Some(Item::new(
                    Kind::Signatures,
                    &self.owner,
                    State::NotChecked,
                    format!("not checked: {why}"),
                ));
            }
        };
        let gaps = timeline.gaps(self.inquiry.limits).ok()?;
        let gap = gaps.iter().find(|gap| gap.interval.contains(self.inquiry.now))?;
        let interval = union(gaps.iter().map(|gap| gap.interval))
            .into_iter()
            .find(|interval| interval.contains(self.inquiry.now))?;
        let Trust::Broken(why) = timeline.trust(&gap.view) else { return None };
        let why = match why {
            Break::DsExpired | Break::KeysExpired => "the signatures of the DNSKEY RRset have ended",
            Break::DataExpired => "signatures of its records have ended",
            Break::Entry | Break::EntryAlgorithm => {
                "no key that the parent's DS names is published and signs the DNSKEY RRset"
            }
            Break::Data | Break::DataAlgorithm => "records are signed by no published key",
        };
        let mut bar = bar(Phase::Gap, Some(interval.start.unwrap_or(self.inquiry.now)), interval.end);
        bar.label = "resolvers that validate answer SERVFAIL, if nothing changes".to_owned();
        let row = Row { name: "validation".to_owned(), bars: vec![bar], marks: Vec::new() };
        let sentence = format!("resolvers that validate answer SERVFAIL now: {why}");
        Some(Item { next: Next::Check, ..self.item(Kind::Signatures, State::Broken, sentence, row) })
    }

    /// When the first signature ends, and when to sign again.
    fn signatures(&self) -> Option<Item> {
        let groups = || self.signers.dnskey.iter().chain(&self.signers.data);
        let first = groups().filter_map(|claimed| claimed.first_expires).min()?;
        let largest_ttl = groups().map(|claimed| claimed.ttl).max().unwrap_or(Ttl(0));
        let propagation_s = self.inquiry.timing.propagation(self.zone).seconds;
        let expire_s = self.zone.soa().and_then(|soa| soa.u32(EXPIRE)).unwrap_or(0);
        // A secondary that reaches nobody serves the old signatures until it expires, a cache for their TTL.
        let ahead_s = i64::from(expire_s).max(hold_s(i64::from(propagation_s), largest_ttl));
        let again = Timestamp(first.0.saturating_sub(ahead_s));
        let wait = format!(
            "{} before: the larger of SOA expire and the largest TTL + propagation",
            duration_text(ahead_s.unsigned_abs())
        );
        let sentence = match (first <= self.inquiry.now, again <= self.inquiry.now) {
            (true, _) => format!("signatures: the first ended at {first}"),
            (false, true) => format!(
                "signatures: the first end at {first}; they were to be made anew by {again}, {wait}; sign \
                the zone now"
            ),
            (false, false) => {
                format!("signatures: the first end at {first}; make new ones by {again}, {wait}")
            }
        };
        let state = if first <= self.inquiry.now || again <= self.inquiry.now {
            State::Waiting
        } else {
            State::Active
        };
        let marks = vec![
            Mark { at: again, kind: MarkKind::Change, label: "sign again by then".to_owned() },
            Mark { at: first, kind: MarkKind::Expiry, label: "the first signature ends".to_owned() },
        ];
        let row =
            Row { name: "signatures".to_owned(), bars: vec![bar(Phase::Active, None, Some(first))], marks };
        Some(Item { until: Some(first), ..self.item(Kind::Signatures, state, sentence, row) })
    }

    /// The zone and its parent as they are, for good.
    fn timeline(&self, with_ends: bool) -> Result<ZoneTimeline, String> {
        let known = &self.signers.keys;
        let resolve = |claimed: &crate::rollover::Claimed| {
            let group = claimed.resolve(known).map_err(|(algorithm, tag)| {
                format!("signatures: two keys are {}/{tag}: not checked", algorithm.0)
            })?;
            Ok::<_, String>(if with_ends {
                group
            } else {
                SignedGroup { first_expires: None, last_expires: None, ..group }
            })
        };
        let dnskey = self.signers.dnskey.as_ref().map(resolve).transpose()?;
        let groups = self.signers.data.iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
        let empty =
            SignedGroup { ttl: Ttl(0), first_expires: None, last_expires: None, signed_by: BTreeSet::new() };
        let dnskey = dnskey.unwrap_or_else(|| empty.clone());
        // Where nobody says what the parent has, its DS is taken to be right.
        let named = match self.parent {
            None => dnskey.signed_by.clone(),
            Some(_) => self
                .ds
                .iter()
                .map(|(ds, link)| names(*link).map_or_else(|| unpublished(ds), SigningKey::of))
                .collect(),
        };
        let ds_ttl = self.ds.iter().map(|(ds, _)| Ttl(ds.record.ttl())).max().unwrap_or(DS_TTL);
        Ok(ZoneTimeline {
            ds: vec![DsVersion { publish: None, ttl: ds_ttl, expires: None, keys: named }],
            keys: vec![KeyVersion {
                publish: None,
                ttl: dnskey.ttl,
                expires: dnskey.first_expires,
                keys: known.clone(),
                signed_by: dnskey.signed_by,
            }],
            data: vec![DataVersion {
                publish: None,
                groups: if groups.is_empty() { vec![empty] } else { groups },
            }],
            parent_propagation_s: self.parent_propagation_s,
            propagation_s: self.inquiry.timing.propagation(self.zone).seconds,
            signing_s: 0,
            reading: Reading::AnyPath,
        })
    }

    /// The earliest time of a change of the zone as it is, once `prepare` has added what was before and what
    /// comes.
    fn earliest(&self, change: &Change, prepare: impl FnOnce(&mut ZoneTimeline, Timestamp)) -> Earliest {
        let Ok(mut timeline) = self.timeline(false) else { return Earliest::Never };
        let published = self.inquiry.counted_from();
        prepare(&mut timeline, published);
        let limits = self.inquiry.limits;
        let earliest = timeline.model(limits).and_then(|model| {
            model.earliest(change, Concern::Arrival, Some(published), |view| timeline.is_broken(view))
        });
        earliest.map_or(Earliest::Never, |earliest| self.inquiry.and_safety(earliest))
    }

    /// When a key may sign the data that was published with the zone as it is: RFC 7583 section 3.2.1 comes
    /// out of it.
    fn first_signature(&self, key: &SigningKey) -> Earliest {
        self.earliest(&Change::of(ZoneTimeline::DATA, 1), |timeline, published| {
            appears(timeline, key, published);
            if let Some(DataVersion { groups, .. }) = timeline.data.first() {
                let groups = groups
                    .iter()
                    .map(|group| SignedGroup { signed_by: BTreeSet::from([key.clone()]), ..group.clone() })
                    .collect();
                timeline.data.push(DataVersion { publish: Some(published), groups });
            }
        })
    }

    /// When the DS of a key may be published that came with the zone as it is.
    fn first_ds(&self, key: &SigningKey) -> Earliest {
        self.earliest(&Change::of(ZoneTimeline::DS, 1), |timeline, published| {
            appears(timeline, key, published);
            if let Some(ds) = timeline.ds.first().cloned() {
                // The first DS: everything may have been unsigned before.
                if ds.keys.is_empty()
                    && let Some(data) = timeline.data.first_mut()
                {
                    let before = data
                        .groups
                        .iter()
                        .map(|group| SignedGroup { signed_by: BTreeSet::new(), ..group.clone() })
                        .collect();
                    data.publish = Some(published);
                    timeline.data.insert(0, DataVersion { publish: None, groups: before });
                }
                timeline.ds.push(DsVersion {
                    publish: Some(published),
                    keys: BTreeSet::from([key.clone()]),
                    ..ds
                });
            }
        })
    }

    /// When a key may be removed that was in use until the zone became as it is.
    fn removal(&self, key: &SigningKey, is_entry: bool) -> Earliest {
        self.earliest(&Change::of(ZoneTimeline::KEYS, 1), |timeline, published| {
            if let Some(keys) = timeline.keys.first_mut() {
                if is_entry {
                    keys.signed_by.insert(key.clone());
                }
                let mut after = KeyVersion { publish: Some(published), ..keys.clone() };
                after.keys.remove(key);
                after.signed_by.remove(key);
                timeline.keys.push(after);
            }
            if is_entry {
                if let Some(ds) = timeline.ds.first_mut() {
                    ds.publish = Some(published);
                    let before =
                        DsVersion { publish: None, keys: BTreeSet::from([key.clone()]), ..ds.clone() };
                    timeline.ds.insert(0, before);
                }
            } else if let Some(data) = timeline.data.first_mut() {
                let before = data
                    .groups
                    .iter()
                    .map(|group| SignedGroup { signed_by: BTreeSet::from([key.clone()]), ..group.clone() })
                    .collect();
                data.publish = Some(published);
                timeline.data.insert(0, DataVersion { publish: None, groups: before });
            }
        })
    }
}

/// Before the zone was as it is, the key was not there.
fn appears(timeline: &mut ZoneTimeline, key: &SigningKey, published: Timestamp) {
    if let Some(keys) = timeline.keys.first_mut() {
        let mut before = keys.clone();
        before.keys.remove(key);
        before.signed_by.remove(key);
        keys.publish = Some(published);
        timeline.keys.insert(0, before);
    }
}

/// The key that a DS names.
fn names(link: Link<'_>) -> Option<Key<'_>> {
    match link {
        Link::Key(key) | Link::Unchecked(key) => Some(key),
        Link::Digest(_) | Link::Number(_) | Link::Algorithm(_) | Link::None => None,
    }
}

/// A key that is not in the zone.
fn unpublished(ds: &Ds<'_>) -> SigningKey {
    SigningKey { algorithm: ds.algorithm, key_tag: ds.tag, public_key: Vec::new() }
}

fn is_same(a: Key<'_>, b: Key<'_>) -> bool {
    a.record.rdata() == b.record.rdata()
}
