//! DNSSEC: what keys, signatures and denial records say, and whether they are right. Reports nothing.

mod algorithm;
mod canonical;
pub mod chain;
pub mod denial;
pub mod denial_text;
mod ds;
mod ds_set;
pub mod duty;
mod explain;
mod group;
mod judges;
mod key;
mod key_shape;
mod message;
mod parent;
pub mod parentage;
mod rrsig;
mod signatures;
mod single;
mod status;
pub mod sync;
mod validator;
pub mod verifier;
mod verify;
mod zonemd;

pub use algorithm::Algorithm;
pub use canonical::CanonicalRrset;
pub use denial::Denial;
pub use ds::{Ds, Link, Names, ds_digest};
pub use ds_set::{DsLine, DsRecord, DsVerdict, compare_ds, ds_records, keys_for_ds};
pub use group::{EXAMPLES, Groups};
pub use key::{Key, KeyTag, Keys, key_tag};
pub use key_shape::{Length, Rsa};
pub use parent::{Parent, Speaker};
pub use rrsig::Rrsig;
pub use signatures::{
    BadSignature, Cause, Explanation, KeyUse, Misplaced, Role, Signatures, Tally, TimeKind, TtlFault,
    Unchecked, common_key,
};
pub use single::Singles;
pub use status::{Standing, digest_standing, is_validated_digest};
pub use validator::{Security, Validator};
pub use verify::signature_octets;
pub use zonemd::{Zonemd, ZonemdClaim, ZonemdHash, ZonemdVerdict};
