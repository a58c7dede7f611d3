//! Where every key, DS, TLSA record and certificate of a zone stands in its rollover: one sentence each, with
//! the times that the model gives. Does no I/O.

mod commands;
mod judgement;
mod keys;
mod overview;
mod services;

pub use commands::{Commands, option};
pub use overview::{Part, overview};

use super::picture::{Picture, Row};
use super::timing::Timing;
use crate::dane::Judged;
use crate::dnssec::Parent;
use crate::limits::Limits;
use crate::wire::Timestamp;
use crate::zone::Zone;

/// All that is said of one zone, or of services in no zone at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The zone; where there is none, the service.
    pub title: String,
    /// What is said of each thing.
    pub items: Vec<Item>,
    /// What is said of all of them.
    pub notes: Vec<String>,
    /// The same as a timeline.
    pub picture: Picture,
}

/// What is said of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// The zone, or the service that it is of.
    pub owner: String,
    /// How it stands.
    pub state: State,
    /// The same in a sentence, without a full stop.
    pub sentence: String,
    /// Since when it is published, where that is known.
    pub since: Option<Timestamp>,
    /// When it may be used from, or taken away: see the sentence.
    pub earliest: Option<Timestamp>,
    /// When it ends.
    pub until: Option<Timestamp>,
    /// What to do about it.
    pub next: Next,
    /// How it is drawn; `None` where there is nothing to draw.
    pub row: Option<Row>,
}

/// What an [`Item`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A key of the zone.
    Key,
    /// A DS record at the parent.
    Ds,
    /// What CDS and CDNSKEY records ask the parent for.
    Cds,
    /// The signatures of the zone.
    Signatures,
    /// A TLSA record.
    Tlsa,
    /// A certificate in service, or a certificate or key that comes next.
    Certificate,
    /// A service as a whole.
    Service,
}

impl Kind {
    /// As JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Key => "key",
            Kind::Ds => "ds",
            Kind::Cds => "cds",
            Kind::Signatures => "signatures",
            Kind::Tlsa => "tlsa",
            Kind::Certificate => "certificate",
            Kind::Service => "service",
        }
    }
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// It is in use.
    Active,
    /// It is published and not in use yet.
    PrePublished,
    /// It is published and in use no more, or of nothing at hand.
    LeftOver,
    /// It comes next and is not published.
    Missing,
    /// It waits for somebody else.
    Waiting,
    /// Nobody looks at it.
    Unused,
    /// Nothing can be said, as the sentence says: "not checked".
    NotChecked,
    /// Somebody fails because of it now.
    Broken,
}

impl State {
    /// As JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            State::Active => "active",
            State::PrePublished => "pre-published",
            State::LeftOver => "left-over",
            State::Missing => "missing",
            State::Waiting => "waiting",
            State::Unused => "unused",
            State::NotChecked => "not-checked",
            State::Broken => "broken",
        }
    }
}

/// What to do about a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// Nothing.
    Nothing,
    /// Make records for the certificates and keys in these files.
    Generate {
        /// The service's owner name.
        service: String,
        /// The chains in service.
        current: Vec<String>,
        /// What comes next.
        next: Vec<String>,
    },
    /// Plan the way to what comes next.
    Plan {
        /// The service's owner name.
        service: String,
        /// The chains in service.
        current: Vec<String>,
        /// What comes next.
        next: String,
        /// Whether it is a certificate, and no key alone.
        is_certificate: bool,
    },
    /// Print DS records for the parent.
    Ds,
    /// Look for what is wrong.
    Check,
}

/// What statuses are made from besides the zone.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'a> {
    /// The time.
    pub now: Timestamp,
    /// What is known of times.
    pub timing: &'a Timing,
    /// Limits.
    pub limits: &'a Limits,
}

impl Inquiry<'_> {
    /// Says how a zone stands, and those of its services that are given. `parent` is what the parent says of
    /// it, if anybody does, and `parent_propagation_s` how many seconds its publications take.
    #[must_use]
    pub fn zone(
        &self,
        zone: &Zone,
        parent: Option<&Parent<'_>>,
        parent_propagation_s: u32,
        services: &[&Judged<'_>],
    ) -> Status {
        let mut items = keys::items(self, zone, parent, parent_propagation_s);
        for judged in services {
            let mut own = services::items(self, judged, Some(zone));
            // Rows of several services are alike but for their service.
            if let [_, _, ..] = services {
                let owner = judged.service.owner().to_string();
                let short = owner.strip_suffix(&format!(".{}", zone.name())).unwrap_or(&owner);
                own.iter_mut()
                    .filter_map(|item| item.row.as_mut())
                    .for_each(|row| row.name = format!("{} {short}", row.name));
            }
            items.extend(own);
        }
        let mut notes = Vec::new();
        if !zone.is_signed() {
            notes.push("keys: the zone is not signed".to_owned());
        } else if parent.is_none() {
            notes
                .push("what DS RRset the parent has is not known: add --parent FILE or --ds FILE".to_owned());
        }
        let has_times = items.iter().any(|item| item.earliest.is_some());
        if has_times {
            notes.push(format!("propagation of the zone: {}", self.timing.propagation(zone)));
        }
        if has_times && self.timing.published_at.is_none() {
            notes.push(
                "since when the zone is as it is, is not known, and waits are counted from now: add \
                --published-at TIME"
                    .to_owned(),
            );
        }
        if self.timing.safety_s > 0 && has_times {
            notes.push(format!("every wait has {} s on top, as --safety says", self.timing.safety_s));
        }
        self.status(zone.name().to_string(), items, notes)
    }

    /// Says how a service stands that is in no zone at hand.
    #[must_use]
    pub fn service(&self, judged: &Judged<'_>) -> Status {
        let items = services::items(self, judged, None);
        self.status(judged.service.owner().to_string(), items, Vec::new())
    }

    fn status(&self, title: String, items: Vec<Item>, notes: Vec<String>) -> Status {
        let rows = items.iter().filter_map(|item| item.row.clone()).collect();
        Status { picture: Picture { title: title.clone(), now: self.now, rows }, title, items, notes }
    }

    /// Since when what is published is counted to be so.
    fn counted_from(&self) -> Timestamp {
        self.timing.published_at.unwrap_or(self.now)
    }
}

impl Status {
    /// What nothing could be said of.
    pub fn not_checked(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.state == State::NotChecked)
    }

    /// Whether somebody fails now.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.items.iter().any(|item| item.state == State::Broken)
    }
}

impl Item {
    /// One with nothing but a sentence.
    fn new(kind: Kind, owner: impl Into<String>, state: State, sentence: impl Into<String>) -> Item {
        let next = if state == State::Broken { Next::Check } else { Next::Nothing };
        Item {
            kind,
            owner: owner.into(),
            state,
            sentence: sentence.into(),
            since: None,
            earliest: None,
            until: None,
            next,
            row: None,
        }
    }
}
