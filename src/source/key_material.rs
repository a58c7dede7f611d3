//! Files that hold keys or certificates in place of what they were given for: no line of them is ever shown.
//! Recognises shapes; decodes no more of a key than tells that it is one.

use std::borrow::Cow;

/// What [`key_material`] calls the private keys that `dnssec-keygen` writes.
pub const PRIVATE_KEY: &str = "a DNSSEC private key";

/// What [`key_material`] calls PEM with public labels; `tlsa generate` reads it.
pub const PEM: &str = "PEM (a certificate or key)";

const PRIVATE_PEM: &str = "PEM (a private key)";
const TSIG: &str = "a TSIG key or another shared secret";

/// Octets that are looked at line by line; key files are far smaller. What marks a key in itself is found
/// anywhere.
const LINES_WITHIN: usize = 1 << 20;

/// Octets of one line in which private keys are looked for.
const MASKED_WITHIN: usize = 1 << 16;

/// Characters of base64 below which a file of nothing else is not taken for a key.
const BARE: usize = 32;

/// What certificate, key or secret a file holds, so that no line of it is ever shown.
#[must_use]
pub fn key_material(bytes: &[u8]) -> Option<&'static str> {
    if let Some(what) = binary(bytes) {
        return Some(what);
    }
    match narrowed(bytes) {
        Some(text) => in_text(&text),
        None => in_text(bytes),
    }
}

/// Whether the octets that a file begins with are not text.
pub(super) fn is_binary(head: &[u8]) -> bool {
    let controls = head.iter().filter(|&&byte| is_control(byte)).count();
    memchr::memchr(0, head).is_some() || controls > 1 && controls * 16 > head.len()
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c) || byte == 0x7f
}

/// DER of any kind (PKCS#1, PKCS#8, SEC1, PKCS#12, certificates), and the containers that begin with a word
/// of their own.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"openssh-key-v1\0") {
        return Some("an OpenSSH private key");
    }
    let inner = sequence(bytes)?;
    let head = bytes.get(..32).unwrap_or(bytes);
    (head.iter().any(|&byte| is_control(byte)) && matches!(inner.first(), Some(0x02 | 0x30)))
        .then_some("DER (a certificate or key)")
}

/// The content of a DER SEQUENCE, as far as it is there, where it is at most as long as what is given; one of
/// indefinite length too.
fn sequence(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0x30, 0x80, rest @ ..] => Some(rest),
        [0x30, rest @ ..] => {
            let (len, rest) = der_length(rest)?;
            (len > 0 && len <= rest.len()).then_some(rest)
        }
        _ => None,
    }
}

fn der_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        return Some((usize::from(first), rest));
    }
    let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
    let len = (1..=4)
        .contains(&octets.len())
        .then(|| octets.iter().fold(0, |len, &octet| len << 8 | usize::from(octet)))?;
    Some((len, rest))
}

/// The text of UTF-16, either way round, with its NULs left out.
fn narrowed(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.get(..2 * LINES_WITHIN).unwrap_or(bytes);
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let head = bytes.get(..64).unwrap_or(bytes);
    let nuls = |from: usize| head.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let is_wide = head.len() >= 8 && nuls(0).max(nuls(1)) * 3 >= head.len();
    (marked || is_wide)
        .then(|| bytes.iter().skip(if marked { 2 } else { 0 }).copied().filter(|&byte| byte != 0).collect())
}

fn in_text(text: &[u8]) -> Option<&'static str> {
    if has_private_armor(text) {
        return Some(PRIVATE_PEM);
    }
    let at_line_start = |at: usize| {
        at == 0 || text.get(at - 1).is_none_or(|before| before.is_ascii_whitespace() || *before == 0xbf)
    };
    if memchr::memmem::find_iter(text, b"-----BEGIN ").any(at_line_start) {
        return Some(PEM);
    }
    let has = |word: &[u8]| memchr::memmem::find(text, word).is_some();
    if has(b"b3BlbnNzaC1rZXktdjE") {
        return Some("an OpenSSH private key");
    }
    if has(b"AGE-SECRET-KEY-1") || has(b"age-secret-key-1") {
        return Some("an age secret key");
    }
    if has(b"\"kty\"") && [&b"\"d\""[..], b"\"k\""].into_iter().any(has) {
        return Some("a JSON Web Key");
    }
    let head = text.get(..LINES_WITHIN).unwrap_or(text);
    let lines = || lines_of(head);
    // `secret`, `Secret` or `SECRET`.
    let may_have_secret = [&b"ecret"[..], b"ECRET"].into_iter().any(has);
    // A zone has many lines, and nearly all begin with what no key does.
    let starts = [0].into_iter().chain(memchr::memchr2_iter(b'\n', b'\r', head).map(|end| end + 1));
    let rests = starts.filter_map(|start| head.get(start..));
    let mut telling =
        rests.filter(|rest| may_have_secret || may_begin_key(rest)).filter_map(|rest| lines_of(rest).next());
    telling.find_map(|line| in_line(line, may_have_secret)).or_else(|| {
        (text.len() <= LINES_WITHIN && is_bare(lines()))
            .then_some("base64 or hexadecimal data without any record")
    })
}

/// Whether the first octets of a line let a key follow: what may stand before one, or the first letters of
/// what [`in_line`] looks for.
fn may_begin_key(line: &[u8]) -> bool {
    line.first().is_some_and(|&byte| is_prefix(byte)) || begins_key(line)
}

/// Whether the first letters are those of a field of a key file, or of the base64 of a SEQUENCE.
fn begins_key(line: &[u8]) -> bool {
    let Some(&letters) = line.first_chunk::<2>() else { return false };
    let is_field = matches!(
        letters.map(|letter| letter.to_ascii_lowercase()),
        [b'p', b'r' | b'u'] | [b'm' | b'c', b'o'] | [b'e', b'x'] | [b'k', b'e']
    );
    is_field || matches!(letters, [b'M', b'A'..=b'P'])
}

/// Whether an octet may stand before a key: a blank, a comment sign, a quotation mark, a list's dash, a byte
/// order mark's.
fn is_prefix(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b';' | b'#' | b'/' | b'*' | b'>' | b'|' | b'-' | b'"' | b'\'' | b'{' | b'[')
        || matches!(byte, b'(' | b',' | 0xef | 0xbb | 0xbf)
}

/// The lines of a text, whatever ends them.
fn lines_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr2_iter(b'\n', b'\r', text).chain([text.len()]);
    ends.scan(0, |start, end| {
        let line = text.get(*start..end).unwrap_or_default();
        *start = end + 1;
        Some(line)
    })
}

/// A line in which a private key is not readable: where it has the base64 of one, each character of that and
/// of the other long words of base64 beside it is `*`. A private key in the `p=` of a DKIM record is zone
/// text that must not be shown.
#[must_use]
pub fn masked(line: &[u8]) -> Cow<'_, [u8]> {
    let words = |least: usize| {
        let head = line.get(..MASKED_WITHIN).unwrap_or(line);
        let is_end = |&byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
        let words = head.split(is_end).scan(0, |start, word| {
            let range = *start..*start + word.len();
            *start = range.end + 1;
            Some((range, word))
        });
        words.filter(move |(_, word)| word.len() >= least)
    };
    if !words(40).any(|(_, word)| is_private_der(word)) {
        return Cow::Borrowed(line);
    }
    let mut masked = line.to_vec();
    for (range, _) in words(16) {
        if let Some(word) = masked.get_mut(range) {
            word.fill(b'*');
        }
    }
    Cow::Owned(masked)
}

/// `BEGIN` or `END`, and `PRIVATE KEY` behind it, wherever they stand: in a comment, in JSON, behind a
/// prefix.
fn has_private_armor(text: &[u8]) -> bool {
    memchr::memmem::find_iter(text, b"PRIVATE KEY").any(|at| {
        let before = text.get(at.saturating_sub(40)..at).unwrap_or_default();
        let label = before
            .iter()
            .rposition(|&byte| !(byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' '));
        let (dashes, label) = before.split_at(label.map_or(0, |at| at + 1));
        dashes.ends_with(b"--")
            && [&b"BEGIN "[..], b"END "].into_iter().any(|word| label.trim_ascii_start().starts_with(word))
    })
}

/// What one line shows, whatever stands before it: a comment sign, a quotation mark, a list's dash.
fn in_line(line: &[u8], may_have_secret: bool) -> Option<&'static str> {
    const FIELDS: [&[u8]; 10] = [
        b"PrivateKey:",
        b"PrivateExponent:",
        b"Modulus:",
        b"Prime1:",
        b"Prime2:",
        b"Exponent1:",
        b"Exponent2:",
        b"Coefficient:",
        b"Private_value(x):",
        b"Key:",
    ];
    let line = without_prefix(line);
    if !begins_key(line) && !may_have_secret {
        return None;
    }
    let behind = |word: &[u8]| starts_with(line, word).then(|| line.get(word.len()..).unwrap_or_default());
    if behind(b"Private-key-format:").is_some()
        || FIELDS.iter().filter_map(|word| behind(word)).any(|value| base64(value.trim_ascii()).len() >= 16)
    {
        return Some(PRIVATE_KEY);
    }
    if behind(b"PuTTY-User-Key-File-").is_some() {
        return Some("a PuTTY private key");
    }
    let alone = base64(line);
    if alone.len() == line.len() && line.len() >= BARE && is_private_der(line) {
        return Some("a private key in base64");
    }
    (may_have_secret && has_secret(line) || behind(b"key ").is_some_and(is_update_key)).then_some(TSIG)
}

fn starts_with(line: &[u8], word: &[u8]) -> bool {
    line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn without_prefix(line: &[u8]) -> &[u8] {
    let from = line.iter().position(|&byte| !is_prefix(byte)).unwrap_or(line.len());
    line.get(from..).unwrap_or_default().trim_ascii_end()
}

/// The base64 that a text begins with, `=` included.
fn base64(text: &[u8]) -> &[u8] {
    let end = text
        .iter()
        .position(|&byte| !(byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte)))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// `secret "..."`, `secret: ...`, `secret = ...`: of BIND, Knot, NSD and their like. Not within a record's
/// text: what stands before the word must be the rest of a key's statement, or nothing.
fn has_secret(line: &[u8]) -> bool {
    let lower = line.to_ascii_lowercase();
    memchr::memmem::find_iter(&lower, b"secret").any(|at| {
        let before = lower.get(..at).unwrap_or_default();
        let is_statement = |word: &[u8]| memchr::memmem::find(before, word).is_some();
        let is_word =
            before.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        let rest = line.get(at + b"secret".len()..).unwrap_or_default();
        (is_word || [&b"{"[..], b"algorithm", b"hmac"].into_iter().any(is_statement)) && is_secret(rest)
    })
}

/// What stands behind the word `secret`: its value, where it looks like one.
fn is_secret(rest: &[u8]) -> bool {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || b":=\"'".contains(byte);
    let from = rest.iter().position(|byte| !is_between(byte)).unwrap_or(0);
    let (between, value) = rest.split_at(from);
    let value = base64(value);
    let quoted = between.last() == Some(&b'"') && rest.get(from + value.len()) == Some(&b'"');
    quoted && value.len() >= 8 && value.len().is_multiple_of(4) || !between.is_empty() && is_random(value)
}

/// `key [hmac:]name secret`, as `nsupdate` reads it.
fn is_update_key(rest: &[u8]) -> bool {
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    match (words.next(), words.next(), words.next()) {
        (Some(name), Some(secret), None) => {
            name.iter().any(|byte| b".:-".contains(byte))
                && base64(secret).len() == secret.len()
                && is_random(secret)
        }
        _ => false,
    }
}

/// Whether a word is base64 of enough octets that look random.
fn is_random(word: &[u8]) -> bool {
    let has = |test: fn(&u8) -> bool| word.iter().any(test);
    word.len() >= 16
        && (word.ends_with(b"=")
            || has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase))
}

/// Whether base64 begins with the DER of a private key: SEQUENCE, then the INTEGER 0, 1 or 3 that is its
/// version.
fn is_private_der(text: &[u8]) -> bool {
    use base64::Engine;
    let head = text.get(..16).unwrap_or_default();
    let Ok(der) = base64::engine::general_purpose::STANDARD.decode(head) else { return false };
    let Some((0x30, rest)) = der.split_first().map(|(tag, rest)| (*tag, rest)) else { return false };
    der_length(rest).is_some_and(|(_, inner)| matches!(inner, [0x02, 1, 0 | 1 | 3, 0x02 | 0x04 | 0x30, ..]))
}

/// Whether every line but comments is one word of base64: the body of PEM without its first and last line.
fn is_bare<'t>(lines: impl Iterator<Item = &'t [u8]>) -> bool {
    let mut octets = 0;
    for line in lines {
        let text = without_prefix(line);
        if text.is_empty() || starts_with(text, b"END ") || starts_with(text, b"BEGIN ") {
            continue;
        }
        if base64(text).len() == text.len() {
            octets += text.len();
        } else if !matches!(line.trim_ascii_start().first(), Some(b';' | b'#')) {
            return false;
        }
    }
    octets >= BARE
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";

    #[test]
    fn keys_are_known_in_every_shape() {
        let pem = "-----BEGIN PRIVATE \
            KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE \
            KEY-----\n";
        let body = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n";
        let texts = [
            pem.to_owned(),
            pem.replace('\n', "\n; ").replacen("-----", "; -----", 1),
            pem.replace('\n', "\n#").replacen("-----", "#-----", 1),
            pem.replace('\n', "\n\t  "),
            format!("{{\"key\": \"{}\"}}", pem.replace('\n', "\\n")),
            pem.split_once('\n').expect("lines").1.to_owned(),
            body.to_owned(),
            format!("# my key\n; {body}"),
            format!("www A 192.0.2.1\n{body}"),
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n".to_owned(),
            "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU".to_owned(),
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlFgE".to_owned(),
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5".to_owned(),
            "Private-key-format: v1.3\n".to_owned(),
            format!("Algorithm: 13 (ECDSAP256SHA256)\nPrivateKey: {SECRET}\n"),
            format!("  Modulus: {SECRET}\n"),
            format!("; PrivateExponent: {SECRET}\n"),
            format!("Algorithm: 157 (HMAC_MD5)\nKey: {SECRET}==\n"),
            format!("key \"x\" {{\n\talgorithm hmac-sha256;\n\tsecret \"{SECRET}\";\n}};\n"),
            format!("key x {{ algorithm hmac-sha256; secret \"{SECRET}\"; }};"),
            format!("key:\n  - id: x\n    algorithm: hmac-sha256\n    secret: {SECRET}1A==\n"),
            format!("  secret: \"{SECRET}\"\n"),
            format!("key hmac-sha256:x. {SECRET}1==\n"),
            format!("{{\"kty\":\"EC\",\"d\":\"{SECRET}\"}}"),
            format!("{{\"kty\": \"oct\", \"k\": \"{SECRET}\"}}"),
            "PuTTY-User-Key-File-3: ssh-ed25519\n".to_owned(),
            "# created\nAGE-SECRET-KEY-1QQPZRY9\n".to_owned(),
        ];
        for text in texts {
            assert!(key_material(text.as_bytes()).is_some(), "{text}");
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let narrow: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert!(key_material(&wide).is_some() && key_material(&narrow).is_some(), "UTF-16: {text}");
            assert!(key_material(&[b"\xff\xfe", &*wide].concat()).is_some(), "UTF-16 with a mark: {text}");
        }
    }

    #[test]
    fn private_keys_in_a_line_are_masked() {
        let ed25519 = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3vVpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
        let rsa = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        let more = "MzEfYyjiWA4R4M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvuN";
        for key in [ed25519, rsa] {
            let line = format!("s TXT \"v=DKIM1; p={key}\" \"{more}==\" ; text");
            let stars = |text: &str| "*".repeat(text.len());
            let hidden = format!("s TXT \"v=DKIM1; p={}\" \"{}==\" ; text", stars(key), stars(more));
            assert_eq!(masked(line.as_bytes()), hidden.as_bytes());
        }
        let public = "s TXT \"v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo\" ";
        let dnskey = "@ DNSKEY 257 3 13 \
            mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==";
        for line in [public, dnskey, "", "www A 192.0.2.1"] {
            assert_eq!(masked(line.as_bytes()), line.as_bytes());
        }
    }

    #[test]
    fn der_is_known() {
        assert!(key_material(&[0x30, 0x05, 0x02, 0x01, 0x01, 0x04, 0x00]).is_some());
        assert!(key_material(b"0.30 PTR a.\n0.31 PTR b.\n0.32 PTR c.\n0.33 PTR d.\n").is_none());
        assert!(is_binary(b"\x00a") && !is_binary(b"www A 192.0.2.1\x01\n"));
    }

    #[test]
    fn zones_are_no_keys() {
        let texts = [
            "; the secret: ask the other team\n; secret: documentationofthesecretkey\n@ A 192.0.2.1\n",
            "secret A 192.0.2.1\nsecret TXT \"secret=YWJjZGVmZ2hpamtsbW5vcA==\"\nkey TXT \"secret: \
            YWJjZGVmZ2hpamtsbW5vcA==\"\n",
            "@ DNSKEY 257 3 13 (\n  mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+\n  \
            KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==\n)\n",
            "@ CERT PKIX 1 8 (\nMIIBszCCAVmgAwIBAgIUTest1234567890abcdefghijklmnopqrs\n)\n",
            "s._domainkey TXT ( \"v=DKIM1; p=\"\n \"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\" )\n",
            "; PrivateKey: see the safe\nkey KEY 256 3 13 \
            mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+\n",
            "www\nmail\n",
            "",
        ];
        for text in texts {
            assert_eq!(key_material(text.as_bytes()), None, "{text}");
        }
    }
}
