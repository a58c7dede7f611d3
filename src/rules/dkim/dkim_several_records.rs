use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::mail::{Text, dkim};
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A DKIM selector has more than one `TXT` record.
    ///
    /// ## Why it breaks
    /// A selector has one key. What verifiers do with several records is undefined: some take the first that
    /// arrives, some fail. As the order of records in an answer changes, so does the result. A key that was
    /// split in two records instead of two strings looks like this, too.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// s3._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM001",
    name: "dkim-several-records",
    summary: "several TXT records at a DKIM selector",
    breaks: "verifiers take any one of the records, or fail: the result is undefined (RFC 6376 section \
        3.6.2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.2.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, _, slot) in dkim_records::selectors(mail) {
        let records = dkim_records::records(slot);
        let [first, second, ..] = records.as_slice() else { continue };
        let owner = slot.node.name();
        let is_key = |text: Text| dkim::looks_like_key(text.octets());
        let is_split = records.len() == 2 && is_key(Text::of(*first)) && !is_key(Text::of(*second));
        cx.report_on(*second, Part::Owner, |finding| {
            finding.message(format!("`{owner}` has {} TXT records, a selector has one", records.len()));
            finding.label(first.whole(), "the selector's first TXT record");
            finding.help(if is_split {
                format!("join them as the strings of one record: `{owner} TXT \"v=DKIM1; ...\" \"...\"`")
            } else {
                "keep one TXT record here, and publish the other key under a selector of its own".to_owned()
            });
        });
    }
}
