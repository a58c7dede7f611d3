use crate::finding::Severity;
use crate::mail::Extent;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Mechanism;
use crate::mail::spf_lookups::{Evaluation, Site, Trouble, VOIDS, Void};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};
use crate::wire::Name;

declare_rule! {
    /// For senders with an IPv6 address an SPF record has more than two lookups without an answer.
    ///
    /// Reported where the record lets IPv6 hosts send, or includes records outside the given zones, which
    /// may.
    ///
    /// ## Why it breaks
    /// When a message comes over IPv6, receivers ask for the AAAA records of each `a:`, and some of them count
    /// each host of an `mx` too (pyspf, mailauth). A host without any is a lookup without an answer, and the
    /// third of them ends evaluation: mail that arrives over IPv6 fails SPF, the same mail over IPv4 passes.
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
        let is_told =
            always > VOIDS || found.troubles.iter().any(|(_, _, trouble)| *trouble == Trouble::NoRecord);
        // A sender that an earlier term matches is through before the third.
        let lets_ipv6 = |third: Extent| {
            said.said
                .reachable()
                .any(|term| matches!(term.mechanism(), Some(Mechanism::Ip6(..))) && term.at > third)
        };
        let all = over_ipv6(found, |_| false);
        let is_open = |third: Extent| found.open.iter().any(|(site, _)| site.top > third);
        let by_all = all.get(VOIDS).filter(|(third, _, _)| lets_ipv6(third.top) || is_open(third.top));
        // The hosts of an `mx` are all looked up, also for mail from the first of them; what is outside the
        // given zones does not say whether anybody sends over IPv6.
        let with_hosts = over_ipv6(found, |site| counts_hosts(found, site));
        let is_dual = |third: Extent| found.over_ipv6.iter().any(|site| site.top >= third);
        let by_hosts =
            || with_hosts.get(VOIDS).filter(|(third, _, _)| lets_ipv6(third.top) || is_dual(third.top));
        let (over_ipv6, third) = match (by_all, by_hosts()) {
            _ if is_told => continue,
            (Some((third, _, _)), _) => (&all, third),
            (None, Some((third, _, _))) => (&with_hosts, third),
            (None, None) => continue,
        };
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

type Voids<'f, 'z> = Vec<&'f (Site<'z>, Name, Void)>;

/// The lookups without an answer for mail over IPv6, those of the hosts of some `mx` terms included.
fn over_ipv6<'f, 'z>(found: &'f Evaluation<'z>, has_hosts: impl Fn(&Site<'z>) -> bool) -> Voids<'f, 'z> {
    let counts = |(site, _, void): &&(Site<'z>, Name, Void)| match void {
        Void::Always | Void::ForIpv6 => true,
        Void::Host { ipv6, .. } => *ipv6 && has_hosts(site),
        Void::ForIpv4 => false,
    };
    found.voids.iter().filter(counts).collect()
}

/// Whether the hosts of an `mx` are counted: some have IPv6 addresses, or so many have none that nothing else
/// is needed.
fn counts_hosts(found: &Evaluation<'_>, mx: &Site<'_>) -> bool {
    let is_same = |site: &Site<'_>| site.at == mx.at && site.record.id() == mx.record.id();
    let without = found
        .voids
        .iter()
        .filter(|(site, _, void)| matches!(void, Void::Host { ipv6: true, .. }) && is_same(site));
    found.over_ipv6.iter().any(is_same) || without.count() > VOIDS
}
