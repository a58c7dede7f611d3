use crate::finding::Severity;
use crate::mail::owner;
use crate::record::missing_dot;
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part};

declare_rule! {
    /// An owner was written with the zone's name at its end and without the dot behind it.
    ///
    /// Names of mail records, as `_dmarc` and selectors below `_domainkey`, have rules of their own.
    ///
    /// ## Why it breaks
    /// A name without a dot at its end is relative: the origin is appended. The records stand at
    /// `www.example.com.example.com.`, where nobody looks for them, and `www.example.com.` does not have
    /// them.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www.example   A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www.example.  A  192.0.2.1
    /// ```
    code: "NAM004",
    name: "owner-repeats-zone",
    summary: "owner without the dot at its end",
    breaks: "whoever asks for the name that was written does not find these records (RFC 1035 section 5.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1", "RFC 1912 section 2.1"],
    since: "0.1.0",
    check: Check::Node(check),
}

fn check(node: Node<'_>, cx: &mut Cx<'_>) {
    if !missing_dot::owner_repeats_zone(node) {
        return;
    }
    let Some(record) = node.rrsets().map(|rrset| rrset.first()).min_by_key(|record| record.id()) else {
        return;
    };
    let Some(found) = missing_dot::in_owner(record) else { return };
    // `example.com` is a fine delegation in the zone `com.`, and so is `com.com.`.
    if node.is_below_cut()
        || (node.is_cut() && cx.zone.name().label_count() == 1)
        || owner::is_told_by_mail(node)
    {
        return;
    }
    cx.report_on(record, Part::Owner, |finding| {
        finding
            .message(format!("owner `{}` became `{}`", found.written(), node.name()))
            .here("no dot at the end")
            .help(found.help(node.zone()));
    });
}
