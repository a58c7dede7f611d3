//! The rule `mta-sts-refuses-certificate`.

use crate::cert::public_refusal;
use crate::dane::Service;
use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::held;
use crate::mail::mta_sts::{self, Sts};
use crate::mail::tls_records::{self, Presence};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The certificate of an MX host is one that senders refuse under the MTA-STS policy of a domain: it is
    /// for another name, it has ended or not begun, or it is signed by itself.
    ///
    /// ## Why it breaks
    /// MTA-STS asks for a certificate of the MX host's name that a public CA issued. Whether TLSA records
    /// match it does not count: a sender that looks at both has to be satisfied by both.
    ///
    /// Asked of services whose certificates are given, with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`, and of policies that are given, with `--mta-sts` or `[mta-sts]`. Whether a chain leads
    /// to a public CA is checked with `--roots`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 10 mail
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 10 mail
    /// ```
    code: "DNX004",
    name: "mta-sts-refuses-certificate",
    summary: "certificate that MTA-STS refuses",
    breaks: "senders that honour MTA-STS do not deliver, and Exchange Online returns the mail with 5.7.5 \
        (RFC 8461 section 4.2)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 4.2", "RFC 8461 section 2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    if cx.inventory.is_empty() {
        return;
    }
    for held in held::held(mail).filter(|held| held.file.policy.is_enforced()) {
        if !matches!(tls_records::found::<Sts>(mail, held.domain), Presence::Record | Presence::Unknown) {
            continue;
        }
        for (record, host) in held.mx.iter().filter(|(_, host)| held.file.policy.allows(*host)) {
            let Ok(service) = Service::parse(&format!("_25._tcp.{host}")) else { continue };
            let roots = cx.inventory.roots.as_deref();
            let refused = cx.inventory.sent(&service, cx.now).into_iter().find_map(|chain| {
                let why = public_refusal(&chain.parts, *host, cx.now, roots, cx.limits.path_steps)?;
                Some((chain.name, why))
            });
            let Some((chain, why)) = refused else { continue };
            cx.report_on(*record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding
                    .message(format!("{chain} {why}, and MTA-STS of `{}` is enforced", held.file.domain))
                    .here("whose certificate it is, as given")
                    .help(format!(
                        "use a certificate for `{}` of a public CA, or write `mode: testing` in {}",
                        mta_sts::bare(*host),
                        held.file.name
                    ));
            });
        }
    }
}
