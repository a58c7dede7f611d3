use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::missing_dot;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Lookup, Part, Record};

declare_rule! {
    /// The replacement of a `NAPTR` record is a name of a zone of the run that has nothing of what its flag
    /// leads to.
    ///
    /// `s` leads to an SRV record, `a` to an address, and no flag to another NAPTR record.
    ///
    /// ## Why it breaks
    /// The client asks for the next record and gets none. Most often the name lacks its underscores, or the
    /// service was removed.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  NAPTR  100 10 "s" "SIP+D2U" "" _sip._udp
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @          NAPTR  100 10 "s" "SIP+D2U" "" _sip._udp
    /// _sip._udp  SRV    0 0 5060 sip.example.net.
    /// ```
    code: "SRV012",
    name: "naptr-replacement-missing",
    summary: "NAPTR leads to records that do not exist",
    breaks: "clients that follow the record find no server (RFC 3403 section 4.1, RFC 3263 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 3403 section 4.1", "RFC 3263 section 4.1", "RFC 3958 section 2.2"],
    since: "0.1.0",
    check: Check::Record(&[types::NAPTR], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(name) = record.name(types::naptr::REPLACEMENT).filter(|name| !name.is_root()) else { return };
    let wanted: &[Rtype] = match record.octets(types::naptr::FLAGS) {
        Some([0]) => &[types::NAPTR],
        Some([1, b's' | b'S']) => &[types::SRV],
        Some([1, b'a' | b'A']) => &[types::A, types::AAAA],
        _ => return,
    };
    // With an expression beside it the replacement counts for nothing.
    let has_expression = record.octets(types::naptr::REGEXP).is_some_and(|expression| expression.len() > 1);
    if has_expression
        || cx.zone.completeness() != Completeness::Whole
        || cx.zone.node(record.owner()).is_some_and(lookup::is_occluded)
    {
        return;
    }
    let Some(zone) = cx.perspective().zone_of(name).ok() else { return };
    if wanted.iter().chain(&[types::CNAME]).any(|&rtype| zone.may_have(name, rtype)) {
        return;
    }
    let what = match zone.lookup(name) {
        Lookup::Exists(node) | Lookup::Wildcard(node) if node.has(wanted) || node.has(&[types::CNAME]) => {
            return;
        }
        Lookup::Exists(_) | Lookup::Wildcard(_) | Lookup::EmptyNonTerminal => match wanted {
            [types::A, ..] => "has no address".to_owned(),
            _ => format!("has no {} record", wanted.first().map_or(String::new(), |rtype| rtype.to_string())),
        },
        Lookup::NxDomain => "does not exist".to_owned(),
        Lookup::OutOfZone | Lookup::Delegated(_) | Lookup::Redirected(_) | Lookup::Unread => return,
    };
    cx.report_on(record, Part::Field(types::naptr::REPLACEMENT), |finding| {
        finding.message(format!("NAPTR replacement `{name}` {what}"));
        finding.help(match missing_dot::in_field(record, types::naptr::REPLACEMENT) {
            Some(found) => found.help(record.zone()),
            None => "write the name of the next record, or add that record".to_owned(),
        });
    });
}
