//! The rule `tlsa-ca-not-sent`.

use crate::dane::{Cause, Judged};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 2 is of a CA whose certificate the server does not send.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Clients have no store of CAs to take it from: they know the CA by its digest alone and need the
    /// certificate from the server, a root's too. `2 0 0` and `2 1 0`, which hold the whole certificate or
    /// key, are the exception.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _443._tcp.mail TLSA 2 1 1 8ab1a4c6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _443._tcp.mail TLSA 2 1 1 8ab1a4c6…
    /// ```
    code: "CRT003",
    name: "tlsa-ca-not-sent",
    summary: "CA of a TLSA record is not sent by the server",
    breaks: "DANE clients do not connect: Postfix defers mail with 4.7.5, Exchange Online returns it with \
        5.7.323 (RFC 7672 section 3.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 5.2.2", "RFC 7672 section 3.1.2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    for (verdict, chain) in judged.sendable() {
        let Cause::CaNotSent { record, ca, file } = &verdict.cause else { continue };
        let Some(record) = judged.record(*record) else { continue };
        cx.report_on(record, Part::Rdata, |finding| match file {
            Some(file) => {
                finding
                    .message(format!("the CA of this TLSA record is not in {}", chain.name))
                    .here(format!("it is of `{ca}` in {file}"))
                    .help(format!(
                        "append the certificate of `{ca}` to {}, or write the digest of a CA that is in it",
                        chain.name
                    ));
            }
            None => {
                let wanted = judged
                    .wanted(chain)
                    .map(|wanted| format!(", or write `{} TLSA {wanted}`", record.owner()))
                    .unwrap_or_default();
                finding
                    .message(format!("no CA certificate in {} is that of this TLSA record", chain.name))
                    .here(format!("{} ends with one issued by `{ca}`, not sent", chain.name))
                    .help(format!("append the certificate of `{ca}` if the record is its{wanted}"));
            }
        });
    }
}
