//! What is odd in a chain file, whatever TLSA records say of it. Decides nothing.

use crate::cert::{self, Certificate, PublicPart};
use crate::wire::Timestamp;

/// What an operator should know of the certificates that a server sends: order, repetition, strangers, dates,
/// keys.
#[must_use]
pub fn remarks(parts: &[PublicPart], at: Timestamp) -> Vec<String> {
    let sent: Vec<(&PublicPart, &Certificate)> =
        parts.iter().filter_map(|part| Some((part, part.certificate.as_ref()?))).collect();
    let mut remarks = Vec::new();
    let Some((leaf, leaf_certificate)) = sent.first() else { return remarks };
    let server = sent.iter().map(|(part, _)| part).find(|part| !part.is_ca());
    match server {
        Some(server) if leaf.is_ca() => {
            remarks.push(format!(
                "the first certificate, `{}`, is a CA's; put the server's, `{}`, first",
                leaf.short_name(),
                server.short_name()
            ));
        }
        None if leaf.is_ca() && !leaf_certificate.is_self_issued() => {
            remarks.push(format!(
                "the server's certificate is missing: `{}`, the first, is an intermediate CA's",
                leaf.short_name()
            ));
        }
        None if leaf.is_ca() => {
            remarks.push(format!("`{}`, the server's certificate, is a CA's", leaf.short_name()))
        }
        Some(_) | None => {}
    }
    for (place, (part, certificate)) in sent.iter().enumerate() {
        if is_repeated(&sent, place) {
            continue;
        }
        if at > certificate.not_after {
            remarks.push(format!(
                "certificate {}, `{}`, ended at {}",
                place + 1,
                part.short_name(),
                certificate.not_after
            ));
        } else if at < certificate.not_before {
            remarks.push(format!(
                "certificate {}, `{}`, begins at {}",
                place + 1,
                part.short_name(),
                certificate.not_before
            ));
        }
    }
    remarks.extend(misplaced(parts));
    if cert::partner_mismatch(parts).is_some() {
        remarks.push(format!(
            "the private key beside `{}` belongs to none of the certificates",
            leaf.short_name()
        ));
    }
    remarks
}

/// Certificates that are there twice, that issued nothing here, or that stand elsewhere than right above what
/// they issued.
#[must_use]
pub fn misplaced(parts: &[PublicPart]) -> Vec<String> {
    let sent: Vec<(&PublicPart, &Certificate)> =
        parts.iter().filter_map(|part| Some((part, part.certificate.as_ref()?))).collect();
    let repeated = sent.iter().enumerate().filter(|(place, _)| is_repeated(&sent, *place));
    let mut remarks: Vec<String> = repeated
        .map(|(place, (part, _))| {
            format!("certificate {}, `{}`, is there more than once", place + 1, part.short_name())
        })
        .collect();
    remarks.extend(order(&sent));
    remarks
}

fn is_repeated(sent: &[(&PublicPart, &Certificate)], place: usize) -> bool {
    let Some((_, certificate)) = sent.get(place) else { return false };
    sent.iter().take(place).any(|(_, earlier)| earlier.der == certificate.der)
}

/// Certificates that issued nothing here, or that stand elsewhere than right above what they issued.
fn order(sent: &[(&PublicPart, &Certificate)]) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut is_ordered = true;
    for (place, (part, certificate)) in sent.iter().enumerate().skip(1) {
        let issued = |(_, below): &&(&PublicPart, &Certificate)| {
            below.issuer_name == certificate.subject_name && below.der != certificate.der
        };
        if !sent.iter().any(|below| issued(&below)) {
            // A server's certificate that does not come first has had its remark.
            if sent.first().is_some_and(|(first, _)| part.is_ca() || !first.is_ca()) {
                remarks.push(format!(
                    "certificate {}, `{}`, issued none of the others; leave it out",
                    place + 1,
                    part.short_name()
                ));
            }
        } else if !sent.iter().take(place).any(|below| issued(&below)) {
            is_ordered = false;
        }
    }
    let below_root = sent.windows(2).all(|pair| match pair {
        [(_, below), (_, above)] => below.issuer_name == above.subject_name || below.is_self_issued(),
        _ => true,
    });
    if remarks.is_empty() && (!is_ordered || !below_root) {
        remarks.push("the certificates are out of order; each should be followed by its issuer's".to_owned());
    }
    remarks
}
