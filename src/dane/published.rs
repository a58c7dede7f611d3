//! TLSA records as a zone has them, whatever is in them, and which of them clients can use: RFC 7671 section
//! 4.

use std::fmt;

use super::{Matching, Parameters, Selector, Service, Tlsa, Usage};
use crate::cert::{self, Roots};
use crate::wire::base16;

/// Hexadecimal digits of association data that messages show at most; SHA2-512 fits.
const SHOWN: usize = 128;

/// One TLSA record of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Certificate usage.
    pub usage: u8,
    /// Selector.
    pub selector: u8,
    /// Matching type.
    pub matching: u8,
    /// Certificate association data.
    pub data: Vec<u8>,
}

/// What a service's clients do with usages 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pkix<'a> {
    /// They drop such records, as mail servers do: RFC 7672 section 3.1.3.
    Unusable,
    /// They match them and validate with trust anchors of their own as well, which are not known here.
    Validated,
    /// The same, and these are their trust anchors.
    ValidatedBy(&'a Roots),
}

impl<'a> Pkix<'a> {
    /// That of a service's clients.
    #[must_use]
    pub fn of(service: &Service, roots: Option<&'a Roots>) -> Pkix<'a> {
        Pkix::at(service.is_mail_exchange(), roots)
    }

    /// That of the clients of a mail exchange, or of others.
    #[must_use]
    pub fn at(is_mail_exchange: bool, roots: Option<&'a Roots>) -> Pkix<'a> {
        match (is_mail_exchange, roots) {
            (true, _) => Pkix::Unusable,
            (false, None) => Pkix::Validated,
            (false, Some(roots)) => Pkix::ValidatedBy(roots),
        }
    }
}

/// Why clients drop a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unusable {
    /// The usage has no meaning.
    UsageNumber(u8),
    /// The selector has no meaning.
    SelectorNumber(u8),
    /// The matching type has no meaning.
    MatchingNumber(u8),
    /// Usage 0 or 1 where clients have no use for it.
    Pkix(Usage),
    /// A digest of another length.
    Length {
        /// Octets there are.
        octets: usize,
        /// Octets the digest has.
        expected: usize,
        /// The digest.
        matching: Matching,
    },
    /// Matching type 0, and the data is no certificate.
    NotACertificate {
        /// Octets there are.
        octets: usize,
    },
    /// Matching type 0, and the data is no public key.
    NotAKey {
        /// Octets there are.
        octets: usize,
    },
}

impl std::error::Error for Unusable {}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let looks = |octets: usize| match octets {
            32 => "; it has the length of a SHA2-256 digest, which is matching type 1",
            64 => "; it has the length of a SHA2-512 digest, which is matching type 2",
            _ => "",
        };
        match self {
            Unusable::UsageNumber(number) => write!(f, "usage {number} is unassigned; 0 to 3 are in use"),
            Unusable::SelectorNumber(number) => {
                write!(f, "selector {number} is unassigned; 0 and 1 are in use")
            }
            Unusable::MatchingNumber(number) => {
                write!(f, "matching type {number} is unassigned; 0 to 2 are in use")
            }
            Unusable::Pkix(usage) => {
                let instead = if usage.is_trust_anchor() { "2, and send the CA certificate" } else { "3" };
                write!(
                    f,
                    "mail servers do not use usage {usage} (RFC 7672 section 3.1.3); publish usage {instead}"
                )
            }
            Unusable::Length { octets, expected, matching } => {
                write!(f, "the digest is {octets} octets, {} needs {expected}", matching.mnemonic())
            }
            Unusable::NotACertificate { octets } => {
                write!(f, "the data, {octets} octets, is not a certificate in DER{}", looks(*octets))
            }
            Unusable::NotAKey { octets } => {
                write!(f, "the data, {octets} octets, is not a public key in DER{}", looks(*octets))
            }
        }
    }
}

impl Published {
    /// Reads rdata; `None` when it is too short to have the three numbers.
    #[must_use]
    pub fn parse(rdata: &[u8]) -> Option<Published> {
        let (&[usage, selector, matching], data) = rdata.split_first_chunk()?;
        Some(Published { usage, selector, matching, data: data.to_vec() })
    }

    /// The data in hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        base16::encode(&self.data)
    }

    /// The record, where clients can use it.
    ///
    /// # Errors
    /// [`Unusable`] says why they drop it.
    pub fn usable(&self, pkix: Pkix<'_>) -> Result<Tlsa, Unusable> {
        let parameters = parameters([self.usage, self.selector, self.matching], &self.data, pkix)?;
        Ok(Tlsa { parameters, data: self.data.clone() })
    }
}

/// Whether clients can use the record with this rdata.
#[must_use]
pub fn is_usable(rdata: &[u8], pkix: Pkix<'_>) -> bool {
    let split = rdata.split_first_chunk();
    split.is_some_and(|(numbers, data)| parameters(*numbers, data, pkix).is_ok())
}

/// What usage, selector and matching type of a record mean, where clients can use it.
fn parameters(
    [usage, selector, matching]: [u8; 3],
    data: &[u8],
    pkix: Pkix<'_>,
) -> Result<Parameters, Unusable> {
    let known = Usage::ALL.iter().copied().find(|known| known.number() == usage);
    let usage = known.ok_or(Unusable::UsageNumber(usage))?;
    let known = Selector::ALL.iter().copied().find(|known| known.number() == selector);
    let selector = known.ok_or(Unusable::SelectorNumber(selector))?;
    let known = Matching::ALL.iter().copied().find(|known| known.number() == matching);
    let matching = known.ok_or(Unusable::MatchingNumber(matching))?;
    if usage.is_pkix() && pkix == Pkix::Unusable {
        return Err(Unusable::Pkix(usage));
    }
    let octets = data.len();
    match (matching.octets(), selector) {
        (Some(expected), _) if octets != expected => {
            return Err(Unusable::Length { octets, expected, matching });
        }
        (None, Selector::Cert) if cert::certificate_of(data).is_none() => {
            return Err(Unusable::NotACertificate { octets });
        }
        (None, Selector::Spki) if cert::key_of(data).is_none() => {
            return Err(Unusable::NotAKey { octets });
        }
        (Some(_) | None, _) => {}
    }
    Ok(Parameters { usage, selector, matching })
}

impl fmt::Display for Published {
    /// Rdata as in zone files, long data cut: `3 1 1 ...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.hex();
        write!(f, "{} {} {} ", self.usage, self.selector, self.matching)?;
        match hex.get(..SHOWN).filter(|_| hex.len() > SHOWN) {
            Some(head) => write!(f, "{head}... ({} octets)", self.data.len()),
            None => f.write_str(&hex),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(usage: u8, selector: u8, matching: u8, octets: usize) -> Option<Unusable> {
        Published { usage, selector, matching, data: vec![0; octets] }.usable(Pkix::Unusable).err()
    }

    #[test]
    fn what_clients_drop_says_why() {
        assert_eq!(why(3, 1, 1, 32), None);
        assert_eq!(why(2, 0, 2, 64), None);
        assert_eq!(why(4, 1, 1, 32), Some(Unusable::UsageNumber(4)));
        assert_eq!(why(3, 2, 1, 32), Some(Unusable::SelectorNumber(2)));
        assert_eq!(why(3, 1, 3, 48), Some(Unusable::MatchingNumber(3)));
        assert_eq!(why(1, 1, 1, 32), Some(Unusable::Pkix(Usage::PkixEe)));
        assert_eq!(
            why(3, 1, 2, 63),
            Some(Unusable::Length { octets: 63, expected: 64, matching: Matching::Sha512 })
        );
        assert_eq!(why(3, 0, 0, 32), Some(Unusable::NotACertificate { octets: 32 }));
        assert_eq!(why(3, 1, 0, 64), Some(Unusable::NotAKey { octets: 64 }));
    }

    #[test]
    fn other_services_have_a_use_for_pkix() {
        let record = Published { usage: 1, selector: 1, matching: 1, data: vec![0; 32] };
        assert!(record.usable(Pkix::Validated).is_ok());
    }

    #[test]
    fn long_data_is_cut() {
        let record = Published::parse(&[[3, 0, 0].as_slice(), &[0xab; 65]].concat()).expect("a record");
        assert!(record.to_string().ends_with("ab... (65 octets)"));
        assert_eq!(Published::parse(&[3, 1]), None);
    }
}
