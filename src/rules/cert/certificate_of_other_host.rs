//! The rule `certificate-of-other-host`.

use crate::cert::Identity;
use crate::dane::{Cause, Judged};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 2 matches the CA, and the certificate is for another host.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// A CA issues to many, so below usage 2 the name counts: the certificate must be for the host in the
    /// name of the `TLSA` record or for the domain whose mail it takes. Usage 3 asks for no name.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _443._tcp.mail TLSA 2 1 1 745d4edb…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _443._tcp.mail TLSA 2 1 1 745d4edb…
    /// ```
    code: "CRT005",
    name: "certificate-of-other-host",
    summary: "certificate below the CA of a TLSA is for another host",
    breaks: "DANE clients do not connect: Postfix defers mail with 4.7.5, Exchange Online returns it with \
        5.7.325 (RFC 7672 section 3.2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 5.2", "RFC 7672 section 3.2.1"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    for (verdict, chain) in judged.sendable().into_iter().filter(|(verdict, _)| verdict.cause == Cause::Name)
    {
        let Some(record) = judged.failed_anchor(verdict) else { continue };
        let identity = crate::cert::leaf(&chain.parts)
            .and_then(|leaf| leaf.certificate.as_ref())
            .map(Identity::of)
            .unwrap_or_default();
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("{} is for {identity}, not for `{}`", chain.name, judged.base))
                .here("of its CA, and so the name counts");
            let wanted = judged
                .wanted(chain)
                .map(|wanted| format!(", or write `{} TLSA {wanted}`", record.owner()))
                .unwrap_or_default();
            finding.help(format!(
                "have a certificate issued for `{}`{wanted}",
                judged.base.to_string().trim_end_matches('.')
            ));
        });
    }
}
