use crate::finding::{Severity, and_more};
use crate::mail::domain::ZoneMail;
use crate::mail::spf_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Record, Rrset};

declare_rule! {
    /// The name and all TXT records of a name with SPF have more than 450 octets together.
    ///
    /// ## Why it breaks
    /// Whoever asks for the SPF record gets all TXT records of the name. An answer of more than 512 octets
    /// does not fit the smallest DNS message; where UDP fragments or TCP are filtered, receivers get no SPF
    /// record in time, and defer the mail.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx -all"
    /// @   TXT  ("token=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    ///           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    ///           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    ///           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    ///           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @       TXT  "v=spf1 mx -all"
    /// _token  TXT  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    /// ```
    code: "SPF015",
    name: "spf-txt-answer-too-large",
    summary: "more than 450 octets of TXT beside SPF",
    breaks: "receivers behind filters for large answers or TCP get no SPF record and defer mail (RFC 7208 \
        section 3.4)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 3.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Octets of the name and its TXT rdata that ought to fit a message of 512.
const MOST: usize = 450;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut found = Vec::new();
    let mut last: Option<Record<'_>> = None;
    for (domain, said) in spf_records::records(mail) {
        let slot =
            domain.own.as_deref().filter(|_| last.is_none_or(|last| last.owner() != said.record.owner()));
        let Some(txt) = slot.and_then(|slot| slot.node.rrset(types::TXT)) else { continue };
        last = Some(said.record);
        let octets = domain.name.borrow_name().wire().len()
            + txt.records().map(|record| record.rdata().len()).sum::<usize>();
        if octets > MOST {
            found.push(((said.record, said.whole()), txt, octets));
        }
    }
    let places: Vec<_> = found.iter().map(|(place, ..)| *place).collect();
    let Some(&((record, _), txt, octets)) = found.first() else { return };
    cx.report_once(&places, "so do these", |more, finding| {
        let what =
            if txt.len() > 1 { format!("{} TXT records", txt.len()) } else { "one TXT record".to_owned() };
        finding.message(format!(
            "{octets} octets in {what} at `{}`{}, {MOST} are the most",
            record.owner(),
            and_more(more)
        ));
        finding.here("comes with all of them");
        if let Some(largest) = largest(txt, record) {
            finding.label(largest.whole(), format!("{} octets", largest.rdata().len()));
        }
        finding.help("delete verification texts that are no longer needed, or shorten the SPF record");
    });
}

/// The largest record besides one.
fn largest<'z>(txt: Rrset<'z>, but: Record<'z>) -> Option<Record<'z>> {
    txt.records()
        .filter(|record| record.id() != but.id())
        .max_by_key(|record| (record.rdata().len(), std::cmp::Reverse(record.id())))
}
