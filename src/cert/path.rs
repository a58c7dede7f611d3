//! From a server's certificate up to a trust anchor: RFC 5280 section 6, done by `rustls-webpki`. Knows no
//! host names and trusts nothing that the caller does not name.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use pkcs8::der::{Decode, Header, Reader, SliceReader};
use rustls_pki_types::{CertificateDer, Der, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage, VerifiedPath, anchor_from_trusted_cert};
use x509_parser::extensions::KeyUsage as X509KeyUsage;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::algorithm::algorithms;
use super::{Certificate, PublicPart};
use crate::wire::Timestamp;

/// Bits of an RSA modulus below which signatures are not verified here, and below which clients differ.
const RSA_BITS: usize = 2048;

/// What clients make of such keys, as tried with OpenSSL 3.0; Postfix sets the level by itself.
const SHORT_RSA: &str = "a key is RSA of less than 2048 bits, which OpenSSL refuses at security level 2, a \
    usual default, and takes at level 0, which Postfix sets";

/// CAs that the library follows upwards at most.
const DEPTH: usize = 6;

/// Steps after which the library gives up by itself.
const CALL: u64 = 200_000;

/// Critical extensions that OpenSSL evaluates and this verifier does not: policies, their mappings and
/// constraints, inhibitAnyPolicy, IP and AS resources, proxy certificates, Netscape's certificate type.
const EVALUATED_ELSEWHERE: [&str; 8] = [
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.36",
    "2.5.29.54",
    "1.3.6.1.5.5.7.1.7",
    "1.3.6.1.5.5.7.1.8",
    "1.3.6.1.5.5.7.1.14",
    "2.16.840.1.113730.1.1",
];

/// Critical extensions that this verifier evaluates, or need not: RFC 5280 section 4.2.1.
const EVALUATED: [&str; 6] = ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.37"];

/// What is left of the work that looking for paths may take: [`crate::limits::Limits::path_steps`].
#[derive(Debug)]
pub struct PathBudget(Cell<u64>);

impl PathBudget {
    /// So many steps: a step is one certificate tried on the way up.
    #[must_use]
    pub fn new(steps: u64) -> PathBudget {
        PathBudget(Cell::new(steps))
    }

    /// Takes what a search among certificates may need at most.
    fn spend(&self, steps: u64) -> Result<(), PathFault> {
        match self.0.get().checked_sub(steps) {
            Some(left) => {
                self.0.set(left);
                Ok(())
            }
            None => Err(PathFault::Unsupported("too many certificates and trust anchors are to be tried")),
        }
    }
}

const CRITICAL: &str = "a critical extension is not evaluated here";
const UNKNOWN_CRITICAL: &str = "a certificate has a critical extension that clients do not know";

/// Where a path has to end.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Anchor<'a> {
    /// At this CA certificate.
    Certificate(&'a Certificate),
    /// At this `SubjectPublicKeyInfo`, whatever its owner is called.
    Key(&'a [u8]),
}

/// Why no path leads to the anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
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

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathFault::Expired(last) => write!(f, "a certificate of the path expired at {last}"),
            PathFault::NotYetValid(first) => {
                write!(f, "a certificate of the path is not valid before {first}")
            }
            PathFault::Signature => f.write_str("a signature is not by the key above it"),
            PathFault::Broken => {
                f.write_str("the certificates sent do not join the server's to the trust anchor")
            }
            PathFault::Use(why) | PathFault::Unsupported(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for PathFault {}

/// Verifies the certificates as a server sends them, its own first, up to `anchor` at the time `at`. How many
/// certificates are below the anchor is the anchor's depth.
///
/// # Errors
/// [`PathFault`] says why there is no path, or that the budget is used up.
pub fn verify_path(
    sent: &[&PublicPart],
    anchor: Anchor<'_>,
    at: Timestamp,
    budget: &PathBudget,
) -> Result<usize, PathFault> {
    verify_path_over(sent, anchor, at, budget, None)
}

/// Whether a certificate between a server's and the anchor's is wanted, by its DER.
pub type Wanted<'a> = &'a dyn Fn(&[u8]) -> bool;

/// The same, of paths that have a certificate among those between the server's and the anchor's for which
/// `is_wanted`.
///
/// # Errors
/// As [`verify_path`]; [`PathFault::Broken`] where all paths are without one.
pub fn verify_path_over(
    sent: &[&PublicPart],
    anchor: Anchor<'_>,
    at: Timestamp,
    budget: &PathBudget,
    is_wanted: Option<Wanted<'_>>,
) -> Result<usize, PathFault> {
    budget.spend(steps(sent))?;
    let mut certificates = sent.iter().filter_map(|part| part.certificate.as_ref());
    let leaf = certificates.next().ok_or(PathFault::Broken)?;
    let others: Vec<CertificateDer<'_>> =
        certificates.map(|certificate| CertificateDer::from(certificate.der.as_slice())).collect();
    let leaf_der = CertificateDer::from(leaf.der.as_slice());
    let anchor_der;
    let anchors = match anchor {
        Anchor::Certificate(certificate) => {
            // Of an anchor only a root's own dates are looked at, as OpenSSL does: RFC 5280 section 6.1 asks
            // for none.
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
    let server = EndEntityCert::try_from(&leaf_der).map_err(|error| match fault(&error) {
        PathFault::Unsupported(CRITICAL) => critical_fault(sent),
        fault => fault,
    })?;
    let is_over = |path: &VerifiedPath<'_>| {
        let has = is_wanted.is_none_or(|is_wanted| {
            path.intermediate_certificates().any(|certificate| is_wanted(&certificate.der()))
        });
        if has { Ok(()) } else { Err(Error::UnknownIssuer) }
    };
    let path = server.verify_for_usage(
        &algorithms(),
        &anchors,
        &others,
        time,
        KeyUsage::server_auth(),
        None,
        Some(&is_over),
    );
    let fault = match path {
        Ok(path) => {
            let between: Vec<Vec<u8>> =
                path.intermediate_certificates().map(|certificate| certificate.der().to_vec()).collect();
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
    Err(match fault {
        PathFault::Signature if keys.any(is_short_rsa) => PathFault::Unsupported(SHORT_RSA),
        PathFault::Unsupported(CRITICAL) => critical_fault(sent),
        fault => fault,
    })
}

/// The steps that a search may take: ways up by names alone, which certificates of one name multiply.
fn steps(sent: &[&PublicPart]) -> u64 {
    let certificates: Vec<&Certificate> = sent.iter().filter_map(|part| part.certificate.as_ref()).collect();
    let mut issuers: BTreeMap<&[u8], Vec<&[u8]>> = BTreeMap::new();
    for certificate in certificates.iter().skip(1) {
        issuers.entry(&certificate.subject_name).or_default().push(&certificate.issuer_name);
    }
    // How many ways lead to each name, one depth after the other.
    let mut ways: BTreeMap<&[u8], u64> =
        certificates.first().map(|leaf| (leaf.issuer_name.as_slice(), 1)).into_iter().collect();
    let mut total: u64 = 1;
    for _ in 0..DEPTH {
        let mut above: BTreeMap<&[u8], u64> = BTreeMap::new();
        for (name, count) in ways {
            for issuer in issuers.get(name).into_iter().flatten() {
                let sum = above.entry(issuer).or_default();
                *sum = sum.saturating_add(count);
                total = total.saturating_add(count);
            }
        }
        ways = above;
        if total >= CALL {
            return CALL;
        }
    }
    total
}

/// What becomes of critical extensions that are not evaluated here: clients refuse what they do not know
/// either (RFC 5280 section 4.2; OpenSSL calls it an unhandled critical extension).
fn critical_fault(sent: &[&PublicPart]) -> PathFault {
    let mut is_refused = false;
    for der in sent.iter().filter_map(|part| Some(part.certificate.as_ref()?.der.as_slice())) {
        match critical(der) {
            Critical::Evaluated => {}
            Critical::EvaluatedElsewhere => return PathFault::Unsupported(CRITICAL),
            Critical::Unknown => is_refused = true,
        }
    }
    if is_refused { PathFault::Use(UNKNOWN_CRITICAL) } else { PathFault::Unsupported(CRITICAL) }
}

/// Critical extensions of a certificate, the worst of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Critical {
    Evaluated,
    Unknown,
    EvaluatedElsewhere,
}

fn critical(der: &[u8]) -> Critical {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return Critical::EvaluatedElsewhere };
    let critical = certificate
        .extensions()
        .iter()
        .filter(|extension| extension.critical)
        .map(|extension| extension.oid.to_id_string());
    let worst = critical.map(|oid| match oid.as_str() {
        oid if EVALUATED.contains(&oid) => Critical::Evaluated,
        oid if EVALUATED_ELSEWHERE.contains(&oid) => Critical::EvaluatedElsewhere,
        _ => Critical::Unknown,
    });
    worst.max().unwrap_or(Critical::Evaluated)
}

/// What the verifier does not look at: key usages, and the extensions of the anchor.
fn usable(leaf: &Certificate, between: &[Vec<u8>], anchor: Anchor<'_>) -> Result<(), PathFault> {
    if usage_of(&leaf.der).is_some_and(|usage| {
        !(usage.digital_signature() || usage.key_encipherment() || usage.key_agreement())
    }) {
        return Err(PathFault::Use("the server certificate's key usage does not have TLS"));
    }
    let anchor = match anchor {
        Anchor::Certificate(certificate) => Some(certificate.der.as_slice()),
        Anchor::Key(_) => None,
    };
    if between
        .iter()
        .map(Vec::as_slice)
        .chain(anchor)
        .any(|der| usage_of(der).is_some_and(|usage| !usage.key_cert_sign()))
    {
        return Err(PathFault::Use("a CA's key usage does not have the signing of certificates"));
    }
    match anchor.map(critical) {
        Some(Critical::Unknown) => return Err(PathFault::Use(UNKNOWN_CRITICAL)),
        Some(Critical::EvaluatedElsewhere) => return Err(PathFault::Unsupported(CRITICAL)),
        Some(Critical::Evaluated) | None => {}
    }
    let Some((_, anchor)) = anchor.and_then(|der| X509Certificate::from_der(der).ok()) else { return Ok(()) };
    let server_auth = anchor
        .extended_key_usage()
        .ok()
        .flatten()
        .is_none_or(|usage| usage.value.any || usage.value.server_auth);
    if !server_auth {
        return Err(PathFault::Use("its CA's extended key usage does not have TLS servers"));
    }
    let most = anchor
        .basic_constraints()
        .ok()
        .flatten()
        .and_then(|constraints| constraints.value.path_len_constraint);
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
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            PathFault::Unsupported("the algorithm of a signature is not verified here")
        }
        Error::UnsupportedCriticalExtension => PathFault::Unsupported(CRITICAL),
        Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded
        | Error::MaximumSignatureChecksExceeded
        | Error::MaximumNameConstraintComparisonsExceeded => {
            PathFault::Unsupported("there are too many certificates to try")
        }
        _ => PathFault::Unsupported("a certificate is not in the form of RFC 5280"),
    }
}
