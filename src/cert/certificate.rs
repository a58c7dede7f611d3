//! X.509 certificates and PKCS#10 requests, as far as DANE needs them. Verifies no signature.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::error::X509Error;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::{SubjectPublicKeyInfo, X509Name, X509Version};

use super::{FileFault, ObjectKind, PublicPart};
use crate::wire::{Timestamp, printable};

/// What DANE needs of a certificate besides its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The whole certificate in DER.
    pub der: Vec<u8>,
    /// Subject name in DER: an issued certificate carries it as its issuer.
    pub subject_name: Vec<u8>,
    /// Issuer name in DER.
    pub issuer_name: Vec<u8>,
    /// Issuer as text, safe to print.
    pub issuer: String,
    /// Whether it may issue certificates: basic constraints, or a self-issued certificate of X.509 version 1.
    pub is_ca: bool,
    /// First second of validity.
    pub not_before: Timestamp,
    /// Last second of validity.
    pub not_after: Timestamp,
}

impl Certificate {
    /// Whether subject and issuer are the same name, as in roots and self-signed certificates.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject_name == self.issuer_name
    }

    /// Whether it stands for one that nobody has yet, so that no CA is above it.
    #[must_use]
    pub fn is_to_come(&self) -> bool {
        self.der.is_empty()
    }

    /// Whether SHA-1 is the digest in its signature.
    #[must_use]
    pub fn is_signed_with_sha1(&self) -> bool {
        let algorithm = X509Certificate::from_der(&self.der)
            .map(|(_, x509)| x509.signature_algorithm.algorithm.to_id_string());
        algorithm.is_ok_and(|algorithm| SHA1.contains(&algorithm.as_str()))
    }
}

/// RSA, DSA and ECDSA with SHA-1.
const SHA1: [&str; 3] = ["1.2.840.113549.1.1.5", "1.2.840.10040.4.3", "1.2.840.10045.4.1"];

/// Which kind of key it is, as an object identifier.
#[must_use]
pub fn key_algorithm(part: &PublicPart) -> Option<String> {
    SubjectPublicKeyInfo::from_der(&part.spki).ok().map(|(_, info)| info.algorithm.algorithm.to_id_string())
}

/// Exactly one certificate.
pub(super) fn certificate(der: &[u8]) -> Result<PublicPart, FileFault> {
    match first(der)? {
        (part, 0) => Ok(part),
        (_, octets) => Err(FileFault::Trailing { octets }),
    }
}

/// A certificate with OpenSSL's trust settings behind it.
pub(super) fn trusted(der: &[u8]) -> Result<PublicPart, FileFault> {
    first(der).map(|(part, _)| part)
}

/// A certificate and how many octets follow it.
fn first(der: &[u8]) -> Result<(PublicPart, usize), FileFault> {
    let (rest, x509) = X509Certificate::from_der(der).map_err(|error| malformed("certificate", error))?;
    let self_issued = x509.subject().as_raw() == x509.issuer().as_raw();
    let certificate = Certificate {
        der: x509.as_raw().to_vec(),
        subject_name: x509.subject().as_raw().to_vec(),
        issuer_name: x509.issuer().as_raw().to_vec(),
        issuer: printable(&x509.issuer().to_string()),
        is_ca: x509.is_ca() || (x509.version() == X509Version::V1 && self_issued),
        not_before: Timestamp(x509.validity().not_before.timestamp()),
        not_after: Timestamp(x509.validity().not_after.timestamp()),
    };
    let part = PublicPart {
        kind: ObjectKind::Certificate,
        spki: x509.public_key().raw.to_vec(),
        subject: subject(x509.subject()),
        certificate: Some(certificate),
    };
    Ok((part, rest.len()))
}

/// Exactly one certificate request.
pub(super) fn request(der: &[u8]) -> Result<PublicPart, FileFault> {
    let (rest, request) =
        X509CertificationRequest::from_der(der).map_err(|error| malformed("certificate request", error))?;
    if !rest.is_empty() {
        return Err(FileFault::Trailing { octets: rest.len() });
    }
    let info = &request.certification_request_info;
    Ok(PublicPart {
        kind: ObjectKind::Request,
        spki: info.subject_pki.raw.to_vec(),
        subject: subject(&info.subject),
        certificate: None,
    })
}

fn subject(name: &X509Name<'_>) -> Option<String> {
    let text = name.to_string();
    if text.is_empty() { None } else { Some(printable(&text)) }
}

/// The decoder says "invalid date"; that its date does not decode is all it knows.
fn malformed(what: &'static str, error: x509_parser::nom::Err<X509Error>) -> FileFault {
    let why = match error {
        x509_parser::nom::Err::Incomplete(_) => "the DER ends early".to_owned(),
        x509_parser::nom::Err::Error(error) | x509_parser::nom::Err::Failure(error) => {
            let text = error.to_string();
            match (&error, text.strip_prefix("invalid ")) {
                (X509Error::Der(_) | X509Error::NomError(_) | X509Error::Generic, _) => {
                    "its DER structure is another".to_owned()
                }
                (_, Some(part)) => format!("its {part} cannot be read"),
                (_, None) => text,
            }
        }
    };
    FileFault::Malformed { what, why }
}
