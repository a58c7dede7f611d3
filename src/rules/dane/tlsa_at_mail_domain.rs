use crate::dane::lookup::{self, TlsaAnswer};
use crate::dane::owner;
use crate::finding::Severity;
use crate::resolve::Perspective;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Lookup, Part, Rrset, Zone};

declare_rule! {
    /// The `TLSA` records for port 25 are at a mail domain whose `MX` records name other hosts.
    ///
    /// A domain that is an MX host itself, in any zone of the run, is not reported, nor one without `MX`.
    ///
    /// ## Why it breaks
    /// A sender looks at the MX host, `_25._tcp.mx.example.`, and never at the mail domain. The records
    /// protect nothing, though everything looks as if they did.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @          MX    10 mx
    /// @          A     192.0.2.1
    /// mx         A     192.0.2.2
    /// _25._tcp   TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @            MX    10 mx
    /// @            A     192.0.2.1
    /// mx           A     192.0.2.2
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN030",
    name: "tlsa-at-mail-domain",
    summary: "TLSA at the mail domain, not at its MX host",
    breaks: "sending mail servers never look there: mail is not protected by DANE (RFC 7672 section 2.2.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2.3"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let seen = cx.perspective();
    if !cx.given.has_tlsa() || !zone.has_type(types::MX) {
        return;
    }
    let visible = zone.nodes().filter(|node| owner::is_smtp(node.name()) && !lookup::is_occluded(*node));
    let found = visible.filter_map(|node| node.rrset(types::TLSA).or_else(|| node.rrset(types::CNAME)));
    for (rrset, mx) in found.filter_map(|rrset| Some((rrset, mx_elsewhere(rrset, seen, zone)?))) {
        let Some(host) =
            mx.first().name(types::mx::MAIL_EXCHANGE).filter(|_| !cx.across.is_serving(mx.owner(), cx.zone))
        else {
            continue;
        };
        cx.report_on(rrset.first(), Part::Owner, |finding| {
            finding.message(format!("TLSA for port 25 at `{}`, whose mail goes to `{host}`", mx.owner()));
            finding.label(mx.first().whole(), "senders look below this host");
            finding.help(format!("move the records to `_25._tcp.{host}`"));
        });
    }
}

/// The MX records of the domain below which these are, where all of them name other hosts.
fn mx_elsewhere<'z>(rrset: Rrset<'z>, seen: Perspective<'_>, zone: &'z Zone) -> Option<Rrset<'z>> {
    let domain = rrset.owner().parent().and_then(NameRef::parent)?;
    let Lookup::Exists(node) = zone.lookup(domain) else { return None };
    let mx = node.rrset(types::MX).filter(|mx| !lookup::is_null(*mx))?;
    let mut targets = mx.records().filter_map(|record| record.name(types::mx::MAIL_EXCHANGE));
    if zone.may_have(domain, types::MX)
        || targets.any(|target| {
            target == domain
                || lookup::Host::of(seen, target).names.iter().any(|name| name.borrow_name() == domain)
        })
    {
        return None;
    }
    let is_alias = rrset.rtype() == types::CNAME;
    (!is_alias || matches!(lookup::tlsa(seen, rrset.owner()), TlsaAnswer::Records(_))).then_some(mx)
}
