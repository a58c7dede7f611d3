//! The rule `tlsa-out-of-use`.

use crate::dane::{Judged, VerdictKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 3 matches neither a certificate of the server nor a key that is given as
    /// next.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Nothing breaks. It may be the record of the key before, which can go once resolvers have forgotten the
    /// answers from before the change. Until then, who has the old key can pass for the server. Only said
    /// where next keys are given.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// TLSA 3 1 1 44c4e1b1…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// TLSA 3 1 1 6cfc6562…
    /// ```
    code: "CRT012",
    name: "tlsa-out-of-use",
    summary: "TLSA record is of no certificate and no next key",
    breaks: "whoever has the key of this record can pass for the server (RFC 7671 section 8.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7671 section 8.1"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let Some(served) =
        judged.served.as_ref().filter(|served| !served.next.is_empty() && served.unread.is_empty())
    else {
        return;
    };
    let [verdict] = judged.each.as_slice() else { return };
    // What the user lists may be less than what the server has where the chains are found by their names.
    if verdict.kind != VerdictKind::Authenticated || served.is_stored {
        return;
    }
    for unmatched in &verdict.unmatched {
        let (Some(record), Some(published)) =
            (judged.record(unmatched.record), judged.records.get(unmatched.record))
        else {
            continue;
        };
        // Records of a certificate to come cannot be known by its key, and what is explained is in use
        // elsewhere.
        let is_of_next = unmatched.why.is_some()
            || published.selector == 0
                && served.next.iter().any(|next| next.parts.iter().all(|part| part.certificate.is_none()));
        if published.usage != 3 || is_of_next {
            continue;
        }
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!(
                    "this TLSA record is of no certificate and no next key of `{}`",
                    judged.service.host
                ))
                .here("of a key before, or of an unknown one")
                .help(format!(
                    "remove the record once the change of keys is {} past, twice its TTL",
                    duration_text(u64::from(record.ttl()).saturating_mul(2))
                ));
        });
    }
}
