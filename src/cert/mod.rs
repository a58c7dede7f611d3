//! The public parts of certificates, requests and keys. Does no I/O; private key octets never leave this
//! module.

mod algorithm;
mod certificate;
mod chain;
mod error;
mod identity;
mod key;
mod path;
mod pem;
mod public;
mod roots;
mod shape;

pub use certificate::{Certificate, key_algorithm};
pub use chain::{issuers, leaf, leaves, partner_mismatch};
pub use error::{CertError, FileFault};
pub use identity::Identity;
pub use path::{Anchor, PathBudget, PathFault, verify_path, verify_path_over};
pub use public::public_refusal;
pub use roots::Roots;

use shape::Shape;

/// What kind of object a public part was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ObjectKind {
    /// An X.509 certificate.
    Certificate,
    /// A PKCS#10 certificate request.
    Request,
    /// A public key: X.509 `SubjectPublicKeyInfo` or PKCS#1.
    PublicKey,
    /// A private key: PKCS#8, PKCS#1 or SEC1. Only its public half was kept.
    PrivateKey,
}

impl ObjectKind {
    /// As it is called in messages and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ObjectKind::Certificate => "certificate",
            ObjectKind::Request => "certificate request",
            ObjectKind::PublicKey => "public key",
            ObjectKind::PrivateKey => "private key",
        }
    }
}

/// What may be published of one certificate, request or key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPart {
    /// What it was taken from.
    pub kind: ObjectKind,
    /// `SubjectPublicKeyInfo` in DER, octet for octet as a certificate carries it: RFC 5280 section 4.1.
    pub spki: Vec<u8>,
    /// The subject as text, safe to print; `None` for keys and for an empty subject.
    pub subject: Option<String>,
    /// The certificate, where it is one.
    pub certificate: Option<Certificate>,
}

impl PublicPart {
    /// The subject, or the kind where there is none.
    #[must_use]
    pub fn label(&self) -> &str {
        self.subject.as_deref().unwrap_or(self.kind.name())
    }

    /// The common name in the subject, or else the subject; the kind where there is none.
    #[must_use]
    pub fn short_name(&self) -> &str {
        short_name(self.label())
    }

    /// Whether this is the certificate of a certification authority.
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.certificate.as_ref().is_some_and(|certificate| certificate.is_ca)
    }
}

/// Every public part in a PEM or DER file, in the order of the file.
///
/// Beside a certificate, keys that cannot be read (an encrypted one, say) are passed over: they add nothing
/// to it.
///
/// # Errors
/// [`CertError`] when there is no public part, and when a certificate, request or public key is damaged.
pub fn read(bytes: &[u8]) -> Result<Vec<PublicPart>, CertError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileFault::Empty { octets: bytes.len() }.into());
    }
    if pem::has_block(bytes) { read_pem(bytes) } else { read_der(bytes) }
}

/// The common name in the text of a name: `CN=mail, O=example` is `mail`.
#[must_use]
pub fn short_name(name: &str) -> &str {
    let starts = name
        .match_indices("CN=")
        .filter(|(at, _)| *at == 0 || name.get(..*at).is_some_and(|before| before.ends_with(", ")));
    let Some(common) = starts.last().and_then(|(at, prefix)| name.get(at + prefix.len()..)) else {
        return name;
    };
    // What follows is another attribute, unless the comma is the name's own.
    let is_attribute = |text: &str| {
        text.split_once('=').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'.')
        })
    };
    let ends = common
        .match_indices(", ")
        .find(|(at, comma)| common.get(at + comma.len()..).is_some_and(is_attribute));
    match ends.and_then(|(at, _)| common.get(..at)).unwrap_or(common) {
        "" => name,
        common => common,
    }
}

/// The certificate that `der` is, with nothing behind it: full data of a TLSA record, say.
#[must_use]
pub fn certificate_of(der: &[u8]) -> Option<PublicPart> {
    certificate::certificate(der).ok()
}

/// The X.509 public key that `der` is: full data of a TLSA record, say.
#[must_use]
pub fn key_of(der: &[u8]) -> Option<PublicPart> {
    key::spki(der).ok()
}

/// The parts of a file that has at least one `BEGIN` line.
fn read_pem(bytes: &[u8]) -> Result<Vec<PublicPart>, CertError> {
    let (mut parts, mut unknown, mut key_fault) = (Vec::new(), Vec::new(), None);
    for block in pem::blocks(bytes) {
        let block = block?;
        let read = match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" => certificate::certificate(&block.der),
            "TRUSTED CERTIFICATE" => certificate::trusted(&block.der),
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => certificate::request(&block.der),
            "PUBLIC KEY" => key::spki(&block.der),
            "RSA PUBLIC KEY" => key::pkcs1_public(&block.der),
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" => {
                match private_key(&block) {
                    Ok(part) => Ok(part),
                    Err(fault) => {
                        key_fault.get_or_insert(CertError { row: Some(block.row), fault });
                        continue;
                    }
                }
            }
            // They come with keys and hold nothing of their own.
            "EC PARAMETERS" | "DH PARAMETERS" => continue,
            _ => {
                unknown.push((block.row, block.label));
                continue;
            }
        };
        parts.push(read.map_err(|fault| CertError { row: Some(block.row), fault })?);
    }
    let has_certificate = parts.iter().any(|part| part.certificate.is_some());
    match key_fault {
        Some(error) if !has_certificate => return Err(error),
        _ => {}
    }
    if parts.is_empty() {
        return Err(nothing_known(unknown));
    }
    Ok(parts)
}

/// The public half of a private key block.
fn private_key(block: &pem::Block) -> Result<PublicPart, FileFault> {
    if block.encrypted {
        return Err(FileFault::Encrypted);
    }
    match block.label.as_str() {
        "RSA PRIVATE KEY" => key::pkcs1_private(&block.der),
        "EC PRIVATE KEY" => key::sec1_private(&block.der),
        "ENCRYPTED PRIVATE KEY" => Err(FileFault::Encrypted),
        _ => key::pkcs8(&block.der),
    }
}

/// Why a file with blocks gave no part.
fn nothing_known(unknown: Vec<(usize, String)>) -> CertError {
    match unknown.first() {
        Some((row, label)) if label == "PKCS7" || label == "CMS" => {
            CertError { row: Some(*row), fault: FileFault::Pkcs7 { pem: true } }
        }
        Some((row, _)) => CertError {
            row: Some(*row),
            fault: FileFault::Labels(unknown.into_iter().map(|(_, label)| label).collect()),
        },
        None => FileFault::ParametersOnly.into(),
    }
}

/// The parts of a DER file: one object, or several certificates one after the other.
fn read_der(bytes: &[u8]) -> Result<Vec<PublicPart>, CertError> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (object, after) = match shape::split(rest) {
            Ok(split) => split,
            Err(_) if !parts.is_empty() => return Err(FileFault::Trailing { octets: rest.len() }.into()),
            Err(fault) => return Err(fault.into()),
        };
        parts.push(read_object(object)?);
        rest = after;
    }
    Ok(parts)
}

/// The public part of one DER object.
fn read_object(der: &[u8]) -> Result<PublicPart, FileFault> {
    match shape::shape(der) {
        Shape::Signed => {
            certificate::certificate(der).or_else(|fault| certificate::request(der).map_err(|_| fault))
        }
        Shape::Spki => key::spki(der),
        Shape::Pkcs1Public => key::pkcs1_public(der),
        Shape::Pkcs1Private => key::pkcs1_private(der),
        Shape::Pkcs8 => key::pkcs8(der),
        Shape::Sec1 => key::sec1_private(der),
        Shape::Encrypted => Err(FileFault::Encrypted),
        Shape::Pkcs12 => Err(FileFault::Pkcs12),
        Shape::Pkcs7 => Err(FileFault::Pkcs7 { pem: false }),
        Shape::Other => Err(FileFault::UnknownDer),
    }
}
