use crate::finding::{Finding, Severity};
use crate::record::hostname::{NotHostname, mailbox_not_hostname, not_hostname, target_not_hostname};
use crate::record::literal::address_in;
use crate::record::mailbox;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::{NameRef, excerpt};
use crate::zone::{Part, Record, Rrset};

declare_rule! {
    /// A record names a host, or a mailbox in a domain, that cannot be a host name.
    ///
    /// Those are the targets of `SRV`, `AFSDB`, `RT` and of `SVCB` and `HTTPS` in ServiceMode, the primary of
    /// the `SOA`, and the domain of the mailbox in `SOA`, `RP` and `MINFO`. Targets of `NS`, `MX` and `PTR`
    /// have rules of their own.
    ///
    /// ## Why it breaks
    /// Host names have letters, digits and hyphens. `named` checks that in zones of type `primary`, and with
    /// its default, `check-names primary fail`, it does not load the zone; `named-checkzone` only warns.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _sip._tcp  SRV  1 1 5060 sip_1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _sip._tcp  SRV  1 1 5060 sip-1.example.net.
    /// ```
    code: "NAM012",
    name: "target-not-hostname",
    summary: "a host or mail domain in rdata is no host name",
    breaks: "BIND's default refuses the zone: bad name (`check-names primary fail`, RFC 1123 section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 952", "RFC 1123 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(CHECKED, check),
    applies_to: EVERY_ZONE,
}

/// The types whose rdata BIND checks, those with a rule of their own left out.
const CHECKED: &[Rtype] =
    &[types::SOA, types::SRV, types::SVCB, types::HTTPS, types::AFSDB, types::RT, types::RP, types::MINFO];

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Target,
    Host,
    Mailbox,
}

fn fields(rtype: Rtype) -> &'static [(usize, Kind)] {
    match rtype {
        types::SRV => &[(types::srv::TARGET, Kind::Target)],
        types::SVCB | types::HTTPS => &[(types::svcb::TARGET, Kind::Target)],
        types::AFSDB => &[(types::afsdb::HOST_NAME, Kind::Host)],
        types::RT => &[(types::rt::INTERMEDIATE_HOST, Kind::Host)],
        types::SOA => {
            &[(types::soa::PRIMARY_NAME_SERVER, Kind::Host), (types::soa::RESPONSIBLE_MAILBOX, Kind::Mailbox)]
        }
        types::RP => &[(types::rp::RESPONSIBLE_MAILBOX, Kind::Mailbox)],
        types::MINFO => &[
            (types::minfo::RESPONSIBLE_MAILBOX, Kind::Mailbox),
            (types::minfo::ERROR_MAILBOX, Kind::Mailbox),
        ],
        _ => &[],
    }
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let is_binding = matches!(rrset.rtype(), types::SVCB | types::HTTPS);
    for record in rrset.records() {
        // BIND does not check the target in AliasMode.
        if is_binding && record.u16(types::svcb::PRIORITY) == Some(0) {
            continue;
        }
        for &(field, kind) in fields(rrset.rtype()) {
            let Some((name, found)) = fault(record, field, kind) else { continue };
            let text = cx.zone.text(record.span(Part::Field(field)));
            // An address that was written for a name, and raw octets in a binding, have rules of their own.
            if address_in(name, cx.zone.name()).is_some() || is_binding && found.is_raw_in(text) {
                continue;
            }
            cx.report_on(record, Part::Field(field), |finding| {
                write(finding, record.rtype(), (name, kind), &found);
                let written = excerpt(text, 60);
                if let Some(mailbox) = mailbox::from_address(&written).filter(|_| kind == Kind::Mailbox) {
                    finding.help(format!("write `{mailbox}`"));
                }
            });
        }
    }
}

fn fault<'z>(record: Record<'z>, field: usize, kind: Kind) -> Option<(NameRef<'z>, NotHostname<'z>)> {
    if kind == Kind::Target {
        return target_not_hostname(record);
    }
    let name = record.name(field)?;
    let found = if kind == Kind::Mailbox { mailbox_not_hostname(name) } else { not_hostname(name) };
    Some((name, found?))
}

fn write(finding: &mut Finding, rtype: Rtype, (name, kind): (NameRef<'_>, Kind), found: &NotHostname<'_>) {
    let message = match (rtype, kind) {
        (_, Kind::Mailbox) => format!("{rtype} mailbox `{name}` is in no domain that is a host name"),
        (types::SOA, _) => format!("SOA primary `{name}` is not a host name"),
        _ => format!("{rtype} target `{name}` is not a host name"),
    };
    finding.message(message).here(found.text()).help(if kind == Kind::Mailbox {
        "name a domain whose labels have letters, digits and inner hyphens only"
    } else {
        "name a host whose labels have letters, digits and inner hyphens only"
    });
}
