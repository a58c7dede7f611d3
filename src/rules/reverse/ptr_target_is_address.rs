use crate::finding::Severity;
use crate::record::literal::address_in;
use crate::record::reverse::Tree;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `PTR` record that names the host of an address has an address, or the root, for its target.
    ///
    /// ## Why it breaks
    /// The name is looked up in turn, to see that it has the address. Digits are labels of a name like any
    /// others, and no host has that name.
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
    code: "REV006",
    name: "ptr-target-is-address",
    summary: "PTR target is an address or the root",
    breaks: "mail servers refuse clients whose name does not have their address (RFC 1912 section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 3.5", "RFC 1912 section 2.1"],
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
        let what = match address_in(target, cx.zone.name()) {
            Some(address) => format!("the address `{address}`"),
            None if target.is_root() => "the root".to_owned(),
            None => continue,
        };
        cx.report_on(record, Part::Field(types::ptr::TARGET), |finding| {
            finding
                .message(format!("PTR target of `{}` is {what}", record.owner()))
                .help("write the name of the host, such as `host.example.net.`");
        });
    }
}
