use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_lookups::Trouble;
use crate::mail::spf_names;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An `include:` or `redirect=` leads to a name of the given zones that has no SPF record.
    ///
    /// ## Why it breaks
    /// A receiver that follows it finds nothing and returns permerror, for every sender that no earlier term
    /// matches.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @       TXT  "v=spf1 mx include:_spf.example -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @       TXT  "v=spf1 mx include:_spf.example -all"
    /// _spf    TXT  "v=spf1 ip4:192.0.2.0/24 -all"
    /// ```
    code: "SPF008",
    name: "spf-target-without-record",
    summary: "SPF include of a name without SPF record",
    breaks: "receivers return permerror for senders that no earlier term matches (RFC 7208 sections 5.2 and \
        6.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 5.2", "RFC 7208 section 6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::usable(mail) {
        for (site, name, trouble) in spf_records::troubles(mail, domain) {
            // What was meant for a record there, or stands there twice, is told there.
            if *trouble != Trouble::NoRecord
                || spf_names::is_odd(said, site.at)
                || spf_records::has_spf(mail.answers, name.borrow_name()) != Some(false)
            {
                continue;
            }
            let term = site.text();
            cx.report_on(said.record, said.part(site.at), |finding| {
                let what = if mail.answers.exists(name.borrow_name()) == Some(false) {
                    "does not exist"
                } else {
                    "has no SPF record"
                };
                finding.message(format!("SPF of `{}` leads to `{name}`, which {what}", domain.name));
                finding.help(format!("add `{name} TXT \"v=spf1 ... -all\"`, or delete `{term}`"));
            });
        }
    }
}
