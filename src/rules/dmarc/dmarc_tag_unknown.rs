use std::cmp::Ordering;

use crate::finding::Severity;
use crate::mail::dmarc::NAMES;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;

declare_rule! {
    /// A DMARC record has a tag that neither RFC 9989 nor RFC 7489 knows.
    ///
    /// ## Why it breaks
    /// Unknown tags are ignored. Most often one is a misspelt tag, of which the default then applies.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; akdim=s; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; adkim=s; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC010",
    name: "dmarc-tag-unknown",
    summary: "DMARC tag that nobody knows",
    breaks: "receivers ignore the tag and whatever it was to say (RFC 9989 section 4.7)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.7"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        for tag in &found.dmarc().unknown {
            cx.report_on(found.said.record, found.said.part(tag.at), |finding| {
                let name = excerpt(tag.key.as_bytes(), 30);
                finding.message(format!("DMARC of `{}` has the unknown tag `{name}`", found.domain.name));
                finding.help(match nearest(&tag.key) {
                    Some(near) => format!("write `{near}` if that was meant, or remove the tag"),
                    None => "remove the tag".to_owned(),
                });
            });
        }
    }
}

/// The tag that differs in one letter more, less, or other.
fn nearest(name: &str) -> Option<&'static str> {
    let (name, long) = (name.as_bytes(), |known: &&&str| known.len() > 2);
    NAMES.iter().filter(long).copied().find(|known| {
        let known = known.as_bytes();
        let same = known.iter().zip(name).take_while(|(a, b)| a == b).count();
        let tail = |text: &[u8], from: usize| text.get(from..).unwrap_or_default().to_vec();
        match name.len().cmp(&known.len()) {
            Ordering::Equal => tail(name, same + 1) == tail(known, same + 1) || is_swapped(name, known, same),
            Ordering::Greater => name.len() == known.len() + 1 && tail(name, same + 1) == tail(known, same),
            Ordering::Less => name.len() + 1 == known.len() && tail(name, same) == tail(known, same + 1),
        }
    })
}

/// Whether two words differ in two neighbours that changed places, the first of them at `at`.
fn is_swapped(a: &[u8], b: &[u8], at: usize) -> bool {
    let rest = |text: &[u8]| text.get(at + 2..).unwrap_or_default().to_vec();
    a.get(at) == b.get(at + 1) && a.get(at + 1) == b.get(at) && rest(a) == rest(b)
}
