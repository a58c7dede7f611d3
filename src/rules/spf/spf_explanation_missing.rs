use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_records;
use crate::resolve::End;
use crate::rr::types;
use crate::rule::{Check, Cx};

declare_rule! {
    /// `exp=` of an SPF record leads to a name that has not exactly one TXT record.
    ///
    /// ## Why it breaks
    /// Receivers leave the explanation out. SPF works all the same.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx exp=why.example -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @     TXT  "v=spf1 mx exp=why.example -all"
    /// why   TXT  "%{i} is not a mail server of %{d}"
    /// ```
    code: "SPF024",
    name: "spf-explanation-missing",
    summary: "SPF exp= without one TXT record",
    breaks: "receivers reject mail without the explanation (RFC 7208 section 6.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 6.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::usable(mail) {
        let Some((term, spec)) = said.said.explanation() else { continue };
        let Some(name) = spf_records::name_in(domain, spec) else { continue };
        let what = match mail.answers.lookup(name.borrow_name(), types::TXT).end {
            End::NoData { .. } | End::NxDomain(_) => "no TXT record".to_owned(),
            End::Rrset(txt) if txt.len() > 1 => {
                format!("{} TXT records, where one should stand", txt.len())
            }
            End::Rrset(_) | End::Unknown(_) => continue,
        };
        cx.report_on(said.record, said.part(term.at), |finding| {
            finding
                .message(format!("explanation `{name}` has {what}"))
                .help(format!("publish one TXT record at `{name}`, or delete `exp=`"));
        });
    }
}
