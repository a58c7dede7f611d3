//! The rule `host-not-in-certificate`.

use crate::cert::Identity;
use crate::dane::Judged;
use crate::finding::Severity;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 3 matches a certificate that a CA issued for other hosts.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// DANE asks for no name below usage 3. MTA-STS, and clients without DANE, do: for them it is the wrong
    /// certificate. Nothing is said of self-signed certificates, which they refuse anyway.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    code: "CRT010",
    name: "host-not-in-certificate",
    summary: "certificate is for another host",
    breaks: "senders that use MTA-STS, and clients without DANE, refuse the certificate (RFC 8461 section \
        4.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7671 section 5.1", "RFC 8461 section 4.2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    // Where MTA-STS is enforced, that is `mta-sts-refuses-certificate`.
    let host = judged.service.host.borrow_name();
    let is_mail = judged.service.is_mail_exchange();
    if is_mail && tls_records::enforced_for(cx.mta_sts, cx.perspective(), host).is_some() {
        return;
    }
    for (verdict, chain) in
        judged.sendable().into_iter().filter(|(verdict, _)| judged.is_by_leaf_alone(verdict))
    {
        let Some(record) = verdict.matched.first().and_then(|one| judged.record(one.record)) else {
            continue;
        };
        let leaf = crate::cert::leaf(&chain.parts).and_then(|leaf| leaf.certificate.as_ref());
        let Some(leaf) = leaf.filter(|leaf| !leaf.is_self_issued()) else { continue };
        let identity = Identity::of(leaf);
        let hosts = judged
            .names
            .base
            .iter()
            .chain(&judged.names.next_hops)
            .chain(std::iter::once(&judged.service.host));
        if hosts.into_iter().any(|host| identity.covers(host.borrow_name())) {
            continue;
        }
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("{} is for {identity}, not for `{}`", chain.name, judged.service.host))
                .here("matches it, whatever the name")
                .help(format!(
                    "have the next certificate issued for `{}`",
                    judged.service.host.to_string().trim_end_matches('.')
                ));
        });
    }
}
