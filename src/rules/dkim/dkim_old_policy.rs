use crate::finding::Severity;
use crate::mail::Text;
use crate::mail::domain::ZoneMail;
use crate::mail::place::{self, TextKind};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record, Rrset};

declare_rule! {
    /// There is a policy record of DomainKeys at `_domainkey`, or of ADSP at `_adsp._domainkey`.
    ///
    /// ## Why it breaks
    /// Both are historic. What is to be done with mail that fails is said by DMARC.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _adsp._domainkey TXT "dkim=all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DKIM021",
    name: "dkim-old-policy",
    summary: "policy record of DomainKeys or ADSP",
    breaks: "nobody reads it any more: ADSP is historic, and DMARC took its place (RFC 5617, RFC 9989)",
    severity: Severity::Info,
    rfcs: &["RFC 5617", "RFC 4870 section 3.6"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for node in mail.domains.iter().flat_map(|domain| &domain.key_policies) {
        for record in
            node.rrset(types::TXT).into_iter().flat_map(Rrset::records).filter(|record| is_policy(*record))
        {
            cx.report_on(record, Part::Owner, |finding| {
                finding.message(format!("`{}` has a policy that nobody reads", node.name()));
                finding.help("remove the record");
            });
        }
    }
}

/// Whether a text is such a policy: one of its tags is `o` or `dkim`, or it is known by its start.
fn is_policy(record: Record<'_>) -> bool {
    let text = Text::of(record);
    let names =
        text.octets().split(|&byte| byte == b';').filter_map(|tag| tag.split(|&byte| byte == b'=').next());
    let mut names = names.map(<[u8]>::trim_ascii);
    place::kind(text.octets()).0 == TextKind::OldPolicy || names.any(|name| name == b"o" || name == b"dkim")
}
