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
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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
        }
    }
}
