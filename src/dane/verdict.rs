//! What a client does with TLSA records and the certificates that a server sends: RFC 7671, RFC 7672. Looks
//! nothing up and reads no clock.

use std::collections::BTreeMap;

use super::hint::{self, Known};
use super::{Matching, Parameters, Pkix, Published, Selector, Tlsa, Unusable, Usage};
use crate::cert::{
    Anchor, Certificate, Identity, PathBudget, PathFault, PublicPart, Roots, verify_path, verify_path_over,
};
use crate::limits::Limits;
use crate::wire::{Name, Timestamp};

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum VerdictKind {
    /// A record matches: the server is authenticated.
    Authenticated,
    /// DANE does not apply: TLS where it is offered, nobody authenticated.
    Opportunistic,
    /// Something is missing that decides.
    NotChecked,
    /// No record is usable: TLS or no connection, nobody authenticated.
    TlsRequired,
    /// Records are usable and none matches: no connection.
    Refused,
}

impl VerdictKind {
    /// As tables and JSON have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            VerdictKind::Authenticated => "authenticated",
            VerdictKind::Opportunistic => "opportunistic",
            VerdictKind::NotChecked => "not-checked",
            VerdictKind::TlsRequired => "tls-required",
            VerdictKind::Refused => "refused",
        }
    }

    /// Whether a record that alone has this verdict is of the chain, or may be: its data are, and the path to
    /// its CA could not be judged.
    #[must_use]
    pub fn may_match(self) -> bool {
        match self {
            VerdictKind::Authenticated | VerdictKind::NotChecked => true,
            VerdictKind::Opportunistic | VerdictKind::TlsRequired | VerdictKind::Refused => false,
        }
    }
}

/// What decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The zone is not signed, so that nobody looks at its TLSA records.
    Unsigned,
    /// Resolvers answer SERVFAIL for the TLSA records.
    Bogus,
    /// Resolvers answer SERVFAIL for the MX records.
    BogusMx,
    /// Resolvers answer SERVFAIL for the addresses.
    BogusAddress,
    /// The server does not offer TLS.
    NoStarttls,
    /// There is no TLSA record.
    NoRecord,
    /// No record is usable.
    AllUnusable,
    /// Something was not given.
    Missing,
    /// A record matches.
    Match,
    /// A record matches, and the server's certificate has ended, which DANE ignores.
    MatchExpired,
    /// A record matches, and the server's certificate has not begun, which DANE ignores.
    MatchNotYetValid,
    /// Only records match whose clients validate with trust anchors of their own.
    Pkix,
    /// No record matches.
    NoMatch,
    /// No record matches, and one is of a CA above the chain that the server does not send.
    CaNotSent {
        /// Its place in [`Case::records`].
        record: usize,
        /// The CA's common name; where the record is of no file at hand, that of who issued the last
        /// certificate sent.
        ca: String,
        /// The file that has the CA.
        file: Option<String>,
    },
    /// A record matches that clients do not look at: one of the same usage and selector has a stronger
    /// digest.
    Shadowed {
        /// Its place in [`Case::records`].
        record: usize,
    },
    /// A trust anchor matches, and no path leads to it.
    Path(PathFault),
    /// A trust anchor matches, and the certificate is another host's.
    Name,
}

impl Cause {
    /// Whether clients may go on to verify what could not be verified here.
    fn is_unsure(&self) -> bool {
        matches!(self, Cause::Path(PathFault::Unsupported(_)))
    }
}

/// The certificates that a server sends, its own first.
#[derive(Debug, Clone, Copy)]
pub struct Chain<'a> {
    /// As messages call it.
    pub name: &'a str,
    /// The certificates; keys among them are passed over.
    pub parts: &'a [PublicPart],
}

/// The names that a certificate below a trust anchor may have: RFC 7672 section 3.2.2.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The TLSA base domain, and what it is an alias of: each of them will do.
    pub base: Vec<Name>,
    /// Domains whose mail goes there, or whose SRV records name it: clients that come for one accept its name
    /// too.
    pub next_hops: Vec<Name>,
}

/// One service.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Its TLSA RRset.
    pub records: &'a [Published],
    /// What the server may send; several where it has certificates of several algorithms.
    pub chains: &'a [Chain<'a>],
    /// Whose certificate it has to be.
    pub names: &'a Names,
    /// When.
    pub at: Timestamp,
    /// What clients do with usages 0 and 1.
    pub pkix: Pkix<'a>,
    /// What records that match nothing may be of.
    pub known: &'a [Known<'a>],
}

/// A record that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its place in [`Case::records`].
    pub record: usize,
    /// Which certificate of the path: 0 is the server's own, 1 its issuer's.
    pub depth: usize,
    /// That certificate's subject; `None` where the record itself is the trust anchor, which the server does
    /// not send.
    pub subject: Option<String>,
}

/// A usable record that does not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// Its place in [`Case::records`].
    pub record: usize,
    /// What is known of it.
    pub why: Option<String>,
}

/// What becomes of a service, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How connections end.
    pub kind: VerdictKind,
    /// What decided.
    pub cause: Cause,
    /// The chain that it is about, the worst of several.
    pub chain: Option<String>,
    /// Records that match.
    pub matched: Vec<Match>,
    /// Records that are usable and do not match.
    pub unmatched: Vec<Unmatched>,
    /// Records that clients drop.
    pub unusable: Vec<(usize, Unusable)>,
    /// The cause in words: one clause.
    pub reason: String,
}

impl Verdict {
    /// A verdict about no record.
    #[must_use]
    pub fn without_records(kind: VerdictKind, cause: Cause, reason: impl Into<String>) -> Verdict {
        Verdict {
            kind,
            cause,
            chain: None,
            matched: Vec::new(),
            unmatched: Vec::new(),
            unusable: Vec::new(),
            reason: reason.into(),
        }
    }
}

/// Judges one service. Unusable records are dropped before the strongest digest is chosen: a digest cut short
/// must not shadow a whole one. Of several chains the worst counts.
#[must_use]
pub fn judge(case: &Case<'_>) -> Verdict {
    judge_each(case, Limits::default().path_steps).0
}

/// Judges one service, then each of its chains in order; those only where a record is usable. `path_steps` is
/// [`Limits::path_steps`]; paths that are left to be found after those are not checked.
#[must_use]
pub fn judge_each(case: &Case<'_>, path_steps: u64) -> (Verdict, Vec<Verdict>) {
    let budget = PathBudget::new(path_steps);
    if case.records.is_empty() {
        let reason =
            "there is no TLSA record; connections use TLS where it is offered and authenticate nobody";
        return (Verdict::without_records(VerdictKind::Opportunistic, Cause::NoRecord, reason), Vec::new());
    }
    let (mut usable, mut unusable) = (Vec::new(), Vec::new());
    for (at, record) in case.records.iter().enumerate() {
        match record.usable(case.pkix) {
            Ok(tlsa) => usable.push((at, tlsa)),
            Err(why) => unusable.push((at, why)),
        }
    }
    if usable.is_empty() {
        let reason =
            "no record is usable; clients insist on TLS and authenticate nobody (RFC 7672 section 2.2)";
        return (
            Verdict {
                unusable,
                ..Verdict::without_records(VerdictKind::TlsRequired, Cause::AllUnusable, reason)
            },
            Vec::new(),
        );
    }
    let strongest = Strongest::of(&usable);
    let judge = |chain: &Chain<'_>| Verdict {
        unusable: unusable.clone(),
        ..Judge { case, chain: *chain, usable: &usable, strongest: &strongest, budget: &budget }.judge()
    };
    let each: Vec<Verdict> = case.chains.iter().map(judge).collect();
    let worst = worst(each.iter()).cloned().unwrap_or_else(|| {
        let unmatched = usable
            .iter()
            .map(|(record, _)| Unmatched { record: *record, why: Some("not compared".to_owned()) })
            .collect();
        let reason = "no certificate is given for it";
        Verdict {
            unmatched,
            unusable,
            ..Verdict::without_records(VerdictKind::NotChecked, Cause::Missing, reason)
        }
    });
    (worst, each)
}

/// The first of the worst verdicts. A date that only some look at is worse than none.
pub(super) fn worst<'v>(each: impl DoubleEndedIterator<Item = &'v Verdict>) -> Option<&'v Verdict> {
    // `max_by_key` gives the last.
    each.rev().max_by_key(|verdict| (verdict.kind, verdict.cause != Cause::Match))
}

/// Whether clients look at a record of usage 3, or of usage 1 where they have a use for it, that is of this
/// certificate or key.
#[must_use]
pub fn pins(records: &[Published], part: &PublicPart, pkix: Pkix<'_>) -> bool {
    let usable: Vec<(usize, Tlsa)> =
        records.iter().enumerate().filter_map(|(at, record)| Some((at, record.usable(pkix).ok()?))).collect();
    let strongest = Strongest::of(&usable);
    usable.iter().any(|(_, tlsa)| {
        !tlsa.parameters.usage.is_trust_anchor() && strongest.keeps(tlsa) && selects(tlsa, part)
    })
}

/// The strongest digest of each usage and selector among usable records.
struct Strongest(BTreeMap<(Usage, Selector), Matching>);

impl Strongest {
    fn of(usable: &[(usize, Tlsa)]) -> Strongest {
        let mut strongest = BTreeMap::new();
        for Parameters { usage, selector, matching } in usable.iter().map(|(_, tlsa)| tlsa.parameters) {
            let found = strongest.entry((usage, selector)).or_insert(matching);
            *found = matching.max(*found);
        }
        Strongest(strongest)
    }

    /// Whether clients look at a record: for each usage and selector at those of the strongest digest, and at
    /// those without any. RFC 7671 section 9.
    fn keeps(&self, tlsa: &Tlsa) -> bool {
        let Parameters { usage, selector, matching } = tlsa.parameters;
        matching == Matching::Full || self.0.get(&(usage, selector)) == Some(&matching)
    }
}

/// One chain against the usable records.
struct Judge<'a> {
    case: &'a Case<'a>,
    chain: Chain<'a>,
    usable: &'a [(usize, Tlsa)],
    strongest: &'a Strongest,
    /// For all chains and records.
    budget: &'a PathBudget,
}

impl<'a> Judge<'a> {
    fn judge(&self) -> Verdict {
        let sent: Vec<&PublicPart> =
            self.chain.parts.iter().filter(|part| part.certificate.is_some()).collect();
        let Some(leaf) = sent.first() else {
            let reason = format!("`{}` has no certificate", self.chain.name);
            return self.verdict(VerdictKind::NotChecked, Cause::Missing, Vec::new(), &sent, reason);
        };
        let (mut matched, mut pkix, mut faults) = (Vec::new(), None, Vec::new());
        let has_path = !leaf.certificate.as_ref().is_some_and(Certificate::is_to_come);
        for (record, tlsa) in self.usable.iter().filter(|(_, tlsa)| self.strongest.keeps(tlsa)) {
            match tlsa.parameters.usage {
                Usage::DaneEe if selects(tlsa, leaf) => {
                    matched.push(Match { record: *record, depth: 0, subject: Some(leaf.label().to_owned()) })
                }
                Usage::DaneTa | Usage::PkixTa if !has_path => {}
                Usage::DaneTa => match self.anchor(tlsa, &sent) {
                    Some(Ok((depth, subject))) => matched.push(Match { record: *record, depth, subject }),
                    Some(Err(fault)) => faults.push((*record, fault)),
                    None => {}
                },
                Usage::PkixEe | Usage::PkixTa if let Pkix::ValidatedBy(roots) = self.case.pkix => {
                    match self.public(tlsa, &sent, roots) {
                        Some(Ok((depth, subject))) => matched.push(Match { record: *record, depth, subject }),
                        Some(Err(fault)) => faults.push((*record, fault)),
                        None => {}
                    }
                }
                Usage::PkixEe if selects(tlsa, leaf) => pkix = pkix.or(Some((*record, Some(0)))),
                // Its CA is one that clients have, and servers need not send.
                Usage::PkixTa => {
                    let depth =
                        sent.iter().skip(1).position(|part| selects(tlsa, part)).map(|above| above + 1);
                    pkix = pkix.or(Some((*record, depth)));
                }
                Usage::DaneEe | Usage::PkixEe => {}
            }
        }
        if !matched.is_empty() {
            return self.authenticated(matched, &sent, leaf);
        }
        if let Some((record, depth)) = pkix {
            let subject = depth.and_then(|depth| sent.get(depth)).map(|part| part.label().to_owned());
            matched.extend(depth.map(|depth| Match { record, depth, subject }));
            let reason = match depth {
                Some(_) => format!(
                    "{} matches, and its clients also validate with roots of their own, which are not known: \
                    --roots FILE gives them",
                    self.show(record)
                ),
                None => format!(
                    "{} may be of a root that clients have and the server need not send, which is not known: \
                    --roots FILE gives it",
                    self.show(record)
                ),
            };
            return self.verdict(VerdictKind::NotChecked, Cause::Pkix, matched, &sent, reason);
        }
        // What others may verify is not refused by them.
        let fault = faults.iter().find(|(_, fault)| fault.is_unsure()).or(faults.first());
        match fault {
            Some((record, cause)) => {
                let kind = if cause.is_unsure() { VerdictKind::NotChecked } else { VerdictKind::Refused };
                let reason = self.fault_text(*record, cause, leaf);
                self.verdict(kind, cause.clone(), matched, &sent, reason)
            }
            None => {
                let cause =
                    self.shadowed(&sent, leaf).or_else(|| self.ca_not_sent(&sent)).unwrap_or(Cause::NoMatch);
                let reason = self.no_match(&cause, leaf);
                self.verdict(VerdictKind::Refused, cause, matched, &sent, reason)
            }
        }
    }

    /// Whether a trust anchor of usage 2 authenticates: at which depth, and who it is. `None` when it is
    /// nobody above the server's certificate.
    fn anchor(&self, tlsa: &Tlsa, sent: &[&PublicPart]) -> Option<Result<(usize, Option<String>), Cause>> {
        let candidates: Vec<&&PublicPart> = sent.iter().skip(1).filter(|part| selects(tlsa, part)).collect();
        let verify = |anchor| verify_path(sent, anchor, self.case.at, self.budget).map_err(Cause::Path);
        let path = if candidates.is_empty() {
            let full = (tlsa.parameters.matching == Matching::Full).then_some(tlsa.parameters.selector)?;
            // The record is the whole trust anchor, which need not be sent then: RFC 7671 section 10.1.2.
            let path = match full {
                Selector::Cert => {
                    // The server's own certificate is nobody's trust anchor.
                    if sent.first().is_some_and(|leaf| selects(tlsa, leaf)) {
                        return None;
                    }
                    let part = crate::cert::certificate_of(&tlsa.data)?;
                    match part.is_ca() {
                        true => verify(Anchor::Certificate(part.certificate.as_ref()?)),
                        false => verify(Anchor::Certificate(part.certificate.as_ref()?))
                            .and(Err(Cause::Path(PathFault::Use("the issuer is not a CA")))),
                    }
                }
                Selector::Spki => verify(Anchor::Key(&tlsa.data)),
            };
            match path {
                // Another CA altogether.
                Err(Cause::Path(PathFault::Broken | PathFault::Signature)) => return None,
                path => path.map(|depth| (depth, None)),
            }
        } else {
            // One key may be in several certificates, cross-signed ones say: one good path will do.
            let paths = candidates.into_iter().filter_map(|part| {
                let subject = Some(part.label().to_owned());
                part.certificate.as_ref().map(|certificate| {
                    if part.is_ca() {
                        verify(Anchor::Certificate(certificate))
                    } else {
                        Err(Cause::Path(PathFault::Use("the issuer is not a CA")))
                    }
                    .map(|depth| (depth, subject))
                })
            });
            let paths: Vec<Result<(usize, Option<String>), Cause>> = paths.collect();
            best(&paths)?
        };
        Some(path.and_then(|found| if self.is_named(sent) { Ok(found) } else { Err(Cause::Name) }))
    }

    /// Whether usage 0 or 1 authenticates with the roots that clients trust: as [`Judge::anchor`]. A CA of
    /// usage 0 may be anywhere on a path, the root included.
    fn public(
        &self,
        tlsa: &Tlsa,
        sent: &[&PublicPart],
        roots: &Roots,
    ) -> Option<Result<(usize, Option<String>), Cause>> {
        let leaf = sent.first()?;
        let is_end = tlsa.parameters.usage == Usage::PkixEe;
        let cas: Vec<(usize, &PublicPart)> =
            sent.iter().copied().enumerate().skip(1).filter(|(_, part)| selects(tlsa, part)).collect();
        let above = roots.above(sent);
        let is_root = |root: &PublicPart| selects(tlsa, root);
        if !(if is_end {
            selects(tlsa, leaf)
        } else {
            !cas.is_empty() || above.iter().any(|root| is_root(root))
        }) {
            return None;
        }
        let is_wanted = |der: &[u8]| {
            cas.iter()
                .any(|(_, ca)| ca.certificate.as_ref().is_some_and(|certificate| certificate.der == der))
        };
        let paths = above.iter().filter_map(|root| {
            let is_free = is_end || is_root(root);
            let path = verify_path_over(
                sent,
                Anchor::Certificate(root.certificate.as_ref()?),
                self.case.at,
                self.budget,
                if is_free { None } else { Some(&is_wanted) },
            );
            let at = |depth: usize| match (is_end, is_free) {
                (true, _) => (0, Some(leaf.label().to_owned())),
                (false, true) => (depth, Some(root.label().to_owned())),
                (false, false) => {
                    cas.first().map_or((depth, None), |(depth, ca)| (*depth, Some(ca.label().to_owned())))
                }
            };
            Some(path.map(at).map_err(Cause::Path))
        });
        let paths: Vec<Result<(usize, Option<String>), Cause>> = paths.collect();
        let path = best(&paths).unwrap_or(Err(Cause::Path(PathFault::Broken)));
        Some(path.and_then(|found| if self.is_named(sent) { Ok(found) } else { Err(Cause::Name) }))
    }

    /// Whether the server's certificate has a name that every client accepts.
    fn is_named(&self, sent: &[&PublicPart]) -> bool {
        let Names { base, next_hops } = self.case.names;
        let identity = identity(sent);
        let covers = |name: &Name| identity.covers(name.borrow_name());
        base.iter().any(covers) || (!next_hops.is_empty() && next_hops.iter().all(covers))
    }

    fn authenticated(&self, matched: Vec<Match>, sent: &[&PublicPart], leaf: &PublicPart) -> Verdict {
        let by_anchor = |one: &Match| one.depth > 0;
        let reason = matched.first().map_or_else(String::new, |one| match &one.subject {
            Some(subject) => format!("{} matches `{subject}` at depth {}", self.show(one.record), one.depth),
            None => format!(
                "{} is the trust anchor itself, at depth {}, one above what the server sends",
                self.show(one.record),
                one.depth
            ),
        });
        // A trust anchor has had the dates checked; without one nobody looks at them.
        let dates = leaf.certificate.as_ref().filter(|_| !matched.iter().any(by_anchor));
        let cause = match dates {
            Some(certificate) if self.case.at > certificate.not_after => Cause::MatchExpired,
            Some(certificate) if self.case.at < certificate.not_before => Cause::MatchNotYetValid,
            _ => Cause::Match,
        };
        self.verdict(VerdictKind::Authenticated, cause, matched, sent, reason)
    }

    fn verdict(
        &self,
        kind: VerdictKind,
        cause: Cause,
        matched: Vec<Match>,
        sent: &[&PublicPart],
        reason: String,
    ) -> Verdict {
        let unmatched =
            self.usable.iter().filter(|(record, _)| !matched.iter().any(|one| one.record == *record));
        let unmatched = unmatched.map(|(record, tlsa)| {
            let why = if self.strongest.keeps(tlsa) {
                hint::of(tlsa, sent, self.case.known).or_else(|| hint::of_anchor(tlsa, sent))
            } else {
                Some(hint::of_shadowed(tlsa, sent))
            };
            Unmatched { record: *record, why }
        });
        Verdict {
            kind,
            cause,
            chain: Some(self.chain.name.to_owned()),
            unmatched: unmatched.collect(),
            matched,
            unusable: Vec::new(),
            reason,
        }
    }

    /// A record that would match if clients looked at it.
    fn shadowed(&self, sent: &[&PublicPart], leaf: &PublicPart) -> Option<Cause> {
        let would = |tlsa: &Tlsa| match tlsa.parameters.usage {
            Usage::DaneEe => selects(tlsa, leaf),
            Usage::DaneTa => matches!(self.anchor(tlsa, sent), Some(Ok(_))),
            Usage::PkixEe | Usage::PkixTa => false,
        };
        let record = self
            .usable
            .iter()
            .find(|(_, tlsa)| !self.strongest.keeps(tlsa) && would(tlsa))
            .map(|(record, _)| *record)?;
        Some(Cause::Shadowed { record })
    }

    /// A record of a CA above the chain: one at hand, or else, where all records are of CAs that nothing is
    /// known of, the one that issued the last certificate sent.
    fn ca_not_sent(&self, sent: &[&PublicPart]) -> Option<Cause> {
        let kept: Vec<&(usize, Tlsa)> =
            self.usable.iter().filter(|(_, tlsa)| self.strongest.keeps(tlsa)).collect();
        let is_anchor = |tlsa: &Tlsa| {
            tlsa.parameters.usage == Usage::DaneTa && tlsa.parameters.matching != Matching::Full
        };
        let anchors: Vec<&(usize, Tlsa)> = kept.iter().copied().filter(|(_, tlsa)| is_anchor(tlsa)).collect();
        for (record, tlsa) in &anchors {
            let of = |known: &&Known<'_>| known.part.is_ca() && selects(tlsa, known.part);
            for known in self.case.known.iter().filter(of) {
                let is_above = known.part.certificate.as_ref().is_some_and(|ca| {
                    verify_path(sent, Anchor::Certificate(ca), self.case.at, self.budget).is_ok()
                });
                if is_above {
                    return Some(Cause::CaNotSent {
                        record: *record,
                        ca: known.part.short_name().to_owned(),
                        file: Some(known.name.to_owned()),
                    });
                }
            }
        }
        let is_unknown = |tlsa: &Tlsa| is_anchor(tlsa) && hint::of(tlsa, sent, self.case.known).is_none();
        let record = kept
            .iter()
            .all(|(_, tlsa)| is_unknown(tlsa))
            .then(|| kept.first())
            .flatten()
            .map(|(record, _)| *record)?;
        let ca = crate::cert::short_name(missing_issuer(sent)?).to_owned();
        Some(Cause::CaNotSent { record, ca, file: None })
    }

    /// Why usable records do not match, and what would.
    fn no_match(&self, cause: &Cause, leaf: &PublicPart) -> String {
        match cause {
            Cause::Shadowed { record } => {
                let matching = Matching::Sha512.mnemonic();
                format!(
                    "{} matches, and clients look at the {matching} records alone, which do not (RFC 7671 \
                    section 9)",
                    self.show(*record)
                )
            }
            Cause::CaNotSent { record, ca, file: Some(file) } => {
                format!(
                    "{} is of `{ca}` in {file}, which the server does not send (RFC 7671 section 5.2.2)",
                    self.show(*record)
                )
            }
            Cause::CaNotSent { record, ca, file: None } => {
                let issuer = issuer_of(leaf).filter(|issuer| issuer != ca);
                let issued =
                    issuer.map(|issuer| format!("`{issuer}` issued the certificate, ")).unwrap_or_default();
                format!(
                    "{} is of no CA that the server sends: {issued}the last one sent is issued by `{ca}`, \
                    which is not sent",
                    self.show(*record)
                )
            }
            _ => {
                let are_anchors = self.usable.iter().all(|(_, tlsa)| tlsa.parameters.usage.is_trust_anchor());
                let issuer = issuer_of(leaf).filter(|_| are_anchors);
                let issued =
                    issuer.map(|issuer| format!("`{issuer}` issued the certificate; ")).unwrap_or_default();
                format!("no record matches; {issued}that of the server's key is `{}`", hint::wanted(leaf))
            }
        }
    }

    fn fault_text(&self, record: usize, cause: &Cause, leaf: &PublicPart) -> String {
        let usage = self.usable.iter().find(|(at, _)| *at == record).map(|(_, tlsa)| tlsa.parameters.usage);
        let (show, ca) = match usage {
            Some(Usage::PkixTa | Usage::PkixEe) => {
                (format!("{} matches", self.show(record)), "a root that was given")
            }
            Some(Usage::DaneTa | Usage::DaneEe) | None => {
                (format!("{} names a CA of the chain", self.show(record)), "it")
            }
        };
        match cause {
            Cause::Path(PathFault::Expired(at)) => {
                format!("{show}, and a certificate below or at {ca} ended at {at}")
            }
            Cause::Path(PathFault::NotYetValid(at)) => {
                format!("{show}, and a certificate below or at {ca} begins at {at}")
            }
            Cause::Path(PathFault::Signature) => {
                format!("{show}, and a signature on the way to {ca} cannot be verified with its issuer's key")
            }
            Cause::Path(PathFault::Broken) => {
                format!("{show}, and the server's certificate does not lead to {ca}")
            }
            Cause::Path(PathFault::Use(why)) => format!("{show}, and the path to {ca} does not hold: {why}"),
            Cause::Path(PathFault::Unsupported(why)) => {
                format!("{show}, and the path to {ca} could not be verified: {why}")
            }
            Cause::Name => {
                let names = |names: &[Name]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
                let wanted =
                    [names(&self.case.names.base), names(&self.case.names.next_hops)].concat().join(", ");
                let identity = identity(&[leaf]);
                let has = match (identity.names.join("`, `"), identity.is_common_name) {
                    (names, _) if names.is_empty() => "no name".to_owned(),
                    (names, true) => format!("`{names}` (its common name)"),
                    (names, false) => format!("`{names}`"),
                };
                format!("{show}, and the server's certificate is for {has}, not for {wanted}")
            }
            Cause::Unsigned
            | Cause::Bogus
            | Cause::BogusMx
            | Cause::BogusAddress
            | Cause::NoStarttls
            | Cause::NoRecord
            | Cause::AllUnusable
            | Cause::Missing
            | Cause::Match
            | Cause::MatchExpired
            | Cause::MatchNotYetValid
            | Cause::Pkix
            | Cause::CaNotSent { .. }
            | Cause::Shadowed { .. }
            | Cause::NoMatch => format!("{} does not match", self.show(record)),
        }
    }

    /// `` `3 1 1` ``, with its place where there are several.
    fn show(&self, record: usize) -> String {
        let parameters = self
            .usable
            .iter()
            .find(|(at, _)| *at == record)
            .map(|(_, tlsa)| tlsa.parameters.to_string())
            .unwrap_or_default();
        match self.case.records.len() {
            1 => format!("`{parameters}`"),
            _ => format!("`{parameters}` (record {})", record + 1),
        }
    }
}

/// The first good one of several paths; otherwise one that could not be judged, or the first.
fn best<T: Clone>(paths: &[Result<T, Cause>]) -> Option<Result<T, Cause>> {
    let is_unsure = |path: &&Result<T, Cause>| path.as_ref().is_err_and(Cause::is_unsure);
    paths.iter().find(|path| path.is_ok()).or_else(|| paths.iter().find(is_unsure)).or(paths.first()).cloned()
}

fn identity(sent: &[&PublicPart]) -> Identity {
    sent.first().and_then(|leaf| leaf.certificate.as_ref()).map(Identity::of).unwrap_or_default()
}

/// The common name of who issued a certificate, where it is not issued by itself.
fn issuer_of(leaf: &PublicPart) -> Option<&str> {
    let certificate = leaf.certificate.as_ref().filter(|certificate| !certificate.is_self_issued())?;
    Some(crate::cert::short_name(&certificate.issuer))
}

/// Whether a record's data are those of a certificate.
fn selects(tlsa: &Tlsa, part: &PublicPart) -> bool {
    Tlsa::of(part, tlsa.parameters).is_ok_and(|made| made.data == tlsa.data)
}

/// Who issued the last certificate on the way up through those sent, where that one is not a root's.
fn missing_issuer<'a>(sent: &[&'a PublicPart]) -> Option<&'a str> {
    let mut top = sent.first()?.certificate.as_ref()?;
    // Cross-certified CAs may lead in a circle.
    for _ in sent {
        let above = sent
            .iter()
            .filter_map(|part| part.certificate.as_ref())
            .find(|above| above.subject_name == top.issuer_name && above.is_ca);
        match above {
            _ if top.is_self_issued() => return None,
            Some(above) => top = above,
            None => return Some(&top.issuer),
        }
    }
    None
}
