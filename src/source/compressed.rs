//! `.gz`, `.zst` and `.xz`, told by their first octets, not by the file's name.

use std::io::{self, Read};

use super::{read_limited, too_large};

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// The .xz format.
    Xz,
}

impl Compression {
    /// The compression that `bytes` start with.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Compression> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Compression::Xz),
            _ => None,
        }
    }
}

/// What a small file may expand to whatever its size.
const ALWAYS_ALLOWED: u64 = 8 << 20;
/// The most a compressed file may expand to.
const MOST_PLAIN: u64 = 1 << 30;
/// How many times its size a larger file may expand to; zones come to 5 to 20.
const MOST_EXPANSION: u64 = 200;

/// The plain octets of a compressed file, or `bytes` themselves when they are not compressed.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] above `limit`, [`io::ErrorKind::QuotaExceeded`] when the data expand as no
/// zone does; anything else means truncated or damaged data.
pub fn decompress(bytes: Vec<u8>, limit: u64) -> io::Result<Vec<u8>> {
    let Some(compression) = Compression::of(&bytes) else { return Ok(bytes) };
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let plausible = size.saturating_mul(MOST_EXPANSION).clamp(ALWAYS_ALLOWED, MOST_PLAIN);
    let most = plausible.min(limit);
    let plain = match compression {
        Compression::Gzip => read_limited(flate2::read::MultiGzDecoder::new(bytes.as_slice()), 0, most),
        Compression::Xz => read_limited(lzma_rust2::XzReader::new(bytes.as_slice(), true), 0, most),
        Compression::Zstd => unzstd(&bytes, most),
    };
    plain.map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge if most < limit => io::ErrorKind::QuotaExceeded.into(),
        _ => error,
    })
}

/// The decoder says all in one text.
fn damaged(message: &str) -> io::Error {
    if message.contains("UnexpectedEof") {
        io::ErrorKind::UnexpectedEof.into()
    } else {
        io::Error::new(io::ErrorKind::InvalidData, "the compressed data are damaged")
    }
}

/// All frames of a zstd file, one after the other.
fn unzstd(mut bytes: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let room = limit.saturating_sub(u64::try_from(out.len()).unwrap_or(u64::MAX));
        let mut decoder = ruzstd::decoding::StreamingDecoder::new(&mut bytes)
            .map_err(|error| damaged(&error.to_string()))?;
        let mut frame = read_limited(decoder.by_ref(), 0, room).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => too_large(limit),
            _ => damaged(&error.to_string()),
        })?;
        out.append(&mut frame);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::read::GzEncoder::new(plain, flate2::Compression::best());
        let mut out = Vec::new();
        encoder.read_to_end(&mut out).expect("memory does not fail");
        out
    }

    #[test]
    fn members_one_after_the_other_are_one_text() {
        let two = [gzip(b"a"), gzip(b"b")].concat();
        assert_eq!(decompress(two, 10).ok(), Some(b"ab".to_vec()));
    }

    #[test]
    fn what_expands_beyond_reason_is_refused() {
        let bomb = gzip(&vec![b'a'; 65 << 20]);
        assert_eq!(
            decompress(bomb, u64::MAX).map_err(|error| error.kind()).err(),
            Some(io::ErrorKind::QuotaExceeded)
        );
        assert_eq!(
            decompress(gzip(&[b'a'; 100]), 99).map_err(|error| error.kind()).err(),
            Some(io::ErrorKind::FileTooLarge)
        );
    }

    #[test]
    fn truncated_data_are_an_error() {
        let whole = gzip(b"www A 192.0.2.1\n");
        for len in 3..whole.len() {
            assert!(decompress(whole[..len].to_vec(), 1000).is_err(), "{len}");
        }
    }
}
