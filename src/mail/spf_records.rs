//! SPF records as rules look at them: which a receiver uses, which fault is whose to tell, which names send
//! no mail.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::domain::{MailDomain, ParsedText, Slot, ZoneMail};
use super::microsoft_spf;
use super::place::TextKind;
use super::spf::{self, Known, MacroString, Mechanism, Selection, Spf, SpfFault, Term, TermKind};
use super::spf_lookups::{Site, Trouble};
use super::{Extent, TextFault};
use crate::resolve::{End, Perspective};
use crate::rr::types;
use crate::wire::{Name, NameRef, excerpt};
use crate::zone::{Record, Zone};

/// An SPF record of a domain.
pub type OwnSpf<'m, 'a> = (&'m MailDomain<'a>, &'m ParsedText<'a, Spf>);

/// Every SPF record of the zone that receivers take for one.
pub fn records<'m, 'a>(mail: &'m ZoneMail<'a>) -> impl Iterator<Item = OwnSpf<'m, 'a>> {
    mail.domains.iter().flat_map(|domain| domain.spf().map(move |said| (domain, said)))
}

/// The records that receivers use: the only one of its domain, and without a fault.
pub fn usable<'m, 'a>(mail: &'m ZoneMail<'a>) -> impl Iterator<Item = OwnSpf<'m, 'a>> {
    readable(mail).filter(|(_, said)| is_sound(said))
}

/// The only record of each domain, whatever its faults: what its other terms say counts once these are mended.
pub fn readable<'m, 'a>(mail: &'m ZoneMail<'a>) -> impl Iterator<Item = OwnSpf<'m, 'a>> {
    mail.domains.iter().filter_map(|domain| Some((domain, domain.own.as_deref()?.only()?)))
}

/// Whether what stands in the record is what was meant, as far as the text shows.
fn is_sound(said: &ParsedText<'_, Spf>) -> bool {
    said.said.is_usable() && glued(said).is_empty()
}

/// Whether the name holds a record for others to include and sends no mail itself.
#[must_use]
pub fn is_for_include(mail: &ZoneMail<'_>, domain: &MailDomain<'_>) -> bool {
    let name = domain.name.borrow_name();
    if name.labels().any(|label| label.starts_with(b"_")) {
        return true;
    }
    let Some(slot) = domain.own.as_deref().filter(|slot| !slot.node.has(&[types::MX, types::A, types::AAAA]))
    else {
        return false;
    };
    let is_called_so = name.first_label().get(..3).is_some_and(|head| head.eq_ignore_ascii_case(b"spf"));
    is_called_so && !slot.node.is_apex() || mail.is_included(name)
}

/// Whether the name is for include only, and a record of the zone does: what is wrong with it is told of
/// those.
#[must_use]
pub fn is_part_of_another(mail: &ZoneMail<'_>, domain: &MailDomain<'_>) -> bool {
    is_for_include(mail, domain) && mail.is_included(domain.name.borrow_name())
}

/// Whether the record of a domain, or what was meant for one, stands in the zones; `None` where nobody knows.
#[must_use]
pub fn has_spf(answers: Perspective<'_>, name: NameRef<'_>) -> Option<bool> {
    let is_meant = |record: Record<'_>| {
        let text = super::Text::of(record);
        matches!(spf::select(text.octets()), Selection::Record | Selection::NearMiss(_))
    };
    match (answers.lookup(name, types::TXT).end, answers.lookup(name, types::SPF).end) {
        (End::Rrset(txt), _) if txt.records().any(is_meant) => Some(true),
        (_, End::Rrset(_)) => Some(true),
        (End::Unknown(_), _) => None,
        (End::Rrset(_) | End::NoData { .. } | End::NxDomain(_), _) => Some(false),
    }
}

/// Whether anything at an owner was meant for SPF.
#[must_use]
pub fn is_meant(slot: &Slot<'_, Spf>) -> bool {
    !slot.texts.is_empty()
        || slot.node.has(&[types::SPF])
        || slot.others.iter().any(|(_, _, kind)| *kind == TextKind::SenderId)
}

/// Whether a record stands in the zone: only there it can be pointed at.
#[must_use]
pub fn is_in(zone: &Zone, record: Record<'_>) -> bool {
    std::ptr::eq(zone, record.zone())
}

/// The name a domain-spec of a domain's own record comes to.
#[must_use]
pub fn name_in(domain: &MailDomain<'_>, spec: &MacroString) -> Option<Name> {
    let name = domain.name.borrow_name();
    spec.name(Known { domain: name, sender: name })
}

/// The includes and redirects of a record that have some trouble, each once; those of the records they lead
/// to are told there.
pub fn troubles<'m, 'a>(
    mail: &'m ZoneMail<'a>,
    domain: &'m MailDomain<'a>,
) -> impl Iterator<Item = (Site<'a>, &'m Name, &'m Trouble)> {
    let all = mail.evaluation(domain).into_iter().flat_map(|found| &found.troubles);
    all.filter(|(site, _, _)| site.depth == 0).map(|(site, name, trouble)| (*site, name, trouble))
}

/// The rule that tells a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultRule {
    /// The grammar.
    Syntax,
    /// Strings that are joined without a space.
    Joined,
    /// A value that is no domain.
    NoDomain,
    /// Characters that are not ASCII.
    NotAscii,
    /// A misspelt name of Microsoft 365.
    Microsoft,
}

/// The faults of a record, each with the rule that tells it.
#[must_use]
pub fn faults<'s>(said: &'s ParsedText<'_, Spf>) -> Vec<(FaultRule, &'s TextFault<SpfFault>)> {
    let glued = glued(said);
    let of = |fault: &TextFault<SpfFault>| match fault.kind {
        _ if glued.iter().any(|glue| glue.word.from <= fault.at.from && fault.at.from < glue.word.to) => {
            FaultRule::Joined
        }
        SpfFault::NonAscii => FaultRule::NotAscii,
        SpfFault::TopLabel => FaultRule::NoDomain,
        SpfFault::BareWord if microsoft_spf::meant(&bare(said, fault.at)).is_some() => FaultRule::Microsoft,
        _ => FaultRule::Syntax,
    };
    said.said.faults.iter().map(|fault| (of(fault), fault)).collect()
}

/// Some octets as text, to compare.
#[must_use]
pub fn bare(said: &ParsedText<'_, Spf>, at: Extent) -> String {
    excerpt(at.of(said.text.octets()), 80).to_ascii_lowercase()
}

/// Where two strings make one word, each of which looks like a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glue {
    /// Where the second string starts.
    pub at: usize,
    /// The word that came of it.
    pub word: Extent,
}

/// The words that strings of a record make because no space is between them. A string may end within a term,
/// as those that are cut every 255 octets do: told is what no longer reads as one term, or cannot be the rest
/// of one.
#[must_use]
pub fn glued(said: &ParsedText<'_, Spf>) -> Vec<Glue> {
    let octets = said.text.octets();
    if !said.is_exact {
        let version = Extent::new(0, "v=spf1".len());
        let is_cut = said.text.joints().any(|at| at == version.to)
            && version.of(octets).eq_ignore_ascii_case(b"v=spf1");
        let word = Extent::new(0, octets.iter().position(|&byte| byte == b' ').unwrap_or(octets.len()));
        return if is_cut { vec![Glue { at: version.to, word }] } else { Vec::new() };
    }
    let mut found: Vec<Glue> = Vec::new();
    for at in said.text.joints() {
        let place = said.said.terms.partition_point(|term| term.at.to <= at);
        let Some(term) = said.said.terms.get(place).filter(|term| term.at.from < at) else { continue };
        let is_told = found.last().is_some_and(|glue| glue.word == term.at);
        let (before, rest) =
            (Extent::new(term.at.from, at).of(octets), Extent::new(at, term.at.to).of(octets));
        // `-` and `all` in two strings are one term.
        let is_qualifier = matches!(before, [b'-' | b'~' | b'?' | b'+']);
        if !is_told && !is_qualifier && starts_term(rest, term.kind == TermKind::Broken) {
            found.push(Glue { at, word: term.at });
        }
    }
    found
}

/// Whether the rest of a word is a term of its own; of a word that is one term as it stands only what is
/// never part of one.
fn starts_term(rest: &[u8], is_broken: bool) -> bool {
    let lower = rest.get(..12).unwrap_or(rest).to_ascii_lowercase();
    let (is_qualified, word) = match lower.split_first() {
        Some((b'-' | b'~' | b'?' | b'+', word)) => (true, word),
        _ => (false, lower.as_slice()),
    };
    let starts = |names: &[&str]| names.iter().any(|name| word.starts_with(name.as_bytes()));
    if starts(&["include:", "ip4:", "ip6:", "exists:", "redirect="]) || (is_qualified && word == b"all") {
        return true;
    }
    is_broken
        && (starts(&["a:", "mx:", "ptr:", "exp=", "a/", "mx/"])
            || [b"all".as_slice(), b"a", b"mx", b"ptr"].contains(&word))
}

/// What a network is that no message comes from over the Internet; `None` where a part of it is public.
#[must_use]
pub fn not_public(term: &Term) -> Option<&'static str> {
    match term.mechanism()? {
        Mechanism::Ip4(address, length @ 1..) => {
            let hosts = u32::MAX.checked_shr(u32::from(*length)).unwrap_or(0);
            let ends = [address.to_bits() & !hosts, address.to_bits() | hosts];
            same(ends.map(|bits| ipv4(Ipv4Addr::from_bits(bits))))
        }
        Mechanism::Ip6(address, length @ 1..) => {
            let hosts = u128::MAX.checked_shr(u32::from(*length)).unwrap_or(0);
            let ends = [address.to_bits() & !hosts, address.to_bits() | hosts];
            same(ends.map(|bits| ipv6(Ipv6Addr::from_bits(bits))))
        }
        _ => None,
    }
}

/// What both ends of a network are: all that is between them is the same, as the ranges are networks, too.
fn same([first, last]: [Option<&'static str>; 2]) -> Option<&'static str> {
    first.filter(|_| first == last)
}

/// Addresses for documentation are left alone: nobody has them by accident.
fn ipv4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("private"),
        [100, 64..=127, ..] => Some("shared"),
        [127, ..] => Some("loopback"),
        [169, 254, ..] => Some("link-local"),
        [224..=239, ..] => Some("multicast"),
        [0 | 240..=255, ..] => Some("reserved"),
        _ => None,
    }
}

fn ipv6(address: Ipv6Addr) -> Option<&'static str> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback"),
        [0, 0, 0, 0, 0, 0xffff, ..] => Some("IPv4-mapped"),
        [0xfc00..=0xfdff, ..] => Some("private"),
        [0xfe80..=0xfebf, ..] => Some("link-local"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        _ => None,
    }
}
