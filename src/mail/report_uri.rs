//! Where reports go: the `rua=` and `ruf=` of DMARC and TLS-RPT, lists of URIs with commas between.

use super::spf::name_of;
use super::text::{Extent, Text, TextFault};
use crate::wire::{Name, excerpt};

/// How reports are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// By mail to this address.
    Mailto {
        /// What stands before the `@`.
        local: String,
        /// The domain; `None` where it is no name.
        domain: Option<Name>,
    },
    /// By HTTPS to this host.
    Https {
        /// The host; `None` where it is no name.
        host: Option<Name>,
    },
    /// Another scheme, in lower case.
    Other(String),
}

/// What is wrong with a URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UriFault {
    /// Nothing between two commas.
    Empty,
    /// No scheme, as an address by itself.
    NoScheme,
    /// `mailto://`.
    Slashes,
    /// No address behind `mailto:`.
    Address,
    /// No host behind `https://`.
    Host,
    /// An octet that no URI has, or a `%` without two digits.
    Octet,
    /// A `!` that is not encoded, where no size limit follows it.
    Size,
}

/// One destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportUri {
    /// Where it stands, its size limit included.
    pub at: Extent,
    /// How reports are sent; `None` where the URI is none.
    pub scheme: Option<Scheme>,
    /// The size limit behind `!`, in octets: RFC 7489 section 6.2. Historic in RFC 9989.
    pub size_limit: Option<u64>,
    /// What is wrong; none in a URI that can be used.
    pub fault: Option<TextFault<UriFault>>,
}

impl ReportUri {
    /// Whether reports can be sent there, as far as syntax goes.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.fault.is_none() && self.scheme.is_some()
    }

    /// The domain that reports go to.
    #[must_use]
    pub fn domain(&self) -> Option<&Name> {
        match self.scheme.as_ref()? {
            Scheme::Mailto { domain, .. } => domain.as_ref(),
            Scheme::Https { host } => host.as_ref(),
            Scheme::Other(_) => None,
        }
    }
}

/// Reads a list of URIs; `has_sizes` says whether a size limit may follow each.
#[must_use]
pub fn list(text: &Text, at: Extent, has_sizes: bool) -> Vec<ReportUri> {
    let octets = text.octets();
    at.split(octets, b',').map(|part| one(octets, part, has_sizes)).collect()
}

pub(super) fn one(octets: &[u8], part: Extent, has_sizes: bool) -> ReportUri {
    let at = part.trimmed(octets);
    if at.is_empty() {
        let at = Extent::new(part.from.saturating_sub(1), part.to);
        return ReportUri {
            at,
            scheme: None,
            size_limit: None,
            fault: Some(fault(UriFault::Empty, at, "no URI here", None)),
        };
    }
    let (uri, limit) = match at.of(octets).iter().position(|&byte| byte == b'!') {
        Some(mark) => {
            (at.within(0, mark).trimmed(octets), Some(at.within(mark + 1, at.len()).trimmed(octets)))
        }
        None => (at, None),
    };
    let size_limit = limit.and_then(|limit| octets_of(limit.of(octets)));
    let scheme = scheme(octets, uri);
    let mut found = ReportUri { at, scheme: None, size_limit, fault: None };
    match scheme {
        Ok(scheme) => found.scheme = Some(scheme),
        Err(why) => found.fault = Some(why),
    }
    if found.fault.is_none() && limit.is_some() && (size_limit.is_none() || !has_sizes) {
        let why = if has_sizes {
            "no size limit behind `!`, and a `!` of the URI is written `%21`"
        } else {
            "`!`, which is written `%21`"
        };
        found.fault = Some(fault(UriFault::Size, Extent::new(uri.to, at.to), why, None));
    }
    found
}

/// One URI by itself, in which a `!` is an octet like others.
pub(super) fn plain(octets: &[u8], at: Extent) -> ReportUri {
    let (scheme, fault) = match scheme(octets, at) {
        Ok(scheme) => (Some(scheme), None),
        Err(why) => (None, Some(why)),
    };
    ReportUri { at, scheme, size_limit: None, fault }
}

fn fault(kind: UriFault, at: Extent, detail: &str, suggestion: Option<String>) -> TextFault<UriFault> {
    TextFault { kind, at, detail: detail.to_owned(), suggestion }
}

/// `10m`: a number and a unit of 1024; at most 64 bits, as RFC 7489 section 6.4 has it.
fn octets_of(text: &[u8]) -> Option<u64> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, unit) = text.split_at_checked(count)?;
    let number = std::str::from_utf8(digits).ok()?.parse::<u64>().ok()?;
    let shift = match unit.to_ascii_lowercase().as_slice() {
        b"" => 0,
        b"k" => 10,
        b"m" => 20,
        b"g" => 30,
        b"t" => 40,
        _ => return None,
    };
    Some(number.saturating_mul(1 << shift))
}

fn scheme(octets: &[u8], at: Extent) -> Result<Scheme, TextFault<UriFault>> {
    let uri = at.of(octets);
    if let Some(bad) = foreign(uri) {
        let shown = at.within(bad, bad + 1);
        return Err(fault(
            UriFault::Octet,
            shown,
            &format!("`{}` in a URI", excerpt(shown.of(octets), 8)),
            None,
        ));
    }
    let colon = uri.iter().position(|&byte| byte == b':').filter(|&colon| {
        let name = uri.get(..colon).unwrap_or_default();
        name.first().is_some_and(u8::is_ascii_alphabetic)
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
    });
    let Some(colon) = colon else {
        let shown = excerpt(uri, 60);
        let suggestion = uri
            .contains(&b'@')
            .then(|| format!("mailto:{}", shown.trim_start_matches(|c: char| !c.is_ascii_alphanumeric())));
        return Err(fault(
            UriFault::NoScheme,
            at,
            &format!("`{shown}` has no scheme, as `mailto:`"),
            suggestion,
        ));
    };
    let name = uri.get(..colon).unwrap_or_default().to_ascii_lowercase();
    let rest = at.within(colon + 1, at.len());
    match name.as_slice() {
        b"mailto" => mailto(octets, at, rest),
        b"https" => {
            let host = rest.of(octets).strip_prefix(b"//").unwrap_or_default();
            let host = host.split(|byte| b"/?#".contains(byte)).next().unwrap_or_default();
            let host = host.rsplit(|&byte| byte == b'@').next().unwrap_or_default();
            let host = host.split(|&byte| byte == b':').next().unwrap_or_default();
            if host.is_empty() {
                Err(fault(UriFault::Host, at, "no host behind `https:`", None))
            } else {
                Ok(Scheme::Https { host: name_of(host) })
            }
        }
        _ => Ok(Scheme::Other(String::from_utf8_lossy(&name).into_owned())),
    }
}

fn mailto(octets: &[u8], at: Extent, rest: Extent) -> Result<Scheme, TextFault<UriFault>> {
    let address = rest.of(octets);
    if let Some(bare) = address.strip_prefix(b"//") {
        let suggestion = bare.contains(&b'@').then(|| format!("mailto:{}", excerpt(bare, 60)));
        return Err(fault(UriFault::Slashes, at, "`//` behind `mailto:`", suggestion));
    }
    // Header fields may follow: RFC 6068.
    let address = address.split(|&byte| byte == b'?').next().unwrap_or_default();
    let Some(sign) =
        address.iter().rposition(|&byte| byte == b'@').filter(|&sign| sign > 0 && sign + 1 < address.len())
    else {
        return Err(fault(
            UriFault::Address,
            at,
            &format!("`{}` is no mail address", excerpt(address, 60)),
            None,
        ));
    };
    let domain = name_of(address.get(sign + 1..).unwrap_or_default());
    let local = excerpt(address.get(..sign).unwrap_or_default(), 80);
    match domain {
        Some(_) => Ok(Scheme::Mailto { local, domain }),
        None => {
            Err(fault(UriFault::Address, at, &format!("`{}` is no mail address", excerpt(address, 60)), None))
        }
    }
}

/// The first octet that no URI has: RFC 3986 section 2.
fn foreign(uri: &[u8]) -> Option<usize> {
    uri.iter().enumerate().find_map(|(at, &byte)| {
        let is_good = match byte {
            b'%' => uri.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte),
        };
        (!is_good).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, has_sizes: bool) -> Vec<ReportUri> {
        let joined = Text::of_strings([text.as_bytes()]);
        list(&joined, joined.whole(), has_sizes)
    }

    #[test]
    fn destinations_are_read_with_their_sizes() {
        let found = read("mailto:a@b.example , mailto:d@e.example!10m,https://f.example:8443/x?y=z", true);
        let domains: Vec<_> =
            found.iter().map(|uri| uri.domain().map(|name| name.to_string()).unwrap_or_default()).collect();
        assert_eq!(domains, ["b.example.", "e.example.", "f.example."]);
        assert_eq!(found.iter().map(|uri| uri.size_limit).collect::<Vec<_>>(), [None, Some(10 << 20), None]);
        assert!(found.iter().all(ReportUri::is_valid));
    }

    #[test]
    fn faults_say_what_to_write() {
        for (text, kind, suggestion) in [
            ("a@b.example", UriFault::NoScheme, Some("mailto:a@b.example")),
            ("mailto://a@b.example", UriFault::Slashes, Some("mailto:a@b.example")),
            ("mailto:b.example", UriFault::Address, None),
            ("mailto:a@", UriFault::Address, None),
            ("mailto:a@b..example", UriFault::Address, None),
            ("", UriFault::Empty, None),
            ("https:///x", UriFault::Host, None),
            ("http://bad/%", UriFault::Octet, None),
            ("mailto:x@x.example other", UriFault::Octet, None),
            ("mailto:a@b.example!", UriFault::Size, None),
            ("mailto:a@b.example!10p", UriFault::Size, None),
            ("mailto:a@b.example!99999999999999999999", UriFault::Size, None),
        ] {
            let found = read(text, true);
            let fault = found[0].fault.as_ref().unwrap_or_else(|| panic!("no fault in {text}"));
            assert_eq!((fault.kind, fault.suggestion.as_deref()), (kind, suggestion), "{text}");
        }
        assert_eq!(
            read("mailto:a@b.example!10m", false)[0].fault.as_ref().map(|fault| fault.kind),
            Some(UriFault::Size)
        );
        assert!(read("ftp://x.example", true)[0].is_valid());
    }
}
