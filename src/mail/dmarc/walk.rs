//! The DMARC record that applies to a domain, and whether others agreed to take its reports: RFC 9989 section
//! 4.10, RFC 9990 section 4. Asks only the zones at hand.

use super::{Dmarc, Scheme, parse, select};
use crate::limits::Limits;
use crate::mail::report_uri::ReportUri;
use crate::mail::tags::Version;
use crate::mail::text::Text;
use crate::resolve::{End, Perspective, WhyNot};
use crate::rr::types;
use crate::wire::{Name, NameRef};
use crate::zone::Record;

/// The labels of the longest name that a tree walk asks for, the domain itself aside: eight queries at most.
const WALK_LABELS: usize = 7;

/// What is found at `_dmarc` of a name.
enum At<'z> {
    One(Record<'z>, Box<Dmarc>),
    /// None, or several, which are all discarded.
    None,
    Unknown(WhyNot<'z>),
}

/// The record that applies to a domain.
pub struct Discovery<'z> {
    /// The domain whose record it is.
    pub domain: Name,
    /// The record.
    pub record: Record<'z>,
    /// What it says.
    pub dmarc: Box<Dmarc>,
    /// Whether it is the domain's own, so that `p` applies and not `sp` or `np`.
    pub is_own: bool,
}

fn at<'z>(answers: Perspective<'z>, domain: NameRef<'_>, limits: &Limits) -> At<'z> {
    let Some(owner) = domain.prefixed("_dmarc") else { return At::None };
    let rrset = match answers.lookup(owner.borrow_name(), types::TXT).end {
        End::Rrset(rrset) => rrset,
        End::NoData { .. } | End::NxDomain(_) => return At::None,
        End::Unknown(why) => return At::Unknown(why),
    };
    let mut found = rrset
        .records()
        .map(|record| (record, Text::of(record)))
        .filter(|(_, text)| select(text.octets()) == Version::Exact);
    match (found.next(), found.next()) {
        (Some((record, text)), None) => At::One(record, Box::new(parse(&text, limits))),
        _ => At::None,
    }
}

/// The names that a tree walk asks at, from the longest: RFC 9989 section 4.10.
fn steps(domain: NameRef<'_>) -> Vec<NameRef<'_>> {
    let mut names = Vec::new();
    let mut next = Some(domain);
    while let Some(name) = next.filter(|name| !name.is_root()) {
        if names.is_empty() || name.label_count() <= WALK_LABELS {
            names.push(name);
        }
        next = name.parent();
    }
    names
}

/// The record that applies to mail from `domain`; `Ok(None)` where there is none in the zones at hand and
/// above them is only what nobody gave.
///
/// # Errors
/// Why nobody can say, where a record closer to the domain than any that is given may exist.
pub fn discover<'z>(
    answers: Perspective<'z>,
    domain: NameRef<'_>,
    limits: &Limits,
) -> Result<Option<Discovery<'z>>, WhyNot<'z>> {
    let mut best: Option<Discovery<'z>> = None;
    let mut below = domain;
    for (depth, name) in steps(domain).into_iter().enumerate() {
        match at(answers, name, limits) {
            At::One(record, dmarc) => {
                let (is_own, psd) = (depth == 0, dmarc.psd());
                // The name right below a public suffix is the organizational domain. Where it has no record
                // the suffix's applies.
                let has_organization = best.as_ref().is_some_and(|best| best.domain.borrow_name() == below);
                if is_own || psd != Some(true) || !has_organization {
                    best = Some(Discovery { domain: name.to_name(), record, dmarc, is_own });
                }
                if is_own || psd.is_some() {
                    break;
                }
            }
            At::None => {}
            // Above the given zones nobody knows; what was found below them applies as far as is known.
            At::Unknown(_) if answers.zone_of(name).is_err() => break,
            At::Unknown(why) => return Err(why),
        }
        below = name;
    }
    Ok(best)
}

/// The organizational domain of a name as far as the zones at hand say: RFC 9989 section 4.10.2.
#[must_use]
pub fn organizational_domain(answers: Perspective<'_>, domain: NameRef<'_>, limits: &Limits) -> Name {
    let mut found = domain.to_name();
    let mut below = domain.to_name();
    for (depth, name) in steps(domain).into_iter().enumerate() {
        if let At::One(_, dmarc) = at(answers, name, limits) {
            match dmarc.psd() {
                Some(false) => return name.to_name(),
                Some(true) if depth > 0 => return below,
                _ => found = name.to_name(),
            }
        }
        below = name.to_name();
    }
    found
}

/// Whether reports of `domain` to `host` need the agreement of `host`: they are of different organizational
/// domains. Names of which one is below the other are taken for one organization's, as are names of one zone,
/// unless that is a top-level domain.
#[must_use]
pub fn is_external(
    answers: Perspective<'_>,
    domain: NameRef<'_>,
    host: NameRef<'_>,
    limits: &Limits,
) -> bool {
    if domain.is_at_or_below(host) || host.is_at_or_below(domain) {
        return false;
    }
    let zones = (answers.zone_of(domain), answers.zone_of(host));
    if let (Ok(one), Ok(other)) = zones
        && one.name() == other.name()
        && one.name().label_count() > 1
    {
        return false;
    }
    let (one, other) =
        (organizational_domain(answers, domain, limits), organizational_domain(answers, host, limits));
    one.borrow_name() != other.borrow_name()
}

/// A destination of reports outside the organization.
pub struct Destination {
    /// The URI.
    pub uri: ReportUri,
    /// The domain it is at.
    pub host: Name,
    /// Where `host` says that it takes the reports; `None` where that name would be too long.
    pub owner: Option<Name>,
    /// Whether it does say so; `None` where the zones at hand do not tell.
    pub is_authorized: Option<bool>,
}

/// `domain._report._dmarc.host`.
#[must_use]
pub fn authorization_owner(domain: NameRef<'_>, host: NameRef<'_>) -> Option<Name> {
    let suffix = host.prefixed("_report._dmarc")?;
    let text = domain.to_string();
    Name::parse(text.strip_suffix('.').unwrap_or(&text).as_bytes(), suffix.borrow_name()).ok()
}

/// The destinations of a record of `domain` that need the agreement of others. `https` and other schemes are
/// left out: reporters only have to know `mailto`.
#[must_use]
pub fn destinations(
    answers: Perspective<'_>,
    domain: NameRef<'_>,
    dmarc: &Dmarc,
    limits: &Limits,
) -> Vec<Destination> {
    let mails = dmarc
        .rua
        .iter()
        .chain(&dmarc.ruf)
        .filter(|uri| matches!(uri.scheme, Some(Scheme::Mailto { .. })))
        .take(limits.text_faults);
    let mut found = Vec::new();
    for uri in mails {
        let Some(host) = uri.domain().filter(|host| is_external(answers, domain, host.borrow_name(), limits))
        else {
            continue;
        };
        let owner = authorization_owner(domain, host.borrow_name());
        let is_authorized =
            owner.as_ref().and_then(|owner| match answers.lookup(owner.borrow_name(), types::TXT).end {
                End::Rrset(rrset) => {
                    Some(rrset.records().any(|record| select(Text::of(record).octets()) == Version::Exact))
                }
                End::NoData { .. } | End::NxDomain(_) => Some(false),
                End::Unknown(_) => None,
            });
        found.push(Destination { uri: uri.clone(), host: host.clone(), owner, is_authorized });
    }
    found
}
