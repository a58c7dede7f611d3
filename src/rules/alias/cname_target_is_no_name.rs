use crate::finding::Severity;
use crate::record::literal::{address_in, other_than_name};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The target of a `CNAME` or `DNAME` is written as an address, a URL, a path, a port or a mailbox.
    ///
    /// ## Why it breaks
    /// The target is a name, whatever it looks like: `192.0.2.1` is a name of four labels, and
    /// `https://www.example.net/` one whose first label is `https://www`. Neither exists. A redirection to another URL is
    /// done by a web server.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   CNAME  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A      192.0.2.1
    /// ```
    code: "ALI020",
    name: "cname-target-is-no-name",
    summary: "CNAME or DNAME to what is no name",
    breaks: "whoever asks for the alias gets NXDOMAIN: the target is read as a name, and no such name exists",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 3.3.1", "RFC 6672 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME, types::DNAME], check),
}

fn check(alias: Rrset<'_>, cx: &mut Cx<'_>) {
    for record in alias.records() {
        // The target is the first field of both.
        let Some(target) = record.name(types::cname::CANONICAL_NAME) else { continue };
        if cx.zone.node(target).is_some() {
            continue;
        }
        let zone = cx.zone.name();
        let address = address_in(target, zone);
        let Some(what) = address.map_or_else(|| other_than_name(target), |_| Some("an address")) else {
            continue;
        };
        let written = excerpt(cx.zone.text(record.span(Part::Field(types::cname::CANONICAL_NAME))), 40);
        cx.report_on(record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            finding.message(format!("{} target `{written}` is {what}, not a name", record.rtype()));
            finding.here(format!("read as the name `{target}`"));
            finding.help(match address {
                Some(address) => {
                    let rtype = if address.is_ipv4() { "A" } else { "AAAA" };
                    format!("write `{} {rtype} {address}`", record.owner())
                }
                None => "write the name of the host alone, with a dot at its end".to_owned(),
            });
        });
    }
}
