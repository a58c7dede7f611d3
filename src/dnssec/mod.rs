//! DNSSEC: what keys, signatures and denial records say, and whether they are right. Reports nothing.

mod algorithm;
mod canonical;
mod denial;
mod explain;
mod group;
mod key;
mod message;
mod rrsig;
mod signatures;
pub mod verifier;
mod verify;
mod zonemd;

pub use algorithm::Algorithm;
pub use canonical::CanonicalRrset;
pub use denial::Denial;
pub use group::{EXAMPLES, Groups};
pub use key::{Key, KeyTag, Keys, key_tag};
pub use rrsig::{Rrsig, field as rrsig_field};
pub use signatures::{Cause, Explanation, Fault, KeyUse, Misplaced, Role, Signatures, Tally, TimeKind, TtlFault, Unchecked};
pub use verify::signature_octets;
pub use zonemd::{Zonemd, ZonemdClaim, ZonemdHash, ZonemdVerdict};
