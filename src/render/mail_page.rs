//! The pages of mail domains as text and as JSON. Decides nothing.

use std::io::{self, Write};
use std::num::NonZeroU64;

use serde::Serialize;

use crate::posture::{Health, Policies, Posture};
use crate::wire::{Timestamp, printable};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;
/// Columns of the words in front of a line.
const LABEL: usize = 16;

/// All that is written.
pub struct MailPages<'a> {
    /// The time that is looked at.
    pub now: Timestamp,
    /// The domains, in the order they were asked for.
    pub postures: &'a [Posture],
    /// How many inputs could not be used.
    pub problems: usize,
    /// Symbolic links in directories that were not followed.
    pub links_not_followed: u64,
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    version: u8,
    now: String,
    domains: &'a [Posture],
    problems: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    links_not_followed: Option<NonZeroU64>,
}

impl MailPages<'_> {
    /// Lines for people, a page for each domain.
    ///
    /// # Errors
    /// What `out` says.
    pub fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for (at, posture) in self.postures.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            Page { out }.write(posture)?;
        }
        Ok(())
    }

    /// One object.
    ///
    /// # Errors
    /// What `out` says.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let document = JsonDocument {
            version: JSON_VERSION,
            now: self.now.to_string(),
            domains: self.postures,
            problems: self.problems,
            links_not_followed: NonZeroU64::new(self.links_not_followed),
        };
        out.write_all(crate::json_text::pretty(&document)?.as_bytes())?;
        writeln!(out)
    }
}

struct Page<'a> {
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn write(&mut self, posture: &Posture) -> io::Result<()> {
        writeln!(self.out, "{}", posture.domain)?;
        self.transport(posture)?;
        self.authentication(posture)?;
        self.line("Exchange Online", &posture.exchange_online.inbound)?;
        for sending in &posture.exchange_online.outbound {
            let host =
                sending.host.as_ref().map_or_else(|| "the domain".to_owned(), |host| format!("`{host}`"));
            self.line("", &format!("sending to {host}: {}", sending.outcome))?;
            if let Some(retries) = sending.retries {
                self.more(&format!("codes {}; tried again {retries}", sending.codes.join(", ")))?;
            }
        }
        let prediction = &posture.prediction;
        self.line("Microsoft 365", &format!("aligned mail: {}", prediction.aligned))?;
        self.more(&format!("spoofed mail: {}", prediction.spoofed))?;
        self.more(prediction.note)
    }

    fn transport(&mut self, posture: &Posture) -> io::Result<()> {
        let Posture { mx, dnssec, dane, mta_sts, tls_rpt, .. } = posture;
        self.state("MX", mx.state, &mx.effect)?;
        for host in &mx.hosts {
            let addresses = match &host.addresses {
                None => "addresses outside the given zones".to_owned(),
                Some(addresses) if addresses.is_empty() => "no address".to_owned(),
                Some(addresses) => addresses.join(", "),
            };
            let provider = host.provider.map(|provider| format!(" ({provider})")).unwrap_or_default();
            self.more(&format!("{} `{}`{provider}: {addresses}", host.preference, host.host))?;
        }
        self.state("DNSSEC", dnssec.state, &dnssec.effect)?;
        self.state("DANE", dane.state, &dane.effect)?;
        for host in &dane.hosts {
            let records = match host.records {
                0 => "no TLSA record".to_owned(),
                1 => "1 TLSA record".to_owned(),
                many => format!("{many} TLSA records"),
            };
            let reason = host.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            self.more(&format!("`{}` {}, {records}{reason}", host.host, host.verdict))?;
        }
        self.state("MTA-STS", mta_sts.state, &mta_sts.effect)?;
        self.record(mta_sts.record.as_ref())?;
        if let Some(policy) = &mta_sts.policy {
            let age = policy.max_age_s.map(|age| format!(", kept for {age} s")).unwrap_or_default();
            self.more(&format!("policy {}: {}{age}", policy.file, policy.mode))?;
        }
        self.state("TLS-RPT", tls_rpt.state, &tls_rpt.effect)?;
        self.record(tls_rpt.record.as_ref())
    }

    fn authentication(&mut self, posture: &Posture) -> io::Result<()> {
        let Posture { spf, dkim, dmarc, bimi, .. } = posture;
        self.state("SPF", spf.state, &spf.effect)?;
        self.record(spf.record.as_ref())?;
        if let Some(lookups) = spf.lookups {
            let text = match lookups.most {
                Some(most) => format!("{most} of 10 DNS lookups"),
                None => {
                    let includes = if lookups.outside == 1 { "an include leads" } else { "includes lead" };
                    format!(
                        "at least {} of 10 DNS lookups: {includes} outside the given zones",
                        lookups.known
                    )
                }
            };
            self.more(&text)?;
        }
        self.state("DKIM", dkim.state, &dkim.effect)?;
        for key in &dkim.keys {
            self.more(&format!("`{}` {}: {}", key.selector, key.state.as_str(), key.key))?;
        }
        self.state("DMARC", dmarc.state, &dmarc.effect)?;
        self.record(dmarc.record.as_ref())?;
        if let (Some(dkim), Some(spf)) = (dmarc.dkim_alignment, dmarc.spf_alignment) {
            self.more(&format!("alignment: DKIM {dkim}, SPF {spf}"))?;
        }
        if let (Some(new), Some(old)) = (&dmarc.rfc9989, &dmarc.rfc7489) {
            let of = |policies: &Policies| {
                format!("names below {}, missing names {}", policies.subdomains, policies.missing)
            };
            match new == old {
                true => self.more(&of(new))?,
                false => {
                    self.more(&format!("RFC 9989: {}", of(new)))?;
                    self.more(&format!("RFC 7489: {}", of(old)))?;
                }
            }
        }
        self.state("BIMI", bimi.state, &bimi.effect)?;
        self.record(bimi.record.as_ref())
    }

    fn state(&mut self, label: &str, state: Health, effect: &str) -> io::Result<()> {
        self.line(label, &format!("{:<8} {effect}", state.as_str()))
    }

    fn record(&mut self, record: Option<&String>) -> io::Result<()> {
        record.map_or(Ok(()), |record| self.more(record))
    }

    fn more(&mut self, text: &str) -> io::Result<()> {
        self.line("", &format!("{:<8} {text}", ""))
    }

    fn line(&mut self, label: &str, text: &str) -> io::Result<()> {
        let line = format!("  {label:<LABEL$} {}", printable(text));
        writeln!(self.out, "{}", line.trim_end())
    }
}
