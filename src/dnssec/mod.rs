//! DNSSEC: what keys, signatures and denial records say, and whether they are right. Reports nothing.

mod algorithm;
mod canonical;
mod denial;
mod group;
mod key;
mod rrsig;
mod signatures;
mod zonemd;

pub use algorithm::Algorithm;
pub use canonical::CanonicalRrset;
pub use denial::Denial;
pub use group::{EXAMPLES, Groups};
pub use key::{Key, KeyTag, Keys, key_tag};
pub use rrsig::{Rrsig, field as rrsig_field};
pub use signatures::Signatures;
pub use zonemd::{Zonemd, ZonemdClaim, ZonemdHash, ZonemdVerdict};
