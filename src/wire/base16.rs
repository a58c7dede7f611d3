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

/// The octets of hexadecimal, in either case; what is no digit is left out.
#[must_use]
pub fn decode(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter_map(digit).collect();
    let (pairs, _) = digits.as_chunks::<2>();
    pairs.iter().map(|[high, low]| high << 4 | low).collect()
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
            assert_eq!(decode(&text), [byte]);
            assert_eq!(decode(&text.to_uppercase()), [byte]);
        }
    }
}
