//! Names written without the dot at their end, which got the origin appended. Judges by what was written and
//! by what exists in the zone.

use crate::rr::{Rtype, target_field, types};
use crate::wire::{Name, NameRef};
use crate::zone::{Lookup, NameFact, Node, Part, Record, Rrset, Zone};

/// Why a relative name was probably meant to be absolute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sign {
    /// What was written ends with the zone's own name.
    RepeatsZone,
    /// A `PTR` of a reverse zone leads back into the reverse zone.
    Reverse,
    /// What was written ends like a public domain name.
    LooksPublic,
}

/// A name that was probably meant to end with a dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingDot {
    /// What was written, with the dot.
    pub meant: Name,
    /// How that can be told.
    pub sign: Sign,
}

impl MissingDot {
    /// What was written, without the dot.
    #[must_use]
    pub fn written(&self) -> String {
        let text = self.meant.to_string();
        text.strip_suffix('.').map_or(text.clone(), str::to_owned)
    }

    /// What to write instead.
    #[must_use]
    pub fn help(&self, zone: &Zone) -> String {
        match self.sign {
            Sign::RepeatsZone => {
                let short = self.meant.borrow_name().relative_to(zone.name());
                format!("write `{}`, or `{short}` below `$ORIGIN {}`", self.meant, zone.name())
            }
            Sign::Reverse if self.meant.borrow_name().label_count() < 2 => {
                format!(
                    "write the host's full name with a dot at the end, such as `{}.example.com.`",
                    self.written()
                )
            }
            Sign::Reverse | Sign::LooksPublic => format!("write `{}` with the dot", self.meant),
        }
    }
}

/// The types with a name that leads elsewhere.
pub const TARGET_TYPES: &[Rtype] =
    &[types::CNAME, types::NS, types::PTR, types::DNAME, types::MX, types::SRV, types::SVCB, types::HTTPS];

/// A target that was probably meant to end with a dot.
pub struct Target<'z> {
    /// The record.
    pub record: Record<'z>,
    /// The field that the target is in.
    pub field: usize,
    /// What was meant, and how that can be told.
    pub found: MissingDot,
}

impl Target<'_> {
    /// Whether it surely fails: the zone has nothing at the name, and what the record is for needs a host.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.found.sign != Sign::LooksPublic
            || matches!(self.record.rtype(), types::NS | types::MX | types::SRV)
    }

    /// What became of what, as a clause.
    #[must_use]
    pub fn message(&self) -> String {
        let became = self.record.name(self.field).unwrap_or(NameRef::ROOT);
        format!("{} target `{}` became `{became}`", self.record.rtype(), self.found.written())
    }
}

/// The targets of an RRset that were probably meant to end with a dot; none below a zone cut.
pub fn in_targets(rrset: Rrset<'_>) -> impl Iterator<Item = Target<'_>> {
    let may_lack = rrset.node().zone().has_relative_targets().then(|| rrset.records());
    let targets = may_lack.into_iter().flatten().filter_map(|record| {
        let (field, _) = target_field(record.rtype())?;
        in_field(record, field).map(|found| Target { record, field, found })
    });
    targets.filter(move |_| !rrset.node().is_below_cut())
}

/// Whether the name in field `field` of `record` was probably meant to end with a dot.
///
/// A name that exists is never reported, nor one that a delegation or `DNAME` leads elsewhere.
#[must_use]
pub fn in_field(record: Record<'_>, field: usize) -> Option<MissingDot> {
    let zone = record.zone();
    let looks_absolute = |name| is_suspicious(own_octets(name, zone.name()), zone.name());
    let led_to = record.target().filter(|_| target_field(record.rtype()).is_some_and(|(of, _)| of == field));
    let (target, looks_absolute) = match led_to {
        Some(target) if !target.is_relative() => return None,
        Some(target) => (target.name(), target.is(NameFact::LooksAbsolute, looks_absolute)),
        None => record.name(field).map(|name| (name, looks_absolute(name)))?,
    };
    let is_reverse_ptr =
        || record.rtype() == types::PTR && is_reverse(zone.name()) && !has_underscore(record.owner());
    if !(looks_absolute || is_reverse_ptr() && !own_octets(target, zone.name()).is_empty()) {
        return None;
    }
    let is_reverse_ptr = is_reverse_ptr();
    let found = match led_to.map_or_else(|| zone.lookup(target), |target| target.lookup()) {
        Lookup::NxDomain => true,
        Lookup::Wildcard(_) => false,
        _ => return None,
    };
    let meant = written(record, Part::Field(field), target)?;
    if meant.borrow_name().is_at_or_below(zone.name()) {
        return Some(MissingDot { meant, sign: Sign::RepeatsZone });
    }
    if !found {
        return None;
    }
    if is_reverse_ptr {
        return Some(MissingDot { meant, sign: Sign::Reverse });
    }
    ends_publicly(zone, target, meant.borrow_name()).then_some(MissingDot { meant, sign: Sign::LooksPublic })
}

/// Whether the zone's labels stand in an owner once more before its end.
#[must_use]
pub fn owner_repeats_zone(node: Node<'_>) -> bool {
    let zone = node.zone().name();
    let own = node.name().wire().len().checked_sub(zone.wire().len());
    own.is_some_and(|own| own + 1 >= zone.wire().len()) && repeats_zone(node.name(), zone)
}

/// Whether the owner of `record` was written with the zone's name at its end and no dot behind it.
#[must_use]
pub fn in_owner(record: Record<'_>) -> Option<MissingDot> {
    let zone = record.zone();
    if !repeats_zone(record.owner(), zone.name()) {
        return None;
    }
    let meant = written(record, Part::Owner, record.owner())?;
    meant.borrow_name().is_at_or_below(zone.name()).then_some(MissingDot { meant, sign: Sign::RepeatsZone })
}

/// Whether the zone's labels stand among the labels before them, or a label behind the first is that of a
/// well-known domain.
fn is_suspicious(mut own: &[u8], zone: NameRef<'_>) -> bool {
    let mut is_first = true;
    while let Some((label, rest)) =
        own.split_first().and_then(|(&len, rest)| rest.split_at_checked(usize::from(len)))
    {
        if starts_with_zone(own, zone) || !is_first && is_public_suffix(label) {
            return true;
        }
        is_first = false;
        own = rest;
    }
    false
}

/// Whether the zone's labels stand in `name` once more before its end.
fn repeats_zone(name: NameRef<'_>, zone: NameRef<'_>) -> bool {
    let mut own = own_octets(name, zone);
    while let Some((_, rest)) =
        own.split_first().and_then(|(&len, rest)| rest.split_at_checked(usize::from(len)))
    {
        if starts_with_zone(own, zone) {
            return true;
        }
        own = rest;
    }
    false
}

/// The labels of `name` before those of `zone`, on the wire; none where it is not below the zone.
fn own_octets<'a>(name: NameRef<'a>, zone: NameRef<'_>) -> &'a [u8] {
    if zone.is_root() || !name.is_below(zone) {
        return &[];
    }
    name.wire().get(..name.wire().len() - zone.wire().len()).unwrap_or_default()
}

/// Whether labels on the wire start with those of `zone`.
fn starts_with_zone(labels: &[u8], zone: NameRef<'_>) -> bool {
    let zone = zone.wire().get(..zone.wire().len() - 1).unwrap_or_default();
    labels.first() == zone.first()
        && labels.get(..zone.len()).is_some_and(|start| start.eq_ignore_ascii_case(zone))
}

/// What stands in the text, made absolute; `None` where it has its dot or is not the start of `name`.
fn written(record: Record<'_>, part: Part, name: NameRef<'_>) -> Option<Name> {
    let zone = record.zone();
    let text = zone.text(record.span(part));
    if text.starts_with(b"$") {
        // A `$GENERATE` line: its last word is the target's template.
        let line = text.split(|&octet| octet == b';').next().unwrap_or_default().trim_ascii_end();
        let is_relative = matches!(part, Part::Field(_)) && !line.ends_with(b".") && !line.ends_with(b"@");
        return if is_relative { Name::absolute(&name.relative_to(zone.name())).ok() } else { None };
    }
    if text.is_empty() || text == b"@" || text.ends_with(b".") {
        return None;
    }
    let meant = Name::parse(text, NameRef::ROOT).ok()?;
    let is_start =
        meant.borrow_name().labels().zip(name.labels()).all(|(left, right)| left.eq_ignore_ascii_case(right));
    is_start.then_some(meant)
}

/// Whether `meant` ends like a public name, and the zone has no name of its own that would explain the
/// ending.
fn ends_publicly(zone: &Zone, target: NameRef<'_>, meant: NameRef<'_>) -> bool {
    let count = meant.label_count();
    let Some(suffix) = meant.labels().last().filter(|_| count >= 2) else { return false };
    if !is_public_suffix(suffix) || (suffix.len() == 2 && count < 3) {
        return false;
    }
    let mut branch = target;
    for _ in 1..count {
        let Some(parent) = branch.parent() else { return false };
        branch = parent;
    }
    matches!(zone.lookup(branch), Lookup::NxDomain)
}

/// Well-known top-level domains, and all of two letters.
#[must_use]
pub fn is_public_suffix(label: &[u8]) -> bool {
    const KNOWN: [&str; 12] =
        ["com", "net", "org", "arpa", "edu", "gov", "mil", "int", "info", "biz", "dev", "app"];
    match label {
        [a, b] => a.is_ascii_alphabetic() && b.is_ascii_alphabetic(),
        _ => label.len() <= 4 && KNOWN.iter().any(|known| label.eq_ignore_ascii_case(known.as_bytes())),
    }
}

fn is_reverse(zone: NameRef<'_>) -> bool {
    let mut labels: Vec<&[u8]> = zone.labels().collect();
    let is = |label: Option<&[u8]>, text: &[u8]| label.is_some_and(|label| label.eq_ignore_ascii_case(text));
    is(labels.pop(), b"arpa") && {
        let tree = labels.pop();
        is(tree, b"in-addr") || is(tree, b"ip6")
    }
}

fn has_underscore(name: NameRef<'_>) -> bool {
    name.labels().any(|label| label.starts_with(b"_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeats(name: &str, zone: &str) -> bool {
        let parse = |text: &str| Name::absolute(text).expect("a test name");
        repeats_zone(parse(name).borrow_name(), parse(zone).borrow_name())
    }

    #[test]
    fn a_zone_name_is_found_before_the_end() {
        assert!(repeats("www.example.com.example.com.", "example.com."));
        assert!(repeats("example.COM.example.com.", "example.com."));
        assert!(repeats("www.example.com.sub.example.com.", "example.com."));
        assert!(!repeats("www.example.com.", "example.com."));
        assert!(!repeats("com.example.com.", "example.com."));
        assert!(!repeats("www.", "."));
    }

    #[test]
    fn endings_of_public_names() {
        assert!(is_public_suffix(b"com") && is_public_suffix(b"NET") && is_public_suffix(b"de"));
        assert!(!is_public_suffix(b"lan") && !is_public_suffix(b"d1") && !is_public_suffix(b"www"));
    }
}
