use crate::finding::Severity;
use crate::record::svcb::bindings;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The `alpn` of an `SVCB` or `HTTPS` record has an identifier that is not registered and looks like one
    /// that is.
    ///
    /// Other identifiers that are not registered may be in use, and are not reported.
    ///
    /// ## Why it breaks
    /// Identifiers are compared octet by octet. A client that speaks HTTP/2 looks for `h2` and skips `http2`
    /// or `H2`; where nothing else is listed it skips the record.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host.example.net. alpn=http/2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. alpn=h2
    /// ```
    code: "SRV017",
    name: "svcb-alpn-misspelt",
    summary: "protocol identifier is misspelt",
    breaks: "clients do not know the protocol and skip the record, or use an older one (RFC 9460 section \
        7.1.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 sections 7.1 and 7.1.2", "IANA TLS ALPN Protocol IDs registry"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset).filter(|binding| !binding.is_alias()) {
        for (protocol, help) in
            binding.protocols().filter_map(|protocol| meant(protocol).map(|help| (protocol, help)))
        {
            cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
                finding
                    .message(format!(
                        "protocol `{}` of `{}` is not registered",
                        excerpt(protocol, 24),
                        rrset.owner()
                    ))
                    .help(help);
            });
        }
    }
}

/// What to write in place of an identifier; `None` where that is the right one, or nobody knows.
fn meant(protocol: &[u8]) -> Option<&'static str> {
    if protocol.iter().any(|octet| octet.is_ascii_whitespace()) {
        return Some("write the identifiers with a comma between two, such as `alpn=h2,h3`");
    }
    let right = match protocol.to_ascii_lowercase().as_slice() {
        b"h2" | b"http2" | b"http/2" | b"http/2.0" | b"http2.0" => ("h2", "write `h2`"),
        b"h3" | b"http3" | b"http/3" | b"http/3.0" | b"http3.0" => ("h3", "write `h3`"),
        b"http/1.1" | b"h1" | b"http1" | b"http1.1" | b"http/1" | b"http" | b"https" => {
            ("http/1.1", "write `http/1.1`")
        }
        b"dot" => ("dot", "write `dot`"),
        b"doq" => ("doq", "write `doq`"),
        b"doh" => ("h2", "write `h2` or `h3`, which DNS over HTTPS is spoken over"),
        _ => return None,
    };
    (protocol != right.0.as_bytes()).then_some(right.1)
}
