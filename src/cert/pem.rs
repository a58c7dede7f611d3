//! Textual encodings: RFC 7468, read leniently. Decoded octets are wiped when dropped: they may be a private
//! key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{CertError, FileFault};

/// One block from `BEGIN` to `END`.
pub(super) struct Block {
    /// What stands after `BEGIN`.
    pub label: String,
    /// Line of `BEGIN`, from 1.
    pub row: usize,
    /// Whether a `Proc-Type: 4,ENCRYPTED` header stands in it: RFC 1421 section 4.6.1.1.
    pub encrypted: bool,
    /// What it holds.
    pub der: Zeroizing<Vec<u8>>,
}

/// Whether a `BEGIN` line stands anywhere.
pub(super) fn has_block(bytes: &[u8]) -> bool {
    lines(bytes).any(|line| marker(line, b"BEGIN ").is_some())
}

/// The blocks of a file in its order; what stands between them is comment.
pub(super) fn blocks(bytes: &[u8]) -> impl Iterator<Item = Result<Block, CertError>> {
    let mut lines = lines(bytes).zip(1..);
    std::iter::from_fn(move || {
        let (label, row) = lines.by_ref().find_map(|(line, row)| Some((marker(line, b"BEGIN ")?, row)))?;
        Some(block(label, row, &mut lines).map_err(|fault| CertError { row: Some(row), fault }))
    })
}

/// The block whose `BEGIN` line was just read.
fn block<'a>(
    label: String,
    row: usize,
    lines: &mut impl Iterator<Item = (&'a [u8], usize)>,
) -> Result<Block, FileFault> {
    let mut body = Vec::new();
    let mut encrypted = false;
    for (line, _) in lines {
        if let Some(end) = marker(line, b"END ") {
            if end != label {
                return Err(FileFault::EndDiffers { begin: label, end });
            }
            let der = decode(&body, &label)?;
            return if der.is_empty() {
                Err(FileFault::NoData(label))
            } else {
                Ok(Block { label, row, encrypted, der })
            };
        }
        if marker(line, b"BEGIN ").is_some() {
            return Err(FileFault::NoEnd(label));
        }
        if line.contains(&b':') {
            encrypted |= line.starts_with(b"Proc-Type:") && line.ends_with(b"ENCRYPTED");
            continue;
        }
        body.push(line);
    }
    Err(FileFault::NoEnd(label))
}

/// Base64 through buffers that are never moved, so that no copy is left behind.
fn decode(body: &[&[u8]], label: &str) -> Result<Zeroizing<Vec<u8>>, FileFault> {
    let mut text = Zeroizing::new(Vec::with_capacity(body.iter().map(|line| line.len()).sum()));
    text.extend(body.iter().copied().flatten().filter(|byte| !byte.is_ascii_whitespace()));
    let mut der = Zeroizing::new(vec![0; base64::decoded_len_estimate(text.len())]);
    // The decoder's own message would show an octet of what may be a private key.
    let len = STANDARD
        .decode_slice(text.as_slice(), der.as_mut_slice())
        .map_err(|_| FileFault::Base64(label.to_owned()))?;
    der.truncate(len);
    Ok(der)
}

/// The label of `-----BEGIN label-----` or `-----END label-----`. Messages have it, so a block that lost its
/// line ends, and has all of its base64 between the two, must not be taken for one.
fn marker(line: &[u8], word: &[u8]) -> Option<String> {
    const LONGEST: usize = 48;
    let label = line.strip_prefix(b"-----")?.strip_prefix(word)?.strip_suffix(b"-----")?;
    let is_label = label.len() <= LONGEST
        && !label.iter().any(u8::is_ascii_lowercase)
        && memchr::memmem::find(label, b"--").is_none();
    is_label.then(|| String::from_utf8_lossy(label).into_owned())
}

/// Lines without indentation, trailing blanks and carriage returns.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> CertError {
        blocks(text.as_bytes()).find_map(Result::err).expect("a fault")
    }

    #[test]
    fn a_block_on_one_line_is_not_its_own_label() {
        assert!(!has_block(b"-----BEGIN PRIVATE KEY----- MC4CAQAw -----END PRIVATE KEY-----"));
        assert!(!has_block(b"-----BEGIN PRIVATE KEYMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v-----"));
    }

    #[test]
    fn comments_indentation_and_carriage_returns_are_passed_over() {
        let text =
            "subject: x\r\n  -----BEGIN A-----\r\n  AQ ID \r\n\r\n\tBA==\r\n  -----END A-----  \r\nrest";
        let all: Vec<Block> = blocks(text.as_bytes()).map(|block| block.expect("a block")).collect();
        let all: Vec<_> =
            all.iter().map(|block| (block.label.as_str(), block.row, block.der.as_slice())).collect();
        assert_eq!(all, [("A", 2, [1, 2, 3, 4].as_slice())]);
    }

    #[test]
    fn encryption_headers_are_seen() {
        let text =
            "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAQID\n-----END A-----\n";
        assert!(blocks(text.as_bytes()).next().is_some_and(|block| block.is_ok_and(|block| block.encrypted)));
    }

    #[test]
    fn damage_is_named_with_its_line() {
        let at_1 = |fault| CertError { row: Some(1), fault };
        assert_eq!(fault("-----BEGIN A-----\nAQID\n"), at_1(FileFault::NoEnd("A".into())));
        assert_eq!(fault("-----BEGIN A-----\nAQID\n-----BEGIN A-----\n"), at_1(FileFault::NoEnd("A".into())));
        assert_eq!(
            fault("-----BEGIN A-----\nAQID\n-----END B-----"),
            at_1(FileFault::EndDiffers { begin: "A".into(), end: "B".into() })
        );
        assert_eq!(fault("-----BEGIN A-----\nAQI\n-----END A-----"), at_1(FileFault::Base64("A".into())));
        assert_eq!(fault("-----BEGIN A-----\n-----END A-----"), at_1(FileFault::NoData("A".into())));
    }
}
