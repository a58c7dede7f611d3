use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::{DualCidr, Mechanism, Qualifier, Term, TermKind};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record lets everybody send for the domain: `+all`, `all`, or a network of length 0.
    ///
    /// ## Why it breaks
    /// Every host of the Internet gets "pass" and, since the domain is aligned, DMARC passes too. A record
    /// that passes everybody is worse than none.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx +all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF010",
    name: "spf-passes-everybody",
    summary: "SPF record that every sender passes",
    breaks: "anybody sends mail from the domain that passes SPF and DMARC (RFC 7208 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 5.1", "RFC 7208 section 4.6.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    // Of a record that others include they tell it.
    for (domain, said) in
        spf_records::usable(mail).filter(|(domain, _)| !spf_records::is_part_of_another(mail, domain))
    {
        for term in said.said.reachable() {
            let Some((who, instead)) = everybody(term) else { continue };
            let text = said.text.show(term.at, 40);
            cx.report_on(said.record, said.part(term.at), |finding| {
                finding
                    .message(format!("SPF of `{}`: `{text}` lets {who} send for the domain", domain.name))
                    .help(instead);
            });
        }
    }
}

/// Who passes where a term passes everybody, and what to do about it.
fn everybody(term: &Term) -> Option<(&'static str, &'static str)> {
    let narrow = "name the networks that send, or delete the term";
    match &term.kind {
        TermKind::Directive(Qualifier::Pass, mechanism) => match mechanism {
            Mechanism::All => Some(("everybody", "write `-all`, or `~all` while DMARC is `p=none`")),
            Mechanism::Ip4(_, 0) => Some(("every IPv4 host", narrow)),
            Mechanism::Ip6(_, 0) => Some(("every IPv6 host", narrow)),
            Mechanism::A(_, DualCidr { ip4: 0, .. }) | Mechanism::Mx(_, DualCidr { ip4: 0, .. }) => {
                Some(("every IPv4 host", narrow))
            }
            Mechanism::A(_, DualCidr { ip6: 0, .. }) | Mechanism::Mx(_, DualCidr { ip6: 0, .. }) => {
                Some(("every IPv6 host", narrow))
            }
            _ => None,
        },
        _ => None,
    }
}
