use crate::finding::Severity;
use crate::record::hostname::HOST_OWNERS;
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part};

declare_rule! {
    /// An owner name has a label `*` behind its first label.
    ///
    /// Names below a zone cut, and asterisks in the name of the zone itself, are not looked at; owners of
    /// addresses and `MX` records are `address-owner-not-hostname`.
    ///
    /// ## Why it breaks
    /// Only the leftmost label makes a wildcard. Further right the asterisk stands for itself, so
    /// `_25._tcp.*` answers for no host at all. Worse, the name makes `*` exist: names that nothing else
    /// covers are then answered from it, without data.
    ///
    /// ## Bad
    /// ```zone,bad
    /// *          A     192.0.2.1
    /// _tcp.*     TXT   "unseen"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// *          A     192.0.2.1
    /// _tcp.www   TXT   "seen"
    /// www        A     192.0.2.1
    /// ```
    code: "WLD002",
    name: "asterisk-not-leftmost",
    summary: "asterisk label not leftmost",
    breaks: "no query but one with a literal asterisk gets these records (RFC 4592 section 2.1.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 4592 section 2.1.1", "RFC 1034 section 4.3.3"],
    since: "0.1.0",
    check: Check::Node(check),
}

fn check(node: Node<'_>, cx: &mut Cx<'_>) {
    let name = node.name();
    // Most names have one label below the zone's, and nearly none an asterisk in another.
    let end = name.wire().len().saturating_sub(cx.zone.name().wire().len());
    let behind = name.wire().get(1 + name.first_label().len()..end).unwrap_or_default();
    if !behind.contains(&b'*') || node.is_below_cut() {
        return;
    }
    let within = name.label_count().saturating_sub(cx.zone.name().label_count());
    if !name.labels().take(within).skip(1).any(|label| label == b"*") {
        return;
    }
    // Where BIND refuses the owner another rule says so.
    if node.has(HOST_OWNERS) {
        return;
    }
    let Some(rrset) = node.rrsets().next() else { return };
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding
            .message(format!("`{name}` is no wildcard: its `*` is not the first label"))
            .help("write the record once for each host, or put the asterisk first");
    });
}
