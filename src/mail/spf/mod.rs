//! SPF records: RFC 7208 section 12, whole. Says what a record is made of and which terms are none; counts
//! nothing.

mod address;
mod domain_spec;
mod parse;
#[cfg(test)]
mod tests;
mod version;

pub use domain_spec::{Flaw, FlawKind, Known, Macro, MacroString, Piece, domain_spec, macro_string, name_of};
pub use parse::parse;
pub use version::{NearMiss, Selection, select};

use std::net::{Ipv4Addr, Ipv6Addr};

use super::text::{Extent, Faults};

/// What keeps a term from being one. Any of them makes receivers discard the whole record (permerror, section
/// 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpfFault {
    /// A word that is no mechanism.
    Mechanism,
    /// A word that is a domain or an address without `include:`, `ip4:` or `ip6:` before it.
    BareWord,
    /// A qualifier before a modifier, or by itself.
    Qualifier,
    /// A mechanism that needs a value has none.
    NoValue,
    /// A mechanism that takes no value, or no prefix length, has one.
    Value,
    /// No IPv4 address where one should stand.
    Ip4,
    /// No IPv6 address where one should stand.
    Ip6,
    /// A prefix length that is no number, too large, or written with a leading zero.
    PrefixLength,
    /// A domain-spec that is empty.
    EmptyDomain,
    /// A domain-spec that does not end in a top label or a macro.
    TopLabel,
    /// A macro that is none.
    Macro,
    /// A modifier whose name is none.
    ModifierName,
    /// `redirect=` or `exp=` for the second time.
    Repeated,
    /// A control character, as a tab or a line end.
    Octet,
    /// An octet above 127.
    NonAscii,
}

/// What a match means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Qualifier {
    /// `+`, or nothing: pass.
    Pass,
    /// `?`: neutral.
    Neutral,
    /// `~`: softfail.
    Softfail,
    /// `-`: fail.
    Fail,
}

impl Qualifier {
    /// The character; `+` may be left out.
    #[must_use]
    pub fn symbol(self) -> char {
        match self {
            Qualifier::Pass => '+',
            Qualifier::Neutral => '?',
            Qualifier::Softfail => '~',
            Qualifier::Fail => '-',
        }
    }
}

/// The prefix lengths of `a` and `mx`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DualCidr {
    /// Of IPv4 addresses, 32 where it is left out.
    pub ip4: u8,
    /// Of IPv6 addresses, 128 where it is left out.
    pub ip6: u8,
}

/// What senders are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mechanism {
    /// Everybody.
    All,
    /// Whoever passes the record of another domain.
    Include(MacroString),
    /// The addresses of a domain, the own one where none is named.
    A(Option<MacroString>, DualCidr),
    /// The addresses of a domain's MX hosts.
    Mx(Option<MacroString>, DualCidr),
    /// Whoever's reverse name is below a domain.
    Ptr(Option<MacroString>),
    /// An IPv4 network.
    Ip4(Ipv4Addr, u8),
    /// An IPv6 network.
    Ip6(Ipv6Addr, u8),
    /// Everybody where this name has an A record.
    Exists(MacroString),
}

impl Mechanism {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Mechanism::All => "all",
            Mechanism::Include(_) => "include",
            Mechanism::A(..) => "a",
            Mechanism::Mx(..) => "mx",
            Mechanism::Ptr(_) => "ptr",
            Mechanism::Ip4(..) => "ip4",
            Mechanism::Ip6(..) => "ip6",
            Mechanism::Exists(_) => "exists",
        }
    }

    /// Its domain-spec, where it has one.
    #[must_use]
    pub fn domain(&self) -> Option<&MacroString> {
        match self {
            Mechanism::Include(domain) | Mechanism::Exists(domain) => Some(domain),
            Mechanism::A(domain, _) | Mechanism::Mx(domain, _) | Mechanism::Ptr(domain) => domain.as_ref(),
            Mechanism::All | Mechanism::Ip4(..) | Mechanism::Ip6(..) => None,
        }
    }

    /// Whether it costs one of the ten DNS lookups: section 4.6.4.
    #[must_use]
    pub fn is_lookup(&self) -> bool {
        !matches!(self, Mechanism::All | Mechanism::Ip4(..) | Mechanism::Ip6(..))
    }
}

/// What a term is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TermKind {
    /// A mechanism with its qualifier.
    Directive(Qualifier, Mechanism),
    /// `redirect=`.
    Redirect(MacroString),
    /// `exp=`.
    Explanation(MacroString),
    /// Another modifier, which receivers ignore: its name, in lower case.
    Modifier(String),
    /// No term: a fault says why.
    Broken,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Where it stands, its qualifier included.
    pub at: Extent,
    /// What it is.
    pub kind: TermKind,
}

impl Term {
    /// Its mechanism, where it is a directive.
    #[must_use]
    pub fn mechanism(&self) -> Option<&Mechanism> {
        if let TermKind::Directive(_, mechanism) = &self.kind { Some(mechanism) } else { None }
    }
}

/// An SPF record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spf {
    /// Its terms, in order.
    pub terms: Vec<Term>,
    /// What is wrong with them; none in a record that receivers use.
    pub faults: Faults<SpfFault>,
}

impl Spf {
    /// Whether receivers use the record: one broken term voids all of it, also behind `all` (section 4.6).
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.faults.is_empty()
    }

    /// The first `all`, with its place among the terms.
    #[must_use]
    pub fn all(&self) -> Option<(usize, &Term, Qualifier)> {
        self.terms.iter().enumerate().find_map(|(at, term)| match term.kind {
            TermKind::Directive(qualifier, Mechanism::All) => Some((at, term, qualifier)),
            _ => None,
        })
    }

    /// `redirect=`, whether or not an `all` makes it void.
    #[must_use]
    pub fn redirect(&self) -> Option<(&Term, &MacroString)> {
        self.terms.iter().find_map(|term| {
            if let TermKind::Redirect(domain) = &term.kind { Some((term, domain)) } else { None }
        })
    }

    /// `exp=`.
    #[must_use]
    pub fn explanation(&self) -> Option<(&Term, &MacroString)> {
        self.terms.iter().find_map(|term| {
            if let TermKind::Explanation(domain) = &term.kind { Some((term, domain)) } else { None }
        })
    }

    /// What is never evaluated: directives behind `all`, and `redirect=` where there is an `all` (sections
    /// 5.1 and 6.1).
    pub fn unreachable(&self) -> impl Iterator<Item = &Term> {
        let all = self.all().map(|(at, _, _)| at);
        self.terms.iter().enumerate().filter_map(move |(at, term)| match (&term.kind, all) {
            (TermKind::Directive(..), Some(all)) if at > all => Some(term),
            (TermKind::Redirect(_), Some(_)) => Some(term),
            _ => None,
        })
    }

    /// The terms that are evaluated when no mechanism before them matches.
    pub fn reachable(&self) -> impl Iterator<Item = &Term> {
        let all = self.all().map(|(at, _, _)| at);
        self.terms.iter().enumerate().filter_map(move |(at, term)| match (&term.kind, all) {
            (TermKind::Directive(..), Some(all)) if at > all => None,
            (TermKind::Redirect(_), Some(_)) => None,
            _ => Some(term),
        })
    }

    /// The answer for senders that no other mechanism matches; neutral where the record does not say (section
    /// 4.7). `None` where `redirect=` leaves it to another record.
    #[must_use]
    pub fn default_result(&self) -> Option<Qualifier> {
        match (self.all(), self.redirect()) {
            (Some((_, _, qualifier)), _) => Some(qualifier),
            (None, Some(_)) => None,
            (None, None) => Some(Qualifier::Neutral),
        }
    }
}
