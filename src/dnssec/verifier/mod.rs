//! Owns the verdict on DNSSEC signatures: one key, many signatures, one outcome each.
//!
//! What signs what, times and validity of records are the caller's. Nothing here ever calls a signature bad
//! that the generic engine was not asked about, and nothing here ever holds a private key.

mod comb;
mod curve;
mod ecdsa;
mod ed25519;
mod fast;
mod field;
mod montgomery;
mod reference;
mod rsa;
#[cfg(test)]
mod tests;
mod window;

use std::fmt;

use fast::Fast;
use reference::Reference;

/// One signature over one message: RFC 4034 section 3.1.8.1.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// What was signed: the RRSIG rdata without its signature, then the RRset in canonical form and order.
    pub message: &'a [u8],
    /// The signature field of the RRSIG, octet for octet.
    pub signature: &'a [u8],
}

/// The verdict on one [`Claim`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The key made this signature over this message.
    Good,
    /// It did not, or the octets are no signature of the algorithm.
    Bad,
}

/// Why no signature by a key can be judged. Such a signature is not checked; it is not bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unjudgeable {
    /// RSAMD5 (1), which validators must not use: RFC 6725, RFC 8624 section 3.1.
    Refused,
    /// The algorithm is not implemented: DSA, GOST, SM2, private, reserved and unassigned ones.
    Algorithm,
    /// An RSA modulus shorter than 1017 bits or longer than 8192 bits, which the library does not take.
    Size {
        /// Length of the modulus.
        bits: usize,
    },
    /// An RSA public exponent above 2^33 - 1, which the library does not take.
    Exponent {
        /// Length of the exponent.
        bits: usize,
    },
    /// The octets are no key of the algorithm, so no signature can be good by it.
    Malformed(Flaw),
}

/// Why octets are no key of their algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// The algorithm's keys have one length, and this is another.
    Length {
        /// Octets in the key field.
        octets: usize,
        /// Octets in every key of the algorithm: RFC 6605 section 4, RFC 8080 section 3.
        needed: usize,
    },
    /// The octets have the right length and are not the encoding of a point of the curve: RFC 8032 sections
    /// 5.1.3 and 5.2.3.
    NotOnCurve,
    /// The octets are a point of so small an order that anyone can make signatures that verify with it.
    SmallOrder,
    /// The RSA key ends before the exponent its first octets announce: RFC 3110 section 2.
    ExponentCut,
    /// The RSA public exponent is even, below 3, or not below the modulus: RFC 8017 section 3.1.
    ExponentValue,
    /// The RSA key has nothing left for a modulus, or an even one.
    Modulus,
}

/// Why octets are no public key of the algorithm; `None` where they are one, and where the algorithm is not
/// implemented.
///
/// `algorithm` is the DNSSEC algorithm number, `key` the public key field of the DNSKEY: RFC 4034 section
/// 2.1.
#[must_use]
pub fn flaw(algorithm: u8, key: &[u8]) -> Option<Flaw> {
    match Reference::new(algorithm, key) {
        Err(Unjudgeable::Malformed(flaw)) => Some(flaw),
        Ok(_)
        | Err(
            Unjudgeable::Refused
            | Unjudgeable::Algorithm
            | Unjudgeable::Size { .. }
            | Unjudgeable::Exponent { .. },
        ) => None,
    }
}

impl std::error::Error for Flaw {}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { octets, needed } => {
                write!(f, "key is {octets} octets, the algorithm needs {needed}")
            }
            Self::NotOnCurve => f.write_str("key is not a point of the curve"),
            Self::SmallOrder => f.write_str("key is a point of small order on the curve, not a public key"),
            Self::ExponentCut => f.write_str("key ends inside its RSA exponent"),
            Self::ExponentValue => {
                f.write_str("RSA exponent is not an odd number from 3 to below the modulus")
            }
            Self::Modulus => f.write_str("key has no odd RSA modulus"),
        }
    }
}

impl fmt::Display for Unjudgeable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => f.write_str("RSAMD5 must not be used"),
            Self::Algorithm => f.write_str("algorithm is not implemented"),
            Self::Size { bits } => write!(f, "RSA modulus of {bits} bits, 1017 to 8192 can be checked"),
            Self::Exponent { bits } => write!(f, "RSA exponent of {bits} bits, up to 33 can be checked"),
            Self::Malformed(flaw) => flaw.fmt(f),
        }
    }
}

impl std::error::Error for Unjudgeable {}

/// The judge of all signatures by one key. Threads share it.
pub struct Verifier {
    reference: Reference,
    fast: Option<Fast>,
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}

impl Verifier {
    /// A judge with the fastest engine for about `expected` signatures by this key.
    ///
    /// `algorithm` is the DNSSEC algorithm number, `key` the public key field of the DNSKEY: RFC 4034 section
    /// 2.1. `expected` decides only what is worth preparing, never an outcome.
    ///
    /// # Errors
    /// [`Unjudgeable`] when no signature by this key can be judged.
    pub fn new(algorithm: u8, key: &[u8], expected: usize) -> Result<Self, Unjudgeable> {
        let reference = Reference::new(algorithm, key)?;
        Ok(Self { reference, fast: Fast::new(algorithm, key, expected) })
    }

    /// A judge with the generic engine only: slower for many signatures, and the one that has the last word.
    ///
    /// # Errors
    /// [`Unjudgeable`] when no signature by this key can be judged.
    pub fn reference(algorithm: u8, key: &[u8]) -> Result<Self, Unjudgeable> {
        Ok(Self { reference: Reference::new(algorithm, key)?, fast: None })
    }

    /// One outcome for each claim, in order. Some hundreds of claims in a call are what the fast engines
    /// like.
    #[must_use]
    pub fn judge(&self, claims: &[Claim<'_>]) -> Vec<Outcome> {
        let good = self.fast.as_ref().map(|fast| fast.good(claims)).unwrap_or_default();
        let good = good.into_iter().chain(std::iter::repeat(false));
        claims
            .iter()
            .zip(good)
            .map(|(claim, good)| if good { Outcome::Good } else { self.reference.judge(claim) })
            .collect()
    }
}
