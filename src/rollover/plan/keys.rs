//! What plans for keys begin with: the keys of a zone, what each signs, which DS there are. Plans nothing.

use std::collections::BTreeSet;

use super::resign::Signing;
use super::{PlanError, Rdata};
use crate::dnssec::{
    Algorithm, Ds, Key, KeyTag, Keys, Link, digest_standing, ds_digest, is_validated_digest,
};
use crate::rollover::dnssec::{SignedGroup, SigningKey};
use crate::rollover::signers::Signers;
use crate::rollover::timing::{Propagation, Timing};
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef, Timestamp, Ttl, base16};
use crate::zone::{Rrset, Zone};

/// Field of SOA: the TTL of negative answers, with that of SOA itself.
const MINIMUM: usize = 6;
/// The digest of DS records to be made where no other is in use: SHA-256.
const SHA256: u8 = 2;

/// What times depend on.
#[derive(Debug, Clone, Copy)]
pub struct ZoneTimes {
    /// When the plan is made.
    pub now: Timestamp,
    /// When the first change may be published, and what else the user says.
    pub timing: Timing,
    /// Until a publication is on all servers of the zone.
    pub propagation: Propagation,
    /// Since when the DS RRset of the parent is as it is; `None` where nobody says.
    pub ds_since: Option<Timestamp>,
    /// Seconds until a publication is on all servers of the parent.
    pub parent_propagation_s: u32,
    /// Seconds until all of the zone is signed anew.
    pub signing_s: u32,
}

/// What keys of a zone are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Signs the DNSKEY RRset.
    Ksk,
    /// Signs the data.
    Zsk,
    /// Signs both.
    Csk,
}

impl Role {
    /// As people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Ksk => "KSK",
            Role::Zsk => "ZSK",
            Role::Csk => "CSK",
        }
    }

    /// The flags of such a key.
    fn flags(self) -> u16 {
        match self {
            Role::Ksk | Role::Csk => 257,
            Role::Zsk => 256,
        }
    }
}

/// How a key is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyMethod {
    /// The new ZSK is published before it signs: RFC 6781 section 4.1.1.1.
    PrePublish,
    /// Old and new key sign together: RFC 6781 section 4.1.1.2.
    DoubleSignature,
    /// Old and new KSK are published together: RFC 7583 section 3.3.1.
    DoubleKsk,
    /// Old and new DS are published together: RFC 7583 section 3.3.2.
    DoubleDs,
    /// Signatures of the new algorithm come before its keys: RFC 6781 section 4.1.4.
    Conservative,
    /// Signatures and keys of the new algorithm come together.
    Liberal,
}

impl KeyMethod {
    /// Every method.
    pub const ALL: &'static [KeyMethod] = &[
        KeyMethod::PrePublish,
        KeyMethod::DoubleSignature,
        KeyMethod::DoubleKsk,
        KeyMethod::DoubleDs,
        KeyMethod::Conservative,
        KeyMethod::Liberal,
    ];

    /// Its name, and what it is for.
    #[must_use]
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            KeyMethod::PrePublish => ("pre-publish", "ZSK, CSK: the new key is published before it signs"),
            KeyMethod::DoubleSignature => ("double-signature", "ZSK, CSK: both keys sign for a time"),
            KeyMethod::DoubleKsk => ("double-ksk", "KSK: both keys are published for a time"),
            KeyMethod::DoubleDs => ("double-ds", "KSK: both DS are published for a time"),
            KeyMethod::Conservative => {
                ("conservative", "Algorithm: signatures come before keys, and go after them")
            }
            KeyMethod::Liberal => ("liberal", "Algorithm: signatures and keys come together"),
        }
    }
}

/// What is to become of a zone's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyGoal {
    /// Another key in place of one.
    Roll {
        /// Which kind.
        role: Role,
        /// How; `None` for the usual way.
        method: Option<KeyMethod>,
        /// The old key's tag, where several could be meant.
        old: Option<KeyTag>,
    },
    /// Keys of another algorithm in place of all.
    Algorithm {
        /// Which algorithm.
        to: Algorithm,
        /// How; `None` for the conservative way.
        method: Option<KeyMethod>,
    },
    /// The DS RRset that CDS and CDNSKEY ask for; `None` where they ask for none at all.
    Cds(Option<BTreeSet<SigningKey>>),
    /// The zone is to be signed.
    Sign,
    /// The zone is to be unsigned.
    Unsign,
}

/// A key, and its record as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedKey {
    /// The key; one that is not made yet has a tag of 0.
    pub key: SigningKey,
    /// Whether its SEP bit is set.
    pub is_sep: bool,
    /// The rdata of its DNSKEY.
    pub dnskey: Rdata,
}

impl PlannedKey {
    /// That of a record.
    #[must_use]
    pub fn of(key: Key<'_>) -> PlannedKey {
        let signing = SigningKey {
            algorithm: key.algorithm(),
            key_tag: key.tag(),
            public_key: key.public_key().to_vec(),
        };
        PlannedKey { key: signing, is_sep: key.is_sep(), dnskey: Rdata::Known(key.record.rdata().to_vec()) }
    }

    /// One that is not made yet.
    #[must_use]
    pub fn to_be_made(role: Role, algorithm: Algorithm) -> PlannedKey {
        let text = format!("{} 3 {} <public key of the new {}>", role.flags(), algorithm.0, role.name());
        // The text tells it from all other keys.
        let key = SigningKey { algorithm, key_tag: KeyTag(0), public_key: text.clone().into_bytes() };
        PlannedKey { key, is_sep: role != Role::Zsk, dnskey: Rdata::ToBeMade(text) }
    }

    /// As messages call it: `13/40212`.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.dnskey {
            Rdata::Known(_) => format!("{}/{}", self.key.algorithm.0, self.key.key_tag),
            Rdata::ToBeMade(_) => format!("{}/new", self.key.algorithm.0),
        }
    }
}

/// The keys of a zone as it is published.
#[derive(Debug, Clone)]
pub struct ZoneKeys {
    /// The zone.
    pub name: Name,
    /// Its keys, those of other parties left out: usable and not revoked.
    pub keys: Vec<PlannedKey>,
    /// Keys that are to come.
    pub new: Vec<PlannedKey>,
    /// The keys that sign the DNSKEY RRset.
    pub signed_by: BTreeSet<SigningKey>,
    /// The TTL of the DNSKEY RRset; where there is none that of SOA, as it will have.
    pub dnskey_ttl: Ttl,
    /// The TTL of the answer that there is no DNSKEY.
    pub negative_ttl: Ttl,
    /// Everything else that is signed.
    pub data: Vec<SignedGroup>,
    /// The keys that DS records name, and the records.
    pub ds: Vec<(SigningKey, Vec<u8>)>,
    /// The keys that CDS records name, and the records.
    pub cds: Vec<(SigningKey, Vec<u8>)>,
    /// The TTL of the DS RRset, or of the answer that there is none.
    pub ds_ttl: Ttl,
    /// When signatures end.
    pub signing: Signing,
}

impl ZoneKeys {
    /// Reads a zone. `ds` is what its parent has; where nobody says, the keys that sign the DNSKEY RRset are
    /// taken to have one.
    ///
    /// # Errors
    /// Keys that cannot be told apart by what signatures say.
    pub fn read(
        zone: &Zone,
        now: Timestamp,
        ds: Option<&[Ds<'_>]>,
        ds_ttl: Ttl,
        new: Vec<PlannedKey>,
    ) -> Result<ZoneKeys, PlanError> {
        let (signers, all) = (Signers::of(zone, now), Keys::of(zone));
        let name = zone.name();
        let given = |(algorithm, tag): (Algorithm, KeyTag)| {
            let message = format!(
                "several of its keys are {}/{tag}, so that signatures do not say which of them signs",
                algorithm.0
            );
            PlanError::Given(name.to_string(), message)
        };
        let keys: Vec<PlannedKey> =
            all.iter().filter(|key| key.is_usable() && !key.is_revoked()).map(PlannedKey::of).collect();
        let dnskey =
            signers.dnskey.as_ref().map(|one| one.resolve(&signers.keys)).transpose().map_err(given)?;
        let data: Result<Vec<SignedGroup>, _> =
            signers.data.iter().map(|one| one.resolve(&signers.keys)).collect();
        let data = data.map_err(given)?;
        let soa_ttl = zone.soa().map_or(Ttl(0), |soa| Ttl(soa.ttl()));
        let negative_ttl =
            zone.soa().and_then(|soa| soa.u32(MINIMUM)).map_or(soa_ttl, |minimum| soa_ttl.min(Ttl(minimum)));
        let signed_by = dnskey.as_ref().map(|one| one.signed_by.clone()).unwrap_or_default();
        let assumed = || {
            let entries = keys.iter().filter(|one| signed_by.contains(&one.key));
            let has_sep = entries.clone().any(|one| one.is_sep);
            entries
                .filter(|one| one.is_sep || !has_sep)
                .filter_map(|one| Some((one.key.clone(), ds_of(one, name, SHA256)?)))
                .collect()
        };
        let ds = ds.map_or_else(assumed, |ds| {
            ds.iter().map(|ds| (named(*ds, name, &all), ds.record.rdata().to_vec())).collect()
        });
        let signing = Signing::of(&signers, zone);
        let dnskey_ttl = dnskey.map_or(soa_ttl, |one| one.ttl);
        let cds = asking(zone, types::CDS)
            .filter(|cds| cds.algorithm.0 != 0)
            .map(|cds| (named(cds, name, &all), cds.record.rdata().to_vec()))
            .collect();
        Ok(ZoneKeys {
            name: name.to_name(),
            keys,
            new,
            signed_by,
            dnskey_ttl,
            negative_ttl,
            data,
            ds,
            cds,
            ds_ttl,
            signing,
        })
    }

    /// What the CDS and CDNSKEY records of a zone ask for: these keys, or `None` where no DS is to be left.
    ///
    /// # Errors
    /// Why they ask for nothing that a parent does.
    pub fn asked(zone: &Zone) -> Result<Option<BTreeSet<SigningKey>>, PlanError> {
        let (name, all) = (zone.name(), Keys::of(zone));
        let error = |message: &str| Err(PlanError::Given(name.to_string(), message.to_owned()));
        let mut asked: Option<BTreeSet<SigningKey>> = None;
        for rtype in [types::CDS, types::CDNSKEY] {
            let records: Vec<Ds<'_>> = asking(zone, rtype).collect();
            if records.is_empty() {
                continue;
            }
            let keys: BTreeSet<SigningKey> = records
                .iter()
                .filter(|one| one.algorithm.0 != 0)
                .map(|one| named(*one, name, &all))
                .collect();
            if !keys.is_empty() && records.iter().any(|one| one.algorithm.0 == 0) {
                return error(
                    "asks its parent for keys and for no DS at all: a removal stands alone (RFC 8078 section \
                    4)",
                );
            }
            if asked.as_ref().is_some_and(|asked| *asked != keys) {
                return error("has CDS and CDNSKEY records that ask for different keys (RFC 7344 section 4)");
            }
            asked = Some(keys);
        }
        match asked {
            None => error(
                "has no CDS and no CDNSKEY record, so it asks its parent for nothing: danelaw ds --cds ZONE \
                makes them",
            ),
            Some(keys) => Ok((!keys.is_empty()).then_some(keys)),
        }
    }

    /// Whether any data is signed.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.data.iter().any(|group| !group.signed_by.is_empty())
    }

    /// The keys that sign data.
    #[must_use]
    pub fn data_signers(&self) -> BTreeSet<SigningKey> {
        self.data.iter().flat_map(|group| group.signed_by.iter().cloned()).collect()
    }

    /// The keys that DS records name.
    #[must_use]
    pub fn ds_keys(&self) -> BTreeSet<SigningKey> {
        self.ds.iter().map(|(key, _)| key.clone()).collect()
    }

    /// What is known of a key of the zone, or of one to come.
    #[must_use]
    pub fn find(&self, key: &SigningKey) -> Option<&PlannedKey> {
        self.keys.iter().chain(&self.new).find(|known| known.key == *key)
    }

    /// The DS records of a key: those there are, or else those to be made, of the digests that are in use.
    #[must_use]
    pub fn ds_records(&self, key: &SigningKey) -> Vec<Rdata> {
        let of = |all: &[(SigningKey, Vec<u8>)]| -> Vec<Rdata> {
            all.iter()
                .filter(|(named, _)| named == key)
                .map(|(_, rdata)| Rdata::Known(rdata.clone()))
                .collect()
        };
        let known =
            [of(&self.ds), of(&self.cds)].into_iter().find(|known| !known.is_empty()).unwrap_or_default();
        let Some(planned) = self.find(key).filter(|_| known.is_empty()) else { return known };
        let mut digests: Vec<u8> = self
            .ds
            .iter()
            .filter_map(|(_, rdata)| rdata.get(3).copied())
            .filter(|digest| is_validated_digest(*digest) && !digest_standing(*digest).is_out())
            .collect();
        digests.sort_unstable();
        digests.dedup();
        if digests.is_empty() {
            digests.push(SHA256);
        }
        let owner = self.name.borrow_name();
        let record = |digest: &u8| match &planned.dnskey {
            Rdata::Known(_) => ds_of(planned, owner, *digest).map(Rdata::Known),
            Rdata::ToBeMade(_) => {
                let hash = if *digest == SHA256 { "SHA-256" } else { "SHA-384" };
                let kind = if planned.is_sep { "key" } else { "ZSK" };
                Some(Rdata::ToBeMade(format!(
                    "<tag> {} {digest} <{hash} digest of the new {kind}>",
                    key.algorithm.0
                )))
            }
        };
        digests.iter().filter_map(record).collect()
    }
}

/// The records by which a zone asks its parent for something.
fn asking(zone: &Zone, rtype: Rtype) -> impl Iterator<Item = Ds<'_>> {
    let rrset = zone.apex().and_then(|apex| apex.rrset(rtype));
    rrset.into_iter().flat_map(Rrset::records).filter_map(Ds::of)
}

/// The key that a DS names: one of the zone, or else one that nobody has.
fn named(ds: Ds<'_>, owner: NameRef<'_>, keys: &Keys<'_>) -> SigningKey {
    match ds.link(owner, keys) {
        Link::Key(key) | Link::Unchecked(key) => PlannedKey::of(key).key,
        _ => SigningKey {
            algorithm: ds.algorithm,
            key_tag: ds.tag,
            public_key: base16::encode(ds.record.rdata()).into_bytes(),
        },
    }
}

/// The DS of a key that is known.
fn ds_of(key: &PlannedKey, owner: NameRef<'_>, digest_type: u8) -> Option<Vec<u8>> {
    let Rdata::Known(dnskey) = &key.dnskey else { return None };
    let mut rdata = key.key.key_tag.0.to_be_bytes().to_vec();
    rdata.extend([key.key.algorithm.0, digest_type]);
    rdata.extend(ds_digest(digest_type, owner, dnskey)?);
    Some(rdata)
}
