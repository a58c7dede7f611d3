//! `.gz`, `.zst` and `.xz`, told by their first octets, not by the file's name.

use std::io::{self, Read};

use super::read_limited;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The plain octets of a compressed file, or `bytes` themselves when they are not compressed.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] above `limit`; anything else means truncated or damaged data.
pub fn decompress(bytes: Vec<u8>, limit: u64) -> io::Result<Vec<u8>> {
    match Compression::of(&bytes) {
        None => Ok(bytes),
        Some(Compression::Gzip) => read_limited(flate2::read::MultiGzDecoder::new(bytes.as_slice()), 0, limit),
        Some(Compression::Xz) => read_limited(lzma_rust2::XzReader::new(bytes.as_slice(), true), 0, limit),
        Some(Compression::Zstd) => unzstd(&bytes, limit),
    }
}

/// All frames of a zstd file, one after the other.
fn unzstd(mut bytes: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let room = limit.saturating_sub(u64::try_from(out.len()).unwrap_or(u64::MAX));
        let mut decoder =
            ruzstd::decoding::StreamingDecoder::new(&mut bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
        let mut frame = read_limited(decoder.by_ref(), 0, room)?;
        out.append(&mut frame);
    }
    Ok(out)
}
