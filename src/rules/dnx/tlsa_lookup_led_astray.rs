//! The rule `tlsa-lookup-led-astray`.

use std::collections::BTreeSet;

use crate::dane::lookup;
use crate::finding::Severity;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Lookup, Node, Part};

declare_rule! {
    /// Questions for the `TLSA` records of an MX host are led to another zone, or in a circle.
    ///
    /// ## Why it breaks
    /// A sender asks for `_25._tcp` and the host even where there are no TLSA records. Where the servers of
    /// the other zone do not answer, it holds the mail back; Exchange Online says 450 4.7.324. A `_tcp` that
    /// is delegated to servers of an inner network is the usual case.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mx1 A 192.0.2.25
    /// _tcp.mx1 NS ns1.inner.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mx1 A 192.0.2.25
    /// ```
    code: "DNX007",
    name: "tlsa-lookup-led-astray",
    summary: "TLSA of an MX host in another zone",
    breaks: "senders hold mail back where the question for TLSA records fails, be there any or not (RFC 7672 \
        section 2.1.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.1.2", "Microsoft Learn: How SMTP DANE works"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    // Senders ask only below names whose addresses are secure.
    if lookup::is_unsigned(mail.zone, cx.given) && !cx.policy.signed_later {
        return;
    }
    let mut told = BTreeSet::new();
    for (mx, host) in tls_records::domains(mail).flat_map(MailDomain::hosts) {
        if !matches!(mail.zone.lookup(host), Lookup::Exists(_)) {
            continue;
        }
        let Some(owner) = host.prefixed("_25._tcp") else { continue };
        let (rrset, what) = match mail.zone.lookup(owner.borrow_name()) {
            Lookup::Delegated(cut) if is_elsewhere(mail, cut, owner.borrow_name()) => {
                (cut.rrset(types::NS), "is delegated")
            }
            Lookup::Redirected(dname) if is_circle(dname) => {
                (dname.rrset(types::DNAME), "is led in a circle by a DNAME")
            }
            _ => continue,
        };
        let Some(record) = rrset.map(|rrset| rrset.first()).filter(|_| told.insert(host.key())) else {
            continue;
        };
        cx.report_on(record, Part::Owner, |finding| {
            finding
                .message(format!("`{owner}`, which senders ask for, {what}"))
                .label(mx.whole(), "an MX host")
                .help("remove it, or see that the servers it leads to answer everybody");
        });
    }
}

/// Whether a cut leads to a zone that nobody gave, and no TLSA records stand below it, which would be told
/// of.
fn is_elsewhere(mail: &ZoneMail<'_>, cut: Node<'_>, owner: NameRef<'_>) -> bool {
    let is_given = mail.answers.zone_of(owner).is_ok_and(|zone| zone.name() == cut.name());
    !is_given && mail.zone.node(owner).is_none_or(|node| !node.has(&[types::TLSA]))
}

/// Whether a DNAME leads to a name below itself.
fn is_circle(dname: Node<'_>) -> bool {
    let target = dname.rrset(types::DNAME).and_then(|rrset| rrset.first().name(types::dname::TARGET));
    target.is_some_and(|target| target.is_at_or_below(dname.name()))
}
