use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `NAPTR` record has a regular expression and a replacement, which exclude each other, or neither of
    /// them.
    ///
    /// ## Why it breaks
    /// The record turns a name into another by one of the two. With both, or none, it says nothing.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sip  NAPTR  100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" host
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sip  NAPTR  100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .
    /// ```
    code: "SRV006",
    name: "naptr-two-results",
    summary: "NAPTR has both an expression and a replacement",
    breaks: "resolvers of telephone and SIP services drop the record (RFC 3402 section 2)",
    severity: Severity::Error,
    rfcs: &["RFC 3403 section 4.1", "RFC 3402 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::NAPTR], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let (Some(expression), Some(replacement)) =
        (record.octets(types::naptr::REGEXP), record.name(types::naptr::REPLACEMENT))
    else {
        return;
    };
    let has_expression = expression.len() > 1;
    if has_expression == replacement.is_root()
        || cx.zone.node(record.owner()).is_some_and(lookup::is_occluded)
    {
        return;
    }
    let both = has_expression;
    // An empty flag and no result is what some use to say that there is no service.
    if !both && record.octets(types::naptr::FLAGS).is_some_and(|flags| flags.len() <= 1) {
        return;
    }
    cx.report_on(record, Part::Field(types::naptr::REPLACEMENT), |finding| {
        let what =
            if both { "an expression and a replacement" } else { "neither expression nor replacement" };
        finding.message(format!("NAPTR of `{}` has {what}", record.owner()));
        finding.help(if both {
            "write `.` as replacement, or `\"\"` as expression"
        } else {
            "write an expression, or the name that comes next"
        });
    });
}
