use crate::finding::{Severity, and_more};
use crate::mail::domain::{Mx, ZoneMail};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A wildcard has MX records and no SPF record.
    ///
    /// ## Why it breaks
    /// The wildcard makes every name below it a mail domain, and none of them has an SPF record: anybody
    /// sends mail from `anything.example`, and it is deliverable, so that receivers have no reason to doubt
    /// it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// *.shop        MX   10 mx1.example.net.
    /// _dmarc.shop   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// shop          TXT  "v=spf1 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// *.shop        TXT  "v=spf1 -all"
    /// _dmarc.shop   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// shop          TXT  "v=spf1 -all"
    /// ```
    code: "SPF018",
    name: "spf-wildcard-missing",
    summary: "wildcard MX without wildcard SPF",
    breaks: "anybody sends mail from any name below without failing SPF (RFC 7208 section 3.5)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 3.5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let wildcards = mail.domains.iter().filter(|domain| domain.name.borrow_name().is_wildcard());
    let lacking = wildcards.filter_map(|domain| {
        let (Mx::Hosts(mx), Some(slot)) = (domain.mx(), &domain.own) else { return None };
        let is_without = !spf_records::is_meant(slot)
            && spf_records::has_spf(mail.answers, domain.name.borrow_name()) == Some(false);
        is_without.then(|| (mx.first(), Part::Whole))
    });
    let places: Vec<_> = lacking.collect();
    let Some(&(first, _)) = places.first() else { return };
    cx.report_once(&places, "nor for these names", |more, finding| {
        let owner = first.owner();
        finding.message(format!("no SPF record at the wildcard `{owner}` with MX{}", and_more(more)));
        finding.help(format!(
            "add `{owner} TXT \"v=spf1 mx -all\"`, and the same to each name that exists below"
        ));
    });
}
