use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Name, NameRef};
use crate::zone::{Lookup, Part, Rrset, Zone};

declare_rule! {
    /// A `TLSA` RRset stands at a wildcard, such as `*._tcp.mx`.
    ///
    /// ## Why it breaks
    /// It works, and pins every port of the host that has no TLSA records of its own, the test server on port
    /// 8443 as well. A wildcard does not answer below names that exist: `*.mx` is silent for `_25._tcp.mx` as
    /// soon as `_443._tcp.mx` has a record, and `*` for `_25._tcp.mx` when `mx` has one.
    ///
    /// ## Bad
    /// ```zone,bad
    /// *._tcp.mx    TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN006",
    name: "tlsa-wildcard",
    summary: "TLSA at a wildcard",
    breaks: "services that nobody thought of are pinned too, and names that exist are not (RFC 4592 section \
        3.3)",
    severity: Severity::Info,
    rfcs: &["RFC 4592 section 3.3", "RFC 6698 section 3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TLSA], check),
}

fn check(tlsa: Rrset<'_>, cx: &mut Cx<'_>) {
    if !tlsa.owner().is_wildcard() || lookup::is_occluded(tlsa.node()) {
        return;
    }
    let Some(parent) = tlsa.owner().parent() else { return };
    let shadow = shadow(parent, cx.zone);
    cx.report_on(tlsa.first(), Part::Owner, |finding| match &shadow {
        Some(name) => {
            finding.message(format!("TLSA wildcard `{}` does not answer for `{name}`", tlsa.owner())).help(
                format!(
                    "put the records at `{name}`: a name above it exists, and wildcards do not \
                    reach below that"
                ),
            );
        }
        None => {
            finding
                .message(format!("TLSA wildcard `{}` pins every port that has no records", tlsa.owner()))
                .help(format!("name the ports, such as `_25._tcp.{}`", host_of(parent)));
        }
    });
}

/// The mail service of the host, or of one without service labels, that the wildcard seems to be for and does
/// not answer for.
fn shadow(parent: NameRef<'_>, zone: &Zone) -> Option<Name> {
    if parent.first_label().starts_with(b"_") {
        return None;
    }
    let transport = Name::parse(b"_tcp", parent).ok()?;
    let mail = Name::parse(b"_25", transport.borrow_name()).ok()?;
    matches!(zone.lookup(mail.borrow_name()), Lookup::NxDomain).then_some(mail)
}

fn host_of(name: NameRef<'_>) -> NameRef<'_> {
    name.parent().filter(|_| name.first_label().starts_with(b"_")).unwrap_or(name)
}
