//! Verdicts as text and as JSON. Decides nothing.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroU64;

use serde::Serialize;

use crate::dane::{
    Judged, MailDomain, MailHost, Match, Published, Unmatched, Verdict, exchange_online, postfix,
};
use crate::dnssec::Security;
use crate::wire::{Timestamp, printable};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;
/// Columns of the words in front of the lines below a service.
const LABEL: usize = 16;

/// All that is written.
pub struct Verdicts<'a> {
    /// The time of the verdicts.
    pub now: Timestamp,
    /// The services in order.
    pub judged: &'a [Judged<'a>],
    /// The domains that take mail.
    pub domains: &'a [MailDomain],
    /// How many inputs could not be used, and services not judged.
    pub problems: usize,
    /// Symbolic links in directories that were not followed.
    pub links_not_followed: u64,
}

impl Verdicts<'_> {
    /// A line for each service, and why below it.
    ///
    /// # Errors
    /// What `out` says.
    pub fn human(&self, out: &mut dyn Write) -> io::Result<()> {
        let width =
            self.judged.iter().map(|judged| judged.service.owner().to_string().len()).max().unwrap_or(0);
        for judged in self.judged {
            human(judged, width, out)?;
        }
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for judged in self.judged {
            *counts.entry(judged.verdict.kind).or_default() += 1;
        }
        let counts: Vec<String> =
            counts.into_iter().map(|(kind, count)| format!("{count} {}", kind.as_str())).collect();
        if !self.judged.is_empty() && !self.domains.is_empty() {
            writeln!(out)?;
        }
        let width = self.domains.iter().map(|domain| domain.name.to_string().len()).max().unwrap_or(0);
        for domain in self.domains {
            human_domain(domain, width, out)?;
        }
        if self.judged.iter().any(|judged| judged.is_to_be_signed && !judged.records.is_empty()) {
            writeln!(
                out,
                "note: the zone files have no signatures; this holds if they are signed before they are \
                served (otherwise: --unsigned as-is)"
            )?;
        }
        match self.judged.len() {
            0 => writeln!(out, "no service: the zones have no TLSA record, and --cert names none"),
            1 => writeln!(out, "1 service: {}", counts.join(", ")),
            many => writeln!(out, "{many} services: {}", counts.join(", ")),
        }?;
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for domain in self.domains {
            *counts.entry(domain.kind).or_default() += 1;
        }
        let counts: Vec<String> =
            counts.into_iter().map(|(kind, count)| format!("{count} {}", kind.as_str())).collect();
        match self.domains.len() {
            0 => Ok(()),
            1 => writeln!(out, "1 domain with MX: {}", counts.join(", ")),
            many => writeln!(out, "{many} domains with MX: {}", counts.join(", ")),
        }
    }

    /// One object with all services.
    ///
    /// # Errors
    /// What `out` says.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let (services, domains) =
            (self.judged.iter().map(json).collect(), self.domains.iter().map(json_domain).collect());
        let document = JsonDocument {
            version: JSON_VERSION,
            now: self.now.to_string(),
            services,
            domains,
            problems: self.problems,
            links_not_followed: NonZeroU64::new(self.links_not_followed),
        };
        out.write_all(crate::json_text::pretty(&document)?.as_bytes())?;
        writeln!(out)
    }
}

fn human(judged: &Judged<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let Judged { service, verdict, notes, .. } = judged;
    let owner = service.owner().to_string();
    let chain = verdict.chain.as_ref().map(|chain| format!("  {}", printable(chain))).unwrap_or_default();
    let kind = verdict.kind.as_str();
    // Nothing follows the last word, not even blanks.
    let padded = if chain.is_empty() { kind.to_owned() } else { format!("{kind:<13}") };
    writeln!(out, "{owner:<width$}  {padded}{chain}")?;
    let mut line = |label: &str, text: &str| writeln!(out, "  {label:<LABEL$} {}", printable(text));
    line("reason", &verdict.reason)?;
    for Match { record, depth, subject } in &verdict.matched {
        let who = subject
            .as_ref()
            .map_or_else(|| "not sent by the server".to_owned(), |subject| format!("`{subject}`"));
        line("matched", &format!("{} at depth {depth}, {who}", show(judged, *record)))?;
    }
    for Unmatched { record, why } in &verdict.unmatched {
        let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        line("unmatched", &format!("{}{why}", show(judged, *record)))?;
    }
    for (record, why) in &verdict.unusable {
        line("unusable", &format!("{}: {why}", show(judged, *record)))?;
    }
    if service.is_mail_exchange() {
        if let Some(text) = exchange_online(verdict) {
            line("Exchange Online", &text)?;
        }
        if let Some(text) = postfix(verdict) {
            line("Postfix", text)?;
        }
    }
    notes.iter().try_for_each(|note| line("note", note))
}

fn show(judged: &Judged<'_>, record: usize) -> String {
    judged.records.get(record).map(Published::to_string).unwrap_or_default()
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    version: u8,
    now: String,
    services: Vec<JsonService<'a>>,
    domains: Vec<JsonDomain<'a>>,
    problems: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    links_not_followed: Option<NonZeroU64>,
}

#[derive(Serialize)]
struct JsonService<'a> {
    service: String,
    verdict: &'static str,
    chain: Option<&'a str>,
    base: String,
    to_be_signed: bool,
    once_signed: Option<&'static str>,
    matched: Vec<JsonRecord<'a>>,
    unmatched: Vec<JsonRecord<'a>>,
    unusable: Vec<JsonRecord<'a>>,
    not_checked: Vec<String>,
    reason: &'a str,
    exchange_online: Option<String>,
    postfix: Option<&'static str>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonRecord<'a> {
    usage: u8,
    selector: u8,
    matching: u8,
    data: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

fn json<'a>(judged: &'a Judged<'_>) -> JsonService<'a> {
    let Judged { service, records, verdict, notes, .. } = judged;
    let record = |at: usize| {
        let Published { usage, selector, matching, .. } = *records.get(at)?;
        let data = records.get(at).map(Published::hex).unwrap_or_default();
        Some(JsonRecord { usage, selector, matching, data, depth: None, subject: None, why: None })
    };
    let matched = verdict.matched.iter().filter_map(|one| {
        record(one.record).map(|record| JsonRecord {
            depth: Some(one.depth),
            subject: one.subject.as_deref(),
            ..record
        })
    });
    let unmatched = verdict
        .unmatched
        .iter()
        .filter_map(|one| record(one.record).map(|record| JsonRecord { why: one.why.clone(), ..record }));
    let unusable = verdict.unusable.iter().filter_map(|(at, why)| {
        record(*at).map(|record| JsonRecord { why: Some(why.to_string()), ..record })
    });
    let is_mail = service.is_mail_exchange();
    JsonService {
        service: service.owner().to_string(),
        verdict: verdict.kind.as_str(),
        chain: verdict.chain.as_deref(),
        base: judged.base.to_string(),
        to_be_signed: judged.is_to_be_signed,
        once_signed: judged.once_signed.as_ref().map(|verdict| verdict.kind.as_str()),
        matched: matched.collect(),
        unmatched: unmatched.collect(),
        unusable: unusable.collect(),
        not_checked: judged.not_checked(),
        reason: &verdict.reason,
        exchange_online: exchange_online(verdict).filter(|_| is_mail),
        postfix: postfix(verdict).filter(|_| is_mail),
        notes,
    }
}

#[derive(Serialize)]
struct JsonDomain<'a> {
    domain: String,
    verdict: &'static str,
    reason: &'a str,
    mx: JsonSecurity<'a>,
    exchange_online: Option<String>,
    postfix: Option<&'static str>,
    hosts: Vec<JsonHost<'a>>,
}

#[derive(Serialize)]
struct JsonHost<'a> {
    host: String,
    preference: u16,
    verdict: &'static str,
    alias_of: Option<String>,
    base: String,
    address: Option<JsonSecurity<'a>>,
    tlsa: JsonSecurity<'a>,
    records: usize,
    is_without_address: bool,
}

#[derive(Serialize)]
struct JsonSecurity<'a> {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

fn json_domain(domain: &MailDomain) -> JsonDomain<'_> {
    let MailDomain { name, mx, hosts, kind, reason, .. } = domain;
    let (exchange_online, postfix) = senders(domain);
    JsonDomain {
        domain: name.to_string(),
        verdict: kind.as_str(),
        reason,
        mx: json_security(mx),
        exchange_online,
        postfix,
        hosts: hosts.iter().map(json_host).collect(),
    }
}

fn json_host(host: &MailHost) -> JsonHost<'_> {
    let tlsa = host
        .tlsa
        .as_ref()
        .map_or_else(|why| JsonSecurity { state: "unknown", why: Some(why) }, json_security);
    JsonHost {
        host: host.name.to_string(),
        preference: host.preference,
        verdict: host.kind.as_str(),
        alias_of: host.alias.as_ref().map(ToString::to_string),
        base: host.base.to_string(),
        address: host.address.as_ref().map(json_security),
        tlsa,
        records: host.records,
        is_without_address: host.is_without_address,
    }
}

fn json_security(security: &Security) -> JsonSecurity<'_> {
    let (state, why) = state(security);
    JsonSecurity { state, why }
}

/// One word for what an answer is worth, and why.
fn state(security: &Security) -> (&'static str, Option<&str>) {
    match security {
        Security::Secure => ("secure", None),
        Security::ToBeSigned => ("to-be-signed", None),
        Security::Insecure(why) => ("insecure", Some(why)),
        Security::Bogus(why) => ("bogus", Some(why)),
        Security::Unknown(why) => ("unknown", Some(why)),
    }
}

/// What senders make of a domain where one thing decides for all its hosts.
fn senders(domain: &MailDomain) -> (Option<String>, Option<&'static str>) {
    let Some(cause) = &domain.cause else { return (None, None) };
    let verdict = Verdict::without_records(domain.kind, cause.clone(), "");
    (exchange_online(&verdict), postfix(&verdict))
}

fn human_domain(domain: &MailDomain, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let MailDomain { name, mx, hosts, kind, reason, .. } = domain;
    writeln!(out, "{:<width$}  {}", name.to_string(), kind.as_str())?;
    let mut line = |label: &str, text: &str| writeln!(out, "  {label:<LABEL$} {}", printable(text));
    line("reason", reason)?;
    line("MX records", &told(Some(mx)))?;
    for host in hosts {
        let alias = host.alias.as_ref().map(|to| format!(", an alias of `{to}`")).unwrap_or_default();
        let tlsa = match (&host.tlsa, host.records) {
            (Err(why), _) => format!("TLSA records not known: {why}"),
            (Ok(security), 0) => format!("no TLSA record, {}", told(Some(security))),
            (Ok(security), 1) => format!("1 TLSA record, {}", told(Some(security))),
            (Ok(security), many) => format!("{many} TLSA records, {}", told(Some(security))),
        };
        let address = if host.is_without_address { "none".to_owned() } else { told(host.address.as_ref()) };
        line(
            &format!("MX {}", host.preference),
            &format!("`{}`{alias}: {}; addresses {address}; {tlsa}", host.name, host.kind.as_str()),
        )?;
    }
    let (exchange_online, postfix) = senders(domain);
    if let Some(text) = exchange_online {
        line("Exchange Online", &text)?;
    }
    postfix.map_or(Ok(()), |text| line("Postfix", text))
}

/// `secure`; why, where it is not.
fn told(security: Option<&Security>) -> String {
    let Some(security) = security else { return "not known".to_owned() };
    match state(security) {
        (state, None) => state.replace('-', " "),
        (state, Some(why)) => format!("{state} ({why})"),
    }
}
