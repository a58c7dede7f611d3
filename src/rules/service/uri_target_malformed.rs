use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// The target of a `URI` record is no URI: it has no scheme, or octets that a URI cannot have.
    ///
    /// ## Why it breaks
    /// The client opens the target as it stands. Without `https:` or another scheme it does not know how.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _http._tcp  URI  10 1 "www.example.com/start"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _http._tcp  URI  10 1 "https://www.example.com/start"
    /// ```
    code: "SRV013",
    name: "uri-target-malformed",
    summary: "URI target is no URI",
    breaks: "clients of the service have a target that they cannot open (RFC 7553 section 4.4, RFC 3986 \
        section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 7553 section 4.4", "RFC 3986 sections 3 and 3.1"],
    since: "0.1.0",
    check: Check::Record(&[types::URI], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(target) = record.octets(types::uri::TARGET) else { return };
    let fault = match (target, scheme(target)) {
        ([], _) => "is empty".to_owned(),
        (_, None) => format!("`{}` has no scheme", excerpt(target, 40)),
        (_, Some(_)) => match target.iter().find(|octet| !is_of_uri(**octet)) {
            Some(b' ') => format!("`{}` has a blank", excerpt(target, 40)),
            Some(octet) => format!("`{}` has the octet {octet}", excerpt(target, 40)),
            None => return,
        },
    };
    if cx.zone.node(record.owner()).is_some_and(lookup::is_occluded) {
        return;
    }
    cx.report_on(record, Part::Field(types::uri::TARGET), |finding| {
        finding.message(format!("URI target {fault}")).help(match scheme(target) {
            Some(_) => "write octets that a URI cannot have as `%20` and the like",
            None => "write the whole URI with its scheme, such as `\"https://www.example.com/\"`",
        });
    });
}

/// What stands before the first colon, where it can be a scheme: RFC 3986 section 3.1.
fn scheme(target: &[u8]) -> Option<&[u8]> {
    let at = target.iter().position(|octet| *octet == b':')?;
    let scheme = target.get(..at)?;
    let is_scheme = scheme.first()?.is_ascii_alphabetic()
        && scheme.iter().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(octet));
    // `www.example.com:8080` is a host and a port: schemes in use have no dot.
    (is_scheme && !scheme.contains(&b'.')).then_some(scheme)
}

/// What a URI may have somewhere: RFC 3986 section 2.
fn is_of_uri(octet: u8) -> bool {
    octet.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&octet)
}
