use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::naptr::{self, NaptrFault};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// The regular expression of a `NAPTR` record cannot be applied.
    ///
    /// ## Why it breaks
    /// It has three delimiters, most often `!`: `!pattern!replacement!`, and `i` behind the last where case
    /// does not matter. `\\1` in the replacement, with two backslashes in the file, is what the first pair of
    /// parentheses matched.
    ///
    /// ## Bad
    /// ```zone,bad
    /// tel  NAPTR  100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com" .
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// tel  NAPTR  100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .
    /// ```
    code: "SRV011",
    name: "naptr-expression-malformed",
    summary: "NAPTR expression cannot be applied",
    breaks: "clients of telephone and SIP services drop the record, and calls fail (RFC 3402 section 3.2)",
    severity: Severity::Error,
    rfcs: &["RFC 3402 section 3.2", "RFC 3403 section 4.1"],
    since: "0.1.0",
    check: Check::Record(&[types::NAPTR], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some((_, expression)) = record.octets(types::naptr::REGEXP).and_then(<[u8]>::split_first) else {
        return;
    };
    let Err(fault) = naptr::check(expression) else { return };
    if cx.zone.node(record.owner()).is_some_and(lookup::is_occluded) {
        return;
    }
    cx.report_on(record, Part::Field(types::naptr::REGEXP), |finding| {
        finding
            .message(format!("NAPTR expression {}", text(fault)))
            .help("write it as `!pattern!replacement!`, such as `!^.*$!sip:info@example.com!`");
    });
}

fn text(fault: NaptrFault) -> String {
    match fault {
        NaptrFault::Delimiter(octet) => {
            format!("starts with `{}`, which cannot be its delimiter", excerpt(&[octet], 4))
        }
        NaptrFault::Delimiters { delimiter, count: 1 } => {
            format!("starts with `{}` as delimiter, and has no second one", excerpt(&[delimiter], 4))
        }
        NaptrFault::Delimiters { delimiter, count } => {
            format!("has {count} delimiters `{}`, expected 3", excerpt(&[delimiter], 4))
        }
        NaptrFault::Flags => "has something other than `i` behind its last delimiter".to_owned(),
        NaptrFault::Parenthesis => "has a pattern whose parentheses or brackets do not match".to_owned(),
        NaptrFault::Group(group) => format!("asks for group {group}, and its pattern has fewer"),
    }
}
