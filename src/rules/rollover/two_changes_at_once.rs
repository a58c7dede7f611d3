//! The rule `two-changes-at-once`.

use std::collections::BTreeSet;

use crate::dane::Published;
use crate::finding::Severity;
use crate::rollover::wording::place;
use crate::rollover::{Content, NameFact, Purpose, ServiceTransition, Transition};
use crate::rule::{Check, Cx};
use crate::wire::Timestamp;

declare_rule! {
    /// `TLSA` records change in two ways in one publication.
    ///
    /// That is other keys and other parameters, or records and the alias that leads to them.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// RFC 7671 section 8.4 wants one change at a time. Where something goes wrong nobody can tell which
    /// change it was, and going back takes the wait of both.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// _25._tcp.mail TLSA 3 1 1 6cfc6562…
    /// _25._tcp.mail TLSA 3 1 2 dc025678…
    /// _25._tcp.mail TLSA 3 1 2 43cc83a6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// _25._tcp.mail TLSA 3 1 1 6cfc6562…
    /// ```
    code: "ROL016",
    name: "two-changes-at-once",
    summary: "TLSA records change in two ways at once",
    breaks: "where senders refuse the server nobody knows which change it was, and the way back takes the \
        wait of both",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8.4"],
    since: "0.1.0",
    check: Check::Transition(check),
}

/// The form of a record: usage, selector, matching type.
type Form = (u8, u8, u8);

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        let publish_at = transition.timing.publish_at;
        let (Some(old), Some(new)) =
            (service.records_at(Timestamp(publish_at.0.saturating_sub(1))), service.records_at(publish_at))
        else {
            continue;
        };
        let (old, new) = (service.usable(&old), service.usable(&new));
        let (forms, keys) = (forms_change(&old, &new), keys_change(&old, &new));
        let moves = alias_moves(service, publish_at);
        let what = match (forms, keys, moves) {
            (Some((from, to)), true, _) => {
                format!("`{}` becomes `{}`, and other keys are pinned", text(from), text(to))
            }
            (None, true, true) if !old.is_empty() && !new.is_empty() => {
                "the alias moves, and other keys are pinned".to_owned()
            }
            _ => continue,
        };
        let Some((record, part)) = place(cx.zone, service) else { continue };
        cx.report_on(record, part, |finding| {
            finding.message("TLSA records change in two ways in one publication").here(what);
            finding.help(
                "publish the new keys in the forms that are there first, and change forms or aliases in a \
                later version, or the other way round",
            );
        });
    }
}

/// A form that goes and one that comes, where there are both, and neither set is empty.
fn forms_change(old: &[Published], new: &[Published]) -> Option<(Form, Form)> {
    let forms = |records: &[Published]| {
        records
            .iter()
            .map(|record| (record.usage, record.selector, record.matching))
            .collect::<BTreeSet<Form>>()
    };
    let (old, new) = (forms(old), forms(new));
    Some((*old.iter().next()?, *new.difference(&old).next()?))
}

/// Whether records of one form that both have are not the same.
fn keys_change(old: &[Published], new: &[Published]) -> bool {
    let has_form = |records: &[Published], one: &Published| {
        records.iter().any(|other| {
            (other.usage, other.selector, other.matching) == (one.usage, one.selector, one.matching)
        })
    };
    new.iter().any(|record| has_form(old, record) && !old.contains(record))
}

/// Whether an alias on the way is published anew.
fn alias_moves(service: &ServiceTransition<'_>, publish_at: Timestamp) -> bool {
    let is_alias =
        |name: &&NameFact| name.versions.iter().any(|version| matches!(version.content, Content::Alias(_)));
    let names =
        service.timeline.names.iter().filter(|name| name.purpose == Purpose::Address).filter(is_alias);
    names.flat_map(|name| name.versions.iter().skip(1)).any(|version| version.publish == Some(publish_at))
}

fn text((usage, selector, matching): Form) -> String {
    format!("{usage} {selector} {matching}")
}
