//! The rule `mta-sts-refuses-certificate`.

use crate::cert::{self, Identity};
use crate::dane::Judged;
use crate::finding::Severity;
use crate::mail::mta_sts;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A certificate matches by `TLSA` usage 3, and the MTA-STS policy of a domain whose mail goes to the
    /// host refuses it.
    ///
    /// ## Why it breaks
    /// DANE asks neither for a name nor for a CA below usage 3. MTA-STS asks for both, and a sender that
    /// looks at both has to be satisfied by both.
    ///
    /// Asked of services whose certificates are given, with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`, and of policies that are given, with `--mta-sts` or `[mta-sts]`.
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
    code: "DNX004",
    name: "mta-sts-refuses-certificate",
    summary: "certificate that DANE takes and MTA-STS refuses",
    breaks: "senders that honour MTA-STS do not deliver, and Exchange Online returns the mail with 5.7.5 \
        (RFC 8461 section 4.2)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 4.2", "RFC 8461 section 2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let host = judged.service.host.borrow_name();
    if !judged.service.is_mail_exchange() || cx.mta_sts.is_empty() {
        return;
    }
    let Some(file) = tls_records::enforced_for(cx.mta_sts, cx.perspective(), host) else {
        return;
    };
    for (verdict, chain) in
        judged.sendable().into_iter().filter(|(verdict, _)| judged.is_by_leaf_alone(verdict))
    {
        let Some(record) = verdict.matched.first().and_then(|one| judged.record(one.record)) else {
            continue;
        };
        let Some(leaf) = cert::leaf(&chain.parts).and_then(|leaf| leaf.certificate.as_ref()) else {
            continue;
        };
        let identity = Identity::of(leaf);
        let why = if leaf.is_self_issued() {
            "is signed by itself".to_owned()
        } else if !identity.covers(host) {
            format!("is for {identity}")
        } else {
            continue;
        };
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("{} {why}, and MTA-STS of `{}` is enforced", chain.name, file.domain))
                .here("matches it, and MTA-STS does not ask for this record")
                .help(format!(
                    "use a certificate for `{}` of a public CA, or write `mode: testing` in {}",
                    mta_sts::bare(host),
                    file.name
                ));
        });
    }
}
