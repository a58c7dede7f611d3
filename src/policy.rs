//! What the user wants of timing, for all zones and for some. Decides nothing by itself.

use crate::wire::{Name, NameRef};

const DAY_S: u32 = 86_400;

/// Wishes that no RFC settles, of timing most of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Signatures that expire within so many seconds are worth a word.
    pub expires_within_s: u32,
    /// Signatures that are valid for longer than so many seconds are worth a word.
    pub longest_validity_s: u32,
    /// Zone files without signatures are signed before they are served.
    pub signed_later: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Policy { expires_within_s: 3 * DAY_S, longest_validity_s: 180 * DAY_S, signed_later: false }
    }
}

/// The policy of every zone.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    /// For zones that nothing else is said of.
    pub general: Policy,
    /// What differs for some zones; later ones win.
    pub overrides: Vec<Override>,
}

/// What differs for some zones.
#[derive(Debug, Clone)]
pub struct Override {
    /// Which zones.
    pub zones: Vec<ZonePattern>,
    /// In place of [`Policy::expires_within_s`].
    pub expires_within_s: Option<u32>,
    /// In place of [`Policy::longest_validity_s`].
    pub longest_validity_s: Option<u32>,
    /// In place of [`Policy::signed_later`].
    pub signed_later: Option<bool>,
}

/// A zone, or all zones below a name.
#[derive(Debug, Clone)]
pub struct ZonePattern {
    name: Name,
    is_below: bool,
}

impl Policies {
    /// The policy of one zone.
    #[must_use]
    pub fn of(&self, zone: NameRef<'_>) -> Policy {
        let fits = |over: &&Override| over.zones.iter().any(|pattern| pattern.fits(zone));
        self.overrides.iter().filter(fits).fold(self.general, |policy, over| Policy {
            expires_within_s: over.expires_within_s.unwrap_or(policy.expires_within_s),
            longest_validity_s: over.longest_validity_s.unwrap_or(policy.longest_validity_s),
            signed_later: over.signed_later.unwrap_or(policy.signed_later),
        })
    }
}

impl ZonePattern {
    /// `example.org`, or `*.example.org` for every zone below it; `None` for what is no name.
    #[must_use]
    pub fn parse(text: &str) -> Option<ZonePattern> {
        let (is_below, name) = match text.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None if text == "*" => (true, "."),
            None => (false, text),
        };
        Some(ZonePattern { name: Name::absolute(name).ok()?, is_below })
    }

    fn fits(&self, zone: NameRef<'_>) -> bool {
        let name = self.name.borrow_name();
        if self.is_below { zone.is_below(name) } else { zone == name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_overrides_win_where_they_say_something() {
        let over = |zones: &[&str], expires, longest| Override {
            zones: zones.iter().filter_map(|zone| ZonePattern::parse(zone)).collect(),
            expires_within_s: expires,
            longest_validity_s: longest,
            signed_later: None,
        };
        let overrides = vec![
            over(&["*"], Some(1), None),
            over(&["*.example.org", "example.net."], Some(2), None),
            over(&["a.example.org"], None, Some(3)),
        ];
        let policies = Policies { general: Policy::default(), overrides };
        let of = |zone: &str| {
            let policy = policies.of(Name::absolute(zone).expect("a name").borrow_name());
            (policy.expires_within_s, policy.longest_validity_s)
        };
        let longest = 180 * DAY_S;
        assert_eq!(of("."), (3 * DAY_S, longest));
        assert_eq!(of("example.org."), (1, longest));
        assert_eq!(of("b.example.org."), (2, longest));
        assert_eq!(of("EXAMPLE.net."), (2, longest));
        assert_eq!(of("a.example.org."), (2, 3));
        assert!(ZonePattern::parse("a..b").is_none());
    }
}
