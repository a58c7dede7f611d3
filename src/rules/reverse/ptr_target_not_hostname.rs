use crate::finding::Severity;
use crate::record::hostname::not_hostname;
use crate::record::literal::address_in;
use crate::record::reverse::Tree;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `PTR` record that names the host of an address has a target that is no host name, or is an address
    /// itself.
    ///
    /// ## Why it breaks
    /// The name is looked up in turn, to see that it has the address. A name that is no host name fails
    /// there.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=2.0.192.in-addr.arpa.zone
    /// $ORIGIN 2.0.192.in-addr.arpa.
    /// $TTL 3600
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// 30   PTR  192.0.2.30.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=2.0.192.in-addr.arpa.zone
    /// $ORIGIN 2.0.192.in-addr.arpa.
    /// $TTL 3600
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// 30   PTR  host.example.net.
    /// ```
    code: "REV002",
    name: "ptr-target-not-hostname",
    summary: "PTR target is no host name",
    breaks: "mail servers refuse clients with such a name, and programs that check names drop it (RFC 1123 \
        section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1123 section 2.1", "RFC 1912 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::PTR], check),
}

fn check(ptr: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = ptr.node();
    if Tree::of(ptr.owner()).is_none()
        || node.is_cut()
        || node.is_below_cut()
        || ptr.owner().labels().any(|label| label.starts_with(b"_"))
    {
        return;
    }
    for record in ptr.records() {
        let Some(target) = record.name(types::ptr::TARGET) else { continue };
        let what = match (address_in(target, cx.zone.name()), not_hostname(target)) {
            (Some(address), _) => format!("is the address `{address}`"),
            (None, Some(found))
                if !found.is_raw_in(cx.zone.text(record.span(Part::Field(types::ptr::TARGET)))) =>
            {
                format!("is no host name: {}", found.text())
            }
            _ if target.is_root() => "is the root".to_owned(),
            _ => continue,
        };
        cx.report_on(record, Part::Field(types::ptr::TARGET), |finding| {
            finding
                .message(format!("PTR target of `{}` {what}", record.owner()))
                .help("write the name of the host, with a dot at the end");
        });
    }
}
