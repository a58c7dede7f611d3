//! Public keys in DNSKEY, CDNSKEY and KEY records whose octets are no key: which of them are in service, and
//! what follows.

use std::collections::BTreeSet;

use super::sync::is_delete;
use super::verifier::Unjudgeable;
use super::{Algorithm, Ds, Key, KeyTag, Keys, Parent, Rrsig, Unchecked};
use crate::resolve::Given;
use crate::rr::types;
use crate::zone::Rrset;

/// The flags of a KEY record that has no key: RFC 2535 section 3.1.2.
const NO_KEY: u16 = 0xC000;

/// What depends on a key.
#[non_exhaustive]
pub enum Duty {
    /// Nothing today: it signs no RRset at the apex, and nothing names it.
    StandsBy,
    /// What this says.
    InService(String),
}

/// The public keys of an RRset, and what they are used for, as far as the zone and its parent say it.
pub struct PublicKeys<'z> {
    /// A DNSKEY, CDNSKEY or KEY RRset.
    pub rrset: Rrset<'z>,
    /// Its keys, none that the zone has in a DNSKEY record as well.
    pub keys: Vec<Key<'z>>,
    /// The keys named by the signatures at the apex over the DNSKEY RRset, and over the others.
    over_keys: BTreeSet<(Algorithm, KeyTag)>,
    over_others: BTreeSet<(Algorithm, KeyTag)>,
    /// The keys that DS, CDS and CDNSKEY records name.
    named: BTreeSet<(Algorithm, KeyTag)>,
    /// The keys that validators can use.
    sound: BTreeSet<(Algorithm, KeyTag)>,
}

impl<'z> PublicKeys<'z> {
    /// The keys of a DNSKEY, CDNSKEY or KEY RRset; `None` for RRsets of other types.
    #[must_use]
    pub fn of(rrset: Rrset<'z>, given: &Given<'_>) -> Option<PublicKeys<'z>> {
        if ![types::DNSKEY, types::CDNSKEY, types::KEY].contains(&rrset.rtype()) {
            return None;
        }
        let mut keys = PublicKeys {
            rrset,
            keys: public_keys(rrset),
            over_keys: BTreeSet::new(),
            over_others: BTreeSet::new(),
            named: BTreeSet::new(),
            sound: BTreeSet::new(),
        };
        if rrset.rtype() != types::DNSKEY {
            return Some(keys);
        }
        let records = |rtype| rrset.node().rrset(rtype).into_iter().flat_map(Rrset::records);
        for rrsig in records(types::RRSIG).filter_map(Rrsig::of).filter(|rrsig| rrsig.signer == rrset.owner())
        {
            let signers =
                if rrsig.covered == types::DNSKEY { &mut keys.over_keys } else { &mut keys.over_others };
            signers.insert((rrsig.algorithm, rrsig.key_tag));
        }
        let asked = [types::CDS, types::CDNSKEY].into_iter().flat_map(records).filter_map(Ds::of);
        let node = rrset.node();
        let parent = node.is_apex().then(|| Parent::of(node.zone(), given)).flatten();
        keys.named = asked
            .chain(parent.iter().flat_map(|parent| parent.ds.iter().copied()))
            .map(|ds| (ds.algorithm, ds.tag))
            .collect();
        let signers: BTreeSet<_> = keys.over_keys.union(&keys.over_others).copied().collect();
        let signing =
            rrset.records().filter_map(Key::of).filter(|key| signers.contains(&(key.algorithm(), key.tag())));
        keys.sound = signing
            .filter(|key| key.is_usable() && key.flaw().is_none())
            .map(|key| (key.algorithm(), key.tag()))
            .collect();
        Some(keys)
    }

    /// What depends on one of the keys. Where nothing is signed yet, everything may.
    #[must_use]
    pub fn duty(&self, key: Key<'_>) -> Duty {
        match self.rrset.rtype() {
            types::CDNSKEY => {
                return Duty::InService(
                    "the parent makes a DS of it that leads validators to no key".to_owned(),
                );
            }
            types::KEY => {
                return Duty::InService(
                    "no signature that is made with it (SIG(0)) can be verified".to_owned(),
                );
            }
            _ => {}
        }
        let id = (key.algorithm(), key.tag());
        let is_needed = |signers: &BTreeSet<_>| {
            !signers.iter().any(|signer| *signer != id && self.sound.contains(signer))
        };
        let fails = |what: &str, signers| match is_needed(signers) {
            true => Duty::InService(format!("no other key signs {what}: validators answer SERVFAIL")),
            false => Duty::InService(format!("validators need another key for {what}")),
        };
        let is_unsigned = self.over_keys.is_empty() && self.over_others.is_empty();
        match (self.over_keys.contains(&id), self.over_others.contains(&id)) {
            (true, true) if !is_needed(&self.over_keys) => {
                fails("the records of the zone", &self.over_others)
            }
            (true, _) => fails("the DNSKEY RRset", &self.over_keys),
            (false, true) => fails("the records of the zone", &self.over_others),
            (false, false) if is_unsigned => {
                Duty::InService("no signature that is made with it can be verified".to_owned())
            }
            (false, false) if self.named.contains(&id) => {
                Duty::InService("a DS or CDS names it, and leads validators to no key".to_owned())
            }
            // Nobody signed the keys here, and the SEP bit says that this one should.
            (false, false) if self.over_keys.is_empty() && key.is_sep() => {
                Duty::InService("no signature that is made with it can be verified".to_owned())
            }
            (false, false) => Duty::StandsBy,
        }
    }
}

/// The public keys of an RRset, none that its zone has in a DNSKEY record as well.
fn public_keys(rrset: Rrset<'_>) -> Vec<Key<'_>> {
    let name_of = |key: Key<'_>| (key.algorithm(), key.public_key().to_owned());
    let published: BTreeSet<_> = if rrset.rtype() == types::CDNSKEY {
        Keys::of(rrset.node().zone()).iter().map(name_of).collect()
    } else {
        BTreeSet::new()
    };
    let keys = rrset
        .records()
        .filter(|record| rrset.rtype() != types::CDNSKEY || !is_delete(*record))
        .filter_map(Key::of);
    keys.filter(|&key| match rrset.rtype() {
        types::CDNSKEY => !published.contains(&name_of(key)),
        types::KEY => key.flags() & NO_KEY != NO_KEY,
        _ => true,
    })
    .collect()
}

/// Why signatures by a key are not verified, where that is for its size; `None` for any other reason, and for
/// sizes that a rule about keys reports.
#[must_use]
pub fn oversized(why: Unchecked) -> Option<String> {
    match why {
        Unchecked::KeySize(bits) => (bits >= 1024).then(|| Unjudgeable::Size { bits }.to_string()),
        Unchecked::KeyExponent(bits) => Some(Unjudgeable::Exponent { bits }.to_string()),
        Unchecked::Refused
        | Unchecked::KeyAbsent(_)
        | Unchecked::Algorithm(_)
        | Unchecked::KeyFlawed
        | Unchecked::KeyNotForZone
        | Unchecked::KeyUnread
        | Unchecked::ManyKeys
        | Unchecked::ManySignatures
        | Unchecked::ManyFailures => None,
    }
}
