//! Owns the RSA key as DNSKEY has it: RFC 3110 section 2. Never judges how large a key should be, only what
//! can be checked.

use super::{Flaw, Unjudgeable};
use crate::dnssec::Rsa;

/// Octets of a modulus the library takes: 1017 to 8192 bits.
const MODULUS_OCTETS: std::ops::RangeInclusive<usize> = 128..=1024;

/// Bits of an exponent the library takes.
const EXPONENT_BITS: usize = 33;

/// Modulus and exponent, big-endian and without leading zeros.
pub(super) struct RsaKey {
    pub modulus: Vec<u8>,
    pub exponent: Vec<u8>,
}

/// The public key field of algorithms 5, 7, 8 and 10. Leading zeros, which RFC 3110 prohibits, change no
/// value and are skipped.
pub(super) fn read(key: &[u8]) -> Result<RsaKey, Unjudgeable> {
    let Rsa { exponent, modulus } = Rsa::of(key).ok_or(Unjudgeable::Malformed(Flaw::ExponentCut))?;
    let (exponent, modulus) = (significant(exponent), significant(modulus));
    if modulus.last().is_none_or(|octet| octet & 1 == 0) {
        return Err(Unjudgeable::Malformed(Flaw::Modulus));
    }
    let is_below_modulus = (exponent.len(), exponent) < (modulus.len(), modulus);
    if exponent.last().is_none_or(|octet| octet & 1 == 0) || exponent == [1] || !is_below_modulus {
        return Err(Unjudgeable::Malformed(Flaw::ExponentValue));
    }
    if !MODULUS_OCTETS.contains(&modulus.len()) {
        return Err(Unjudgeable::Size { bits: bits(modulus) });
    }
    if bits(exponent) > EXPONENT_BITS {
        return Err(Unjudgeable::Exponent { bits: bits(exponent) });
    }
    Ok(RsaKey { modulus: modulus.to_vec(), exponent: exponent.to_vec() })
}

/// A number without its leading zeros.
fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|&&octet| octet == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// Bits of a number without leading zeros.
fn bits(number: &[u8]) -> usize {
    let spare = number.first().map_or(0, |octet| octet.leading_zeros());
    (number.len() * 8).saturating_sub(usize::try_from(spare).unwrap_or(0))
}
