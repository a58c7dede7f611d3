use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_lookups::{LOOKUPS, Trouble};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// Evaluating an SPF record takes eight, nine or ten DNS lookups, or includes that are not given make it
    /// more than ten.
    ///
    /// What an include outside the given zones costs is not known. Reported is a record that breaks the limit
    /// when each of them takes one lookup besides the one that leads there. Checking the zones of the
    /// included records together with this one gives the exact number.
    ///
    /// ## Why it breaks
    /// Ten lookups are the most. A service that adds one include to its own record, or one more term here,
    /// makes the whole record fail, on a day when nobody changed this zone.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  ("v=spf1 a:mx1.example a:mx2.example mx exists:%{i}.spf.example include:a.example.net include:b.example.net "
    ///           "include:c.example.net include:d.example.net -all")
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx include:a.example.net include:b.example.net ip4:192.0.2.0/24 -all"
    /// ```
    code: "SPF006",
    name: "spf-lookups-near-limit",
    summary: "SPF record near the limit of 10 DNS lookups",
    breaks: "receivers return permerror as soon as an included record grows past 10 lookups in all (RFC 7208 \
        section 4.6.4)",
    severity: Severity::Warning,
    rfcs: &["RFC 7208 section 4.6.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Lookups that leave little room.
const NEAR: usize = 8;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::usable(mail) {
        let Some(found) = mail.evaluation(domain).filter(|found| found.known() <= LOOKUPS) else { continue };
        let (known, open) = (found.known(), found.open.len());
        let is_near = known >= NEAR || known + open > LOOKUPS;
        let is_loop = found.troubles.iter().any(|(_, _, trouble)| matches!(trouble, Trouble::Circle(_)));
        if !is_near || is_loop || spf_records::is_part_of_another(mail, domain) {
            continue;
        }
        let Some(last) = found.lookups.last() else { continue };
        cx.report_on(said.record, said.part(last.top), |finding| {
            let at_least = if open > 0 { "at least " } else { "" };
            finding
                .message(format!(
                    "SPF of `{}` takes {at_least}{known} of 10 DNS \
                lookups",
                    domain.name
                ))
                .here("the last of them");
            let outside = match open {
                0 => String::new(),
                1 => "; one include is outside the given zones: check the zone of its record too, for the \
                    exact number"
                    .to_owned(),
                _ => format!(
                    "; {open} includes are outside the given zones: check the zones of their \
                    records too, for the exact number"
                ),
            };
            finding.help(format!("replace a term by the `ip4:` and `ip6:` of its senders{outside}"));
        });
    }
}
