//! The rule `rollover-not-checked`.

use crate::finding::Severity;
use crate::rollover::wording::{key_place, place};
use crate::rollover::{KeyError, Transition};
use crate::rule::{Check, Cx};

declare_rule! {
    /// What changes could not be looked at: several keys share a tag, or versions have too many combinations.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// Nothing need be wrong, but nobody looked.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 kXgP3vORLONU…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 yh/SeabUD2q8…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    code: "ROL019",
    name: "rollover-not-checked",
    summary: "what changes could not be looked at",
    breaks: "a gap in the rollover would not be told",
    severity: Severity::Warning,
    rfcs: &["RFC 4034 section 5.3"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    if let Some((error, (record, part))) =
        transition.keys.as_ref().and_then(|keys| keys.error.as_ref()).zip(key_place(cx.zone))
    {
        let (why, help) = match error {
            KeyError::SharedTag(tag) => (
                format!("several keys are {tag}: signatures do not say which one signs"),
                "make a key with a tag of its own".to_owned(),
            ),
            KeyError::Model(error) => {
                (error.to_string(), "give fewer published versions, in the order of their times".to_owned())
            }
        };
        cx.report_on(record, part, |finding| {
            finding.message("the change of keys was not looked at").here(why).help(help);
        });
    }
    for service in &transition.services {
        if let (Some(error), Some((record, part))) = (&service.error, place(cx.zone, service)) {
            cx.report_on(record, part, |finding| {
                finding.message(format!(
                    "the change of `{}` was not looked at",
                    service.timeline.service.owner()
                ));
                finding
                    .here(error.to_string())
                    .help("give fewer published versions, in the order of their times");
            });
        }
    }
}
