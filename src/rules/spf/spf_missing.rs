use crate::finding::{Severity, and_more};
use crate::mail::domain::{MailDomain, Mx, ZoneMail};
use crate::mail::microsoft_spf;
use crate::mail::owner;
use crate::mail::spf_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A domain that takes mail, signs it or has a DMARC policy has no SPF record.
    ///
    /// One finding for a zone. A name whose keys are all aliases signs through a service, whose own domain is
    /// in the envelope: it needs no record.
    ///
    /// Names with a null MX are `spf-missing-without-mail`, wildcards `spf-wildcard-missing`.
    ///
    /// ## Why it breaks
    /// The record of the parent does not apply. Large receivers reject or mark mail of domains without SPF,
    /// and anybody can send as the domain.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "hello"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF028",
    name: "spf-missing",
    summary: "mail domain without SPF record",
    breaks: "large receivers reject or mark mail of the domain, and forged mail does not fail SPF (RFC 7208 \
        section 10.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 10.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut open: Vec<(&MailDomain<'_>, &str)> = Vec::new();
    let mut places = Vec::new();
    for domain in &mail.domains {
        let name = domain.name.borrow_name();
        if name.is_wildcard()
            || domain.own.as_deref().is_some_and(|slot| slot.alias.is_some() || spf_records::is_meant(slot))
        {
            continue;
        }
        let Some((record, what)) = reason(domain) else { continue };
        if mail.zone.may_have(name, types::TXT) || spf_records::has_spf(mail.answers, name) != Some(false) {
            continue;
        }
        open.push((domain, what));
        places.push((record, Part::Owner));
    }
    let Some((first, what)) = open.first() else { return };
    cx.report_once(&places, "no SPF record, either", |more, finding| {
        finding.message(match more {
            0 => format!("`{}` {what} and has no SPF record", first.name),
            _ => format!("`{}`{} have no SPF record", first.name, and_more(more)),
        });
        finding.help(format!(
            "add `{} TXT \"v=spf1 {}-all\"` with all hosts that send",
            first.name,
            senders(first)
        ));
    });
}

/// The terms for the hosts that probably send.
fn senders(domain: &MailDomain<'_>) -> String {
    let Mx::Hosts(mx) = domain.mx() else { return String::new() };
    let microsoft = mx.records().find_map(|mx| microsoft_spf::spf_of_mx(mx.name(types::mx::MAIL_EXCHANGE)?));
    microsoft.map_or_else(|| "mx ".to_owned(), |spf| format!("include:{spf} "))
}

/// The record that makes it a mail domain.
fn reason<'a>(domain: &MailDomain<'a>) -> Option<(Record<'a>, &'static str)> {
    match domain.mx() {
        Mx::Hosts(mx) => return Some((mx.first(), "takes mail")),
        Mx::Null(_) => return None,
        Mx::Absent => {}
    }
    // What lacks its final dot is no domain's, as other rules tell. An alias leads to the keys of a service,
    // whose envelope domain is what receivers ask for SPF (RFC 7208 section 2.4).
    let keys = domain
        .selectors
        .iter()
        .filter(|(_, slot)| owner::doubled(slot.node).is_none())
        .find_map(|(_, slot)| slot.texts.first().map(|said| said.record));
    if let Some(record) = keys {
        return Some((record, "signs mail"));
    }
    let dmarc = domain
        .dmarc
        .as_deref()
        .filter(|slot| owner::doubled(slot.node).is_none())
        .and_then(|slot| slot.exact().next())?;
    // A registry's policy is for the names below it.
    (dmarc.said.psd() != Some(true)).then_some((dmarc.record, "has a DMARC policy"))
}
