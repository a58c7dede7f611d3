//! Which names can be host names: RFC 952, RFC 1123 section 2.1. Says nothing of who has to have one.

use crate::parse::{Head, Lexer, read_head};
use crate::rr::{Rtype, Tokens, types};
use crate::source::Span;
use crate::wire::{NameRef, excerpt};
use crate::zone::{NameFact, Node, Record, Rrset, Zone};

/// Types whose owner is a host or a mail domain: BIND checks the owners of these (`check-names`).
pub const HOST_OWNERS: &[Rtype] = &[types::A, types::WKS, types::MX, types::AAAA, types::A6];

/// Why a label is not one of a host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LabelFault {
    /// It has an underscore, and is a host name's label otherwise.
    Underscore,
    /// It starts or ends with a hyphen.
    Hyphen,
    /// It has this octet, which is no letter, digit or hyphen.
    Octet(u8),
}

/// The label that keeps a name from being a host name, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHostname<'a> {
    /// The label.
    pub label: &'a [u8],
    /// What is wrong with it.
    pub fault: LabelFault,
}

impl NotHostname<'_> {
    /// Whether `text`, from which the name was read, has raw octets above 127: a fault of its own.
    #[must_use]
    pub fn is_raw_in(&self, text: &[u8]) -> bool {
        matches!(self.fault, LabelFault::Octet(0x80..)) && !text.is_ascii()
    }

    /// The fault as a clause, for labels of findings.
    #[must_use]
    pub fn text(&self) -> String {
        let label = excerpt(self.label, 24);
        match self.fault {
            LabelFault::Underscore => format!("`_` in label `{label}`"),
            LabelFault::Hyphen => format!("label `{label}` starts or ends with `-`"),
            LabelFault::Octet(octet) if octet.is_ascii_graphic() => {
                format!("`{}` in label `{label}`", char::from(octet))
            }
            LabelFault::Octet(octet) => format!("octet {octet} in label `{label}`"),
        }
    }
}

/// Types whose targets BIND wants to be host names. SVCB and HTTPS are not among them, since it depends on
/// their mode.
const HOST_TARGETS: &[Rtype] =
    &[types::NS, types::MX, types::SRV, types::AFSDB, types::RT, types::SOA, types::RP, types::MINFO];

/// Whether a place in the text is in a name that BIND's default wants to be a host name, so that rules about
/// host names report what is wrong with it.
#[must_use]
pub fn is_of_host(zone: &Zone, span: Span) -> bool {
    let source = usize::try_from(span.source.0).ok().and_then(|at| zone.sources().get(at));
    let Some(source) = source else { return false };
    let start = source.lines().row_start(source.lines().row(span.start));
    let rest = source.slice(start, u32::MAX);
    let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let mut lexer = Lexer::new(line, 0);
    if !lexer.start_entry() {
        return false;
    }
    let owner = if lexer.starts_with_blank() { None } else { lexer.next() };
    let Some((rtype, type_span)) = read_head(&mut lexer, Head::new(owner), &mut |_| {}).rtype else {
        return false;
    };
    let types = if span.start.saturating_sub(start) < type_span.0 { HOST_OWNERS } else { HOST_TARGETS };
    types.contains(&rtype)
}

/// The label that keeps `name` from being a host name; an underscore only where nothing worse is there.
#[must_use]
pub fn not_hostname(name: NameRef<'_>) -> Option<NotHostname<'_>> {
    let mut underscore = None;
    for label in name.labels() {
        match label_fault(label) {
            None => {}
            Some(LabelFault::Underscore) => {
                underscore = underscore.or(Some(NotHostname { label, fault: LabelFault::Underscore }))
            }
            Some(fault) => return Some(NotHostname { label, fault }),
        }
    }
    underscore
}

/// The label that keeps an owner from being a host's, the `*` of a wildcard not counted.
#[must_use]
pub fn owner_not_hostname(node: Node<'_>) -> Option<NotHostname<'_>> {
    if !node.is(NameFact::NotHostname, is_no_hostname) {
        return None;
    }
    let owner = node.name();
    not_hostname(if owner.is_wildcard() { owner.parent().unwrap_or(owner) } else { owner })
}

/// The label for which BIND refuses a zone with this owner (`check-names`), at the first RRset of the name
/// whose type asks for a host name.
///
/// Excepted is `gc._msdcs` before the name of a forest, as BIND does: a global catalog of Active Directory.
#[must_use]
pub fn refused_owner(rrset: Rrset<'_>) -> Option<NotHostname<'_>> {
    let node = rrset.node();
    let found = owner_not_hostname(node)?;
    let is_excepted = |rtype| matches!(rtype, types::A | types::AAAA) && is_global_catalog(node.name());
    let mut asking = node.rrsets().map(Rrset::rtype).filter(|rtype| HOST_OWNERS.contains(rtype));
    (asking.find(|&rtype| !is_excepted(rtype)) == Some(rrset.rtype())).then_some(found)
}

/// The label for which BIND refuses a mailbox (`check-names`): the domain is a host name, and what is before
/// it is printable ASCII.
#[must_use]
pub fn mailbox_not_hostname(mailbox: NameRef<'_>) -> Option<NotHostname<'_>> {
    let label = mailbox.first_label();
    match label.iter().find(|octet| !octet.is_ascii_graphic()) {
        Some(&octet) => Some(NotHostname { label, fault: LabelFault::Octet(octet) }),
        None => mailbox.parent().and_then(not_hostname),
    }
}

/// `gc._msdcs.<forest>`
fn is_global_catalog(name: NameRef<'_>) -> bool {
    let mut labels = name.labels();
    let mut is = |text: &[u8]| labels.next().is_some_and(|label| label.eq_ignore_ascii_case(text));
    is(b"gc")
        && is(b"_msdcs")
        && name.parent().and_then(NameRef::parent).is_some_and(|forest| not_hostname(forest).is_none())
}

/// What a record leads to, where that cannot be a host name, and why.
#[must_use]
pub fn target_not_hostname(record: Record<'_>) -> Option<(NameRef<'_>, NotHostname<'_>)> {
    let target = record.target().filter(|target| target.is(NameFact::NotHostname, is_no_hostname))?;
    Some((target.name(), not_hostname(target.name())?))
}

/// The records of an RRset that lead to what cannot be a host name, with the names and why.
pub fn targets_not_hostname<'z>(
    rrset: Rrset<'z>,
) -> impl Iterator<Item = (Record<'z>, NameRef<'z>, NotHostname<'z>)> {
    rrset
        .targets_that(NameFact::NotHostname, is_no_hostname)
        .filter_map(|target| Some((target.record(), target.name(), not_hostname(target.name())?)))
}

fn is_no_hostname(name: NameRef<'_>) -> bool {
    not_hostname(name).is_some()
}

fn label_fault(label: &[u8]) -> Option<LabelFault> {
    let mut has_underscore = false;
    for &octet in label {
        match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => {}
            b'_' => has_underscore = true,
            _ => return Some(LabelFault::Octet(octet)),
        }
    }
    if label.first() == Some(&b'-') || label.last() == Some(&b'-') {
        return Some(LabelFault::Hyphen);
    }
    has_underscore.then_some(LabelFault::Underscore)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    fn fault(text: &str) -> Option<LabelFault> {
        let name = Name::absolute(text).expect("a test name");
        not_hostname(name.borrow_name()).map(|found| found.fault)
    }

    #[test]
    fn letters_digits_and_inner_hyphens_make_a_host_name() {
        for text in ["www.example.", "3com.example.", "1.2.example.", "a-b.example.", "A.EXAMPLE.", "."] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn the_worst_label_is_told() {
        assert_eq!(fault("_a.example."), Some(LabelFault::Underscore));
        assert_eq!(fault("_a.b-.example."), Some(LabelFault::Hyphen));
        assert_eq!(fault("_a.*.example."), Some(LabelFault::Octet(b'*')));
        assert_eq!(fault("a\\.b.example."), Some(LabelFault::Octet(b'.')));
    }
}
