//! Which names can be host names: RFC 952, RFC 1123 section 2.1. Says nothing of who has to have one.

use crate::wire::{NameRef, excerpt};
use crate::zone::{NameFact, Node, Record};

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
    if !node.is(NameFact::NotHostname, |name| not_hostname(name).is_some()) {
        return None;
    }
    let owner = node.name();
    not_hostname(if owner.is_wildcard() { owner.parent().unwrap_or(owner) } else { owner })
}

/// What a record leads to, where that cannot be a host name, and why.
#[must_use]
pub fn target_not_hostname(record: Record<'_>) -> Option<(NameRef<'_>, NotHostname<'_>)> {
    let target = record.target()?;
    if !target.is(NameFact::NotHostname, |name| not_hostname(name).is_some()) {
        return None;
    }
    Some((target.name(), not_hostname(target.name())?))
}

fn label_fault(label: &[u8]) -> Option<LabelFault> {
    let plain = |octet: &u8| octet.is_ascii_alphanumeric() || *octet == b'-';
    if let Some(&octet) = label.iter().find(|octet| !plain(octet) && **octet != b'_') {
        return Some(LabelFault::Octet(octet));
    }
    if label.first() == Some(&b'-') || label.last() == Some(&b'-') {
        return Some(LabelFault::Hyphen);
    }
    label.contains(&b'_').then_some(LabelFault::Underscore)
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
