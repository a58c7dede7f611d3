use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Mechanism;
use crate::mail::spf_lookups::{Trouble, VOIDS, Void};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// For senders with an IPv6 address an SPF record has more than two lookups without an answer.
    ///
    /// Reported where the record lets IPv6 hosts send, or includes records outside the given zones, which
    /// may.
    ///
    /// ## Why it breaks
    /// When a message comes over IPv6, receivers ask for the AAAA records of each `a:`. A host without any is
    /// a lookup without an answer, and the third of them ends evaluation: mail that arrives over IPv6 fails
    /// SPF, the same mail over IPv4 passes.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @      TXT  "v=spf1 a:web1.example a:web2.example a:web3.example ip6:2001:db8::/32 -all"
    /// web1   A    192.0.2.1
    /// web2   A    192.0.2.2
    /// web3   A    192.0.2.3
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @      TXT  "v=spf1 ip4:192.0.2.0/30 ip6:2001:db8::/32 -all"
    /// ```
    code: "SPF103",
    name: "spf-void-lookups-for-ipv6",
    summary: "SPF with more than 2 void lookups over IPv6",
    breaks: "receivers return permerror for mail that arrives over IPv6 (RFC 7208 sections 4.6.4 and 5.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 7208 section 4.6.4", "RFC 7208 section 5.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Lookups besides the third that are pointed at.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in
        spf_records::usable(mail).filter(|(domain, _)| !spf_records::is_part_of_another(mail, domain))
    {
        let Some(found) = mail.evaluation(domain) else { continue };
        let always = found.voids.iter().filter(|(_, _, void)| *void == Void::Always).count();
        let over_ipv6: Vec<_> = found.voids.iter().filter(|(_, _, void)| *void != Void::ForIpv4).collect();
        let is_told =
            always > VOIDS || found.troubles.iter().any(|(_, _, trouble)| *trouble == Trouble::NoRecord);
        let Some((third, _, _)) = over_ipv6.get(VOIDS).filter(|_| !is_told) else { continue };
        let terms = || said.said.reachable();
        // A sender that an earlier term matches is through before the third.
        let lets_ipv6 =
            terms().any(|term| matches!(term.mechanism(), Some(Mechanism::Ip6(..))) && term.at > third.top);
        if !lets_ipv6 && !found.open.iter().any(|(site, _)| site.top > third.top) {
            continue;
        }
        cx.report_on(said.record, said.part(third.top), |finding| {
            finding.message(format!(
                "SPF of `{}` has {} lookups without an answer for mail over \
                IPv6",
                domain.name,
                over_ipv6.len()
            ));
            finding.here("the third of them, 2 are the most");
            let others = over_ipv6.iter().filter(|(site, _, _)| {
                site.at != third.at && spf_records::is_in(said.record.zone(), site.record)
            });
            for (site, name, _) in others.take(SHOWN) {
                finding.label(site.record.span(site.part()), format!("`{name}` has no AAAA record"));
            }
            finding.help(
                "write the addresses of these hosts as `ip4:`, or put these terms behind those of \
                the senders with IPv6",
            );
        });
    }
}
