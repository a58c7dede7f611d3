//! The host names of Microsoft 365 in MX and CNAME records, by their shape. Asks nobody whether they exist.

pub use super::provider::Exchange;
use super::provider::{Family, exchange_of};
use crate::wire::NameRef;

/// What an MX host of Microsoft 365 is; `None` for those of others.
#[must_use]
pub fn exchange(host: NameRef<'_>) -> Option<Exchange> {
    let (provider, exchange) = exchange_of(host)?;
    (provider.family == Family::Microsoft365).then_some(exchange)
}

/// The labels of `host` before `suffix`, in lower case; `None` where it does not end with it.
fn prefix(host: NameRef<'_>, suffix: &str) -> Option<Vec<String>> {
    if !host.is_at_or_below_text(suffix) {
        return None;
    }
    let before = host.label_count() - suffix.split('.').count();
    let labels = host.labels().take(before);
    Some(labels.map(|label| String::from_utf8_lossy(label).to_ascii_lowercase()).collect())
}

/// What the CNAME of a DKIM selector leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selector {
    /// A key of Microsoft 365.
    Key {
        /// 1 or 2.
        number: u8,
        /// What stands for the domain: its name with hyphens for dots, or something like it.
        token: String,
        /// The labels behind `_domainkey`: tenant, partition and Microsoft's name.
        home: String,
    },
    /// Microsoft's name behind labels that no key has.
    Misshapen,
    /// A name with Microsoft's in it and something behind: the final dot is missing.
    Glued,
    /// Somebody else's.
    Foreign,
}

/// Where the names of keys end: of domains before and since May 2025, and of national clouds.
const KEYS: [&str; 4] = ["onmicrosoft.com", "dkim.mail.microsoft", "onmicrosoft.us", "onmschina.cn"];

/// What a selector's CNAME leads to, by its target.
#[must_use]
pub fn selector(target: NameRef<'_>) -> Selector {
    let Some((suffix, before)) = KEYS.into_iter().find_map(|suffix| Some((suffix, prefix(target, suffix)?)))
    else {
        let text = target.to_string().to_ascii_lowercase();
        let is_glued = KEYS.iter().any(|suffix| text.contains(&format!(".{suffix}.")));
        return if is_glued { Selector::Glued } else { Selector::Foreign };
    };
    let [first, domainkey, rest @ ..] = before.as_slice() else { return Selector::Misshapen };
    let has_home = match (suffix, rest) {
        ("dkim.mail.microsoft", [_, partition]) => is_partition(partition),
        ("onmschina.cn", [_, ..]) => true,
        ("dkim.mail.microsoft" | "onmschina.cn", _) => false,
        (_, [_]) => true,
        _ => false,
    };
    let number = [(1, "selector1-"), (2, "selector2-")]
        .into_iter()
        .find_map(|(number, start)| Some((number, first.strip_prefix(start)?)));
    match number {
        Some((number, token)) if has_home && domainkey == "_domainkey" && !token.is_empty() => {
            let home = rest.iter().map(String::as_str).chain([suffix]).collect::<Vec<_>>().join(".");
            Selector::Key { number, token: token.to_owned(), home }
        }
        _ => Selector::Misshapen,
    }
}

/// `n-v1`: a letter and a version.
fn is_partition(label: &str) -> bool {
    let Some((letter, version)) = label.split_once("-v") else { return false };
    !letter.is_empty()
        && letter.bytes().all(|byte| byte.is_ascii_alphabetic())
        && version.parse::<u8>().is_ok()
}

/// Whether a token may stand for a domain: its letters and digits are in it, in order and together. What
/// stands behind them is Microsoft's.
#[must_use]
pub fn is_token_of(token: &str, domain: NameRef<'_>) -> bool {
    let plain = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    plain(token).starts_with(&plain(&domain.to_string()))
}

/// Where Outlook is sent for its settings, of the world and of national clouds.
pub const AUTODISCOVER: [&str; 5] = [
    "autodiscover.outlook.com",
    "autodiscover.office365.us",
    "autodiscover-s.office365.us",
    "autodiscover-s-dod.office365.us",
    "autodiscover.partner.outlook.cn",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    fn name(text: &str) -> Name {
        Name::absolute(text).expect("a name")
    }

    #[test]
    fn exchanges_are_known_by_their_ends() {
        for (host, expected) in [
            ("contoso-com.o-v1.mx.microsoft", Some(Exchange::Secure)),
            ("Contoso-com.Mail.Protection.Outlook.com", Some(Exchange::Plain)),
            ("contoso-com.mail.protection.office365.us", Some(Exchange::National)),
            ("mail.eo.outlook.com", Some(Exchange::Retired)),
            ("contoso-de.mail.protection.outlook.de", Some(Exchange::Retired)),
            ("smtp.office365.com", None),
            ("ms12345678.msv1.invalid", None),
            ("mx.microsoft.example", None),
            ("outlook.com", None),
        ] {
            assert_eq!(exchange(name(host).borrow_name()), expected, "{host}");
        }
    }

    #[test]
    fn selectors_are_known_by_their_shape() {
        let of = |text: &str| selector(name(text).borrow_name());
        let key = |number, token: &str, home: &str| Selector::Key {
            number,
            token: token.to_owned(),
            home: home.to_owned(),
        };
        assert_eq!(
            of("selector1-contoso-com._domainkey.contoso.onmicrosoft.com"),
            key(1, "contoso-com", "contoso.onmicrosoft.com"),
            "domains of before May 2025"
        );
        assert_eq!(
            of("selector2-contoso-com03i._domainkey.Contoso.n-v1.dkim.mail.microsoft"),
            key(2, "contoso-com03i", "contoso.n-v1.dkim.mail.microsoft")
        );
        assert_eq!(
            of("selector1-contoso-cn._domainkey.contoso.partner.onmschina.cn"),
            key(1, "contoso-cn", "contoso.partner.onmschina.cn")
        );
        for text in [
            "selector1._domainkey.contoso.onmicrosoft.com",
            "selector1-contoso-com.contoso.onmicrosoft.com",
            "selector1-contoso-com._domainkey.contoso.dkim.mail.microsoft",
            "selector3-contoso-com._domainkey.contoso.onmicrosoft.com",
            "contoso.onmicrosoft.com",
        ] {
            assert_eq!(of(text), Selector::Misshapen, "{text}");
        }
        assert_eq!(
            of("selector1-contoso-com._domainkey.contoso.onmicrosoft.com.contoso.com"),
            Selector::Glued
        );
        assert_eq!(of("s1.dkim.example.net"), Selector::Foreign);
    }

    #[test]
    fn tokens_start_with_the_domain() {
        let is = |token: &str, domain: &str| is_token_of(token, name(domain).borrow_name());
        assert!(is("contoso-com", "contoso.com"));
        assert!(is("a-contoso-com03i", "a.contoso.com"));
        assert!(is("findsomething-service-gov-uk01be2e", "find-something.service.gov.uk"));
        assert!(!is("fabrikam-com", "contoso.com"));
    }
}
