//! Why a file gives no certificate or key, and what to do about it. Never repeats octets of the file.

use std::fmt;

use crate::wire::printable;

/// Why a file gives no public part, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertError {
    /// Line of the PEM block at fault, from 1.
    pub row: Option<usize>,
    /// What is wrong.
    pub fault: FileFault,
}

/// What is wrong with a file, a PEM block or a DER object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileFault {
    /// Nothing but white space.
    Empty {
        /// How much of it.
        octets: usize,
    },
    /// Neither a `BEGIN` line nor DER; the text says what it looks like instead.
    NotACertificate(&'static str),
    /// `BEGIN` without `END`.
    NoEnd(String),
    /// `BEGIN` and `END` name different things.
    EndDiffers {
        /// After `BEGIN`.
        begin: String,
        /// After `END`.
        end: String,
    },
    /// Not base64 between `BEGIN` and `END`.
    Base64(String),
    /// Nothing between `BEGIN` and `END`.
    NoData(String),
    /// No block with a label that can be used; these were there.
    Labels(Vec<String>),
    /// Only `EC PARAMETERS` or `DH PARAMETERS`.
    ParametersOnly,
    /// The outer length says that there should be more.
    Truncated {
        /// Octets there are.
        have: usize,
        /// Octets there should be.
        need: usize,
    },
    /// Octets behind the end of the object.
    Trailing {
        /// How many.
        octets: usize,
    },
    /// The object's inside does not decode.
    Malformed {
        /// What it should be.
        what: &'static str,
        /// What the decoder said; never octets of the file.
        why: String,
    },
    /// DER, but nothing that has a public key.
    UnknownDer,
    /// A private key behind a passphrase.
    Encrypted,
    /// A PKCS#12 file.
    Pkcs12,
    /// A PKCS#7 or CMS file.
    Pkcs7 {
        /// PEM rather than DER.
        pem: bool,
    },
    /// Curve parameters written out instead of named: RFC 5480 section 2.1.1 forbids them.
    ExplicitCurve,
    /// The private key's algorithm (dotted OID) is not one whose public half can be computed here.
    Algorithm(String),
    /// The private key does not name its curve.
    NoCurve,
    /// The private value does not fit its algorithm.
    PrivateValue(&'static str),
    /// The public key stored beside the private one is another key's.
    OtherPublicKey,
}

impl From<FileFault> for CertError {
    fn from(fault: FileFault) -> Self {
        CertError { row: None, fault }
    }
}

impl CertError {
    /// One clause: what is wrong with the file at `path`, and the command or step that helps.
    #[must_use]
    pub fn message(&self, path: &str) -> String {
        let text = self.fault.message(&shell_word(path));
        match self.row {
            Some(row) => format!("line {row}: {text}"),
            None => text,
        }
    }
}

impl fmt::Display for CertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message("FILE"))
    }
}

impl std::error::Error for CertError {}

impl FileFault {
    fn message(&self, path: &str) -> String {
        let public_key = format!("`openssl pkey -in {path} -pubout -out public.pem`");
        match self {
            FileFault::Empty { octets: 0 } => "is empty (0 octets)".to_owned(),
            FileFault::Empty { octets } => format!("holds nothing but white space ({octets} octets)"),
            FileFault::NotACertificate(seen) => format!(
                "{seen}; a certificate, request or key in PEM or DER is \
                needed"
            ),
            FileFault::NoEnd(label) => format!(
                "the `{}` block has no END line; the file looks \
                truncated",
                printable(label)
            ),
            FileFault::EndDiffers { begin, end } => format!(
                "the block begins as `{}` and ends as \
                `{}`",
                printable(begin),
                printable(end)
            ),
            FileFault::Base64(label) => format!(
                "the `{}` block is not whole base64; the file looks damaged or \
                truncated",
                printable(label)
            ),
            FileFault::NoData(label) => format!("the `{}` block holds nothing", printable(label)),
            FileFault::Labels(labels) => {
                format!("has no certificate, request or key; found {}", list(labels))
            }
            FileFault::ParametersOnly => "has parameters but no key and no certificate".to_owned(),
            FileFault::Truncated { have, need } => format!(
                "is truncated: the DER header says {need} octets, \
                found {have}"
            ),
            FileFault::Trailing { octets: 1 } => "found 1 octet behind the end of the object".to_owned(),
            FileFault::Trailing { octets } => format!(
                "found {octets} octets behind the end of the object, and \
                no certificate in them"
            ),
            FileFault::Malformed { what, why } => format!("does not decode as a {what}: {why}"),
            FileFault::UnknownDer => "is DER, but no certificate, request or key".to_owned(),
            FileFault::Encrypted => {
                format!(
                    "the private key is encrypted; write its public half with {public_key} and give \
                    that, or give the certificate"
                )
            }
            FileFault::Pkcs12 => format!(
                "is PKCS#12; take the certificates out with `openssl pkcs12 -in {path} \
                -nokeys -out chain.pem` and give that"
            ),
            FileFault::Pkcs7 { pem } => {
                let form = if *pem { "" } else { " -inform DER" };
                format!(
                    "is PKCS#7; take the certificates out with `openssl pkcs7 -in {path}{form} \
                    -print_certs -out chain.pem` and give that"
                )
            }
            FileFault::ExplicitCurve => format!(
                "the EC private key spells out its curve instead of naming it (RFC 5480 section 2.1.1 \
                forbids that); give the certificate, or the output of {public_key}"
            ),
            FileFault::Algorithm(oid) => {
                format!(
                    "no way here to the public half of a private key of algorithm {oid}; give the \
                    certificate, or the output of {public_key}"
                )
            }
            FileFault::NoCurve => {
                "the EC private key does not name its curve; give the certificate".to_owned()
            }
            FileFault::PrivateValue(what) => format!(
                "the private value is not one of {what}; the key file is \
                damaged"
            ),
            FileFault::OtherPublicKey => "the public key stored beside the private key belongs to another \
                private key; the file is damaged"
                .to_owned(),
        }
    }
}

/// `A`, `B` and `C`, each once.
fn list(labels: &[String]) -> String {
    let mut seen: Vec<String> = Vec::new();
    for label in labels {
        let label = format!("`{}`", printable(label));
        if !seen.contains(&label) && seen.len() < 5 {
            seen.push(label);
        }
    }
    seen.join(", ")
}

/// `path` as one word of a shell command.
fn shell_word(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    match path {
        "<stdin>" => "key.pem".to_owned(),
        _ if path.chars().all(plain) && !path.starts_with('-') => path.to_owned(),
        _ => format!("'{}'", printable(path).replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_quote_what_a_shell_would_split() {
        let error = CertError { row: Some(3), fault: FileFault::Encrypted };
        assert!(error.message("a b.pem").contains("openssl pkey -in 'a b.pem' -pubout"));
        assert!(error.message("key.pem").starts_with("line 3: the private key is encrypted"));
    }

    #[test]
    fn labels_are_named_once_and_made_safe() {
        let labels = ["A", "A", "B\u{1b}"].map(str::to_owned).to_vec();
        let text = CertError::from(FileFault::Labels(labels)).message("x");
        assert_eq!(text, "has no certificate, request or key; found `A`, `B\\u{1b}`");
    }
}
