//! The three numbers of a TLSA record and their mnemonics: RFC 6698 section 2.1, RFC 7218.

use std::fmt;
use std::str::FromStr;

/// Text that is neither a value nor a mnemonic; holds what would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterError(String);

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.0)
    }
}

impl std::error::Error for ParameterError {}

/// An enumeration of numbers with mnemonics, with its text forms.
macro_rules! parameter {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $number:literal, $mnemonic:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of the numbers.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The value on the wire.
            #[must_use]
            pub fn number(self) -> u8 {
                match self {
                    $($name::$variant => $number,)+
                }
            }

            /// The mnemonic of RFC 7218.
            #[must_use]
            pub fn mnemonic(self) -> &'static str {
                match self {
                    $($name::$variant => $mnemonic,)+
                }
            }
        }

        impl FromStr for $name {
            type Err = ParameterError;

            /// The number, or the mnemonic in either case.
            fn from_str(text: &str) -> Result<Self, ParameterError> {
                let is = |value: &&$name| {
                    text.eq_ignore_ascii_case(value.mnemonic()) || text == value.number().to_string()
                };
                Self::ALL.iter().find(is).copied().ok_or_else(|| {
                    let shown = |value: &$name| format!("{} ({})", value.number(), value.mnemonic());
                    let all: Vec<String> = Self::ALL.iter().map(shown).collect();
                    ParameterError(all.join(", "))
                })
            }
        }

        impl fmt::Display for $name {
            /// `3 (DANE-EE)`.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} ({})", self.number(), self.mnemonic())
            }
        }
    };
}

parameter! {
    /// Which certificate of the served chain the association data is about, and what else is checked.
    Usage {
        /// A CA of the path, besides ordinary validation.
        PkixTa = 0, "PKIX-TA";
        /// The server's own certificate, besides ordinary validation.
        PkixEe = 1, "PKIX-EE";
        /// A CA that is the trust anchor, whatever the client trusts otherwise.
        DaneTa = 2, "DANE-TA";
        /// The server's own certificate and nothing else.
        DaneEe = 3, "DANE-EE";
    }
}

parameter! {
    /// Which part of the certificate is matched.
    Selector {
        /// The whole certificate.
        Cert = 0, "Cert";
        /// Its `SubjectPublicKeyInfo`.
        Spki = 1, "SPKI";
    }
}

parameter! {
    /// How the selected part is presented.
    Matching {
        /// As it is.
        Full = 0, "Full";
        /// Its SHA-256 digest.
        Sha256 = 1, "SHA2-256";
        /// Its SHA-512 digest.
        Sha512 = 2, "SHA2-512";
    }
}

impl Usage {
    /// Whether the record is about a CA rather than the server's certificate.
    #[must_use]
    pub fn is_trust_anchor(self) -> bool {
        match self {
            Usage::PkixTa | Usage::DaneTa => true,
            Usage::PkixEe | Usage::DaneEe => false,
        }
    }

    /// Whether ordinary (PKIX) validation is asked for besides.
    #[must_use]
    pub fn is_pkix(self) -> bool {
        match self {
            Usage::PkixTa | Usage::PkixEe => true,
            Usage::DaneTa | Usage::DaneEe => false,
        }
    }
}

impl Matching {
    /// Octets of the digest; `None` where there is none.
    #[must_use]
    pub fn octets(self) -> Option<usize> {
        match self {
            Matching::Full => None,
            Matching::Sha256 => Some(32),
            Matching::Sha512 => Some(64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_mnemonics_name_the_same_value() {
        assert_eq!("3".parse(), Ok(Usage::DaneEe));
        assert_eq!("dane-ee".parse(), Ok(Usage::DaneEe));
        assert_eq!("spki".parse(), Ok(Selector::Spki));
        assert_eq!("SHA2-512".parse(), Ok(Matching::Sha512));
    }

    #[test]
    fn anything_else_lists_what_would_do() {
        let error = "4".parse::<Usage>().expect_err("no such usage");
        assert_eq!(error.to_string(), "expected 0 (PKIX-TA), 1 (PKIX-EE), 2 (DANE-TA), 3 (DANE-EE)");
        assert!("03".parse::<Usage>().is_err());
    }
}
