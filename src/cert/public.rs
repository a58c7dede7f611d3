//! What clients make of a chain that trust public CAs and go by names, as senders with MTA-STS do. Knows no
//! TLSA record.

use super::{Anchor, Identity, PathBudget, PublicPart, Roots, leaf, verify_path};
use crate::wire::{NameRef, Timestamp};

/// Why such clients refuse a chain for `host` at the time `at`: one clause that follows the chain's name;
/// `None` where nothing at hand says that they do. Whether a chain leads to a public CA is known only with
/// `roots`: RFC 8461 section 4.2.
#[must_use]
pub fn public_refusal(
    parts: &[PublicPart],
    host: NameRef<'_>,
    at: Timestamp,
    roots: Option<&Roots>,
    path_steps: u64,
) -> Option<String> {
    let certificate = leaf(parts)?.certificate.as_ref()?;
    let identity = Identity::of(certificate);
    if !identity.covers(host) {
        return Some(format!("is for {identity}"));
    }
    if at > certificate.not_after {
        return Some(format!("ended at {}", certificate.not_after));
    }
    if at < certificate.not_before {
        return Some(format!("begins at {}", certificate.not_before));
    }
    if certificate.is_self_issued() {
        return Some("is signed by itself".to_owned());
    }
    let roots = roots?;
    let sent: Vec<&PublicPart> = parts.iter().filter(|part| part.certificate.is_some()).collect();
    let budget = PathBudget::new(path_steps);
    let anchors = roots.above(&sent);
    let leads = |root: &&PublicPart| {
        let anchor = root.certificate.as_ref().map(Anchor::Certificate);
        anchor.is_some_and(|anchor| verify_path(&sent, anchor, at, &budget).is_ok())
    };
    (!anchors.iter().any(leads)).then(|| "leads to no root given".to_owned())
}
