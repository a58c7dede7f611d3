//! The mail posture of one domain: what is published for its mail, and what receivers and senders will make
//! of it. Asks only the zones, certificates and policy files at hand.

mod authentication;
mod exchange;
mod found;
mod prediction;
mod transport;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dane::{Inventory, Judged, MailDomain as DaneDomain, Zones};
use crate::limits::Limits;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::mta_sts::PolicyFile;
use crate::resolve::Perspective;
use crate::rr::types;
use crate::wire::{Name, NameKey, Timestamp};
use crate::zone::{ByName, Zone, ZoneId};

pub use authentication::{Bimi, Dkim, DkimSelector, Dmarc, Lookups, Policies, Spf};
pub use exchange::{ExchangeOnline, Sending};
pub use prediction::Prediction;
pub use transport::{Dane, DaneHost, Dnssec, Mx, MxHost, MxKind, Sts, StsPolicy, TlsRpt};

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Health {
    /// As it should be.
    Ok,
    /// Nothing is published.
    Absent,
    /// Published, and not as strong as it could be.
    Weak,
    /// What decides is outside what was given.
    Unknown,
    /// Published, and it does not do what it is for.
    Broken,
}

impl Health {
    /// One word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Health::Ok => "ok",
            Health::Absent => "absent",
            Health::Weak => "weak",
            Health::Unknown => "unknown",
            Health::Broken => "broken",
        }
    }
}

/// The posture of a domain, a part for each thing that is published.
#[derive(Debug, Serialize)]
pub struct Posture {
    /// The domain, absolute.
    pub domain: String,
    /// The zone that it is in.
    pub zone: String,
    /// Hosts that take its mail.
    pub mx: Mx,
    /// What its MX records are worth.
    pub dnssec: Dnssec,
    /// Whether its hosts are authenticated by TLSA records.
    pub dane: Dane,
    /// MTA-STS: RFC 8461.
    pub mta_sts: Sts,
    /// TLS reports: RFC 8460.
    pub tls_rpt: TlsRpt,
    /// SPF: RFC 7208.
    pub spf: Spf,
    /// DKIM: RFC 6376.
    pub dkim: Dkim,
    /// DMARC: RFC 9989, and RFC 7489 before it.
    pub dmarc: Dmarc,
    /// BIMI.
    pub bimi: Bimi,
    /// What Exchange Online does with mail to the domain, and for it.
    pub exchange_online: ExchangeOnline,
    /// What Microsoft 365 probably writes into the headers of mail from the domain.
    pub prediction: Prediction,
}

impl Posture {
    /// Whether something that is published does not work.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        let states = [
            self.mx.state,
            self.dnssec.state,
            self.dane.state,
            self.mta_sts.state,
            self.tls_rpt.state,
            self.spf.state,
            self.dkim.state,
            self.dmarc.state,
            self.bimi.state,
        ];
        states.contains(&Health::Broken)
    }
}

/// All that a posture is made of.
#[derive(Clone, Copy)]
pub struct Inquiry<'a> {
    /// The zone that the domain is in.
    pub zone: &'a Zone,
    /// What all given zones answer.
    pub answers: Perspective<'a>,
    /// The same with what DNSSEC makes of it.
    pub zones: &'a Zones<'a>,
    /// The mail of that zone.
    pub mail: Option<&'a ZoneMail<'a>>,
    /// The services of the zones by what tells them apart.
    pub judged: &'a BTreeMap<&'a (NameKey, Option<ZoneId>), &'a Judged<'a>>,
    /// The domains of the zones that have MX records.
    pub domains: &'a ByName<Option<&'a DaneDomain>>,
    /// The policy files that were given.
    pub policies: &'a [PolicyFile],
    /// The certificates that were given.
    pub inventory: &'a Inventory,
    /// The time at which the domain is looked at.
    pub now: Timestamp,
    /// Bounds.
    pub limits: &'a Limits,
}

/// The domain that is asked about, with what was looked up for all parts.
struct Subject<'a> {
    domain: &'a Name,
    inquiry: Inquiry<'a>,
    records: Option<&'a MailDomain<'a>>,
    dane: Option<&'a DaneDomain>,
}

impl<'a> Inquiry<'a> {
    /// The posture of a domain of the zone.
    #[must_use]
    pub fn posture(&self, domain: &'a Name) -> Posture {
        let records = self.mail.and_then(|mail| mail.domain(domain.borrow_name()));
        // A wildcard answers for the names below it.
        let mx = self.answers.lookup(domain.borrow_name(), types::MX);
        let owner = mx.rrset().map(|rrset| rrset.owner());
        let dane = [Some(domain.borrow_name()), owner]
            .into_iter()
            .flatten()
            .find_map(|name| *self.domains.get(name)?);
        let subject = Subject { domain, inquiry: *self, records, dane };
        let (mx, spf, dkim, dmarc) = (subject.mx(), subject.spf(), subject.dkim(), subject.dmarc());
        let mta_sts = subject.mta_sts();
        let (dnssec, dane) = (subject.dnssec(&mx), subject.dane_state(&mx));
        Posture {
            domain: domain.to_string(),
            zone: self.zone.name().to_string(),
            exchange_online: subject.exchange_online(&mx, &dnssec, &mta_sts),
            prediction: Prediction::of(&spf, &dkim, &dmarc),
            bimi: subject.bimi(&dmarc),
            tls_rpt: subject.tls_rpt(),
            mx,
            dnssec,
            dane,
            mta_sts,
            spf,
            dkim,
            dmarc,
        }
    }
}
