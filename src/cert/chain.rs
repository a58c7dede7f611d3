//! Who is the server and who issued it, among the parts of one file. Goes by names; verifies no signature.

use super::{Kind, PublicPart};

/// The parts that stand for the server itself: the first certificate, or else every key and request.
#[must_use]
pub fn leaves(parts: &[PublicPart]) -> Vec<&PublicPart> {
    match leaf(parts) {
        Some(leaf) => vec![leaf],
        None => parts.iter().collect(),
    }
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
    let mut path: Vec<&PublicPart> = leaf(parts).into_iter().collect();
    while let Some(next) = path.last().and_then(|last| issuer_of(last, parts, &path)) {
        path.push(next);
    }
    path.retain(|part| part.is_ca());
    path
}

/// The first CA certificate that issued `part`, one on the path already left out.
fn issuer_of<'a>(part: &PublicPart, parts: &'a [PublicPart], path: &[&PublicPart]) -> Option<&'a PublicPart> {
    let below = part.certificate.as_ref()?;
    if below.is_self_issued() {
        return None;
    }
    parts.iter().find(|candidate| {
        let issued = candidate.certificate.as_ref().is_some_and(|above| above.is_ca && below.names_issuer(above));
        issued && !path.contains(candidate)
    })
}

/// A private key in the file that belongs to none of its certificates.
#[must_use]
pub fn partner_mismatch(parts: &[PublicPart]) -> Option<&PublicPart> {
    leaf(parts)?;
    let has_certificate = |key: &PublicPart| parts.iter().any(|part| part.certificate.is_some() && part.spki == key.spki);
    parts.iter().find(|part| part.kind == Kind::PrivateKey && !has_certificate(part))
}
