use crate::dane::lookup::place_of;
use crate::finding::Severity;
use crate::mail::Text;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `TXT` record holds the text of a record of another type.
    ///
    /// Looked for are TLSA, SMIMEA and SRV where their owners belong, and CAA and SSHFP anywhere.
    ///
    /// ## Why it breaks
    /// Whoever needs the record asks for its own type. The text in a TXT record is an answer to no question:
    /// DANE is off, every CA may issue, the service is not found. It is what remains where a provider's form
    /// has no such type.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TXT   "3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC041",
    name: "record-as-txt",
    summary: "TXT with the data of another type",
    breaks: "clients ask for the record's own type and find none: DANE, CAA, SSHFP or SRV does not work (RFC \
        6698 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 6698 section 3", "RFC 8659 section 3", "RFC 2782"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TXT], check),
}

/// Longest text that is looked at: the whole certificate of a TLSA record fits.
const MOST: usize = 8_192;

fn check(txt: Rrset<'_>, cx: &mut Cx<'_>) {
    for record in txt.records().filter(|record| may_begin(record.rdata())) {
        let text = Text::of(record);
        let Some((rtype, rdata)) = std::str::from_utf8(text.octets())
            .ok()
            .filter(|text| text.len() <= MOST)
            .and_then(|text| meant(record.owner(), text))
        else {
            continue;
        };
        cx.report_on(record, Part::Type, |finding| {
            finding
                .message(format!("TXT holds data of type {rtype}"))
                .here(format!("clients ask for {rtype}"))
                .help(format!("write `{rtype} {rdata}`{}", generic(rtype, &rdata)));
        });
    }
}

/// Whether rdata begins as that of another type does in text: with a number, a class or the type itself. Most
/// texts do not.
fn may_begin(rdata: &[u8]) -> bool {
    let first = rdata.iter().skip(1).find(|octet| !octet.is_ascii_whitespace());
    first.is_some_and(|octet| octet.is_ascii_digit() || b"ictsICTS".contains(octet))
}

/// The type and the rdata that a text was meant to be.
fn meant(owner: NameRef<'_>, text: &str) -> Option<(Rtype, String)> {
    let mut words: Vec<&str> = text.split_ascii_whitespace().collect();
    if words.first().is_some_and(|word| word.eq_ignore_ascii_case("IN")) {
        words.remove(0);
    }
    let named = words
        .first()
        .and_then(|word| Rtype::parse(word.as_bytes()))
        .filter(|rtype| [types::TLSA, types::SMIMEA, types::SRV, types::CAA, types::SSHFP].contains(rtype));
    if named.is_some() {
        words.remove(0);
    }
    let second = owner.labels().nth(1).unwrap_or_default();
    let is_at_service = second.eq_ignore_ascii_case(b"_tcp") || second.eq_ignore_ascii_case(b"_udp");
    let (rtype, is_one) = match named {
        Some(rtype @ (types::TLSA | types::SMIMEA)) => (rtype, is_association(&words)),
        Some(rtype @ types::SRV) => (rtype, is_srv(&words)),
        Some(rtype @ types::CAA) => (rtype, is_caa(&words)),
        Some(rtype) => (rtype, is_sshfp(&words)),
        None if place_of(owner).is_some() => (types::TLSA, is_association(&words)),
        None if second.eq_ignore_ascii_case(b"_smimecert") => (types::SMIMEA, is_association(&words)),
        None if is_at_service => (types::SRV, is_srv(&words)),
        None if is_caa(&words) => (types::CAA, true),
        None => (types::SSHFP, is_sshfp(&words)),
    };
    is_one.then(|| (rtype, words.join(" ")))
}

/// What a provider's form takes that does not know the type: RFC 3597 section 5.
fn generic(rtype: Rtype, rdata: &str) -> String {
    let words: Vec<&str> = rdata.split(' ').collect();
    let (types::TLSA | types::SMIMEA, Some((numbers, data))) = (rtype, words.split_at_checked(3)) else {
        return String::new();
    };
    let numbers: String =
        numbers.iter().filter_map(|number| number.parse::<u8>().ok()).map(|n| format!("{n:02x}")).collect();
    let data = data.concat();
    format!(", or `TYPE{} \\# {} {numbers}{data}` where the type is not known", rtype.0, 3 + data.len() / 2)
}

/// `3 1 1` and a digest, or a whole certificate or key: RFC 6698 section 2.2.
fn is_association(words: &[&str]) -> bool {
    let Some((numbers, data)) = words.split_at_checked(3) else { return false };
    let digits: usize = data.iter().map(|word| word.len()).sum();
    let is_whole = match numbers.last() {
        Some(&"1") => digits == 64,
        Some(&"2") => digits == 128,
        _ => digits > 64 && digits.is_multiple_of(2),
    };
    numbers.iter().all(|number| matches!(number.parse::<u8>(), Ok(0..=3)))
        && is_whole
        && data.iter().all(is_hex)
}

/// Priority, weight, port and host.
fn is_srv(words: &[&str]) -> bool {
    let [priority, weight, port, target] = words else { return false };
    [priority, weight, port].iter().all(|number| number.parse::<u16>().is_ok())
        && target.contains('.')
        && target.parse::<std::net::IpAddr>().is_err()
}

/// Flags, a tag of RFC 8659 or RFC 9495, and a value.
fn is_caa(words: &[&str]) -> bool {
    let [flags, tag, value, ..] = words else { return false };
    ["0", "128"].contains(flags)
        && ["issue", "issuewild", "issuemail", "iodef"].iter().any(|known| tag.eq_ignore_ascii_case(known))
        && !value.is_empty()
}

/// Algorithm, digest type and a digest of its length: RFC 4255 section 3.1.
fn is_sshfp(words: &[&str]) -> bool {
    let [algorithm, digest, data] = words else { return false };
    let digits = match *digest {
        "1" => 40,
        "2" => 64,
        _ => return false,
    };
    matches!(algorithm.parse::<u8>(), Ok(1..=6)) && data.len() == digits && is_hex(data)
}

fn is_hex(word: &&str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
