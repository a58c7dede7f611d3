use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::{Qualifier, TermKind};
use crate::mail::spf_lookups::Trouble;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record includes a record of the zone that passes everybody.
    ///
    /// ## Why it breaks
    /// An `include:` matches whoever passes the other record. Where that one ends in `+all`, everybody does,
    /// whatever the including record ends in.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @      TXT  "v=spf1 mx include:_spf.example -all"
    /// _spf   TXT  "v=spf1 ip4:192.0.2.0/24 +all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @      TXT  "v=spf1 mx include:_spf.example -all"
    /// _spf   TXT  "v=spf1 ip4:192.0.2.0/24 -all"
    /// ```
    code: "SPF023",
    name: "spf-includes-everybody",
    summary: "SPF include that every sender passes",
    breaks: "anybody sends mail from the domain that passes SPF and DMARC (RFC 7208 section 5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 5.2", "RFC 7208 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::usable(mail) {
        for (site, name, trouble) in
            spf_records::troubles(mail, domain).filter(|(_, _, trouble)| **trouble == Trouble::Everybody)
        {
            let is_fail = said.said.terms.iter().any(|term| {
                term.at == site.at
                    && matches!(term.kind, TermKind::Directive(qualifier, _) if qualifier != Qualifier::Pass)
            });
            // A record that is not there to be included tells so itself.
            let Some(target) =
                mail.domain(name.borrow_name()).filter(|target| spf_records::is_for_include(mail, target))
            else {
                continue;
            };
            let Some(inner) = target.own.as_deref().and_then(|slot| slot.only()) else { continue };
            let Some((_, all, Qualifier::Pass)) =
                inner.said.all().filter(|_| !is_fail && *trouble == Trouble::Everybody)
            else {
                continue;
            };
            cx.report_on(said.record, said.part(site.at), |finding| {
                finding.message(format!(
                    "SPF term `{}` lets everybody send for `{}`",
                    site.text(),
                    domain.name
                ));
                finding.label(inner.record.span(inner.part(all.at)), "passes every sender");
                finding.help(format!("end the record of `{name}` with `-all`"));
            });
        }
    }
}
