//! Association data and its text forms: RFC 6698 sections 2.1 and 2.2, RFC 3597 section 5.

use std::fmt;

use sha2::{Digest as _, Sha256, Sha512};

use super::{Matching, Selector, Usage};
use crate::cert::PublicPart;
use crate::wire::base16;

/// Most octets of rdata; the three parameters are among them.
const MAX_RDATA: usize = 65_535;

/// The three numbers of a TLSA record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parameters {
    /// Which certificate.
    pub usage: Usage,
    /// Which part of it.
    pub selector: Selector,
    /// In which form.
    pub matching: Matching,
}

/// What everybody should publish: RFC 7671 section 5.1.
pub const RECOMMENDED: Parameters =
    Parameters { usage: Usage::DaneEe, selector: Selector::Spki, matching: Matching::Sha256 };

impl fmt::Display for Parameters {
    /// `3 1 1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.usage.number(), self.selector.number(), self.matching.number())
    }
}

/// One TLSA record's rdata.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tlsa {
    /// The three numbers.
    pub parameters: Parameters,
    /// Certificate association data.
    pub data: Vec<u8>,
}

/// Why there is no record for a public part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsaError {
    /// Selector Cert for a key or a request.
    NoCertificate,
    /// The data does not fit one record.
    TooLong {
        /// Its length.
        octets: usize,
    },
}

impl fmt::Display for TlsaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TlsaError::NoCertificate => {
                f.write_str("selector Cert (0) needs a certificate, and this is a key or a request")
            }
            TlsaError::TooLong { octets } => {
                write!(f, "the data has {octets} octets, and a record holds {}", MAX_RDATA - 3)
            }
        }
    }
}

impl std::error::Error for TlsaError {}

impl Tlsa {
    /// The record that matches `part`. Which part of a chain to take is the caller's choice.
    ///
    /// # Errors
    /// [`TlsaError::NoCertificate`] when the whole certificate is wanted and `part` is only a key;
    /// [`TlsaError::TooLong`] when undigested data does not fit.
    pub fn of(part: &PublicPart, parameters: Parameters) -> Result<Tlsa, TlsaError> {
        let selected = match parameters.selector {
            Selector::Cert => &part.certificate.as_ref().ok_or(TlsaError::NoCertificate)?.der,
            Selector::Spki => &part.spki,
        };
        let data = match parameters.matching {
            Matching::Full => selected.clone(),
            Matching::Sha256 => Sha256::digest(selected).to_vec(),
            Matching::Sha512 => Sha512::digest(selected).to_vec(),
        };
        if data.len() > MAX_RDATA - 3 {
            Err(TlsaError::TooLong { octets: data.len() })
        } else {
            Ok(Tlsa { parameters, data })
        }
    }

    /// The data in hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        base16::encode(&self.data)
    }

    /// Rdata in wire form.
    #[must_use]
    pub fn rdata(&self) -> Vec<u8> {
        let Parameters { usage, selector, matching } = self.parameters;
        [&[usage.number(), selector.number(), matching.number()], self.data.as_slice()].concat()
    }

    /// Rdata in the form of RFC 3597: `\# 35 030101...`.
    #[must_use]
    pub fn generic(&self) -> String {
        let rdata = self.rdata();
        format!("\\# {} {}", rdata.len(), base16::encode(&rdata))
    }
}

impl fmt::Display for Tlsa {
    /// Rdata as in zone files: `3 1 1 ...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.parameters, self.hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cert::ObjectKind;

    fn key(spki: &[u8]) -> PublicPart {
        PublicPart { kind: ObjectKind::PublicKey, spki: spki.to_vec(), subject: None, certificate: None }
    }

    const FULL_KEY: Parameters =
        Parameters { usage: Usage::DaneEe, selector: Selector::Spki, matching: Matching::Full };

    #[test]
    fn both_text_forms_hold_the_same_octets() {
        let tlsa = Tlsa::of(&key(b"\x01\xab"), FULL_KEY).expect("a record");
        assert_eq!(tlsa.to_string(), "3 1 0 01ab");
        assert_eq!(tlsa.generic(), "\\# 5 03010001ab");
    }

    #[test]
    fn digests_are_those_of_fips_180() {
        let data =
            |matching| Tlsa::of(&key(b"abc"), Parameters { matching, ..FULL_KEY }).expect("a record").hex();
        assert_eq!(
            data(Matching::Sha256),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(data(Matching::Sha512).starts_with("ddaf35a193617abacc417349ae204131"));
    }

    #[test]
    fn a_key_has_no_certificate_and_a_record_has_an_end() {
        assert_eq!(
            Tlsa::of(&key(b""), Parameters { selector: Selector::Cert, ..FULL_KEY }),
            Err(TlsaError::NoCertificate)
        );
        assert!(Tlsa::of(&key(&vec![0; 65_532]), FULL_KEY).is_ok());
        assert_eq!(Tlsa::of(&key(&vec![0; 65_533]), FULL_KEY), Err(TlsaError::TooLong { octets: 65_533 }));
    }
}
