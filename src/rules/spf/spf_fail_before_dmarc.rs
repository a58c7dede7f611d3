use crate::finding::Severity;
use crate::mail::dmarc::Policy;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Qualifier;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record ends in `-all` where DKIM keys and an enforced DMARC policy would decide.
    ///
    /// Asked on request only: many want it so.
    ///
    /// ## Why it breaks
    /// Some receivers reject at `-all` before they look at DKIM. Mail that was forwarded and has a good DKIM
    /// signature is lost there, and does not appear in DMARC reports.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ~all"
    /// ```
    code: "SPF027",
    name: "spf-fail-before-dmarc",
    summary: "SPF -all beside DKIM and enforced DMARC",
    breaks: "receivers that reject at `-all` lose forwarded mail with a good DKIM signature (RFC 9989 \
        section 7.1)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 7.1"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::usable(mail) {
        let Some((_, all, Qualifier::Fail)) = said.said.all() else { continue };
        let Some(dmarc) = domain.dmarc.as_deref().and_then(|slot| slot.only()) else { continue };
        let is_enforced =
            matches!(dmarc.said.p.as_ref().and_then(|p| p.value), Some(Policy::Quarantine | Policy::Reject));
        let keys = domain.selectors.len();
        // Who sends nothing loses nothing.
        let sends = said.said.terms.len() > 1;
        if !is_enforced || keys == 0 || !sends {
            continue;
        }
        cx.report_on(said.record, said.part(all.at), |finding| {
            finding
                .message(format!("SPF of `{}` ends in `-all`, although DKIM and DMARC decide", domain.name));
            finding
                .label(dmarc.record.span(dmarc.whole()), "tells receivers to act")
                .help("write `~all`, and leave the decision to DMARC");
        });
    }
}
