use crate::finding::Severity;
use crate::record::hostname::not_hostname;
use crate::record::literal::address_in;
use crate::record::reverse::{Tree, is_service_discovery};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `PTR` record of a reverse zone has a target that is no host name.
    ///
    /// Excepted are the names below which DNS service discovery looks for domains, as in BIND.
    ///
    /// ## Why it breaks
    /// `named` checks these targets in zones of type `primary`, and with its default, `check-names primary
    /// fail`, it does not load the zone; `named-checkzone` only warns. Programs that look the name up in
    /// turn, to see that it has the address, refuse it too.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=2.0.192.in-addr.arpa.zone
    /// $ORIGIN 2.0.192.in-addr.arpa.
    /// $TTL 3600
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// 30   PTR  my_host.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=2.0.192.in-addr.arpa.zone
    /// $ORIGIN 2.0.192.in-addr.arpa.
    /// $TTL 3600
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// 30   PTR  my-host.example.net.
    /// ```
    code: "REV002",
    name: "ptr-target-not-hostname",
    summary: "PTR target is no host name",
    breaks: "BIND's default refuses the zone: bad name (`check-names primary fail`, RFC 1123 section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1123 section 2.1", "RFC 1912 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::PTR], check),
}

fn check(ptr: Rrset<'_>, cx: &mut Cx<'_>) {
    if Tree::of(ptr.owner()).is_none() || is_service_discovery(ptr.owner()) {
        return;
    }
    for record in ptr.records() {
        let Some(target) = record.name(types::ptr::TARGET) else { continue };
        let Some(found) = not_hostname(target) else { continue };
        // An address that was written for a name, and raw octets, have rules of their own.
        if address_in(target, cx.zone.name()).is_some()
            || found.is_raw_in(cx.zone.text(record.span(Part::Field(types::ptr::TARGET))))
        {
            continue;
        }
        cx.report_on(record, Part::Field(types::ptr::TARGET), |finding| {
            finding
                .message(format!("PTR target `{target}` is not a host name"))
                .here(found.text())
                .help("name a host whose labels have letters, digits and inner hyphens only");
        });
    }
}
