//! Which object a DER file is, told by the tags of its first elements. Decodes nothing.

use pkcs8::der::{Decode, Header, Reader, SliceReader, Tag};

use super::FileFault;

/// What the tags of a DER object's elements say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Certificate or request: content, algorithm, signature.
    Signed,
    /// X.509 public key.
    Spki,
    /// PKCS#1 public key.
    Pkcs1Public,
    /// PKCS#1 private key.
    Pkcs1Private,
    /// PKCS#8 private key.
    Pkcs8,
    /// SEC1 private key.
    Sec1,
    /// PKCS#8 behind a passphrase.
    Encrypted,
    /// Certificates and keys behind a passphrase.
    Pkcs12,
    /// Certificates in a CMS container.
    Pkcs7,
    /// Something else.
    Other,
}

const NEITHER: &str = "is neither PEM (no BEGIN line) nor DER";

/// The first object of `bytes`, and what follows it.
pub(super) fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), FileFault> {
    match bytes {
        [0x30, 0x80, ..] => {
            return Err(FileFault::NotACertificate(
                "is BER of indefinite length, as PKCS#12 and PKCS#7 files may be (`openssl pkcs12` or \
                `openssl pkcs7` converts them)",
            ));
        }
        [0x30, ..] => {}
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            return Err(FileFault::NotACertificate("is UTF-16 text; save it as ASCII or UTF-8"));
        }
        [b'M', b'I', ..] => {
            return Err(FileFault::NotACertificate("looks like base64 without its BEGIN and END lines"));
        }
        _ => return Err(FileFault::NotACertificate(NEITHER)),
    }
    let mut reader = SliceReader::new(bytes).map_err(|_| FileFault::UnknownDer)?;
    let header = Header::decode(&mut reader).map_err(|_| FileFault::UnknownDer)?;
    let left = usize::try_from(reader.remaining_len()).unwrap_or(0);
    let inside = usize::try_from(header.length()).unwrap_or(usize::MAX);
    let need = (bytes.len() - left).saturating_add(inside);
    let truncated = || match bytes.is_ascii() {
        // Text may start with `0`, the octet that DER starts with.
        true => FileFault::NotACertificate(NEITHER),
        false => FileFault::Truncated { have: bytes.len(), need },
    };
    bytes.split_at_checked(need).ok_or_else(truncated)
}

/// What one DER object is.
pub(super) fn shape(der: &[u8]) -> Shape {
    let number = |tag: &Tag| *tag == Tag::Integer;
    match tags(der).as_slice() {
        [Tag::Sequence, Tag::Sequence, Tag::BitString] => Shape::Signed,
        [Tag::Sequence, Tag::BitString] => Shape::Spki,
        [Tag::Sequence, Tag::OctetString] => Shape::Encrypted,
        [Tag::Integer, Tag::Sequence, Tag::OctetString, ..] => Shape::Pkcs8,
        [Tag::Integer, Tag::OctetString, ..] => Shape::Sec1,
        [Tag::Integer, Tag::Integer] => Shape::Pkcs1Public,
        [Tag::Integer, Tag::Sequence] | [Tag::Integer, Tag::Sequence, Tag::Sequence] => Shape::Pkcs12,
        [Tag::ObjectIdentifier, ..] => Shape::Pkcs7,
        tags if tags.len() >= 9 && tags.iter().take(9).all(number) => Shape::Pkcs1Private,
        _ => Shape::Other,
    }
}

/// The tags of the elements of a sequence, at most ten, as far as they are whole.
fn tags(der: &[u8]) -> Vec<Tag> {
    let mut tags = Vec::new();
    let Ok(mut outer) = SliceReader::new(der) else { return tags };
    let _ = outer.sequence(|inner| {
        while !inner.is_finished() && tags.len() < 10 {
            tags.push(Tag::peek(inner)?);
            inner.tlv_bytes()?;
        }
        // What is left unread is an error to the reader and none to us.
        Ok::<(), pkcs8::der::Error>(())
    });
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncation_says_how_much_is_missing() {
        assert_eq!(split(&[0x30, 0x82, 0x01, 0x00, 0x02]), Err(FileFault::Truncated { have: 5, need: 260 }));
        assert_eq!(
            split(&[0x30, 0x02, 0x05, 0x00, 9]),
            Ok(([0x30, 0x02, 0x05, 0x00].as_slice(), [9].as_slice()))
        );
    }

    #[test]
    fn text_is_told_from_der() {
        for text in ["hello", "MIIB", "0 hello"] {
            assert!(matches!(split(text.as_bytes()), Err(FileFault::NotACertificate(_))), "{text}");
        }
    }
}
