//! Owns the generic engine: each signature by itself, by the library for its algorithm. It has the last word
//! on every signature that is called bad, and never prepares anything for a key beyond reading it.

use crrl::{ed448, ed25519};
use ring::signature::{
    self, EcdsaVerificationAlgorithm, RsaParameters, RsaPublicKeyComponents, VerificationAlgorithm,
};

use super::{Claim, Flaw, Outcome, Unjudgeable, rsa};

/// A key, read and known to be one of its algorithm.
pub(super) enum Reference {
    /// RFC 3110, RFC 5702.
    Rsa { scheme: &'static RsaParameters, key: rsa::RsaKey },
    /// RFC 6605; the key is an uncompressed point.
    Ecdsa { scheme: &'static EcdsaVerificationAlgorithm, point: Vec<u8> },
    /// RFC 8080.
    Ed25519([u8; 32]),
    /// RFC 8080.
    Ed448(Box<ed448::PublicKey>),
}

impl Reference {
    /// The engine for a key: RFC 8624 section 3.1 and the registry of algorithm numbers.
    pub fn new(algorithm: u8, key: &[u8]) -> Result<Self, Unjudgeable> {
        match algorithm {
            1 => Err(Unjudgeable::Refused),
            5 | 7 => rsa(&signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, key),
            8 => rsa(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, key),
            10 => rsa(&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, key),
            13 => {
                let point = uncompressed(key, 64)?;
                p256::PublicKey::from_sec1_bytes(&point).map_err(|_| NOT_ON_CURVE)?;
                Ok(Self::Ecdsa { scheme: &signature::ECDSA_P256_SHA256_FIXED, point })
            }
            14 => {
                let point = uncompressed(key, 96)?;
                p384::PublicKey::from_sec1_bytes(&point).map_err(|_| NOT_ON_CURVE)?;
                Ok(Self::Ecdsa { scheme: &signature::ECDSA_P384_SHA384_FIXED, point })
            }
            15 => {
                let octets = <[u8; 32]>::try_from(key).map_err(|_| length(key, 32))?;
                let point = ed25519::Point::decode(key).ok_or(NOT_ON_CURVE)?;
                if point.has_low_order() == 0 { Ok(Self::Ed25519(octets)) } else { Err(SMALL_ORDER) }
            }
            16 if key.len() != 57 => Err(length(key, 57)),
            16 => {
                let point = ed448::Point::decode(key).ok_or(NOT_ON_CURVE)?;
                let key = ed448::PublicKey::decode(key)
                    .filter(|_| point.has_low_order() == 0)
                    .ok_or(SMALL_ORDER)?;
                Ok(Self::Ed448(Box::new(key)))
            }
            _ => Err(Unjudgeable::Algorithm),
        }
    }

    /// The verdict on one signature.
    ///
    /// A signature of another length than the algorithm's is bad. For RSA that is the length of the modulus:
    /// RFC 8017 section 8.2.2 step 1. Ed25519 is judged without the cofactor, as the common implementations
    /// do, and Ed448 with it; RFC 8032 sections 5.1.7 and 5.2.7 allow both, and they differ only for
    /// signatures no honest signer makes.
    pub fn judge(&self, claim: &Claim<'_>) -> Outcome {
        let Claim { message, signature } = *claim;
        let good = match self {
            Self::Rsa { scheme, key: rsa::RsaKey { modulus, exponent } } => {
                RsaPublicKeyComponents { n: modulus, e: exponent }.verify(scheme, message, signature).is_ok()
            }
            Self::Ecdsa { scheme, point } => {
                scheme.verify(point.as_slice().into(), message.into(), signature.into()).is_ok()
            }
            Self::Ed25519(key) => {
                signature::ED25519.verify(key.as_slice().into(), message.into(), signature.into()).is_ok()
            }
            Self::Ed448(key) => key.verify_raw(signature, message),
        };
        if good { Outcome::Good } else { Outcome::Bad }
    }
}

/// Octets of the right length that name no point.
const NOT_ON_CURVE: Unjudgeable = Unjudgeable::Malformed(Flaw::NotOnCurve);

/// A point whose order divides the cofactor.
const SMALL_ORDER: Unjudgeable = Unjudgeable::Malformed(Flaw::SmallOrder);

fn length(key: &[u8], needed: usize) -> Unjudgeable {
    Unjudgeable::Malformed(Flaw::Length { octets: key.len(), needed })
}

fn rsa(scheme: &'static RsaParameters, key: &[u8]) -> Result<Reference, Unjudgeable> {
    Ok(Reference::Rsa { scheme, key: rsa::read(key)? })
}

/// An ECDSA key, which DNSKEY has as x and y, in the form of SEC 1 section 2.3.3.
fn uncompressed(key: &[u8], needed: usize) -> Result<Vec<u8>, Unjudgeable> {
    if key.len() != needed {
        return Err(length(key, needed));
    }
    let mut point = Vec::with_capacity(needed + 1);
    point.push(4);
    point.extend_from_slice(key);
    Ok(point)
}
