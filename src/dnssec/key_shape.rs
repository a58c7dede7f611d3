//! The public key field of DNSKEY: how long it has to be, and what an RSA key is made of, whether it is a
//! key. Verifies nothing.

use super::Key;
use super::verifier::{self, Flaw};

/// How long a public key field has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Length {
    /// So many octets.
    Octets(usize),
    /// An RSA modulus of so many bits.
    Modulus {
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// Nothing is known of the algorithm.
    Any,
}

/// An RSA public key: RFC 3110 section 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rsa<'k> {
    /// The public exponent, most significant octet first.
    pub exponent: &'k [u8],
    /// The modulus, most significant octet first.
    pub modulus: &'k [u8],
}

impl<'k> Rsa<'k> {
    /// Reads a public key field; `None` where the exponent does not end inside it.
    #[must_use]
    pub fn of(public_key: &'k [u8]) -> Option<Rsa<'k>> {
        let (&first, rest) = public_key.split_first()?;
        let (octets, rest) = match first {
            0 => {
                let (length, rest) = rest.split_first_chunk::<2>()?;
                (usize::from(u16::from_be_bytes(*length)), rest)
            }
            short => (usize::from(short), rest),
        };
        let (exponent, modulus) = rest.split_at_checked(octets)?;
        Some(Rsa { exponent, modulus })
    }

    /// Bits of the modulus, leading zeros not counted.
    #[must_use]
    pub fn modulus_bits(self) -> usize {
        bits(self.modulus)
    }

    /// Bits of the exponent, leading zeros not counted.
    #[must_use]
    pub fn exponent_bits(self) -> usize {
        bits(self.exponent)
    }

    /// The exponent where it fits.
    #[must_use]
    pub fn exponent_value(self) -> Option<u64> {
        (self.exponent_bits() <= 64)
            .then(|| self.exponent.iter().fold(0, |value, &octet| value << 8 | u64::from(octet)))
    }

    /// Whether the exponent or the modulus begins with a zero octet, which RFC 3110 section 2 prohibits.
    #[must_use]
    pub fn has_leading_zeros(self) -> bool {
        self.exponent.first() == Some(&0) || self.modulus.first() == Some(&0)
    }
}

fn bits(number: &[u8]) -> usize {
    let Some(at) = number.iter().position(|&octet| octet != 0) else { return 0 };
    let Some([first, rest @ ..]) = number.get(at..) else { return 0 };
    rest.len() * 8 + usize::try_from(8 - first.leading_zeros()).unwrap_or(0)
}

impl<'z> Key<'z> {
    /// How long its public key has to be: RFC 3110, RFC 5702 section 2, RFC 5933 section 2, RFC 6605 section
    /// 4, RFC 8080 section 3, RFC 9563 section 2, RFC 9558 section 2.
    #[must_use]
    pub fn length(self) -> Length {
        match self.algorithm().0 {
            1 | 5 | 7 | 8 => Length::Modulus { least: 512, most: 4096 },
            10 => Length::Modulus { least: 1024, most: 4096 },
            12 | 13 | 17 | 23 => Length::Octets(64),
            14 => Length::Octets(96),
            15 => Length::Octets(32),
            16 => Length::Octets(57),
            _ => Length::Any,
        }
    }

    /// Why its octets are no public key of its algorithm: no validator can verify anything with it.
    #[must_use]
    pub fn flaw(self) -> Option<Flaw> {
        let octets = self.public_key().len();
        match self.length() {
            Length::Octets(needed) if octets != needed => Some(Flaw::Length { octets, needed }),
            Length::Modulus { .. } if self.rsa().is_none() => Some(Flaw::ExponentCut),
            Length::Octets(_) | Length::Modulus { .. } | Length::Any => {
                verifier::flaw(self.algorithm().0, self.public_key())
            }
        }
    }

    /// The RSA key in it, where its algorithm is RSA and it can be read.
    #[must_use]
    pub fn rsa(self) -> Option<Rsa<'z>> {
        matches!(self.algorithm().0, 1 | 5 | 7 | 8 | 10).then(|| Rsa::of(self.public_key())).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_have_either_form_of_length() {
        let short = Rsa::of(&[1, 3, 0x80, 0]).expect("an exponent of one octet");
        assert_eq!((short.exponent, short.modulus_bits(), short.exponent_value()), (&[3u8][..], 16, Some(3)));
        let long = Rsa::of(&[0, 0, 3, 1, 0, 1, 0, 0x7f]).expect("an exponent of three octets");
        assert_eq!((long.exponent_value(), long.modulus_bits(), long.exponent_bits()), (Some(65_537), 7, 17));
        assert!(long.has_leading_zeros() && !short.has_leading_zeros());
    }

    #[test]
    fn what_ends_too_early_is_no_key() {
        assert_eq!([&[][..], &[3, 1], &[0], &[0, 1], &[0, 0, 9, 1]].map(Rsa::of), [None; 5]);
    }
}
