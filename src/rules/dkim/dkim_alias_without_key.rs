use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::record::missing_dot;
use crate::resolve::End;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part};

declare_rule! {
    /// The `CNAME` of a DKIM selector leads to a name in the given zones that has no `TXT` record, or does
    /// not exist.
    ///
    /// ## Why it breaks
    /// The key is looked for at the target. Where that has records of other types only, or does not exist in
    /// its zone, there is none.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey CNAME keys
    /// keys A 192.0.2.26
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// s2._domainkey CNAME s1._domainkey
    /// ```
    code: "DKIM018",
    name: "dkim-alias-without-key",
    summary: "DKIM selector is an alias of a name without a key",
    breaks: "verifiers follow the alias and find no key: every signature with this selector fails (RFC 6376 \
        section 6.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 6.1.2", "RFC 1034 section 3.6.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, _, slot) in dkim_records::selectors(mail) {
        let Some(alias) = slot.alias.filter(|_| slot.texts.is_empty() && slot.others.is_empty()) else {
            continue;
        };
        let Some(target) = alias.name(types::cname::CANONICAL_NAME) else { continue };
        // A target that lacks its final dot has rules of its own.
        if missing_dot::in_field(alias, 0).is_some()
            || !matches!(
                mail.answers.lookup(slot.node.name(), types::TXT).end,
                End::NoData { .. } | End::NxDomain(_)
            )
        {
            continue;
        }
        cx.report_on(alias, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            let what = match mail.zone.lookup(target) {
                Lookup::NxDomain => "does not exist",
                _ => "has no TXT record",
            };
            finding.message(format!("`{}` leads to `{target}`, which {what}", slot.node.name()));
            finding.help(format!("publish the key at `{target}`, or remove the selector"));
        });
    }
}
