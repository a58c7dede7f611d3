//! What Exchange Online does with mail to a domain, and what others do with mail that it takes for the
//! domain.

use serde::Serialize;

use super::transport::{Dnssec, Mx, MxKind, Sts};
use super::{Health, Subject};
use crate::dane::{Judged, Verdict, exchange_online, exchange_online_codes};
use crate::mail::provider::Family;

/// How long Exchange Online tries before it returns a message: as documented.
const RETRIES: &str = "after 15 minutes, after 15 more, then hourly; returned to the sender after 24 hours";

/// Both directions.
#[derive(Debug, Serialize)]
pub struct ExchangeOnline {
    /// Mail that Exchange Online sends to the domain: one entry for each MX host, or one for all.
    pub outbound: Vec<Sending>,
    /// Mail that Exchange Online takes for the domain, and senders with DANE.
    pub inbound: String,
}

/// What becomes of mail that Exchange Online sends to a host.
#[derive(Debug, Serialize)]
pub struct Sending {
    /// The host; `None` where one thing decides for all.
    pub host: Option<String>,
    /// In words.
    pub outcome: String,
    /// The codes of its deferrals and non-delivery reports, the temporary one first.
    pub codes: Vec<String>,
    /// When it tries again; `None` where it delivers.
    pub retries: Option<&'static str>,
}

impl Sending {
    fn plain(host: String, outcome: &str) -> Sending {
        Sending { host: Some(host), outcome: outcome.to_owned(), codes: Vec::new(), retries: None }
    }

    /// Also where it cannot be said.
    fn told(host: String, judged: &Judged<'_>) -> Sending {
        let unknown = || Sending::plain(host.clone(), &format!("unknown: {}", judged.verdict.reason));
        Sending::of(Some(host.clone()), &judged.verdict).unwrap_or_else(unknown)
    }

    fn of(host: Option<String>, verdict: &Verdict) -> Option<Sending> {
        let codes = exchange_online_codes(verdict);
        let retries = (!codes.is_empty()).then_some(RETRIES);
        exchange_online(verdict).map(|outcome| Sending { host, outcome, codes, retries })
    }
}

impl Subject<'_> {
    pub(super) fn exchange_online(&self, mx: &Mx, dnssec: &Dnssec, sts: &Sts) -> ExchangeOnline {
        ExchangeOnline { outbound: self.outbound(mx, sts), inbound: inbound(mx, dnssec) }
    }

    fn outbound(&self, mx: &Mx, sts: &Sts) -> Vec<Sending> {
        let Some(dane) = self.dane else {
            let judged = self.verdict_of(self.domain).filter(|_| mx.kind == MxKind::Implicit);
            return judged.map(|judged| Sending::told(self.domain.to_string(), judged)).into_iter().collect();
        };
        if let Some(cause) = &dane.cause {
            return Sending::of(None, &Verdict::without_records(dane.kind, cause.clone(), ""))
                .into_iter()
                .collect();
        }
        let mut all = Vec::new();
        for host in &dane.hosts {
            let name = host.name.to_string();
            let judged = self.verdict_of(&host.name);
            let found = match judged {
                _ if host.is_without_address => Some(Sending::plain(
                    name.clone(),
                    "passes it over: it has no address; where no host has one, mail is returned at once",
                )),
                Some(judged) => Some(Sending::told(name.clone(), judged)),
                None => unjudged(&name, host),
            };
            // Without TLSA records its policy counts.
            let policy = sts.policy.as_ref().filter(|policy| policy.mode == "enforce" && host.records == 0);
            if policy.is_some_and(|policy| policy.untrusted.contains(&name)) {
                let outcome = "5.7.5 the certificate of the host failed MTA-STS validation".to_owned();
                let codes = vec!["4.7.5".to_owned(), "5.7.5".to_owned()];
                all.push(Sending { host: Some(name), outcome, codes, retries: Some(RETRIES) });
            } else if policy.is_some_and(|policy| policy.refused.contains(&name)) {
                let outcome = "5.4.8 MX hosts of the domain failed MTA-STS validation: the policy does not \
                    list this host"
                    .to_owned();
                all.push(Sending {
                    host: Some(name),
                    outcome,
                    codes: vec!["4.4.8".to_owned(), "5.4.8".to_owned()],
                    retries: Some(RETRIES),
                });
            } else {
                all.extend(found);
            }
        }
        all
    }
}

/// A host that has no TLSA records, or none that are known.
fn unjudged(name: &str, host: &crate::dane::MailHost) -> Option<Sending> {
    let of = |outcome: &str| Some(Sending::plain(name.to_owned(), outcome));
    match &host.tlsa {
        Err(_) => of("unknown: its TLSA records are outside the given zones"),
        Ok(crate::dnssec::Security::Bogus(_)) => Some(Sending {
            host: Some(name.to_owned()),
            outcome: "waits: resolvers answer SERVFAIL for its TLSA records, although it may have none"
                .to_owned(),
            codes: [
                "4.7.324 dnssec-invalid",
                "5.7.324 dnssec-invalid",
                "4.4.312 DNS query failed",
                "5.4.312 DNS query failed",
            ]
            .map(str::to_owned)
            .to_vec(),
            retries: Some(RETRIES),
        }),
        Ok(_) => of("delivers, with TLS where it is offered; DANE is not used"),
    }
}

fn inbound(mx: &Mx, dnssec: &Dnssec) -> String {
    let is_microsoft = mx.hosts.iter().any(|host| host.provider == Some(Family::Microsoft365.name()));
    let modern = mx.hosts.iter().any(|host| host.is_signed_exchange);
    if mx.kind == MxKind::Unknown {
        return format!("unknown: {}", mx.effect);
    }
    match (modern, is_microsoft, dnssec.state) {
        (true, _, Health::Ok) => {
            "the MX is below mx.microsoft, and the MX records are signed: senders with DANE use Microsoft's \
            TLSA records"
                .to_owned()
        }
        (true, _, _) => {
            "the MX is below mx.microsoft, but the MX records are not secure: senders do not use DANE until \
            this zone is signed and has a DS"
                .to_owned()
        }
        (false, true, _) => {
            "no DANE: hosts below mail.protection.outlook.com have no DNSSEC; Enable-DnssecForVerifiedDomain \
            gives a host below mx.microsoft"
                .to_owned()
        }
        _ => "does not take mail for this domain".to_owned(),
    }
}
