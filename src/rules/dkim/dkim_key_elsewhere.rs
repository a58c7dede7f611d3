use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::resolve::End;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The `CNAME` of a DKIM selector leads out of the given zones.
    ///
    /// ## Why it breaks
    /// The key is in the hands of whoever has the target: it can be replaced or revoked there without a
    /// change here.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey CNAME s2._domainkey.esp.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// s2._domainkey CNAME s1._domainkey
    /// ```
    code: "DKIM019",
    name: "dkim-key-elsewhere",
    summary: "DKIM key held by somebody else",
    breaks: "nothing of this key can be checked here: its length, whether it is revoked, whether it exists \
        (RFC 6376 section 3.6.2)",
    severity: Severity::Info,
    rfcs: &["RFC 6376 section 3.6.2"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, _, slot) in dkim_records::selectors(mail) {
        let Some(alias) = slot.alias.filter(|_| slot.texts.is_empty()) else { continue };
        if !matches!(mail.answers.lookup(slot.node.name(), types::TXT).end, End::Unknown(_)) {
            continue;
        }
        let Some(target) = alias.name(types::cname::CANONICAL_NAME) else { continue };
        cx.report_on(alias, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            finding.message(format!("the key of `{}` is at `{target}`", slot.node.name()));
            finding
                .here("outside the given zones")
                .help("give the target's zone as well to have the key checked");
        });
    }
}
