//! What a rule is: documentation, severity and a pure function of one subject. Knows no single rule and no
//! thread.

use crate::dane::across::Across;
use crate::dane::lookup::MailHosts;
use crate::dane::owner::Stray;
use crate::dane::pin::Pins;
use crate::dane::{Inventory, Judged};
use crate::dnssec::chain::{Chain, UnsignedChild};
use crate::dnssec::duty::PublicKeys;
use crate::dnssec::parentage::Parentage;
use crate::dnssec::sync::Sync;
use crate::dnssec::{Denial, Signatures, Zonemd};
use crate::fault::{Fault, FaultKind};
use crate::finding::{Finding, Holds, Severity};
use crate::limits::Limits;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts::PolicyFile;
use crate::policy::Policy;
use crate::record::duplicate::Duplicate;
use crate::resolve::alias::Aliases;
use crate::resolve::delegation::Delegations;
use crate::resolve::{Given, Perspective};
use crate::rollover::{Timing, Transition};
use crate::rr::Rtype;
use crate::source::Span;
use crate::wire::Timestamp;
use crate::zone::{Naming, Node, Part, Purpose, Record, Rrset, Zone};

/// Zones whose names are resolved.
pub const ORDINARY_ZONES: &[Purpose] = &[Purpose::Ordinary];

/// All zones, also those that are only transferred: what counts there is how a zone is written and signed.
pub const EVERY_ZONE: &[Purpose] = &[Purpose::Ordinary, Purpose::Policy, Purpose::Catalog];

/// One rule. Declared with [`declare_rule!`](crate::declare_rule), one file each.
pub struct Rule {
    /// Two to five letters and three digits, `DEL004`; those of Microsoft 365 are `M365-01`.
    pub code: &'static str,
    /// States the fault and reads well after "allow": `ns-target-is-alias`.
    pub name: &'static str,
    /// A few words.
    pub summary: &'static str,
    /// Who fails and when: one clause.
    pub breaks: &'static str,
    /// How bad it is unless configured otherwise.
    pub severity: Severity,
    /// Whether it is asked only where somebody names it, or its family: what it tells is true of most correct
    /// zones.
    pub on_request: bool,
    /// The zones that it applies to.
    pub applies_to: &'static [Purpose],
    /// What it needs besides its subject.
    pub needs: &'static [Need],
    /// Where it is written down.
    pub rfcs: &'static [&'static str],
    /// The first version that had it.
    pub since: &'static str,
    /// Markdown: what it finds, why that breaks, a bad and a good zone.
    pub docs: &'static str,
    /// The folder it is in.
    pub group: &'static str,
    /// What it looks at.
    pub check: Check,
}

/// What has to be at hand before a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Need {
    /// The DS of a signed zone at its parent: where no input says what it is, the zone is not checked.
    ParentDs,
    /// [`Signatures`].
    Signatures,
    /// [`Denial`].
    Denial,
    /// [`Zonemd`].
    Zonemd,
    /// [`Delegations`].
    Delegations,
    /// [`Chain`].
    Chain,
    /// [`UnsignedChild`].
    UnsignedChild,
    /// [`Parentage`].
    Parentage,
    /// [`Sync`].
    Sync,
    /// [`MailHosts`].
    MailHosts,
    /// [`Judged`] services.
    Services,
    /// [`ZoneMail`].
    Mail,
    /// [`Transition`].
    Transition,
}

/// What a rule looks at, and the function that looks. An empty list of types means all.
#[non_exhaustive]
pub enum Check {
    /// A piece of text that could not be read as it should.
    Fault(&'static [FaultKind], FaultCheck),
    /// One record.
    Record(&'static [Rtype], RecordCheck),
    /// The records of one owner and type.
    Rrset(&'static [Rtype], RrsetCheck),
    /// An owner name with all its RRsets.
    Node(NodeCheck),
    /// The zone as a whole, once. Not of loose records, which make no zone, nor where no record is in the
    /// zone.
    Zone(ZoneCheck),
    /// The file as a whole, once, be it a zone or not.
    File(ZoneCheck),
    /// The CNAMEs of a file that has any and where each leads, once.
    Aliases(AliasesCheck),
    /// The signatures of a zone with keys, once.
    Signatures(SignaturesCheck),
    /// The NSEC and NSEC3 records of a zone with keys, once.
    Denial(DenialCheck),
    /// The ZONEMD records of a zone that has any, once.
    Zonemd(ZonemdCheck),
    /// The name servers that NS records of a zone name, and what is below its zone cuts, once.
    Delegations(DelegationsCheck),
    /// The chain from the DS at the parent to the keys of a zone with keys, once, where a parent is at hand.
    Chain(ChainCheck),
    /// A zone without keys that has a DS at its parent, once.
    UnsignedChild(UnsignedChildCheck),
    /// What the parent zone has at the name of a zone, once, where it is at hand.
    Parentage(ParentageCheck),
    /// The CDS and CDNSKEY records of a zone that has any, once.
    Sync(SyncCheck),
    /// A record that its RRset has already.
    Duplicate(DuplicateCheck),
    /// The keys of a DNSKEY, CDNSKEY or KEY RRset.
    PublicKeys(PublicKeysCheck),
    /// A TLSA RRset that clients can look up.
    Pins(PinsCheck),
    /// A TLSA RRset at an owner that is of no service.
    StrayTlsa(StrayTlsaCheck),
    /// The MX hosts of a zone, once, where a zone at hand has TLSA records.
    MailHosts(MailHostsCheck),
    /// A service whose TLSA records are in the zone and of which the user says something: its certificates,
    /// say.
    Service(ServiceCheck),
    /// The mail of a zone in which anything speaks of mail, once.
    Mail(MailCheck),
    /// A zone that is held against what is published, or of which a service gets another certificate, once.
    Transition(TransitionCheck),
}

/// Checks what [`Check::Fault`] says.
pub type FaultCheck = fn(&Fault, Span, &mut Cx<'_>);
/// Checks what [`Check::Record`] says.
pub type RecordCheck = fn(Record<'_>, &mut Cx<'_>);
/// Checks what [`Check::Rrset`] says.
pub type RrsetCheck = fn(Rrset<'_>, &mut Cx<'_>);
/// Checks what [`Check::Node`] says.
pub type NodeCheck = fn(Node<'_>, &mut Cx<'_>);
/// Checks what [`Check::Zone`] says.
pub type ZoneCheck = fn(&Zone, &mut Cx<'_>);
/// Checks what [`Check::Signatures`] says.
pub type SignaturesCheck = fn(&Signatures<'_>, &mut Cx<'_>);
/// Checks what [`Check::Denial`] says.
pub type DenialCheck = fn(&Denial<'_>, &mut Cx<'_>);
/// Checks what [`Check::Zonemd`] says.
pub type ZonemdCheck = fn(&Zonemd<'_>, &mut Cx<'_>);
/// Checks what [`Check::Aliases`] says.
pub type AliasesCheck = fn(&Aliases<'_>, &mut Cx<'_>);
/// Checks what [`Check::Delegations`] says.
pub type DelegationsCheck = fn(&Delegations<'_>, &mut Cx<'_>);
/// Checks what [`Check::Chain`] says.
pub type ChainCheck = fn(&Chain<'_>, &mut Cx<'_>);
/// Checks what [`Check::UnsignedChild`] says.
pub type UnsignedChildCheck = fn(&UnsignedChild<'_>, &mut Cx<'_>);
/// Checks what [`Check::Parentage`] says.
pub type ParentageCheck = fn(&Parentage<'_>, &mut Cx<'_>);
/// Checks what [`Check::Sync`] says.
pub type SyncCheck = fn(&Sync<'_>, &mut Cx<'_>);
/// Checks what [`Check::Duplicate`] says.
pub type DuplicateCheck = fn(&Duplicate<'_>, &mut Cx<'_>);
/// Checks what [`Check::PublicKeys`] says.
pub type PublicKeysCheck = fn(&PublicKeys<'_>, &mut Cx<'_>);
/// Checks what [`Check::Pins`] says.
pub type PinsCheck = fn(&Pins<'_>, &mut Cx<'_>);
/// Checks what [`Check::StrayTlsa`] says.
pub type StrayTlsaCheck = fn(&Stray<'_>, &mut Cx<'_>);
/// Checks what [`Check::MailHosts`] says.
pub type MailHostsCheck = fn(&MailHosts<'_>, &mut Cx<'_>);
/// Checks what [`Check::Service`] says.
pub type ServiceCheck = fn(&Judged<'_>, &mut Cx<'_>);
/// Checks what [`Check::Mail`] says.
pub type MailCheck = fn(&ZoneMail<'_>, &mut Cx<'_>);
/// Checks what [`Check::Transition`] says.
pub type TransitionCheck = fn(&Transition<'_>, &mut Cx<'_>);

/// Declares the rule of a file: documentation first, then the fields of [`Rule`].
#[macro_export]
macro_rules! declare_rule {
    (
        $(#[doc = $doc:expr])*
        code: $code:expr,
        name: $name:expr,
        summary: $summary:expr,
        breaks: $breaks:expr,
        severity: $severity:expr,
        rfcs: $rfcs:expr,
        since: $since:expr,
        check: $check:expr
        $(, applies_to: $applies_to:expr)?
        $(, needs: $needs:expr)?
        $(, on_request: $on_request:expr)? $(,)?
    ) => {
        /// The rule of this file.
        pub static RULE: $crate::rule::Rule = $crate::rule::Rule {
            code: $code,
            name: $name,
            summary: $summary,
            breaks: $breaks,
            severity: $severity,
            on_request: false $(|| $on_request)?,
            applies_to: $crate::declare_rule!(@or $crate::rule::ORDINARY_ZONES $(, $applies_to)?),
            needs: $crate::declare_rule!(@or &[] $(, $needs)?),
            rfcs: $rfcs,
            since: $since,
            docs: concat!($($doc, "\n"),*),
            group: $crate::rule::group_of(module_path!()),
            check: $check,
        };
    };
    (@or $default:expr) => { $default };
    (@or $default:expr, $given:expr) => { $given };
}

/// The folder in the path of a rule's module: `danelaw::rules::GROUP::name`.
#[must_use]
pub const fn group_of(module_path: &'static str) -> &'static str {
    let (_, rest) = module_path.split_at("danelaw::rules::".len());
    let mut tail = rest.as_bytes();
    let mut len = 0;
    while let [first, after @ ..] = tail {
        if *first == b':' {
            break;
        }
        tail = after;
        len += 1;
    }
    rest.split_at(len).0
}

impl Check {
    /// What the subject itself is made of.
    const fn needs(&self) -> &'static [Need] {
        match self {
            Check::Fault(..)
            | Check::Record(..)
            | Check::Rrset(..)
            | Check::Node(_)
            | Check::Zone(_)
            | Check::File(_)
            | Check::Aliases(_)
            | Check::Duplicate(_)
            | Check::PublicKeys(_)
            | Check::Pins(_)
            | Check::StrayTlsa(_) => &[],
            Check::Signatures(_) => &[Need::Signatures],
            Check::Denial(_) => &[Need::Denial],
            Check::Zonemd(_) => &[Need::Zonemd],
            Check::Delegations(_) => &[Need::Delegations],
            Check::Chain(_) => &[Need::ParentDs, Need::Signatures, Need::Chain],
            Check::UnsignedChild(_) => &[Need::ParentDs, Need::UnsignedChild],
            Check::Parentage(_) => &[Need::Parentage],
            Check::Sync(_) => &[Need::Signatures, Need::Chain, Need::Sync],
            Check::MailHosts(_) => &[Need::MailHosts],
            Check::Service(_) => &[Need::Services],
            Check::Mail(_) => &[Need::Mail],
            Check::Transition(_) => &[Need::Transition],
        }
    }
}

impl Rule {
    /// What it needs, the parts of its subject included.
    pub fn needs(&self) -> impl Iterator<Item = Need> {
        self.check.needs().iter().chain(self.needs).copied()
    }

    /// Whether `text` names this rule: its code or name, or the start of its code.
    #[must_use]
    pub fn is_selected_by(&self, text: &str) -> bool {
        let letters = text.len() >= 2
            && self.code.len() >= text.len()
            && self.code.get(..text.len()).is_some_and(|head| head.eq_ignore_ascii_case(text));
        text == "ALL" || self.name == text || letters
    }
}

/// What a rule may read besides its subject.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// What the zone is called by whom.
    pub naming: &'a Naming,
    /// The other zones of the run, published ones and parents included.
    pub given: &'a Given<'a>,
    /// What all zones of the run lead to.
    pub across: &'a Across<'a>,
    /// The time at which the zone is judged.
    pub now: Timestamp,
    /// How long changes take.
    pub timing: &'a Timing,
    /// What the user wants of timing.
    pub policy: &'a Policy,
    /// The MTA-STS policy files that the user gave, of all zones.
    pub mta_sts: &'a [PolicyFile],
    /// The certificates that the user gave.
    pub inventory: &'a Inventory,
    /// Bounds on work.
    pub limits: &'a Limits,
}

/// What a rule may read, and where it reports.
pub struct Cx<'a> {
    around: &'a Surroundings<'a>,
    rule: &'static Rule,
    severity: Severity,
    sink: &'a mut Sink,
}

impl<'a> std::ops::Deref for Cx<'a> {
    type Target = Surroundings<'a>;

    fn deref(&self) -> &Surroundings<'a> {
        self.around
    }
}

/// Collects findings: the first of each rule in full, the rest as a count.
#[derive(Debug, Default)]
pub struct Sink {
    /// The findings kept.
    pub findings: Vec<Finding>,
    /// Findings of each rule, those not kept included, by code.
    pub counts: std::collections::BTreeMap<&'static str, u64>,
    /// What could not be checked, one clause each.
    pub not_checked: std::collections::BTreeSet<String>,
}

impl<'a> Cx<'a> {
    /// All zones of the run, as the records of the zone see them.
    #[must_use]
    pub fn perspective(&self) -> Perspective<'a> {
        Perspective::of(self.zone, self.given)
    }

    /// A context for one rule at one severity.
    pub fn new(
        around: &'a Surroundings<'a>,
        rule: &'static Rule,
        severity: Severity,
        sink: &'a mut Sink,
    ) -> Self {
        Cx { around, rule, severity, sink }
    }

    /// Reports something at a place.
    pub fn report(&mut self, span: Span, write: impl FnOnce(&mut Finding)) {
        if self.counted() {
            self.push(span, String::new(), String::new(), write);
        }
    }

    /// Reports something about a record at one of its parts.
    ///
    /// What follows from a fault in the record's text is not reported besides it.
    pub fn report_on(&mut self, record: Record<'_>, part: Part, write: impl FnOnce(&mut Finding)) {
        if self.rule.group != "syntax" && record.zone().explains(record) {
            return;
        }
        if self.counted() {
            self.push(record.span(part), record.owner().to_string(), record.rtype().to_string(), write);
        }
    }

    /// Reports the items of a group that are kept, each at a part of a record, and counts the others.
    pub fn report_group<'z, T: Copy>(
        &mut self,
        (count, items): (u64, &[T]),
        place: impl Fn(T) -> (Record<'z>, Part),
        write: impl Fn(T, &mut Finding),
    ) {
        for &item in items {
            let (record, part) = place(item);
            self.report_on(record, part, |finding| write(item, finding));
        }
        self.unshown(count.saturating_sub(u64::try_from(items.len()).unwrap_or(u64::MAX)));
    }

    /// Reports once what is true at many places of a zone: at the first of them, with some of the others.
    ///
    /// `write` gets the number of the other places, and `remark` stands at those that are pointed at.
    pub fn report_once(
        &mut self,
        places: &[(Record<'_>, Part)],
        remark: &str,
        write: impl FnOnce(usize, &mut Finding),
    ) {
        /// Other places that are pointed at.
        const SHOWN: usize = 4;
        let Some((&(record, part), others)) = places.split_first() else { return };
        self.report_on(record, part, |finding| {
            for &(other, part) in others.iter().take(SHOWN) {
                finding.label(other.span(part), remark);
            }
            write(others.len(), finding);
        });
    }

    /// Says that something was asked for and could not be checked: the exit status is 2, whatever else was
    /// found.
    ///
    /// `what` is one clause that names the thing and the reason, without "not checked".
    pub fn not_checked(&mut self, what: impl Into<String>) {
        self.sink.not_checked.insert(what.into());
    }

    /// Counts findings that are like those reported and are not shown.
    pub fn unshown(&mut self, more: u64) {
        *self.sink.counts.entry(self.rule.code).or_default() += more;
    }

    /// Counts one more finding; `false` when it is beyond what is kept.
    fn counted(&mut self) -> bool {
        let count = self.sink.counts.entry(self.rule.code).or_default();
        *count += 1;
        usize::try_from(*count).is_ok_and(|count| count <= self.limits.findings_per_rule)
    }

    fn push(&mut self, span: Span, owner: String, rtype: String, write: impl FnOnce(&mut Finding)) {
        let mut finding = Finding {
            code: self.rule.code,
            name: self.rule.name,
            group: self.rule.group,
            severity: self.severity,
            message: self.rule.summary.to_owned(),
            span,
            label: String::new(),
            related: Vec::new(),
            breaks: self.rule.breaks,
            help: String::new(),
            zone: self.zone.name().to_string(),
            owner,
            rtype,
            holds: Holds::default(),
        };
        write(&mut finding);
        self.sink.findings.push(finding);
    }
}
