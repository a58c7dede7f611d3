//! Trust anchors of clients: root certificates that a user gives. Reads no file and knows no TLSA record.

use std::collections::BTreeMap;

use super::PublicPart;

/// Root certificates, found by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots {
    by_name: BTreeMap<Vec<u8>, Vec<PublicPart>>,
}

impl Roots {
    /// Those of a bundle; keys in it are passed over.
    #[must_use]
    pub fn new(parts: Vec<PublicPart>) -> Roots {
        let mut by_name: BTreeMap<Vec<u8>, Vec<PublicPart>> = BTreeMap::new();
        for part in parts {
            if let Some(certificate) = &part.certificate {
                by_name.entry(certificate.subject_name.clone()).or_default().push(part);
            }
        }
        Roots { by_name }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The roots that may have issued any of these certificates.
    #[must_use]
    pub fn above<'r>(&'r self, sent: &[&PublicPart]) -> Vec<&'r PublicPart> {
        let mut names: Vec<&[u8]> = sent
            .iter()
            .filter_map(|part| part.certificate.as_ref())
            .map(|certificate| certificate.issuer_name.as_slice())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(|name| self.by_name.get(name)).flatten().collect()
    }
}
