//! Who is the server and who issued it, among the parts of one file. Goes by names; verifies no signature.

use std::collections::{BTreeMap, BTreeSet};

use super::{Certificate, Kind, PublicPart};

/// The parts that stand for the server itself: the first certificate, or else every key and request, each key once.
#[must_use]
pub fn leaves(parts: &[PublicPart]) -> Vec<&PublicPart> {
    if let Some(leaf) = leaf(parts) {
        return vec![leaf];
    }
    let mut seen = BTreeSet::new();
    parts.iter().filter(|part| seen.insert(&part.spki)).collect()
}

/// The server's certificate: the first, as every TLS server reads its chain file.
#[must_use]
pub fn leaf(parts: &[PublicPart]) -> Option<&PublicPart> {
    parts.iter().find(|part| part.kind == Kind::Certificate)
}

/// The CA certificates above the leaf, from its issuer up; a leaf that is itself a CA comes first among them.
///
/// Follows issuer names through the file, whatever the order of its certificates.
#[must_use]
pub fn issuers(parts: &[PublicPart]) -> Vec<&PublicPart> {
    let Some(leaf) = leaf(parts) else { return Vec::new() };
    // By subject and from the last to the first, so that taking from the end takes in the order of the file. What is
    // taken is gone: cross-certified CAs cannot lead in a circle.
    let mut by_subject: BTreeMap<&[u8], Vec<(&PublicPart, &Certificate)>> = BTreeMap::new();
    for part in parts.iter().rev().filter(|part| part.is_ca() && !std::ptr::eq(*part, leaf)) {
        if let Some(certificate) = &part.certificate {
            by_subject.entry(&certificate.subject_name).or_default().push((part, certificate));
        }
    }
    let mut path = vec![leaf];
    let mut last = leaf.certificate.as_ref();
    while let Some(below) = last.filter(|below| !below.is_self_issued()) {
        let Some((part, certificate)) = by_subject.get_mut(below.issuer_name.as_slice()).and_then(Vec::pop) else { break };
        path.push(part);
        last = Some(certificate);
    }
    path.retain(|part| part.is_ca());
    path
}

/// A private key in the file that belongs to none of its certificates.
#[must_use]
pub fn partner_mismatch(parts: &[PublicPart]) -> Option<&PublicPart> {
    leaf(parts)?;
    let has_certificate = |key: &PublicPart| parts.iter().any(|part| part.certificate.is_some() && part.spki == key.spki);
    parts.iter().find(|part| part.kind == Kind::PrivateKey && !has_certificate(part))
}
