//! Signature algorithms of certificate paths that `ring` does not have: ECDSA with P-521, and Ed448. Judges
//! single signatures and knows no certificates.

use crrl::ed448;
use p521::ecdsa::signature::hazmat::PrehashVerifier;
use p521::ecdsa::{DerSignature, VerifyingKey};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest, Sha256, Sha384, Sha512};
use webpki::ALL_VERIFICATION_ALGS;

/// Octets of the order of P-521.
const P521_OCTETS: usize = 66;

/// All that are verified: those of `ring`, and the ones here.
pub(super) fn algorithms() -> Vec<&'static dyn SignatureVerificationAlgorithm> {
    const OWN: [&dyn SignatureVerificationAlgorithm; 4] =
        [&P521::Sha256, &P521::Sha384, &P521::Sha512, &Ed448];
    ALL_VERIFICATION_ALGS.iter().copied().chain(OWN).collect()
}

/// ECDSA with P-521 and one of the digests that OpenSSL takes with it: RFC 5758 section 3.2.
#[derive(Debug)]
enum P521 {
    Sha256,
    Sha384,
    Sha512,
}

impl P521 {
    fn digest(&self, message: &[u8]) -> Vec<u8> {
        match self {
            P521::Sha256 => Sha256::digest(message).to_vec(),
            P521::Sha384 => Sha384::digest(message).to_vec(),
            P521::Sha512 => Sha512::digest(message).to_vec(),
        }
    }
}

impl SignatureVerificationAlgorithm for P521 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = VerifyingKey::from_sec1_bytes(public_key).map_err(|_| InvalidSignature)?;
        let signature = DerSignature::try_from(signature).map_err(|_| InvalidSignature)?;
        let digest = self.digest(message);
        // A digest is a number, and leading zeros change none; the library wants half of them at least.
        let mut number = vec![0; P521_OCTETS.saturating_sub(digest.len())];
        number.extend(digest);
        key.verify_prehash(&number, &signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P521
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self {
            P521::Sha256 => alg_id::ECDSA_SHA256,
            P521::Sha384 => alg_id::ECDSA_SHA384,
            P521::Sha512 => alg_id::ECDSA_SHA512,
        }
    }
}

/// RFC 8410.
#[derive(Debug)]
struct Ed448;

impl SignatureVerificationAlgorithm for Ed448 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = ed448::PublicKey::decode(public_key).ok_or(InvalidSignature)?;
        if key.verify_raw(signature, message) { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ED448
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ED448
    }
}
