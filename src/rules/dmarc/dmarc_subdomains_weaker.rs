use crate::finding::Severity;
use crate::mail::dmarc::{Policy, Receiver};
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `sp` or `np` of a DMARC record is weaker than its `p`.
    ///
    /// ## Why it breaks
    /// `sp` is the policy for names below the domain, `np` for those that do not exist. Where they ask for
    /// less than `p`, mail from `billing.example.org` gets through that `example.org` itself would not.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; sp=none; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; sp=reject; np=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC103",
    name: "dmarc-subdomains-weaker",
    summary: "DMARC policy weaker for subdomains",
    breaks: "forgers take a name below the domain, which may be made up (RFC 9989 section 4.7)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.7"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::applied(mail).filter(|found| !dmarc_records::has_null_mx(found.domain)) {
        let Some(policies) = found.policies(Receiver::Rfc9989) else { continue };
        let dmarc = found.dmarc();
        let (np, sp) = (dmarc.np.as_ref(), dmarc.sp.as_ref());
        let weaker = if sp.is_some() && policies.subdomains < policies.domain {
            sp.map(|sp| ("sp", sp, policies.subdomains))
        } else {
            np.filter(|_| policies.missing < policies.domain).map(|np| ("np", np, policies.missing))
        };
        let Some((tag, setting, _)) =
            weaker.filter(|_| dmarc_records::is_organizational(mail, found.domain, cx.limits))
        else {
            continue;
        };
        let (word, p) = (
            setting.value.map_or("none", Policy::word),
            dmarc.p.as_ref().and_then(|p| p.value).map_or("none", Policy::word),
        );
        cx.report_on(found.said.record, found.said.part(setting.at), |finding| {
            finding.message(format!("DMARC of `{}` has `{tag}={word}` beside `p={p}`", found.domain.name));
            finding.help(format!("write `{tag}={p}`, or leave `{tag}` out"));
        });
    }
}
