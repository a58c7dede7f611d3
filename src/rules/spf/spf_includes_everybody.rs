use crate::finding::Severity;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::spf_lookups::Trouble;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record includes a record of the zone that passes everybody.
    ///
    /// ## Why it breaks
    /// An `include:` matches whoever passes the other record. Where that one ends in `+all`, or has a network
    /// that is the Internet, everybody does, whatever the including record ends in.
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
    for (domain, said) in
        spf_records::usable(mail).filter(|(domain, _)| !spf_records::is_part_of_another(mail, domain))
    {
        let Some(found) = mail.evaluation(domain) else { continue };
        for (site, name, trouble) in spf_records::troubles(mail, domain) {
            let Trouble::Everybody(who) = trouble else { continue };
            // There is none behind `-include:`, which passes nobody.
            let Some(by) = found.opened.iter().find(|by| by.top == site.at) else { continue };
            let tells = |target: &MailDomain<'_>| !spf_records::is_for_include(mail, target);
            if mail.domain(name.borrow_name()).is_none_or(tells) {
                continue;
            }
            cx.report_on(said.record, said.part(site.at), |finding| {
                finding.message(format!(
                    "SPF term `{}` lets {} send for `{}`",
                    site.text(),
                    who.as_str(),
                    domain.name
                ));
                if spf_records::is_in(mail.zone, by.record) {
                    finding.label(by.record.span(by.part()), "they pass by this term");
                }
                finding.help(format!("delete `{}` from the record of `{}`", by.text(), by.record.owner()));
            });
        }
    }
}
