use crate::finding::Severity;
use crate::mail::Extent;
use crate::mail::domain::ZoneMail;
use crate::mail::microsoft_spf;
use crate::mail::spf_records::{self, FaultRule, OwnSpf};
use crate::rule::{Check, Cx};

declare_rule! {
    /// The SPF record of Microsoft 365 is named without `include:`, by another mechanism, or with a slip in
    /// its name.
    ///
    /// ## Why it breaks
    /// A domain by itself is no term and voids the whole record. `a:` and `mx:` match nobody, and an include
    /// of a name that does not exist is a permerror: mail that Microsoft 365 sends for the domain fails SPF.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 spf.protection.outlook.com -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 include:spf.protection.outlook.com -all"
    /// ```
    code: "M365-01",
    name: "m365-spf-misspelt",
    summary: "SPF of Microsoft 365 without include: or misspelt",
    breaks: "receivers return permerror, and mail from Microsoft 365 fails SPF (RFC 7208 sections 4.6 and \
        5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 12", "RFC 7208 section 5.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for own @ (_, said) in spf_records::records(mail) {
        for (_, fault) in
            spf_records::faults(said).into_iter().filter(|(teller, _)| *teller == FaultRule::Microsoft)
        {
            if let Some(meant) = microsoft_spf::meant(&spf_records::bare(said, fault.at)) {
                report(own, fault.at, meant, cx);
            }
        }
        if said.said.is_usable() {
            for (at, meant) in
                said.said.reachable().filter_map(|term| Some((term.at, microsoft_spf::misspelt_term(term)?)))
            {
                report(own, at, meant, cx);
            }
        }
    }
}

fn report((_, said): OwnSpf<'_, '_>, at: Extent, meant: &str, cx: &mut Cx<'_>) {
    cx.report_on(said.record, said.part(at), |finding| {
        finding.message(format!("SPF term `{}` is not `include:{meant}`", said.text.show(at, 44)));
        finding.help(format!("write `include:{meant}`"));
    });
}
