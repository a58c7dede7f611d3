//! Mail systems that are known by the names of their MX hosts. A table; the help of the command lists it.

use crate::wire::{Name, NameRef};

/// A mail system that others run.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// What it is called.
    pub name: &'static str,
    /// Names that its MX hosts are, or are below.
    mx: &'static [&'static str],
    /// The domain whose SPF record lists its servers.
    pub spf: &'static str,
    /// Whether its selectors are aliases that its administrators are told.
    pub is_microsoft: bool,
}

const PROVIDERS: &[Provider] = &[
    Provider {
        name: "Microsoft 365",
        mx: &["mail.protection.outlook.com", "mx.microsoft"],
        spf: "spf.protection.outlook.com",
        is_microsoft: true,
    },
    Provider {
        name: "Microsoft 365 GCC High",
        mx: &["mail.protection.office365.us"],
        spf: "spf.protection.office365.us",
        is_microsoft: true,
    },
    Provider {
        name: "Microsoft 365 by 21Vianet",
        mx: &["mail.protection.partner.outlook.cn"],
        spf: "spf.protection.partner.outlook.cn",
        is_microsoft: true,
    },
    Provider {
        name: "Google Workspace",
        mx: &["smtp.google.com", "l.google.com", "googlemail.com"],
        spf: "_spf.google.com",
        is_microsoft: false,
    },
];

/// The mail system of an MX host.
#[must_use]
pub fn provider_of(host: NameRef<'_>) -> Option<&'static Provider> {
    let is_below =
        |suffix: &&str| Name::absolute(suffix).is_ok_and(|suffix| host.is_at_or_below(suffix.borrow_name()));
    PROVIDERS.iter().find(|provider| provider.mx.iter().any(is_below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_tell_systems() {
        let of = |host: &str| {
            provider_of(Name::absolute(host).expect("a name").borrow_name()).map(|provider| provider.name)
        };
        assert_eq!(of("example-org.mail.protection.outlook.com"), Some("Microsoft 365"));
        assert_eq!(of("example-org.u-v1.MX.microsoft"), Some("Microsoft 365"));
        assert_eq!(of("ALT1.ASPMX.L.GOOGLE.COM"), Some("Google Workspace"));
        assert_eq!(of("smtp.google.com.example"), None);
        assert_eq!(of("outlook.com"), None);
    }
}
