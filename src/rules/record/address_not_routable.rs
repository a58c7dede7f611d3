use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};
use std::net::IpAddr;

declare_rule! {
    /// An `A` or `AAAA` record holds an address that no client can reach over a network.
    ///
    /// ## Why it breaks
    /// The unspecified address, the loopback address, link-local and reserved addresses mean something else
    /// on each client, or nothing. That may be meant: as a block list, or to test on the own machine. Private
    /// addresses are not reported here.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  A  0.0.0.0
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// localhost  A  127.0.0.1
    /// ```
    code: "REC023",
    name: "address-not-routable",
    summary: "address that is not routable",
    breaks: "clients connect to themselves or not at all (RFC 6890 section 2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 6890 section 2.2", "RFC 4291 sections 2.5.2, 2.5.3 and 2.5.6"],
    since: "0.1.0",
    check: Check::Record(&[types::A, types::AAAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some((address, kind)) = kind(record.rdata()) else { return };
    let node_is_hidden =
        record.zone().node(record.owner()).is_some_and(|node| node.is_cut() || node.is_below_cut());
    if node_is_hidden || is_exempt(record, kind) {
        return;
    }
    cx.report_on(record, Part::Field(types::a::ADDRESS), |finding| {
        finding
            .message(format!("`{}` has the {} address `{address}`", record.owner(), kind.name()))
            .help("write the address the host has on the network, or remove the record");
    });
}

/// Why an address is not reachable.
#[derive(Clone, Copy, PartialEq)]
enum Reason {
    Unspecified,
    Loopback,
    LinkLocal,
    Reserved,
}

impl Reason {
    fn name(self) -> &'static str {
        match self {
            Reason::Unspecified => "unspecified",
            Reason::Loopback => "loopback",
            Reason::LinkLocal => "link-local",
            Reason::Reserved => "reserved",
        }
    }
}

/// Of 127.0.0.0/8 only the usual address: block lists answer with the others (RFC 5782 section 2.1).
fn kind(rdata: &[u8]) -> Option<(IpAddr, Reason)> {
    let reason = match rdata {
        [0, 0, 0, 0] => Reason::Unspecified,
        [127, 0, 0, 1] => Reason::Loopback,
        [169, 254, _, _] | [0xfe, 0x80..=0xbf, _, _, _, ..] => Reason::LinkLocal,
        [240..=255, _, _, _] => Reason::Reserved,
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last @ (0 | 1)] => match last {
            0 => Reason::Unspecified,
            _ => Reason::Loopback,
        },
        _ => return None,
    };
    let ipv4 = <[u8; 4]>::try_from(rdata).map(IpAddr::from);
    let address = ipv4.or_else(|_| <[u8; 16]>::try_from(rdata).map(IpAddr::from)).ok()?;
    Some((address, reason))
}

/// `localhost` names and zones, and response policy zones, which answer so on purpose.
fn is_exempt(record: Record<'_>, reason: Reason) -> bool {
    let localhost = reason == Reason::Loopback
        && record.owner().labels().any(|label| label.eq_ignore_ascii_case(b"localhost"));
    let policy = record
        .zone()
        .name()
        .labels()
        .any(|label| label.get(..3).is_some_and(|head| head.eq_ignore_ascii_case(b"rpz")));
    localhost || policy
}
