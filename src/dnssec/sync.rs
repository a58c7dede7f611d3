//! CDS and CDNSKEY records: what a zone asks its parent to publish (RFC 7344, RFC 8078). Judges nothing.

use super::chain::{Chain, Signers, entries_of, signs};
use super::{Algorithm, Ds, Key, KeyTag, Keys, Link, Signatures};
use crate::rr::types;
use crate::zone::{Record, Rrset, Zone};

/// `0 0 0 00`: RFC 8078 section 4.
const DELETE_CDS: &[u8] = &[0, 0, 0, 0, 0];
/// `0 3 0 AA==`: RFC 8078 section 4.
const DELETE_CDNSKEY: &[u8] = &[0, 0, 3, 0, 0];

/// The CDS and CDNSKEY records at the apex of a zone.
pub struct Sync<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// Its keys.
    pub keys: Keys<'z>,
    /// The CDS RRset.
    pub cds: Option<Rrset<'z>>,
    /// The CDNSKEY RRset.
    pub cdnskey: Option<Rrset<'z>>,
    /// The keys that the DS at the parent lead to; `None` where no DS is known.
    pub secure: Option<Signers>,
    signers: Signers,
}

/// Whether a record asks for the removal of all DS, well formed or not: its algorithm is 0.
#[must_use]
pub fn is_delete(record: Record<'_>) -> bool {
    let algorithm = if record.rtype() == types::CDS { record.rdata().get(2) } else { record.rdata().get(3) };
    algorithm == Some(&0)
}

/// Whether a record is the one that asks for the removal of all DS, octet for octet.
#[must_use]
pub fn is_delete_form(record: Record<'_>) -> bool {
    record.rdata() == if record.rtype() == types::CDS { DELETE_CDS } else { DELETE_CDNSKEY }
}

impl<'z> Sync<'z> {
    /// The records of a zone, its verified signatures and the chain to it where it is signed; `None` where
    /// the zone has neither type.
    #[must_use]
    pub fn of(
        zone: &'z Zone,
        signatures: Option<&Signatures<'z>>,
        chain: Option<&Chain<'z>>,
    ) -> Option<Sync<'z>> {
        if !zone.has_type(types::CDS) && !zone.has_type(types::CDNSKEY) {
            return None;
        }
        let apex = zone.apex()?;
        let (cds, cdnskey) = (apex.rrset(types::CDS), apex.rrset(types::CDNSKEY));
        let secure =
            chain.filter(|chain| !chain.is_broken() && !chain.parent.ds.is_empty()).map(Chain::secure);
        let signers = signatures.map(entries_of).unwrap_or_default();
        (cds.is_some() || cdnskey.is_some()).then(|| Sync {
            zone,
            keys: Keys::of(zone),
            cds,
            cdnskey,
            secure,
            signers,
        })
    }

    /// Whether a key may sign CDS and CDNSKEY (RFC 7344 section 4.1): a DS at the parent leads to it or,
    /// where no DS is known, it signs DNSKEY.
    #[must_use]
    pub fn is_entry(&self, signer: (Algorithm, KeyTag)) -> bool {
        match &self.secure {
            Some(secure) => secure.contains(&signer),
            None => self.keys.with(signer.0, signer.1).any(|key| self.signs(key)),
        }
    }

    /// All records of both types.
    pub fn records(&self) -> impl Iterator<Item = Record<'z>> {
        self.cds.into_iter().chain(self.cdnskey).flat_map(Rrset::records)
    }

    /// The records of one type that name keys; none that ask for removal.
    pub fn named(&self, rrset: Option<Rrset<'z>>) -> impl Iterator<Item = Ds<'z>> {
        rrset.into_iter().flat_map(Rrset::records).filter(|record| !is_delete(*record)).filter_map(Ds::of)
    }

    /// The records of both types whose algorithm no key of the zone has.
    pub fn foreign(&self) -> impl Iterator<Item = Ds<'z>> {
        let all = self.named(self.cds).chain(self.named(self.cdnskey));
        all.filter(|named| !self.keys.iter().any(|key| key.algorithm() == named.algorithm))
    }

    /// What a record is to the zone's keys.
    #[must_use]
    pub fn link(&self, named: Ds<'z>) -> Link<'z> {
        named.link(self.zone.name(), &self.keys)
    }

    /// Whether the parent may publish what a record asks for and the zone still validates by it.
    #[must_use]
    pub fn leads(&self, named: Ds<'z>) -> bool {
        match self.link(named) {
            Link::Key(key) | Link::Unchecked(key) => {
                key.is_usable() && !key.is_revoked() && self.signs(key) && key.flaw().is_none()
            }
            Link::Digest(_) | Link::Number(_) | Link::Algorithm(_) | Link::None => false,
        }
    }

    /// Whether a key signs the DNSKEY RRset.
    #[must_use]
    pub fn signs(&self, key: Key<'z>) -> bool {
        signs(&self.signers, key)
    }
}
