use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::{Mechanism, Qualifier, Term, TermKind};
use crate::mail::spf_open::Everybody;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record lets a network send that is larger than an IPv4 /16 or an IPv6 /32.
    ///
    /// A network of length 0 is `spf-passes-everybody`.
    ///
    /// ## Why it breaks
    /// Networks of that size belong to many. Each host in it passes SPF for the domain, and with it DMARC.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ip4:203.0.0.0/8 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:203.0.113.0/24 -all"
    /// ```
    code: "SPF019",
    name: "spf-network-too-wide",
    summary: "SPF network larger than /16 or /32",
    breaks: "every host of the network sends mail from the domain that passes SPF and DMARC (RFC 9989 \
        section 7.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 9989 section 7.1", "RFC 7208 section 5.6"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// The shortest prefix lengths that are not wide.
const IPV4: u8 = 16;
const IPV6: u8 = 32;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::readable(mail) {
        let everybody = mail.evaluation(domain).and_then(|found| found.passing.who());
        for term in said.said.reachable() {
            // The size does not matter of a network that nothing comes from, nor of the parts of the
            // Internet.
            let Some((what, length, most)) =
                too_wide(term).filter(|_| spf_records::not_public(term).is_none())
            else {
                continue;
            };
            let of_everybody = match everybody {
                Some(Everybody::All) => true,
                Some(Everybody::Ipv4) => most == IPV4,
                Some(Everybody::Ipv6) => most == IPV6,
                None => false,
            };
            if of_everybody {
                continue;
            }
            let text = said.text.show(term.at, 50);
            cx.report_on(said.record, said.part(term.at), |finding| {
                let addresses = if most == IPV4 {
                    format!(", {} addresses", 1u64 << (32 - length))
                } else {
                    String::new()
                };
                finding.message(format!("SPF term `{text}` lets {what} /{length} send{addresses}"));
                finding.help(format!("name the networks of the senders, each /{most} or smaller"));
            });
        }
    }
}

/// What is wide, its prefix length, and the shortest that is not wide.
fn too_wide(term: &Term) -> Option<(&'static str, u8, u8)> {
    let TermKind::Directive(Qualifier::Pass, mechanism) = &term.kind else { return None };
    match mechanism {
        Mechanism::Ip4(_, length @ 1..IPV4) => Some(("an IPv4", *length, IPV4)),
        Mechanism::Ip6(_, length @ 1..IPV6) => Some(("an IPv6", *length, IPV6)),
        Mechanism::A(_, cidr) | Mechanism::Mx(_, cidr) => match (cidr.ip4, cidr.ip6) {
            (length @ 1..IPV4, _) => Some(("an IPv4", length, IPV4)),
            (_, length @ 1..IPV6) => Some(("an IPv6", length, IPV6)),
            _ => None,
        },
        _ => None,
    }
}
