//! For which hosts a certificate speaks: RFC 6125, with the wildcards of RFC 7672 section 3.2.3.

use std::fmt;

use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::Certificate;
use crate::wire::{NameRef, printable};

/// The names in one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// DNS names, safe to print, in the order of the certificate.
    pub names: Vec<String>,
    /// There is no DNS name in `subjectAltName`, and the common name stands for it.
    pub is_common_name: bool,
}

impl Identity {
    /// The names in `certificate`; its common name where `subjectAltName` has no DNS name, as OpenSSL and
    /// Postfix do.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Identity {
        let Ok((_, x509)) = X509Certificate::from_der(&certificate.der) else { return Identity::default() };
        let alternative = x509.subject_alternative_name().ok().flatten();
        let general = alternative.iter().flat_map(|extension| &extension.value.general_names);
        let names: Vec<String> = general
            .filter_map(
                |name| if let GeneralName::DNSName(name) = name { Some(printable(name)) } else { None },
            )
            .collect();
        if !names.is_empty() {
            return Identity { names, is_common_name: false };
        }
        let common =
            x509.subject().iter_common_name().last().and_then(|name| name.as_str().ok()).map(printable);
        Identity { names: common.into_iter().collect(), is_common_name: true }
    }

    /// Whether one of the names is `host`, or a wildcard that covers it.
    #[must_use]
    pub fn covers(&self, host: NameRef<'_>) -> bool {
        self.names.iter().any(|name| covers(name, host))
    }
}

impl fmt::Display for Identity {
    /// The first name, and how many more there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.names.as_slice() {
            [] => f.write_str("no host"),
            [name] => write!(f, "`{name}`"),
            [name, others @ ..] => write!(f, "`{name}` and {} more", others.len()),
        }
    }
}

/// A wildcard is the whole left-most label and stands for exactly one label; two labels follow it at least,
/// as OpenSSL wants it.
fn covers(pattern: &str, host: NameRef<'_>) -> bool {
    let host = host.to_lowercase().to_string();
    let host = host.trim_end_matches('.');
    let pattern = pattern.to_ascii_lowercase();
    match pattern.strip_prefix("*.") {
        Some(domain) => domain.contains('.') && host.split_once('.').is_some_and(|(_, rest)| rest == domain),
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    #[test]
    fn a_wildcard_is_one_whole_label() {
        let covers =
            |pattern: &str, host: &str| covers(pattern, Name::absolute(host).expect("a name").borrow_name());
        assert!(covers("mx.example.org", "MX.example.org."));
        assert!(covers("MX.example.org", "mx.example.org."));
        assert!(covers("*.example.org", "mx.example.org."));
        for (pattern, host) in [
            ("*.example.org", "a.mx.example.org."),
            ("*.example.org", "example.org."),
            ("m*.example.org", "mx.example.org."),
            ("mx.*.org", "mx.example.org."),
            // RFC 5280 section 4.2.1.6 has no final dot.
            ("mx.example.org.", "mx.example.org."),
            ("*.org", "example.org."),
            ("*", "org."),
            ("", "org."),
        ] {
            assert!(!covers(pattern, host), "{pattern} {host}");
        }
    }
}
