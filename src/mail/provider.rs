//! Mail systems that are known by the names of their MX hosts: one table. Asks nobody whether they exist.

use crate::wire::NameRef;

/// Whose mail system it is, whichever cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Family {
    /// Microsoft 365: its DKIM selectors are aliases that its administrators are told.
    Microsoft365,
    /// Google Workspace.
    GoogleWorkspace,
}

impl Family {
    /// As messages call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Family::Microsoft365 => "Microsoft 365",
            Family::GoogleWorkspace => "Google Workspace",
        }
    }
}

/// What is special about the names of MX hosts below one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exchange {
    /// Signed, and with TLSA records.
    Secure,
    /// Not signed.
    Plain,
    /// Of a national cloud.
    National,
    /// Not given out any more: no domain's servers are known by it.
    Retired,
}

/// A mail system that others run.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// What it is called.
    pub name: &'static str,
    /// Whose it is.
    pub family: Family,
    /// Names that its MX hosts are, or are below.
    mx: &'static [(&'static str, Exchange)],
    /// The domain whose SPF record lists its servers.
    pub spf: &'static str,
}

const PROVIDERS: &[Provider] = &[
    Provider {
        name: "Microsoft 365",
        family: Family::Microsoft365,
        mx: &[
            ("mail.protection.outlook.com", Exchange::Plain),
            ("mx.microsoft", Exchange::Secure),
            ("mail.protection.outlook.de", Exchange::Retired),
            ("mail.eo.outlook.com", Exchange::Retired),
        ],
        spf: "spf.protection.outlook.com",
    },
    Provider {
        name: "Microsoft 365 GCC High",
        family: Family::Microsoft365,
        mx: &[("mail.protection.office365.us", Exchange::National)],
        spf: "spf.protection.office365.us",
    },
    Provider {
        name: "Microsoft 365 by 21Vianet",
        family: Family::Microsoft365,
        mx: &[("mail.protection.partner.outlook.cn", Exchange::National)],
        spf: "spf.protection.partner.outlook.cn",
    },
    Provider {
        name: "Google Workspace",
        family: Family::GoogleWorkspace,
        mx: &[
            ("smtp.google.com", Exchange::Plain),
            ("l.google.com", Exchange::Plain),
            ("googlemail.com", Exchange::Plain),
        ],
        spf: "_spf.google.com",
    },
];

/// The mail system of an MX host, and what is special about its name.
#[must_use]
pub fn exchange_of(host: NameRef<'_>) -> Option<(&'static Provider, Exchange)> {
    PROVIDERS.iter().find_map(|provider| {
        let (_, exchange) = provider.mx.iter().find(|(suffix, _)| host.is_at_or_below_text(suffix))?;
        Some((provider, *exchange))
    })
}

/// The mail system of an MX host that takes mail; `None` for names that are not given out any more.
#[must_use]
pub fn provider_of(host: NameRef<'_>) -> Option<&'static Provider> {
    exchange_of(host).filter(|(_, exchange)| *exchange != Exchange::Retired).map(|(provider, _)| provider)
}

/// The domains whose SPF records list the servers of a family, that of the world first.
pub fn spf_domains(family: Family) -> impl Iterator<Item = &'static str> {
    PROVIDERS.iter().filter(move |provider| provider.family == family).map(|provider| provider.spf)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    #[test]
    fn hosts_tell_systems() {
        let of = |host: &str| {
            provider_of(Name::absolute(host).expect("a name").borrow_name()).map(|provider| provider.name)
        };
        assert_eq!(of("example-org.mail.protection.outlook.com"), Some("Microsoft 365"));
        assert_eq!(of("example-org.u-v1.MX.microsoft"), Some("Microsoft 365"));
        assert_eq!(of("ALT1.ASPMX.L.GOOGLE.COM"), Some("Google Workspace"));
        assert_eq!(of("example-org.mail.eo.outlook.com"), None);
        assert_eq!(of("smtp.google.com.example"), None);
        assert_eq!(of("outlook.com"), None);
    }
}
