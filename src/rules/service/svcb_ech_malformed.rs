use crate::finding::Severity;
use crate::record::ech::{self, EchFault};
use crate::record::svcb::{bindings, key};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The `ech` parameter of an `SVCB` or `HTTPS` record is no list of configurations that clients can read.
    ///
    /// ## Why it breaks
    /// `ech` holds an ECHConfigList in base64: two octets of length, then the configurations. A line that was
    /// cut, a PEM file pasted whole or a single configuration without the length is none. Clients drop the
    /// record, or connect without Encrypted ClientHello.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host.example.net. ech=aGVsbG8=
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. alpn=h2
    /// ```
    code: "SRV016",
    name: "svcb-ech-malformed",
    summary: "ECH configuration cannot be read",
    breaks: "clients drop the record, or send the name of the server in the clear (RFC 9848 section 3, RFC \
        9849 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 9848 section 3", "RFC 9849 section 4", "RFC 9460 section 2.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset).filter(|binding| !binding.is_alias()) {
        let Some(Err(fault)) = binding.param(key::ECH).map(ech::check) else { continue };
        cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
            finding.message(format!("`ech` of `{}` {}", rrset.owner(), text(&fault))).help(match fault {
                EchFault::NoLength => {
                    "write the whole ECHConfigList: the length in two octets stands before the configuration"
                }
                _ => {
                    "copy the base64 text of the ECHConfigList from the server once more, or leave `ech` out"
                }
            });
        });
    }
}

fn text(fault: &EchFault) -> String {
    match fault {
        EchFault::NoLength => "is one configuration, without the length of the list".to_owned(),
        EchFault::Length { said, found } => format!("is {found} octets long, its length says {said}"),
        EchFault::Empty => "has no configuration".to_owned(),
        EchFault::Config => "has a configuration that cannot be read".to_owned(),
        EchFault::Version(version) => format!("has version 0x{version:04x} only, clients know 0xfe0d"),
    }
}
