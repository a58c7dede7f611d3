use crate::finding::Severity;
use crate::mail::Text;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::{self, Selection};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// A wildcard with `TXT` answers for `_dmarc`, `_mta-sts` or `_smtp._tls` of a mail domain.
    ///
    /// ## Why it breaks
    /// A name that does not exist is answered by the wildcard. Receivers leave out text that is no record of
    /// the kind they look for, so that it harms nobody who reads it right.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// * TXT "hello"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls"
    /// * TXT "hello"
    /// ```
    code: "DMARC024",
    name: "dmarc-answered-by-wildcard",
    summary: "wildcard TXT that answers for _dmarc and its like",
    breaks: "receivers that ask for these names get text that has nothing to do with them (RFC 9989 section \
        4.10)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.10", "RFC 7208 section 3.5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in mail.domains.iter().filter(|domain| domain.takes_mail()) {
        let Some(wildcard) =
            domain.name.borrow_name().prefixed("*").and_then(|name| mail.zone.node(name.borrow_name()))
        else {
            continue;
        };
        // SPF at a wildcard is what many are told to have.
        let mut texts = wildcard.rrset(types::TXT).into_iter().flat_map(Rrset::records);
        let Some(record) = texts.find(|record| spf::select(Text::of(*record).octets()) == Selection::Other)
        else {
            continue;
        };
        let is_answered = |labels: &&&str| {
            let owner = domain.name.borrow_name().prefixed(labels);
            owner.is_some_and(|owner| matches!(mail.zone.lookup(owner.borrow_name()), Lookup::Wildcard(_)))
        };
        let Some(first) = ["_dmarc", "_mta-sts", "_smtp._tls"].iter().find(is_answered) else { continue };
        cx.report_on(record, Part::Owner, |finding| {
            finding.message(format!(
                "`{}` answers for `{first}.{}` with other text",
                wildcard.name(),
                domain.name
            ));
            finding.help(format!(
                "publish the record that belongs at `{first}.{}`, or restrict the wildcard",
                domain.name
            ));
        });
    }
}
