//! Two versions of a zone, and what a reviewer of the change has to know. Prints nothing.

use std::cmp::Ordering;

use crate::error::Problem;
use crate::fault::{Fault, FaultKind};
use crate::parse::Lexer;
use crate::rr::Tokens as _;
use crate::source::SourceId;
use crate::wire::{NameRef, Serial, printable};
use crate::zone::Zone;
use crate::zone::difference::{Difference, Owners};

/// Names in one warning; more are counted.
const NAMES: usize = 5;

/// A difference, with what the two versions are called.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// What differs.
    pub difference: &'a Difference<'a>,
    /// What the old version is called.
    pub old: &'a str,
    /// What the new version is called.
    pub new: &'a str,
    /// Whether it is compared as before signing.
    pub unsigned: bool,
}

/// Something a reviewer has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// One word for programs.
    pub kind: &'static str,
    /// What it is about, before the names and behind them.
    pub what: (String, &'static str),
    /// The names.
    pub names: Vec<String>,
    /// How many more names there are.
    pub more: u64,
    /// What follows, a clause.
    pub breaks: String,
}

impl Warning {
    fn new(kind: &'static str, what: impl Into<String>, breaks: impl Into<String>) -> Warning {
        Warning { kind, what: (what.into(), ""), names: Vec::new(), more: 0, breaks: breaks.into() }
    }

    fn of(kind: &'static str, what: &str, owners: &Owners<'_>, breaks: &str) -> Option<Warning> {
        let names: Vec<String> = owners.first.iter().take(NAMES).map(NameRef::to_string).collect();
        let more = owners.count.saturating_sub(u64::try_from(names.len()).unwrap_or(u64::MAX));
        (owners.count > 0).then(|| Warning {
            names,
            more,
            what: (what.to_owned(), " lost"),
            ..Warning::new(kind, "", breaks)
        })
    }

    /// One sentence, with the names as `quote` writes them.
    #[must_use]
    pub fn text(&self, quote: impl Fn(&str) -> String) -> String {
        let names: Vec<String> = self.names.iter().map(|name| quote(name)).collect();
        let more = if self.more > 0 { format!(" and {} more", self.more) } else { String::new() };
        let names = if names.is_empty() { String::new() } else { format!(" {}{more}", names.join(", ")) };
        format!("{}{names}{}: {}", self.what.0, self.what.1, self.breaks)
    }
}

impl Comparison<'_> {
    /// What a reviewer has to know first.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let difference = self.difference;
        let lost = Warning::of(
            "delegation-lost",
            "delegation of",
            &difference.delegations_lost,
            "names at and below do not resolve any more",
        );
        let ds = Warning::of(
            "ds-lost",
            "all DS records of",
            &difference.ds_lost,
            "validators take the zone below for unsigned",
        );
        let mut warnings: Vec<Warning> = lost.into_iter().chain(ds).collect();
        if difference.old.is_signed() && !difference.new.is_signed() && difference.keys.total() > 0 {
            let breaks = "while the parent has DS records, validators answer SERVFAIL for the whole zone";
            warnings.push(Warning::new("dnskey-lost", "all DNSKEY records lost", breaks));
        }
        warnings.extend(self.serial_warning());
        for (zone, name) in [(difference.old, self.old), (difference.new, self.new)] {
            let count = zone.out_of_zone().count() + zone.other_class().count();
            if count > 0 {
                let what = format!(
                    "{} of {} left out",
                    counted(u64::try_from(count).unwrap_or(u64::MAX), "record"),
                    printable(name)
                );
                warnings.push(Warning::new(
                    "not-compared",
                    what,
                    "the owner is outside of the zone or the class is another",
                ));
            }
        }
        if self.dialects_differ() {
            let what = "records that only some programs read are not the same";
            warnings.push(Warning::new("not-compared", what, "how they differ is not compared"));
        }
        warnings
    }

    /// Whether the records that only some programs read are not the same text in both versions.
    #[must_use]
    pub fn dialects_differ(&self) -> bool {
        let (old, new) = (dialect_entries(self.difference.old), dialect_entries(self.difference.new));
        old.is_none() || old != new
    }

    fn serial_warning(&self) -> Option<Warning> {
        let [Some(old), Some(new)] = self.difference.serials() else { return None };
        // What a signer wrote may have the serial of what it read.
        let is_same = if self.unsigned { self.difference.is_same() } else { self.difference.is_identical() };
        if is_same || new > old {
            return None;
        }
        let what = if old == new {
            format!("serial is still {old}, and the zone differs")
        } else {
            format!("serial {old} -> {new} is {}, and the zone differs", serial_order_text(old, new))
        };
        let breaks = format!("secondaries keep what they have; write {} or more", old.0.wrapping_add(1));
        Some(Warning::new("serial-not-higher", what, breaks))
    }
}

/// The entries that only some programs read, as words, sorted; `None` where there are too many to know all.
fn dialect_entries(zone: &Zone) -> Option<Vec<Vec<&[u8]>>> {
    if zone.faults_dropped().contains_key(&FaultKind::Dialect) {
        return None;
    }
    let words = |(source, fault): &(SourceId, Fault)| {
        let source = usize::try_from(source.0).ok().and_then(|at| zone.sources().get(at));
        let (bytes, at) = (&source?.bytes, usize::try_from(fault.start).ok()?);
        let start = memchr::memrchr(b'\n', bytes.get(..at)?).map_or(0, |end| end + 1);
        let mut lexer = Lexer::new(bytes, start);
        lexer.start_entry();
        Some(std::iter::from_fn(|| lexer.next()).map(|word| word.text).collect())
    };
    let dialects = zone.faults().iter().filter(|(_, fault)| fault.kind == FaultKind::Dialect);
    let mut entries: Vec<Vec<&[u8]>> = dialects.filter_map(words).collect();
    entries.sort_unstable();
    Some(entries)
}

/// Whether two zones can be versions of one.
///
/// # Errors
/// Why they cannot.
pub fn same_zone((old, old_name): (&Zone, &str), (new, new_name): (&Zone, &str)) -> Result<(), Problem> {
    if old.name() != new.name() {
        let message = format!(
            "this is the zone `{}`, and {} is `{}`: only versions of one zone are compared",
            new.name(),
            printable(old_name),
            old.name()
        );
        return Err(Problem::new(new_name, message));
    }
    let is_empty = |zone: &Zone| zone.record_count() == 0;
    if old.class() != new.class() && !is_empty(old) && !is_empty(new) {
        return Err(Problem::new(
            new_name,
            format!("its class is {}, that of {} is {}", new.class(), printable(old_name), old.class()),
        ));
    }
    Ok(())
}

/// How a serial compares with the one before: RFC 1982.
#[must_use]
pub fn serial_order(old: Serial, new: Serial) -> Option<Ordering> {
    new.partial_cmp(&old)
}

/// [`serial_order`] in words.
#[must_use]
pub fn serial_order_text(old: Serial, new: Serial) -> &'static str {
    match serial_order(old, new) {
        Some(Ordering::Greater) => "higher",
        Some(Ordering::Equal) => "the same",
        Some(Ordering::Less) => "lower",
        None => "neither higher nor lower",
    }
}

/// `1 RRset`, `2 RRsets`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
