use crate::finding::Severity;
use crate::record::duplicate::Duplicate;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// Two records differ only in the case of letters in a name.
    ///
    /// Text that is not a name, as in `TXT`, differs when its case does. Names are compared where RFC 4034
    /// section 6.2 has them in lower case.
    ///
    /// ## Why it breaks
    /// Names are the same in upper and lower case, so this is one record written twice. Software that
    /// compares octets keeps both, and then counts, signs or transfers a record more than its peers.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @     MX   10 mail.example.org.
    /// @     MX   10 Mail.example.org.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @     MX   10 mail.example.org.
    /// @     MX   20 mail2.example.org.
    /// ```
    code: "RRS002",
    name: "duplicate-but-for-case",
    summary: "record stands twice, in other case",
    breaks: "name servers drop one of the two, and signers that keep both make signatures that do not verify \
        (RFC 4034 section 6.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 4034 section 6.2", "RFC 4034 section 6.3", "RFC 2181 section 5"],
    since: "0.1.0",
    check: Check::Duplicate(check),
    applies_to: EVERY_ZONE,
}

fn check(duplicate: &Duplicate<'_>, cx: &mut Cx<'_>) {
    let Duplicate { record, original, differs_in_case } = *duplicate;
    if !differs_in_case {
        return;
    }
    cx.report_on(record, Part::Rdata, |finding| {
        finding
            .message(format!(
                "`{}` has the same {} record twice, in other case",
                record.owner(),
                record.rtype()
            ))
            .label(original.span(Part::Rdata), "differs in case alone")
            .help("remove one of the two, or write the record that was meant");
    });
}
