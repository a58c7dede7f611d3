//! Who is the server and who issued it, among the parts of one file. Goes by names; verifies no signature.

use std::collections::{BTreeMap, BTreeSet};

use super::{Certificate, ObjectKind, PublicPart};

/// The parts that stand for the server itself: the first certificate, or else every key and request, each key
/// once.
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
    parts.iter().find(|part| part.kind == ObjectKind::Certificate)
}

/// The CA certificates above the leaf, from its issuer up; a leaf that is itself a CA comes first among them.
///
/// Follows issuer names through the file, whatever the order of its certificates.
#[must_use]
pub fn issuers(parts: &[PublicPart]) -> Vec<&PublicPart> {
    let Some(leaf) = leaf(parts) else { return Vec::new() };
    // By subject and from the last to the first, so that taking from the end takes in the order of the file.
    // What is taken is gone: cross-certified CAs cannot lead in a circle.
    let mut by_subject: BTreeMap<&[u8], Vec<(&PublicPart, &Certificate)>> = BTreeMap::new();
    for part in parts.iter().rev().filter(|part| part.is_ca() && !std::ptr::eq(*part, leaf)) {
        if let Some(certificate) = &part.certificate {
            by_subject.entry(&certificate.subject_name).or_default().push((part, certificate));
        }
    }
    let mut path = vec![leaf];
    let mut last = leaf.certificate.as_ref();
    while let Some(below) = last.filter(|below| !below.is_self_issued()) {
        let Some((part, certificate)) = by_subject.get_mut(below.issuer_name.as_slice()).and_then(Vec::pop)
        else {
            break;
        };
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
    let has_certificate =
        |key: &PublicPart| parts.iter().any(|part| part.certificate.is_some() && part.spki == key.spki);
    parts.iter().find(|part| part.kind == ObjectKind::PrivateKey && !has_certificate(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Timestamp;

    fn certificate(subject: &str, issuer: &str, is_ca: bool) -> PublicPart {
        let certificate = Certificate {
            der: Vec::new(),
            subject_name: subject.into(),
            issuer_name: issuer.into(),
            issuer: issuer.to_owned(),
            is_ca,
            not_before: Timestamp(0),
            not_after: Timestamp(0),
        };
        PublicPart {
            kind: ObjectKind::Certificate,
            spki: subject.into(),
            subject: Some(subject.to_owned()),
            certificate: Some(certificate),
        }
    }

    fn path(parts: &[PublicPart]) -> Vec<&str> {
        issuers(parts).iter().map(|part| part.label()).collect()
    }

    #[test]
    fn the_path_follows_issuers_not_the_order_of_the_file() {
        let parts = [
            certificate("leaf", "a", false),
            certificate("c", "c", true),
            certificate("b", "c", true),
            certificate("a", "b", true),
        ];
        assert_eq!(path(&parts), ["a", "b", "c"]);
    }

    #[test]
    fn cross_certified_cas_are_taken_once_each() {
        let parts = [
            certificate("leaf", "a", false),
            certificate("a", "b", true),
            certificate("b", "a", true),
            certificate("a", "a", true),
        ];
        assert_eq!(path(&parts), ["a", "b", "a"]);
        let parts = [certificate("a", "b", true), certificate("b", "a", true)];
        assert_eq!(path(&parts), ["a", "b"]);
    }

    #[test]
    fn what_may_not_issue_is_on_no_path() {
        let parts =
            [certificate("leaf", "a", false), certificate("a", "b", false), certificate("b", "b", true)];
        assert_eq!(path(&parts), Vec::<&str>::new());
    }

    #[test]
    fn a_key_is_compared_with_every_certificate() {
        let key = |spki: &str| PublicPart {
            kind: ObjectKind::PrivateKey,
            spki: spki.into(),
            subject: None,
            certificate: None,
        };
        let leaf = certificate("leaf", "a", false);
        assert_eq!(partner_mismatch(&[leaf.clone(), key("leaf")]), None);
        assert_eq!(partner_mismatch(&[leaf, key("other")]), Some(&key("other")));
        assert_eq!(partner_mismatch(&[key("other")]), None);
    }
}
