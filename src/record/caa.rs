//! The parts of a CAA record, the registered property tags, and the form of an issuer: RFC 8659 section 4.

use crate::zone::Record;

/// Property tags in the IANA registry that are in use.
pub const TAGS: &[&str] =
    &["issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"];
/// Tags that the registry keeps from use: drafts before RFC 6844 had them.
const RESERVED_TAGS: &[&str] = &["auth", "path", "policy"];

/// Parameters of an issuer that RFC 8657 defines.
const PARAMETERS: [&str; 2] = ["accounturi", "validationmethods"];

/// One CAA record.
#[derive(Debug, Clone, Copy)]
pub struct Caa<'z> {
    /// The flags octet.
    pub flags: u8,
    /// The property tag as written.
    pub tag: &'z [u8],
    /// The property value.
    pub value: &'z [u8],
}

/// What the registry says of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagStatus {
    /// In use.
    Registered,
    /// Kept from use.
    Reserved,
    /// Not in the registry.
    Unknown,
}

impl<'z> Caa<'z> {
    /// The parts of `record`, where it has them.
    #[must_use]
    pub fn of(record: Record<'z>) -> Option<Caa<'z>> {
        let (&flags, rest) = record.rdata().split_first()?;
        let (&len, rest) = rest.split_first()?;
        let (tag, value) = rest.split_at_checked(usize::from(len))?;
        Some(Caa { flags, tag, value })
    }

    /// Whether the tag is one of these; case does not matter (RFC 8659 section 4.1).
    #[must_use]
    pub fn has_tag(self, tags: &[&str]) -> bool {
        tags.iter().any(|tag| self.tag.eq_ignore_ascii_case(tag.as_bytes()))
    }

    /// What the registry says of the tag.
    #[must_use]
    pub fn tag_status(self) -> TagStatus {
        if self.has_tag(TAGS) {
            TagStatus::Registered
        } else if self.has_tag(RESERVED_TAGS) {
            TagStatus::Reserved
        } else {
            TagStatus::Unknown
        }
    }

    /// Whether a CA that does not know the tag must not issue.
    #[must_use]
    pub fn is_critical(self) -> bool {
        self.flags & 0x80 != 0
    }

    /// The registered tag that is at most two keystrokes away.
    #[must_use]
    pub fn nearest_tag(self) -> Option<&'static str> {
        let near = TAGS
            .iter()
            .map(|tag| (distance(self.tag, tag.as_bytes()), *tag))
            .min_by_key(|(steps, _)| *steps)?;
        (near.0 <= 2).then_some(near.1)
    }
}

/// How many octets to insert, delete or replace to turn one word into the other, in either case.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.iter().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        let mut next = vec![left];
        for (b, above) in other.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(!a.eq_ignore_ascii_case(b))).min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// What of an `issue` value does not follow RFC 8659 section 4.2:
/// `[issuer] [";" [tag=value *(";" tag=value)]]`.
///
/// # Errors
/// One clause that says which part, and what should stand there.
pub fn check_issuer(value: &[u8]) -> Result<(), &'static str> {
    let (issuer, parameters) = match value.iter().position(|&byte| byte == b';') {
        Some(at) => (value.get(..at).unwrap_or_default(), value.get(at + 1..).unwrap_or_default()),
        None => (value, &[][..]),
    };
    check_domain(trim(issuer))?;
    if trim(parameters).is_empty() {
        return Ok(());
    }
    parameters.split(|&byte| byte == b';').try_for_each(|parameter| check_parameter(trim(parameter)))
}

/// The issuer of an `issue` value, and its parameters as tag and value; RFC 8659 section 4.2.
pub fn issuer(value: &[u8]) -> (&[u8], impl Iterator<Item = (&[u8], &[u8])>) {
    let mut parts = value.split(|&byte| byte == b';');
    let domain = trim(parts.next().unwrap_or_default());
    let parameters = parts.filter_map(|parameter| {
        let at = parameter.iter().position(|&byte| byte == b'=')?;
        Some((trim(parameter.get(..at)?), trim(parameter.get(at + 1..)?)))
    });
    (domain, parameters)
}

/// What keeps a CA that knows the parameters of RFC 8657 from issuing, whoever asks.
///
/// # Errors
/// The parameter, and one clause that says what should stand there.
pub fn check_parameters(value: &[u8]) -> Result<(), (&'static str, &'static str)> {
    for tag in PARAMETERS {
        let (_, mut parameters) = issuer(value);
        if parameters.any(|(_, value)| has_behind_comma(value, tag)) {
            return Err((tag, "stands behind a comma, and parameters have semicolons between"));
        }
        let (_, parameters) = issuer(value);
        let mut values = parameters
            .filter(|(other, _)| other.eq_ignore_ascii_case(tag.as_bytes()))
            .map(|(_, value)| value);
        let Some(first) = values.next() else { continue };
        if values.next().is_some() {
            return Err((tag, "stands twice, which no account and no method satisfies"));
        }
        match tag {
            "accounturi" if !has_scheme(first) => return Err((tag, "is no URI, it has no scheme")),
            "validationmethods" if !first.split(|&byte| byte == b',').all(is_word) => {
                return Err((tag, "has other items than letters, digits and hyphens"));
            }
            "validationmethods" => {
                if let Some(note) = first.split(|&byte| byte == b',').find_map(misspelt) {
                    return Err((tag, note));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a value has a comma and another parameter behind it.
fn has_behind_comma(value: &[u8], tag: &str) -> bool {
    value.split(|&byte| byte == b',').skip(1).any(|part| {
        let name = part.iter().position(|&byte| byte == b'=').and_then(|at| part.get(..at));
        name.is_some_and(|name| trim(name).eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// A parameter that its CA does not know, as far as is known of the CA: its name, and the parameter that was
/// meant.
#[must_use]
pub fn unknown_parameter(value: &[u8]) -> Option<(&[u8], Option<&'static str>)> {
    /// CAs that say what they know, which is the parameters of RFC 8657.
    const PLAIN: [&str; 2] = ["letsencrypt.org", "buypass.com"];
    let (domain, parameters) = issuer(value);
    let is_plain = PLAIN.iter().any(|known| domain.eq_ignore_ascii_case(known.as_bytes()));
    let is_known = |name: &[u8]| PARAMETERS.iter().any(|tag| name.eq_ignore_ascii_case(tag.as_bytes()));
    let unknown = parameters.map(|(name, _)| name).filter(|name| !is_known(name));
    let mut found = unknown.map(|name| {
        let near = PARAMETERS.into_iter().find(|tag| distance(name, tag.as_bytes()) <= 2);
        (name, near)
    });
    found.find(|(_, near)| near.is_some() || is_plain)
}

/// Slips in the names of the methods of RFC 8555 and RFC 8737.
fn misspelt(method: &[u8]) -> Option<&'static str> {
    match method.to_ascii_lowercase().as_slice() {
        b"dns" | b"dns01" | b"dns-1" | b"dns1" => Some("has a method that no CA knows, `dns-01` is meant"),
        b"http" | b"http01" | b"http-1" | b"http1" => {
            Some("has a method that no CA knows, `http-01` is meant")
        }
        b"tls-alpn" | b"tls-alpn01" | b"tlsalpn01" | b"tls-alpn-1" => {
            Some("has a method that no CA knows, `tls-alpn-01` is meant")
        }
        _ => None,
    }
}

/// Whether a URI begins with a scheme and has something behind it: RFC 3986 section 3.1.
fn has_scheme(uri: &[u8]) -> bool {
    let at = uri.iter().position(|&byte| byte == b':').unwrap_or(0);
    let (scheme, rest) = (uri.get(..at).unwrap_or_default(), uri.get(at + 1..).unwrap_or_default());
    let is_scheme = scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
    is_scheme && scheme.first().is_some_and(u8::is_ascii_alphabetic) && !rest.is_empty()
}

fn check_domain(domain: &[u8]) -> Result<(), &'static str> {
    if domain.is_empty() {
        return Ok(());
    }
    if domain.ends_with(b".") {
        return Err("ends with a dot, which CA names do not have");
    }
    if domain.windows(3).any(|three| three == b"://") {
        return Err("is a URL, a CA is named by its domain name only");
    }
    if domain.iter().any(|byte| matches!(byte, b' ' | b'\t' | b',')) {
        return Err("has more than one word, a record names one CA");
    }
    let sound = domain.split(|&byte| byte == b'.').all(is_word);
    if sound { Ok(()) } else { Err("has a CA name with other octets than letters, digits, hyphens and dots") }
}

fn check_parameter(parameter: &[u8]) -> Result<(), &'static str> {
    if parameter.is_empty() {
        return Err("has an empty parameter, a `;` stands only between two");
    }
    let Some(at) = parameter.iter().position(|&byte| byte == b'=') else {
        return Err("has a parameter without `=`");
    };
    let (tag, value) = (parameter.get(..at).unwrap_or_default(), parameter.get(at + 1..).unwrap_or_default());
    if !is_word(trim(tag)) {
        return Err("has a parameter name with other octets than letters, digits and hyphens");
    }
    let sound = trim(value).iter().all(|byte| matches!(byte, 0x21..=0x3a | 0x3c..=0x7e));
    if sound { Ok(()) } else { Err("has a parameter value with blanks or octets that are not printable") }
}

/// Letters, digits, and hyphens not at either end.
fn is_word(word: &[u8]) -> bool {
    let inner = word.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    inner && !word.is_empty() && !word.starts_with(b"-") && !word.ends_with(b"-")
}

/// Without the blanks and tabs around.
fn trim(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')).map_or(start, |at| at + 1);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_of_the_rfc_are_sound() {
        for value in [
            "",
            ";",
            " ; ",
            "ca1.example.net",
            "ca1.example.net; account=230123",
            "ca1.example.net;a=b;c=d",
            "a; b=",
            "letsencrypt.org; validationmethods=dns-01,http-01",
        ] {
            assert_eq!(check_issuer(value.as_bytes()), Ok(()), "{value}");
        }
    }

    #[test]
    fn other_issuers_are_not() {
        for value in [
            "%%%%%",
            "letsencrypt.org.",
            "https://letsencrypt.org",
            "a.example b.example",
            "a.example; b",
            "a.example; b=c d=e",
            "a.example; b=c;",
            "a..b",
            "-a.b",
        ] {
            assert!(check_issuer(value.as_bytes()).is_err(), "{value}");
        }
    }

    #[test]
    fn parameters_that_nobody_satisfies_are_found() {
        for value in [
            "ca.example",
            "ca.example; accounturi=https://ca.example/1; validationmethods=dns-01,ca-x",
            "ca.example; ACCOUNTURI=urn:x:1",
        ] {
            assert_eq!(check_parameters(value.as_bytes()), Ok(()), "{value}");
        }
        for value in [
            "ca.example; accounturi=1234",
            "ca.example; accounturi=https://a.example/1; accounturi=https://a.example/2",
            "ca.example; validationmethods=",
            "ca.example; validationmethods=dns-01,",
            "ca.example; ValidationMethods=dns01",
        ] {
            assert!(check_parameters(value.as_bytes()).is_err(), "{value}");
        }
    }

    #[test]
    fn a_slip_of_the_keys_is_near() {
        assert_eq!(distance(b"isue", b"issue"), 1);
        assert_eq!(distance(b"ISSUE", b"issue"), 0);
        assert_eq!(distance(b"", b"abc"), 3);
        assert_eq!(distance(b"issue-wild", b"issuewild"), 1);
    }
}
