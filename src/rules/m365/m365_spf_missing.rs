use crate::finding::Severity;
use crate::mail::domain::{MailDomain, Mx, ZoneMail};
use crate::mail::microsoft::{self, Selector};
use crate::mail::microsoft_spf;
use crate::mail::spf::{Mechanism, TermKind};
use crate::mail::spf_records::{self, OwnSpf};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Record;

declare_rule! {
    /// The SPF record of a domain of Microsoft 365 does not include that of Microsoft 365.
    ///
    /// A domain is taken for one where its MX or DKIM selectors are those of Microsoft 365. A record that
    /// includes others outside the given zones may get there by one of them, and is not reported.
    ///
    /// ## Why it breaks
    /// Mail that users of the domain write in Microsoft 365 leaves from its hosts, and fails SPF.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @   MX   0 example.mail.protection.outlook.com.
    /// @   TXT  "v=spf1 ip4:192.0.2.0/24 -all"
    /// autodiscover CNAME autodiscover.outlook.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @   MX   0 example.mail.protection.outlook.com.
    /// @   TXT  "v=spf1 ip4:192.0.2.0/24 include:spf.protection.outlook.com -all"
    /// autodiscover CNAME autodiscover.outlook.com.
    /// ```
    code: "M365-02",
    name: "m365-spf-missing",
    summary: "SPF record that lacks Microsoft 365",
    breaks: "receivers fail mail that the domain sends through Microsoft 365 (RFC 7208 section 5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7208 section 5.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Well-known records that do not include Microsoft 365.
const OTHERS: &[&str] = &[
    "_spf.google.com",
    "_spf.salesforce.com",
    "amazonses.com",
    "mail.zendesk.com",
    "mailgun.org",
    "sendgrid.net",
    "servers.mcsv.net",
    "spf.mandrillapp.com",
    "spf.mtasv.net",
];

/// The networks that Microsoft 365 sends from: first address and prefix length.
const NETWORKS: &[([u8; 4], u8)] =
    &[([40, 92, 0, 0], 15), ([40, 107, 0, 0], 16), ([52, 100, 0, 0], 14), ([104, 47, 0, 0], 17)];

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for own @ (domain, said) in spf_records::usable(mail) {
        let Some((record, part, spf)) = sign(domain) else { continue };
        let is_mx = part == crate::zone::Part::Field(types::mx::MAIL_EXCHANGE);
        // Who says that nobody sends may take mail there all the same.
        let sends =
            said.said.reachable().any(|term| !matches!(term.kind, TermKind::Directive(_, Mechanism::All)));
        if !sends || may_include(mail, own, spf) {
            continue;
        }
        cx.report_on(said.record, said.whole(), |finding| {
            finding.message(format!(
                "SPF of `{}` lacks Microsoft 365, which has its {}",
                domain.name,
                if is_mx { "MX" } else { "DKIM keys" }
            ));
            finding
                .label(record.span(part), "of Microsoft 365")
                .help(format!("add `include:{spf}` before `all`"));
        });
    }
}

/// What shows that a domain is in Microsoft 365, and the record it needs.
fn sign<'a>(domain: &MailDomain<'a>) -> Option<(Record<'a>, crate::zone::Part, &'static str)> {
    if let Mx::Hosts(mx) = domain.mx() {
        let found = mx.records().find_map(|record| {
            Some((
                record,
                crate::zone::Part::Field(types::mx::MAIL_EXCHANGE),
                microsoft_spf::spf_of_mx(record.name(types::mx::MAIL_EXCHANGE)?)?,
            ))
        });
        if found.is_some() {
            return found;
        }
    }
    let aliases = domain.selectors.iter().filter_map(|(_, slot)| slot.alias);
    let key = aliases.into_iter().find(|alias| {
        alias
            .name(types::cname::CANONICAL_NAME)
            .is_some_and(|target| matches!(microsoft::selector(target), Selector::Key { .. }))
    })?;
    Some((key, crate::zone::Part::Field(types::cname::CANONICAL_NAME), "spf.protection.outlook.com"))
}

/// Whether evaluation comes to the record, or may.
fn may_include<'a>(mail: &ZoneMail<'a>, (domain, said): OwnSpf<'_, 'a>, spf: &str) -> bool {
    let plain = |name: &crate::wire::Name| {
        let text = name.to_string().to_ascii_lowercase();
        text.strip_suffix('.').map_or(text.clone(), str::to_owned)
    };
    let is_other = |name: &Option<crate::wire::Name>| {
        name.as_ref().is_some_and(|name| OTHERS.contains(&plain(name).as_str()) && plain(name) != spf)
    };
    let is_misspelt = said.said.reachable().any(|term| microsoft_spf::misspelt_term(term).is_some());
    let has_network = said.said.reachable().any(|term| match term.mechanism() {
        Some(Mechanism::Ip4(address, _)) => NETWORKS.iter().any(|(first, length)| {
            let mask = u32::MAX.checked_shl(32 - u32::from(*length)).unwrap_or(0);
            address.to_bits() & mask == u32::from_be_bytes(*first)
        }),
        // What depends on the message may well be a list of such networks.
        Some(Mechanism::Exists(_)) => true,
        _ => false,
    });
    is_misspelt
        || has_network
        || mail
            .evaluation(domain)
            .is_none_or(|found| found.is_capped || !found.open.iter().all(|(_, name)| is_other(name)))
}
