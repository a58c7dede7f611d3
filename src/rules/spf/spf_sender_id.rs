use crate::finding::{Severity, and_more};
use crate::mail::domain::ZoneMail;
use crate::mail::place::TextKind;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A name has a Sender ID record, `spf2.0/...`.
    ///
    /// ## Why it breaks
    /// Sender ID is historic, and nobody asks for it. The text makes the answer for the SPF record longer,
    /// and is easily taken for a newer version of SPF, which it is not.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx -all"
    /// @   TXT  "spf2.0/pra mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF025",
    name: "spf-sender-id",
    summary: "record of the historic Sender ID",
    breaks: "receivers ignore the text, and a domain with nothing else has no SPF record (RFC 7208 section \
        3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 3.1", "RFC 4406 section 3.1", "RFC 6686 section 5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let slots = || mail.domains.iter().filter_map(|domain| domain.own.as_deref());
    let found = slots().flat_map(|slot| {
        let texts = slot.others.iter().filter(|(_, _, kind)| *kind == TextKind::SenderId);
        texts.map(|(record, text, _)| ((*record, text.part(text.whole())), !slot.texts.is_empty()))
    });
    let (places, has_spf): (Vec<_>, Vec<bool>) = found.unzip();
    let Some((&(first, _), has_spf)) = places.first().zip(has_spf.first()) else { return };
    cx.report_once(&places, "another one", |more, finding| {
        finding.message(format!(
            "a Sender ID record at `{}`{}, which nobody asks for",
            first.owner(),
            and_more(more)
        ));
        finding.help(if *has_spf {
            "delete the record"
        } else {
            "write it as an SPF record: `\"v=spf1 ...\"`"
        });
    });
}
