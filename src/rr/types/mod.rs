//! Every RR type that may stand in a zone, one file each. Written by `cargo xtask codegen`.

mod tlsa;

pub use tlsa::TLSA as TLSA_TYPE;

use crate::rr::{RrType, Rtype};

/// By number.
pub static BY_CODE: &[&RrType] = &[&TLSA_TYPE];
/// By mnemonic.
pub static BY_MNEMONIC: &[&RrType] = &[&TLSA_TYPE];

/// A.
pub const A: Rtype = Rtype(1);
/// NS.
pub const NS: Rtype = Rtype(2);
/// SOA.
pub const SOA: Rtype = Rtype(6);
/// AAAA.
pub const AAAA: Rtype = Rtype(28);
/// DS.
pub const DS: Rtype = Rtype(43);
/// RRSIG.
pub const RRSIG: Rtype = Rtype(46);
/// NSEC.
pub const NSEC: Rtype = Rtype(47);
/// CNAME.
pub const CNAME: Rtype = Rtype(5);
/// DNAME.
pub const DNAME: Rtype = Rtype(39);
/// DNSKEY.
pub const DNSKEY: Rtype = Rtype(48);
/// NSEC3.
pub const NSEC3: Rtype = Rtype(50);
