//! Hexadecimal: RFC 4648 section 8, either case in, lower case out.

/// The value of one hexadecimal digit.
#[must_use]
pub fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Lower-case hexadecimal of `bytes`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for &byte in bytes {
        text.push(char::from(letter(byte >> 4)));
        text.push(char::from(letter(byte & 15)));
    }
    text
}

fn letter(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
}

/// Whether `text` is the hexadecimal of `bytes`, in either case.
#[must_use]
pub fn is(text: &str, bytes: &[u8]) -> bool {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let same = |([high, low], &byte): (&[u8; 2], &u8)| {
        high.to_ascii_lowercase() == letter(byte >> 4) && low.to_ascii_lowercase() == letter(byte & 15)
    };
    rest.is_empty() && pairs.len() == bytes.len() && pairs.iter().zip(bytes).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_octet_round_trips() {
        for byte in 0..=255u8 {
            let text = encode(&[byte]);
            let value = text.bytes().filter_map(digit).fold(0, |high, low| high << 4 | low);
            assert_eq!(value, byte);
            assert!(is(&text, &[byte]) && is(&text.to_uppercase(), &[byte]));
            assert!(!is(&text, &[byte ^ 1]) && !is(&text, &[byte ^ 16]) && !is(&text, &[byte, byte]));
        }
    }
}
