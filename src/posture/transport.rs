//! How mail comes to a domain: hosts, DNSSEC, DANE, MTA-STS, and the reports about it.

use serde::Serialize;

use super::found::MailRecord;
use super::{Health, Inquiry, Subject};
use crate::cert::public_refusal;
use crate::dane::{Judged, Service, VerdictKind};
use crate::dnssec::Security;
use crate::mail::mta_sts::{Mode, Sts as Record};
use crate::mail::provider::{Exchange, exchange_of, provider_of};
use crate::mail::report_uri::ReportUri;
use crate::mail::{Text, tls_rpt};
use crate::resolve::End;
use crate::rr::types;
use crate::wire::{Name, NameRef, excerpt};

/// How a domain takes mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MxKind {
    /// At hosts of MX records.
    Hosts,
    /// Not at all: RFC 7505.
    Null,
    /// At its own addresses, without MX: RFC 5321 section 5.1.
    Implicit,
    /// Not at all: neither MX nor address.
    Nowhere,
    /// Outside the given zones.
    Unknown,
}

/// Hosts that take a domain's mail.
#[derive(Debug, Serialize)]
pub struct Mx {
    /// How it stands.
    pub state: Health,
    /// How the domain takes mail.
    pub kind: MxKind,
    /// The hosts, best preference first.
    pub hosts: Vec<MxHost>,
    /// What senders do.
    pub effect: String,
}

/// One host.
#[derive(Debug, Serialize)]
pub struct MxHost {
    /// Its name.
    pub host: String,
    /// Its preference.
    pub preference: u16,
    /// Its addresses; `None` where they are outside the given zones.
    pub addresses: Option<Vec<String>>,
    /// Whose service it is, where its name tells.
    pub provider: Option<&'static str>,
    /// Whether it has one of the names of Microsoft 365 that are signed.
    #[serde(skip)]
    pub is_signed_exchange: bool,
}

/// What a domain's MX records are worth.
#[derive(Debug, Serialize)]
pub struct Dnssec {
    /// How it stands.
    pub state: Health,
    /// What validating senders make of the MX records.
    pub effect: String,
}

/// Whether hosts are authenticated by TLSA records: RFC 7672.
#[derive(Debug, Serialize)]
pub struct Dane {
    /// How it stands.
    pub state: Health,
    /// `authenticated`, `opportunistic`, `not-checked`, `tls-required` or `refused`.
    pub verdict: &'static str,
    /// The same for each host.
    pub hosts: Vec<DaneHost>,
    /// What senders with DANE do.
    pub effect: String,
}

/// One host as senders with DANE meet it.
#[derive(Debug, Serialize)]
pub struct DaneHost {
    /// Its name.
    pub host: String,
    /// As in [`Dane::verdict`].
    pub verdict: &'static str,
    /// How many TLSA records it has.
    pub records: usize,
    /// Why.
    pub reason: Option<String>,
}

/// MTA-STS.
#[derive(Debug, Serialize)]
pub struct Sts {
    /// How it stands.
    pub state: Health,
    /// The TXT record.
    pub record: Option<String>,
    /// The policy file, where it was given.
    pub policy: Option<StsPolicy>,
    /// What senders with MTA-STS do.
    pub effect: String,
}

/// A policy file held against the MX records.
#[derive(Debug, Serialize)]
pub struct StsPolicy {
    /// The file.
    pub file: String,
    /// `enforce`, `testing` or `none`.
    pub mode: &'static str,
    /// Seconds that senders keep it.
    pub max_age_s: Option<u64>,
    /// MX hosts that it does not list.
    pub refused: Vec<String>,
    /// MX hosts that it lists and whose certificate senders refuse.
    #[serde(skip)]
    pub untrusted: Vec<String>,
}

/// TLS reports.
#[derive(Debug, Serialize)]
pub struct TlsRpt {
    /// How it stands.
    pub state: Health,
    /// The TXT record.
    pub record: Option<String>,
    /// What senders do.
    pub effect: String,
}

impl<'a> Subject<'a> {
    fn addresses(&self, name: NameRef<'_>) -> Option<Vec<String>> {
        let mut found = Vec::new();
        for rtype in [types::A, types::AAAA] {
            match self.inquiry.answers.lookup(name, rtype).end {
                End::Rrset(rrset) => found.extend(rrset.records().map(|record| record.present())),
                End::NoData { .. } | End::NxDomain(_) => {}
                End::Unknown(_) => return None,
            }
        }
        Some(found)
    }

    pub(super) fn mx(&self) -> Mx {
        let of = |state, kind, effect: String| Mx { state, kind, hosts: Vec::new(), effect };
        let rrset = match self.inquiry.answers.lookup(self.domain.borrow_name(), types::MX).end {
            End::Rrset(rrset) => rrset,
            End::Unknown(why) => return of(Health::Unknown, MxKind::Unknown, why.to_string()),
            End::NoData { .. } | End::NxDomain(_) => {
                return match self.addresses(self.domain.borrow_name()) {
                    Some(addresses) if addresses.is_empty() => of(
                        Health::Absent,
                        MxKind::Nowhere,
                        "takes no mail: there is neither an MX record nor an address".to_owned(),
                    ),
                    _ => of(
                        Health::Weak,
                        MxKind::Implicit,
                        format!("no MX record: senders deliver to the addresses of `{}`", self.domain),
                    ),
                };
            }
        };
        let mut targets: Vec<(u16, NameRef<'_>)> = rrset
            .records()
            .filter_map(|mx| Some((mx.u16(types::mx::PREFERENCE)?, mx.name(types::mx::MAIL_EXCHANGE)?)))
            .collect();
        targets.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.canonical_cmp(b.1)));
        targets.dedup();
        if targets.iter().all(|(_, host)| host.is_root()) {
            return of(
                Health::Ok,
                MxKind::Null,
                "takes no mail: a null MX (RFC 7505); senders return mail at once".to_owned(),
            );
        }
        let host = |&(preference, name): &(u16, NameRef<'_>)| MxHost {
            host: name.to_string(),
            preference,
            addresses: self.addresses(name),
            provider: provider_of(name).map(|provider| provider.family.name()),
            is_signed_exchange: exchange_of(name).is_some_and(|(_, exchange)| exchange == Exchange::Secure),
        };
        let hosts: Vec<MxHost> = targets.iter().map(host).collect();
        let without = hosts.iter().filter(|host| host.addresses.as_ref().is_some_and(Vec::is_empty)).count();
        let is_alias = |(_, name): &&(u16, NameRef<'_>)| {
            self.inquiry
                .zones
                .address(*name, Some(self.inquiry.zone))
                .is_some_and(|found| found.name.borrow_name() != *name)
        };
        if let Some((_, name)) = targets.iter().find(is_alias) {
            let effect = format!(
                "`{name}` is an alias, which an MX host must not be (RFC 2181 section 10.3): some senders \
                return the mail"
            );
            return Mx { state: Health::Broken, kind: MxKind::Hosts, hosts, effect };
        }
        let (state, effect) = match (without, hosts.len()) {
            (0, 1) => (Health::Ok, "senders deliver to one host".to_owned()),
            (0, many) => (Health::Ok, format!("senders deliver to {many} hosts, best preference first")),
            (without, all) if without == all => {
                (Health::Broken, "no host has an address: mail is returned at once".to_owned())
            }
            (without, all) => {
                (Health::Weak, format!("{without} of {all} hosts have no address: senders pass them over"))
            }
        };
        Mx { state, kind: MxKind::Hosts, hosts, effect }
    }

    pub(super) fn dnssec(&self, mx: &Mx) -> Dnssec {
        if mx.kind == MxKind::Unknown {
            return Dnssec { state: Health::Unknown, effect: mx.effect.clone() };
        }
        let rtype = if self.dane.is_some() { types::MX } else { types::SOA };
        let security = match (
            self.dane,
            self.inquiry.zones.answer(self.inquiry.zone.name(), rtype, Some(self.inquiry.zone)),
        ) {
            (Some(dane), _) => dane.mx.clone(),
            (None, Ok(answer)) => answer.security,
            (None, Err(why)) => Security::Unknown(why),
        };
        let (state, effect) = match security {
            Security::Secure => {
                (Health::Ok, "signed: validating senders know that nobody forged the MX records".to_owned())
            }
            Security::ToBeSigned => (
                Health::Unknown,
                "the zone file has no signatures; what follows holds if it is signed before it is served"
                    .to_owned(),
            ),
            Security::Insecure(why) => (
                Health::Absent,
                format!("not secure ({why}): who forges MX records gets the mail, and DANE is not used"),
            ),
            Security::Bogus(why) => (
                Health::Broken,
                format!("resolvers answer SERVFAIL ({why}): all mail from validating senders waits"),
            ),
            Security::Unknown(why) => (Health::Unknown, why),
        };
        Dnssec { state, effect }
    }

    /// The service at port 25 of a host, judged.
    pub(super) fn verdict_of(&self, host: &Name) -> Option<&'a Judged<'a>> {
        let service = Service::parse(&format!("_25._tcp.{host}")).ok()?;
        let identity = self.inquiry.zones.identity(&service, Some(self.inquiry.zone));
        self.inquiry.judged.get(&identity).copied()
    }

    pub(super) fn dane_state(&self, mx: &Mx) -> Dane {
        let Some(dane) = self.dane else { return self.dane_without_mx(mx) };
        let state = state_of(dane.kind, dane.hosts.iter().any(|host| host.records > 0));
        let host = |host: &crate::dane::MailHost| DaneHost {
            host: host.name.to_string(),
            verdict: host.kind.as_str(),
            records: host.records,
            reason: match (self.verdict_of(&host.name), &host.tlsa) {
                (Some(judged), _) => Some(judged.verdict.reason.clone()),
                (None, Err(why)) => Some(why.clone()),
                (None, Ok(_)) => None,
            },
        };
        Dane {
            state,
            verdict: dane.kind.as_str(),
            hosts: dane.hosts.iter().map(host).collect(),
            effect: dane.reason.clone(),
        }
    }

    /// The domain is its own host where it has addresses and no MX: RFC 7672 section 2.2.2.
    fn dane_without_mx(&self, mx: &Mx) -> Dane {
        let of = |state, effect: &str| Dane {
            state,
            verdict: VerdictKind::Opportunistic.as_str(),
            hosts: Vec::new(),
            effect: effect.to_owned(),
        };
        match (mx.kind, self.verdict_of(self.domain)) {
            (MxKind::Unknown, _) => {
                Dane { verdict: VerdictKind::NotChecked.as_str(), ..of(Health::Unknown, &mx.effect) }
            }
            (MxKind::Implicit, Some(judged)) => {
                let verdict = judged.verdict.kind;
                let reason = judged.verdict.reason.clone();
                let host = DaneHost {
                    host: self.domain.to_string(),
                    verdict: verdict.as_str(),
                    records: judged.records.len(),
                    reason: None,
                };
                Dane {
                    state: state_of(verdict, !judged.records.is_empty()),
                    verdict: verdict.as_str(),
                    hosts: vec![host],
                    effect: reason,
                }
            }
            (MxKind::Implicit, None) => of(Health::Absent, "the domain has no TLSA record at port 25"),
            _ => of(Health::Absent, "takes no mail, so there is nobody to authenticate"),
        }
    }

    pub(super) fn mta_sts(&self) -> Sts {
        let found = self.found::<Record>("_mta-sts");
        let record = found.shown();
        let of = |state, effect: String| Sts { state, record: record.clone(), policy: None, effect };
        let id = match &found {
            MailRecord::None => {
                return of(Health::Absent, "not announced: senders use TLS where it is offered".to_owned());
            }
            MailRecord::Unknown(why) => return of(Health::Unknown, why.clone()),
            MailRecord::Several(many) => {
                return of(
                    Health::Broken,
                    format!("{many} records: senders take the domain for one without policy"),
                );
            }
            MailRecord::Near(text) => return of(Health::Broken, near("MTA-STS", text)),
            MailRecord::One(_, said) => match said.faults.iter().next() {
                Some(fault) => {
                    return of(Health::Broken, format!("senders ignore the record: {}", fault.detail));
                }
                None => said.id.as_ref().map(|(id, _)| id.clone()).unwrap_or_default(),
            },
        };
        let host = self.domain.borrow_name().prefixed("mta-sts");
        if host
            .as_ref()
            .and_then(|host| self.addresses(host.borrow_name()))
            .is_some_and(|addresses| addresses.is_empty())
        {
            return of(
                Health::Broken,
                format!("`mta-sts.{}` has no address: senders cannot fetch the policy", self.domain),
            );
        }
        let Some(file) =
            self.inquiry.policies.iter().find(|file| file.domain.borrow_name() == self.domain.borrow_name())
        else {
            let domain = self.domain.to_string();
            let domain = domain.trim_end_matches('.');
            let effect = format!(
                "announced (id {id}); give the policy at https://mta-sts.{domain}/.well-known/mta-sts.txt \
                with --mta-sts {domain}=FILE"
            );
            return of(Health::Unknown, effect);
        };
        if let Some(fault) = file.policy.faults.iter().next().filter(|_| !file.policy.is_usable()) {
            return of(Health::Broken, format!("senders cannot use the policy: {}", fault.detail));
        }
        let mode = file.policy.mode.as_ref().map(|(mode, _)| *mode);
        let hosts = self.dane.iter().flat_map(|dane| &dane.hosts);
        let (allowed, left_out): (Vec<_>, Vec<_>) =
            hosts.partition(|host| file.policy.allows(host.name.borrow_name()));
        let refused: Vec<String> = left_out.into_iter().map(|host| host.name.to_string()).collect();
        let untrusted: Vec<(String, String)> =
            allowed.into_iter().filter_map(|host| self.refused_certificate(&host.name)).collect();
        let (mode, state, effect) = policy_effect(mode, &refused, &untrusted);
        let policy = StsPolicy {
            file: file.name.clone(),
            mode,
            max_age_s: file.policy.max_age_s.as_ref().map(|(age, _)| *age),
            refused,
            untrusted: untrusted.into_iter().map(|(host, _)| host).collect(),
        };
        Sts { state, record, policy: Some(policy), effect }
    }

    /// A host, and what senders that honour MTA-STS find wrong with its certificate, where they do.
    fn refused_certificate(&self, host: &Name) -> Option<(String, String)> {
        let Inquiry { inventory, now, limits, .. } = self.inquiry;
        let service = Service::parse(&format!("_25._tcp.{host}")).ok()?;
        let name = host.borrow_name();
        inventory.sent(&service, now).iter().find_map(|chain| {
            let why = public_refusal(&chain.parts, name, now, inventory.roots.as_deref(), limits.path_steps)?;
            Some((host.to_string(), format!("`{host}`, whose certificate in {} {why}", chain.name)))
        })
    }

    pub(super) fn tls_rpt(&self) -> TlsRpt {
        let found = self.found::<tls_rpt::TlsRpt>("_smtp._tls");
        let (state, effect) = match &found {
            MailRecord::None => (Health::Absent, "nobody reports when TLS to the domain fails".to_owned()),
            MailRecord::Unknown(why) => (Health::Unknown, why.clone()),
            MailRecord::Several(many) => (Health::Broken, format!("{many} records: senders report nothing")),
            MailRecord::Near(text) => (Health::Broken, near("TLS-RPT", text)),
            MailRecord::One(text, said) => match said.faults.iter().next() {
                Some(fault) => (Health::Broken, format!("senders ignore the record: {}", fault.detail)),
                None => (Health::Ok, format!("senders report to {}", destinations(text, &said.rua))),
            },
        };
        TlsRpt { state, record: found.shown(), effect }
    }
}

/// What senders make of a policy: its mode, how it stands, and in words. `refused` are the hosts that it does
/// not list, `untrusted` those with a certificate that is refused, and why.
fn policy_effect(
    mode: Option<Mode>,
    refused: &[String],
    untrusted: &[(String, String)],
) -> (&'static str, Health, String) {
    let whose = || untrusted.iter().map(|(_, why)| why.as_str()).collect::<Vec<_>>().join(", ");
    match mode {
        Some(Mode::Enforce) if !refused.is_empty() => (
            "enforce",
            Health::Broken,
            format!("senders do not deliver to {}: the policy does not list them", refused.join(", ")),
        ),
        Some(Mode::Enforce) if !untrusted.is_empty() => (
            "enforce",
            Health::Broken,
            format!("senders do not deliver to {} (RFC 8461 section 4.2)", whose()),
        ),
        Some(Mode::Enforce) => (
            "enforce",
            Health::Ok,
            "senders deliver over authenticated TLS to the listed hosts only, and all MX hosts are listed"
                .to_owned(),
        ),
        Some(Mode::Testing) if !refused.is_empty() => (
            "testing",
            Health::Weak,
            format!(
                "senders report {}, which the policy does not list; enforced, they would not deliver there",
                refused.join(", ")
            ),
        ),
        Some(Mode::Testing) if !untrusted.is_empty() => (
            "testing",
            Health::Weak,
            format!("senders report {}; enforced, they would not deliver there", whose()),
        ),
        Some(Mode::Testing) => ("testing", Health::Weak, "senders only report what fails".to_owned()),
        Some(Mode::None) | None => {
            ("none", Health::Absent, "switched off: senders use TLS where it is offered".to_owned())
        }
    }
}

fn state_of(verdict: VerdictKind, has_records: bool) -> Health {
    match verdict {
        VerdictKind::Authenticated => Health::Ok,
        VerdictKind::Opportunistic if has_records => Health::Weak,
        VerdictKind::Opportunistic => Health::Absent,
        VerdictKind::NotChecked => Health::Unknown,
        VerdictKind::TlsRequired => Health::Weak,
        VerdictKind::Refused => Health::Broken,
    }
}

/// What is said of a text that was meant for a record.
pub(super) fn near(kind: &str, text: &Text) -> String {
    format!("`{}` is no {kind} record to receivers, though it was meant for one", excerpt(text.octets(), 40))
}

/// Destinations of reports.
pub(super) fn destinations(text: &Text, uris: &[ReportUri]) -> String {
    uris.iter().filter(|uri| uri.is_valid()).map(|uri| text.show(uri.at, 80)).collect::<Vec<_>>().join(", ")
}
