//! Base32 with the extended hex alphabet, unpadded: RFC 4648 section 7, as NSEC3 writes hashes.

/// The value of one base32hex digit.
#[must_use]
pub fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'v' => Some(byte - b'a' + 10),
        b'A'..=b'V' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Decodes `text`, appending to `out`; `None` where a digit is foreign or left-over bits are not zero.
#[must_use]
pub fn decode(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (mut bits, mut held) = (0u32, 0u32);
    for &byte in text {
        held = held << 5 | u32::from(digit(byte)?);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xff).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    (bits < 5 && held == 0).then_some(())
}

/// Lower-case, unpadded base32hex of `bytes`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut held) = (0u32, 0u32);
    let mut push = |value: u32| {
        out.push(char::from_digit(value & 31, 32).unwrap_or('?'));
    };
    for &byte in bytes {
        held = held << 8 | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(held >> bits);
            held &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        push(held << (5 - bits));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4648_vectors() {
        for (plain, text) in
            [("", ""), ("f", "co"), ("fo", "cpng"), ("foo", "cpnmu"), ("foobar", "cpnmuoj1e8")]
        {
            assert_eq!(encode(plain.as_bytes()), text);
            let mut out = Vec::new();
            assert_eq!(decode(text.to_uppercase().as_bytes(), &mut out), Some(()));
            assert_eq!(out, plain.as_bytes());
        }
    }

    #[test]
    fn left_over_bits_must_be_zero() {
        assert_eq!(decode(b"cp", &mut Vec::new()), None);
        assert_eq!(decode(b"w0", &mut Vec::new()), None);
    }
}
