//! The way from what the parent says to the keys of a zone: which DS leads to a key that signs the DNSKEY
//! RRset.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::verifier::Flaw;
use super::{Algorithm, Ds, Key, KeyTag, Keys, Link, Names, Parent, Rrsig, Signatures, Speaker, ds_digest};
use crate::resolve::{Given, place};
use crate::rr::types;
use crate::wire::base16;
use crate::zone::{Record, Rrset, Zone};

/// How many keys or DS one text names.
const NAMED: usize = 6;
/// Files of one zone that are looked at as those of other signers.
const SIGNERS: usize = 8;

/// The keys that signed an RRset at the apex, as its RRSIG records name them.
pub type Signers = BTreeSet<(Algorithm, KeyTag)>;

/// Where a DS leads.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum End<'z> {
    /// To a key that signs the DNSKEY RRset.
    Secure(Key<'z>),
    /// To a key that does not sign the DNSKEY RRset.
    NotSigning(Key<'z>),
    /// To a key that is revoked.
    Revoked(Key<'z>),
    /// To a key that no validator may use: its flags or protocol are not those of a zone key.
    Unusable(Key<'z>),
    /// To a record whose octets are no key.
    Flawed(Key<'z>, Flaw),
    /// Nowhere, or nobody here knows.
    Elsewhere(Link<'z>),
}

/// The chain from a parent to a signed zone.
pub struct Chain<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// What the parent says.
    pub parent: Parent<'z>,
    /// The zone's keys.
    pub keys: Keys<'z>,
    /// Who made good signatures over the DNSKEY RRset; empty where nobody did, which other rules tell.
    pub signers: Signers,
    /// Each DS with its end.
    pub ends: Vec<(Ds<'z>, End<'z>)>,
}

/// The keys that made good and current signatures over the DNSKEY RRset.
#[must_use]
pub fn entries_of(signatures: &Signatures<'_>) -> Signers {
    signatures.entry_points().map(|key| (key.algorithm(), key.tag())).collect()
}

/// The keys named by the RRSIG records over one type at the apex.
#[must_use]
pub fn signers_of(zone: &Zone, covered: crate::rr::Rtype) -> Signers {
    let rrsigs = zone.apex().and_then(|apex| apex.rrset(types::RRSIG));
    let all = rrsigs.iter().flat_map(|rrset| rrset.records()).filter_map(Rrsig::of);
    all.filter(|rrsig| rrsig.covered == covered && rrsig.signer == zone.name())
        .map(|rrsig| (rrsig.algorithm, rrsig.key_tag))
        .collect()
}

/// Whether a key is among the signers, or nobody signed.
#[must_use]
pub fn signs(signers: &Signers, key: Key<'_>) -> bool {
    signers.is_empty() || signers.contains(&(key.algorithm(), key.tag()))
}

impl<'z> Chain<'z> {
    /// The chain to a zone with keys of which a parent has a DS; `None` for any other, and where keys could
    /// not be read.
    #[must_use]
    pub fn of(signatures: &Signatures<'z>, given: &Given<'z>) -> Option<Chain<'z>> {
        let zone = signatures.zone;
        if !zone.is_signed() || zone.may_have(zone.name(), types::DNSKEY) {
            return None;
        }
        let parent = Parent::of(zone, given)?;
        let (keys, signers) = (Keys::of(zone), entries_of(signatures));
        let ends = parent.ds.iter().map(|&ds| (ds, end(ds, zone, &keys, &signers))).collect();
        Some(Chain { zone, parent, keys, signers, ends })
    }

    /// Whether validators find a DS that they understand and none that leads to a key: every answer is bogus.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        let considered = self.considered();
        !self.parent.may_have_more
            && !considered.is_empty()
            && !considered.iter().any(|(_, end)| matches!(end, End::Secure(_)))
    }

    /// The DS that validators look at: those they understand, SHA-1 only where there is nothing better (RFC
    /// 4509 section 3).
    #[must_use]
    pub fn considered(&self) -> Vec<(Ds<'z>, End<'z>)> {
        let better = self.ends.iter().any(|(ds, _)| ds.is_understood() && ds.digest_type() != Some(1));
        self.ends
            .iter()
            .filter(|(ds, _)| ds.is_understood() && !(better && ds.digest_type() == Some(1)))
            .copied()
            .collect()
    }

    /// The keys that a DS leads to.
    #[must_use]
    pub fn secure(&self) -> Signers {
        let keys = self.ends.iter().filter_map(|(_, end)| match end {
            End::Secure(key) => Some((key.algorithm(), key.tag())),
            _ => None,
        });
        keys.collect()
    }

    /// The key whose DS the parent should have: one that signs the DNSKEY RRset, with the SEP bit if there is
    /// any.
    #[must_use]
    pub fn entry(&self) -> Option<Key<'z>> {
        let usable = || {
            self.keys.iter().filter(|key| {
                key.is_usable() && !key.is_revoked() && signs(&self.signers, *key) && key.flaw().is_none()
            })
        };
        usable().find(|key| key.is_sep()).or_else(|| usable().next())
    }

    /// Other files of the zone to whose keys the same DS set leads: what other signers serve (RFC 8901). At
    /// most [`SIGNERS`] files are looked at.
    #[must_use]
    pub fn other_signers(&self, given: &Given<'z>) -> Vec<OtherSigner<'z>> {
        if !self.ends.iter().any(|(_, end)| matches!(end, End::Secure(_))) {
            return Vec::new();
        }
        let others = given.named(self.zone.name()).iter().copied();
        let signed = others.filter(|other| other.id() != self.zone.id() && other.is_signed());
        let led_to = |other: &'z Zone| {
            let (keys, signers) = (Keys::of(other), signers_of(other, types::DNSKEY));
            let is_secure = |ds: &&Ds<'z>| matches!(end(**ds, other, &keys, &signers), End::Secure(_));
            let named = self.parent.ds.iter().filter(is_secure).copied().collect::<Vec<_>>();
            (!named.is_empty()).then_some(OtherSigner { zone: other, named, keys })
        };
        signed.take(SIGNERS).filter_map(led_to).collect()
    }

    /// Whether no signature of the DNSKEY RRset is of this algorithm, and validators know it.
    #[must_use]
    pub fn lacks(&self, algorithm: Algorithm) -> bool {
        algorithm.is_validated()
            && !self.signers.is_empty()
            && !self.signers.iter().any(|(of, _)| *of == algorithm)
    }

    /// `the parent has DS 13/1, the zone DNSKEY 13/2 and 13/3, and 13/2 signs them`.
    #[must_use]
    pub fn side_by_side(&self) -> String {
        let first = self.ends.first().map(|(ds, _)| place(ds.record)).unwrap_or_default();
        let named: BTreeSet<_> = self.ends.iter().map(|(ds, _)| (ds.algorithm, ds.tag)).collect();
        let ds = listed(named.into_iter().map(|(algorithm, tag)| format!("{}/{tag}", algorithm.0)));
        let keys = listed(self.keys.iter().map(|key| format!("{}/{}", key.algorithm().0, key.tag())));
        let signers = match self.signers.is_empty() {
            true => "nobody".to_owned(),
            false => listed(self.signers.iter().map(|(algorithm, tag)| format!("{}/{tag}", algorithm.0))),
        };
        format!("the parent has DS {ds} ({first}), the zone has DNSKEY {keys}, signed by {signers}")
    }
}

/// What another signer serves of a zone.
pub struct OtherSigner<'z> {
    /// The file.
    pub zone: &'z Zone,
    /// The DS that lead to its keys.
    pub named: Vec<Ds<'z>>,
    keys: Keys<'z>,
}

impl<'z> OtherSigner<'z> {
    /// The keys that sign its SOA record.
    pub fn data_keys(&self) -> impl Iterator<Item = Key<'z>> {
        let signers = signers_of(self.zone, types::SOA);
        self.keys.iter().filter(move |key| signers.contains(&(key.algorithm(), key.tag())))
    }
}

/// A zone without keys of which the parent has a DS that validators understand: they take it for bogus.
pub struct UnsignedChild<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// Whether the user or a checked parent zone has the DS.
    pub speaker: Speaker,
    /// The first DS that validators understand.
    pub ds: Ds<'z>,
}

impl<'z> UnsignedChild<'z> {
    /// `None` for zones with keys, and where no parent has such a DS.
    #[must_use]
    pub fn of(zone: &'z Zone, given: &Given<'z>) -> Option<UnsignedChild<'z>> {
        if zone.is_signed() || zone.may_have(zone.name(), types::DNSKEY) || given.signed_form(zone).is_some()
        {
            return None;
        }
        let parent = Parent::of(zone, given)?;
        let ds = parent.ds.iter().copied().find(|ds| ds.is_understood())?;
        Some(UnsignedChild { zone, speaker: parent.speaker, ds })
    }
}

/// The DS set that an RRset is or, as the DNSKEY RRset of a zone, has at the parent by the user's word; and
/// the record to point at.
#[must_use]
pub fn ds_sets<'z>(rrset: Rrset<'z>, given: &Given<'z>) -> Option<(Vec<Ds<'z>>, Record<'z>)> {
    if rrset.rtype() == types::DS {
        return Some((rrset.records().filter_map(Ds::of).collect(), rrset.first()));
    }
    let apex = Some(rrset.node()).filter(|node| node.is_apex())?;
    let parent = Parent::of(apex.zone(), given).filter(|parent| parent.speaker == Speaker::Given)?;
    Some((parent.ds, rrset.first()))
}

fn end<'z>(ds: Ds<'_>, zone: &Zone, keys: &Keys<'z>, signers: &Signers) -> End<'z> {
    let key = match ds.link(zone.name(), keys) {
        Link::Key(key) => key,
        other => return End::Elsewhere(other),
    };
    match key.flaw() {
        _ if !key.is_usable() => End::Unusable(key),
        Some(flaw) => End::Flawed(key, flaw),
        None if key.is_revoked() => End::Revoked(key),
        None if !signs(signers, key) => End::NotSigning(key),
        None => End::Secure(key),
    }
}

/// `a, b and c`; the first few of many.
fn listed(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let (shown, more) =
        (all.iter().take(NAMED).cloned().collect::<Vec<_>>(), all.len().saturating_sub(NAMED));
    match (shown.split_last(), more) {
        (Some((last, before)), 0) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        (_, 0) => shown.join(", "),
        (_, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The DS to write for a key, as a zone file has it: `example. DS 40212 13 2 8FE8...`.
#[must_use]
pub fn ds_text(key: Key<'_>) -> String {
    let owner = key.record.owner();
    let digest = ds_digest(2, owner, key.record.rdata()).unwrap_or_default();
    let mut text = format!("{owner} DS {} {} 2 ", key.tag(), key.algorithm().0);
    let _ = write!(text, "{}", base16::encode(&digest));
    text
}

/// What keeps a DS from leading to a key, as a clause.
#[must_use]
pub fn cause(ds: Ds<'_>, end: End<'_>) -> String {
    let said = if ds.digest_type().is_some() { format!("{ds} at the parent") } else { ds.to_string() };
    match end {
        End::Secure(_) => format!("{said} leads to no key"),
        End::NotSigning(_) => format!("{said} names a key with no good signature over DNSKEY"),
        End::Revoked(_) => format!("{said} names a revoked key"),
        End::Unusable(key) => {
            format!("{ds} names a key with flags {} and protocol {}", key.flags(), key.protocol())
        }
        End::Flawed(key, flaw) => format!("{ds} names {key}: {flaw}"),
        End::Elsewhere(Link::Digest(key)) => match ds.names {
            Names::Digest { digest_type, digest } => {
                let expected =
                    ds_digest(digest_type, key.record.owner(), key.record.rdata()).unwrap_or_default();
                let (found, expected) = where_they_differ(digest, &expected);
                format!("{ds} has digest {found}, the key has {expected}")
            }
            Names::Key { .. } => format!("{ds} is a trust anchor with another public key"),
        },
        End::Elsewhere(Link::Number(key)) => {
            format!("{ds} has the digest of key {}/{}", key.algorithm().0, key.tag())
        }
        End::Elsewhere(Link::Algorithm(key)) => {
            format!("{ds} has algorithm {}, the key {}", ds.algorithm.0, key.algorithm().0)
        }
        End::Elsewhere(_) => format!("{said} names no key of the zone"),
    }
}

/// Two digests in hexadecimal, a few octets from the first that differs.
fn where_they_differ(found: &[u8], expected: &[u8]) -> (String, String) {
    let at = found.iter().zip(expected).take_while(|(a, b)| a == b).count();
    let excerpt = |digest: &[u8]| {
        let rest = digest.get(at..).unwrap_or_default();
        let shown = rest.get(..4).unwrap_or(rest);
        let (before, after) =
            (if at > 0 { "…" } else { "" }, if rest.len() > shown.len() { "…" } else { "" });
        format!("{before}{}{after}", base16::encode(shown))
    };
    (excerpt(found), excerpt(expected))
}

/// The keys of a zone that share algorithm and tag with others, together.
#[must_use]
pub fn shared_tags(zone: &Zone) -> Vec<Vec<Key<'_>>> {
    let mut by_tag: BTreeMap<(Algorithm, KeyTag), Vec<Key<'_>>> = BTreeMap::new();
    for key in Keys::of(zone).iter() {
        by_tag.entry((key.algorithm(), key.tag())).or_default().push(key);
    }
    by_tag.into_values().filter(|keys| keys.len() > 1).collect()
}
