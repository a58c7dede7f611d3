//! From a server's certificate up to a trust anchor: RFC 5280 section 6, done by `rustls-webpki`. Knows no host names
//! and trusts nothing that the caller does not name.

use std::time::Duration;

use pkcs8::der::{Decode, Header, Reader, SliceReader};
use rustls_pki_types::{CertificateDer, Der, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};
use x509_parser::extensions::KeyUsage as X509KeyUsage;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::{Certificate, PublicPart};
use crate::wire::Timestamp;

/// Bits of an RSA modulus below which signatures are not verified here.
const RSA_BITS: usize = 2048;

/// Where a path has to end.
#[derive(Debug, Clone, Copy)]
pub enum Anchor<'a> {
    /// At this CA certificate.
    Certificate(&'a Certificate),
    /// At this `SubjectPublicKeyInfo`, whatever its owner is called.
    Key(&'a [u8]),
}

/// Why no path leads to the anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathFault {
    /// A certificate of the path has ended; its last second.
    Expired(Timestamp),
    /// A certificate of the path has not begun; its first second.
    NotYetValid(Timestamp),
    /// A signature is not by the key above it.
    Signature,
    /// The certificates sent do not join the server's to the anchor.
    Broken,
    /// A certificate may not be used so: RFC 5280 section 4.2.1.
    Use(&'static str),
    /// Nothing here can verify it, and others may.
    Unsupported(&'static str),
}

/// Verifies the certificates as a server sends them, its own first, up to `anchor` at the time `at`. How many
/// certificates are below the anchor is the anchor's depth.
///
/// # Errors
/// [`PathFault`] says why there is no path.
pub fn verify_path(sent: &[&PublicPart], anchor: Anchor<'_>, at: Timestamp) -> Result<usize, PathFault> {
    let mut certificates = sent.iter().filter_map(|part| part.certificate.as_ref());
    let leaf = certificates.next().ok_or(PathFault::Broken)?;
    let others: Vec<CertificateDer<'_>> = certificates.map(|certificate| CertificateDer::from(certificate.der.as_slice())).collect();
    let leaf_der = CertificateDer::from(leaf.der.as_slice());
    let anchor_der;
    let anchors = match anchor {
        Anchor::Certificate(certificate) => {
            // Of an anchor only a root's own dates are looked at, as OpenSSL does: RFC 5280 section 6.1 asks for none.
            if certificate.is_self_issued() {
                in_time(certificate, at)?;
            }
            anchor_der = CertificateDer::from(certificate.der.as_slice());
            vec![anchor_from_trusted_cert(&anchor_der).map_err(|error| fault(&error))?]
        }
        Anchor::Key(spki) => key_anchors(sent, spki),
    };
    let seconds = u64::try_from(at.0).unwrap_or(0);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let server = EndEntityCert::try_from(&leaf_der).map_err(|error| fault(&error))?;
    let path = server.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &others, time, KeyUsage::server_auth(), None, None);
    let fault = match path {
        Ok(path) => {
            let between: Vec<Vec<u8>> = path.intermediate_certificates().map(|certificate| certificate.der().to_vec()).collect();
            return usable(leaf, &between, anchor).map(|()| between.len() + 1);
        }
        Err(error) => fault(&error),
    };
    let anchor_spki = match anchor {
        Anchor::Certificate(_) => None,
        Anchor::Key(spki) => Some(spki),
    };
    let mut keys = sent.iter().map(|part| part.spki.as_slice()).chain(anchor_spki);
    // The verifier calls a signature by a short key wrong, and other verifiers do not.
    Err(if fault == PathFault::Signature && keys.any(is_short_rsa) { PathFault::Unsupported("a key is RSA of less than 2048 bits") } else { fault })
}

/// What the verifier does not look at: key usages, and the extensions of the anchor.
fn usable(leaf: &Certificate, between: &[Vec<u8>], anchor: Anchor<'_>) -> Result<(), PathFault> {
    if usage_of(&leaf.der).is_some_and(|usage| !(usage.digital_signature() || usage.key_encipherment() || usage.key_agreement())) {
        return Err(PathFault::Use("the server certificate's key usage does not have TLS"));
    }
    let anchor = match anchor {
        Anchor::Certificate(certificate) => Some(certificate.der.as_slice()),
        Anchor::Key(_) => None,
    };
    if between.iter().map(Vec::as_slice).chain(anchor).any(|der| usage_of(der).is_some_and(|usage| !usage.key_cert_sign())) {
        return Err(PathFault::Use("a CA's key usage does not have the signing of certificates"));
    }
    let Some((_, anchor)) = anchor.and_then(|der| X509Certificate::from_der(der).ok()) else { return Ok(()) };
    let server_auth = anchor.extended_key_usage().ok().flatten().is_none_or(|usage| usage.value.any || usage.value.server_auth);
    if !server_auth {
        return Err(PathFault::Use("its CA's extended key usage does not have TLS servers"));
    }
    let most = anchor.basic_constraints().ok().flatten().and_then(|constraints| constraints.value.path_len_constraint);
    if most.is_some_and(|most| between.len() > usize::try_from(most).unwrap_or(usize::MAX)) {
        return Err(PathFault::Use("more CAs follow than a CA's path length allows"));
    }
    Ok(())
}

/// The key usage of a certificate, where it has one: RFC 5280 section 4.2.1.3.
fn usage_of(der: &[u8]) -> Option<X509KeyUsage> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    certificate.key_usage().ok().flatten().map(|usage| *usage.value)
}

fn in_time(certificate: &Certificate, at: Timestamp) -> Result<(), PathFault> {
    if at > certificate.not_after {
        Err(PathFault::Expired(certificate.not_after))
    } else if at < certificate.not_before {
        Err(PathFault::NotYetValid(certificate.not_before))
    } else {
        Ok(())
    }
}

/// The key under each name that something sent was issued by.
fn key_anchors<'a>(sent: &[&'a PublicPart], spki: &'a [u8]) -> Vec<TrustAnchor<'a>> {
    let mut names: Vec<&[u8]> = Vec::new();
    for certificate in sent.iter().filter_map(|part| part.certificate.as_ref()) {
        if !names.contains(&certificate.issuer_name.as_slice()) {
            names.push(&certificate.issuer_name);
        }
    }
    let anchor = |name| {
        Some(TrustAnchor {
            subject: Der::from_slice(content(name)?),
            subject_public_key_info: Der::from_slice(content(spki)?),
            name_constraints: None,
        })
    };
    names.into_iter().filter_map(anchor).collect()
}

/// What is inside a DER element.
fn content(der: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(der).ok()?;
    Header::decode(&mut reader).ok()?;
    let inside = usize::try_from(reader.remaining_len()).ok()?;
    der.get(der.len().checked_sub(inside)?..)
}

fn is_short_rsa(spki: &[u8]) -> bool {
    let Ok((_, info)) = SubjectPublicKeyInfo::from_der(spki) else { return false };
    matches!(info.parsed(), Ok(PublicKey::RSA(key)) if key.key_size() < RSA_BITS)
}

/// What the verifier's errors mean to us; those of revocation lists do not come up.
#[allow(deprecated, reason = "the old variants may still be returned")]
fn fault(error: &Error) -> PathFault {
    let timestamp = |time: &UnixTime| Timestamp(i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
    match error {
        Error::CertExpired { not_after, .. } => PathFault::Expired(timestamp(not_after)),
        Error::CertNotValidYet { not_before, .. } => PathFault::NotYetValid(timestamp(not_before)),
        Error::InvalidSignatureForPublicKey => PathFault::Signature,
        Error::UnknownIssuer => PathFault::Broken,
        Error::RequiredEkuNotFound | Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => {
            PathFault::Use("its extended key usage does not have TLS servers")
        }
        Error::EndEntityUsedAsCa => PathFault::Use("the issuer is not a CA"),
        Error::PathLenConstraintViolated => PathFault::Use("more CAs follow than a CA's path length allows"),
        Error::NameConstraintViolation => PathFault::Use("a CA's name constraints exclude a name in it"),
        Error::InvalidCertValidity => PathFault::Use("a certificate ends before it begins"),
        Error::SignatureAlgorithmMismatch => PathFault::Use("a certificate names two signature algorithms"),
        Error::CaUsedAsEndEntity => PathFault::Unsupported("the server's own certificate is a CA's"),
        Error::UnsupportedCertVersion => PathFault::Unsupported("a certificate is not X.509 version 3"),
        Error::UnsupportedSignatureAlgorithm
        | Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKey
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => PathFault::Unsupported("the algorithm of a signature is not verified here"),
        Error::UnsupportedCriticalExtension => PathFault::Unsupported("a critical extension is not known here"),
        Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded
        | Error::MaximumSignatureChecksExceeded
        | Error::MaximumNameConstraintComparisonsExceeded => PathFault::Unsupported("there are too many certificates to try"),
        _ => PathFault::Unsupported("a certificate is not in the form of RFC 5280"),
    }
}
