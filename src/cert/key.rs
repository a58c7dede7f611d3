//! From keys to `SubjectPublicKeyInfo`. Private values are used to compute the public half and dropped.

use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize, PublicKey, SecretKey};
use pkcs8::der::asn1::{AnyRef, BitStringRef, ContextSpecific, OctetStringRef};
use pkcs8::der::{self, Decode, Encode, Reader, SliceReader, Tag, TagNumber};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use ring::signature::KeyPair as _;
use sec1::EcPrivateKey;

use super::{FileFault, ObjectKind, PublicPart};

/// RFC 8017 appendix A.1.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// RFC 4055 section 3.1.
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
/// RFC 5480 section 2.1.1.
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// RFC 8410 section 3.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// RFC 8410 section 3.
const ED448: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.113");

/// RFC 5480 section 2.1.1.1.
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// RFC 5480 section 2.1.1.1.
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
/// RFC 5480 section 2.1.1.1.
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");

/// An X.509 public key: taken as it is, octet for octet, whatever its algorithm.
pub(super) fn spki(der: &[u8]) -> Result<PublicPart, FileFault> {
    SubjectPublicKeyInfoRef::from_der(der).map_err(|error| malformed("public key", error))?;
    Ok(part(ObjectKind::PublicKey, der.to_vec()))
}

/// A PKCS#1 public key.
pub(super) fn pkcs1_public(der: &[u8]) -> Result<PublicPart, FileFault> {
    pkcs1::RsaPublicKeyRef::from_der(der).map_err(|error| malformed("PKCS#1 public key", error))?;
    Ok(part(ObjectKind::PublicKey, compose(rsa_algorithm(), der)?))
}

/// A PKCS#1 private key.
pub(super) fn pkcs1_private(der: &[u8]) -> Result<PublicPart, FileFault> {
    Ok(part(ObjectKind::PrivateKey, rsa(rsa_algorithm(), der)?))
}

/// A SEC1 private key.
pub(super) fn sec1_private(der: &[u8]) -> Result<PublicPart, FileFault> {
    let key = ec_private(der)?;
    let curve = key.parameters.and_then(sec1::EcParameters::named_curve).ok_or(FileFault::NoCurve)?;
    Ok(part(ObjectKind::PrivateKey, ec(curve, &key)?))
}

/// A PKCS#8 private key.
pub(super) fn pkcs8(der: &[u8]) -> Result<PublicPart, FileFault> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|error| malformed("PKCS#8 private key", error))?;
    let inside = info.private_key.as_bytes();
    let spki = match info.algorithm.oid {
        RSA => rsa(rsa_algorithm(), inside)?,
        RSA_PSS => rsa(info.algorithm, inside)?,
        EC => match info.algorithm.parameters {
            Some(parameters) if der::Tagged::tag(&parameters) == Tag::Sequence => {
                return Err(FileFault::ExplicitCurve);
            }
            _ => ec(info.algorithm.parameters_oid().map_err(|_| FileFault::NoCurve)?, &ec_private(inside)?)?,
        },
        ED25519 => edwards(&info, ed25519_public)?,
        ED448 => edwards(&info, ed448_public)?,
        oid => return Err(FileFault::Algorithm(oid.to_string())),
    };
    Ok(part(ObjectKind::PrivateKey, spki))
}

fn part(kind: ObjectKind, spki: Vec<u8>) -> PublicPart {
    PublicPart { kind, spki, subject: None, certificate: None }
}

/// `rsaEncryption`, whose parameters are NULL: RFC 3279 section 2.3.1.
fn rsa_algorithm() -> AlgorithmIdentifierRef<'static> {
    AlgorithmIdentifierRef { oid: RSA, parameters: Some(AnyRef::NULL) }
}

/// The public half of an RSA private key in PKCS#1 form.
fn rsa(algorithm: AlgorithmIdentifierRef<'_>, der: &[u8]) -> Result<Vec<u8>, FileFault> {
    let key =
        pkcs1::RsaPrivateKeyRef::from_der(der).map_err(|error| malformed("PKCS#1 private key", error))?;
    let public = key.public_key().to_der().map_err(|error| malformed("PKCS#1 public key", error))?;
    compose(algorithm, &public)
}

/// A SEC1 structure, with or without its optional fields.
fn ec_private(der: &[u8]) -> Result<EcPrivateKey<'_>, FileFault> {
    EcPrivateKey::from_der(der).map_err(|error| {
        if has_explicit_curve(der) { FileFault::ExplicitCurve } else { malformed("SEC1 private key", error) }
    })
}

/// Whether the parameters of a SEC1 structure are a sequence, not a name.
fn has_explicit_curve(der: &[u8]) -> bool {
    let parameters = |reader: &mut SliceReader<'_>| {
        u8::decode(reader)?;
        <&OctetStringRef>::decode(reader)?;
        let field = ContextSpecific::<AnyRef<'_>>::decode_explicit(reader, TagNumber(0))?;
        // The public key may follow.
        while !reader.is_finished() {
            reader.tlv_bytes()?;
        }
        Ok::<_, der::Error>(field.is_some_and(|field| der::Tagged::tag(&field.value) == Tag::Sequence))
    };
    SliceReader::new(der).is_ok_and(|mut reader| reader.sequence(parameters).unwrap_or(false))
}

/// The public half of an EC private key: computed where the curve is known, else the one stored beside it.
fn ec(curve: ObjectIdentifier, key: &EcPrivateKey<'_>) -> Result<Vec<u8>, FileFault> {
    let point = match curve {
        P256 => point::<p256::NistP256>(key, "curve P-256")?,
        P384 => point::<p384::NistP384>(key, "curve P-384")?,
        P521 => point::<p521::NistP521>(key, "curve P-521")?,
        _ => key.public_key.ok_or_else(|| FileFault::Algorithm(curve.to_string()))?.to_vec(),
    };
    compose(AlgorithmIdentifierRef { oid: EC, parameters: Some(AnyRef::from(&curve)) }, &point)
}

/// The public point of an EC private key.
fn point<C>(key: &EcPrivateKey<'_>, curve: &'static str) -> Result<Vec<u8>, FileFault>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let public =
        SecretKey::<C>::from_slice(key.private_key).map_err(|_| FileFault::PrivateValue(curve))?.public_key();
    match key.public_key {
        // Certificates repeat the stored form, which may be the compressed one.
        Some(stored) if PublicKey::<C>::from_sec1_bytes(stored).is_ok_and(|stored| stored == public) => {
            Ok(stored.to_vec())
        }
        Some(_) => Err(FileFault::OtherPublicKey),
        None => Ok(public.as_affine().to_sec1_point(false).as_bytes().to_vec()),
    }
}

/// The public half of an Edwards curve key: RFC 8410 section 7.
fn edwards(
    info: &PrivateKeyInfoRef<'_>,
    public: fn(&[u8]) -> Result<Vec<u8>, FileFault>,
) -> Result<Vec<u8>, FileFault> {
    let seed = <&OctetStringRef>::from_der(info.private_key.as_bytes())
        .map_err(|error| malformed("private key of RFC 8410", error))?;
    let computed = public(seed.as_bytes())?;
    match info.public_key {
        Some(stored) if stored.raw_bytes() != computed => Err(FileFault::OtherPublicKey),
        _ => compose(AlgorithmIdentifierRef { oid: info.algorithm.oid, parameters: None }, &computed),
    }
}

fn ed25519_public(seed: &[u8]) -> Result<Vec<u8>, FileFault> {
    let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(seed)
        .map_err(|_| FileFault::PrivateValue("Ed25519 (32 octets)"))?;
    Ok(pair.public_key().as_ref().to_vec())
}

fn ed448_public(seed: &[u8]) -> Result<Vec<u8>, FileFault> {
    let pair = crrl::ed448::PrivateKey::decode(seed).ok_or(FileFault::PrivateValue("Ed448 (57 octets)"))?;
    Ok(pair.public_key.encode().to_vec())
}

/// `SubjectPublicKeyInfo` of an algorithm and its key.
fn compose(algorithm: AlgorithmIdentifierRef<'_>, key: &[u8]) -> Result<Vec<u8>, FileFault> {
    let too_long = |error| malformed("public key", error);
    let subject_public_key = BitStringRef::from_bytes(key).map_err(too_long)?;
    SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der().map_err(too_long)
}

/// The decoder's messages name tags, lengths and offsets, never contents.
fn malformed(what: &'static str, error: der::Error) -> FileFault {
    FileFault::Malformed { what, why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::*;
    use crate::wire::base16;

    fn der(base64: &str) -> Vec<u8> {
        base64::engine::general_purpose::STANDARD.decode(base64).expect("base64")
    }

    #[test]
    fn both_keys_of_rfc_8410_section_10_3_give_its_public_key() {
        let short = der("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC");
        let long = der(
            "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJz\
             gSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
        );
        let want = der("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
        assert_eq!(pkcs8(&short).map(|part| part.spki), Ok(want.clone()));
        assert_eq!(pkcs8(&long).map(|part| part.spki), Ok(want));
    }

    #[test]
    fn a_stored_edwards_key_must_be_the_computed_one() {
        let mut long = der(
            "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJz\
             gSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
        );
        *long.last_mut().expect("octets") ^= 1;
        assert_eq!(pkcs8(&long), Err(FileFault::OtherPublicKey));
    }

    #[test]
    fn the_first_key_of_rfc_8032_section_7_4_gives_its_public_key() {
        let hex = b"6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b\
            94492f8f032e7549a20098f95b";
        let digit = |byte: &u8| base16::digit(*byte).expect("a digit");
        let seed: Vec<u8> =
            hex.as_chunks().0.iter().map(|[high, low]| digit(high) << 4 | digit(low)).collect();
        let public = ed448_public(&seed).expect("a key");
        assert_eq!(
            base16::encode(&public),
            "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6c\
            d1fa1abeafe8256180"
        );
        assert_eq!(
            ed448_public(seed.get(1..).expect("shorter")),
            Err(FileFault::PrivateValue("Ed448 (57 octets)"))
        );
    }
}
