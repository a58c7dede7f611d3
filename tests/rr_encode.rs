//! How rdata is read where no single type's samples tell: several faults, words split anywhere, and limits.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod support;

use danelaw::fault::FaultKind;
use danelaw::rr::{self, Rtype, types};
use danelaw::wire::{Name, NameRef};
use support::tokens::{encode, encode_below};

/// Kind, span and field of every fault.
fn told(rtype: Rtype, text: &str) -> Vec<(FaultKind, String, &'static str)> {
    let (_, kept) = encode(rtype, text);
    kept.faults
        .into_iter()
        .map(|fault| (fault.kind, text[fault.start as usize..fault.end as usize].to_owned(), fault.field))
        .collect()
}

#[test]
fn every_fault_of_a_record_is_told() {
    assert_eq!(
        told(types::DS, "70000 RSASHAX 300 abc"),
        [
            (FaultKind::Number, "70000".to_owned(), "key tag"),
            (FaultKind::Mnemonic, "RSASHAX".to_owned(), "algorithm"),
            (FaultKind::Number, "300".to_owned(), "digest type"),
            (FaultKind::Hex, "abc".to_owned(), "digest"),
        ]
    );
    assert_eq!(
        told(types::SOA, "a..b h x 1 2"),
        [
            (FaultKind::EmptyLabel, ".".to_owned(), "primary name server"),
            (FaultKind::Number, "x".to_owned(), "serial"),
            (FaultKind::MissingRdata, String::new(), "expire"),
        ]
    );
    assert_eq!(
        told(types::TXT, &format!("\"{0}\" ok \"{0}\"", "x".repeat(256)))
            .iter()
            .map(|fault| fault.0)
            .collect::<Vec<_>>(),
        [FaultKind::StringTooLong, FaultKind::StringTooLong]
    );
    assert_eq!(told(types::NSEC, "b AA A BB").len(), 2);
    assert_eq!(told(types::SVCB, "1 . alpn= port=x key=1 alpn=h2 alpn=h3").len(), 4);
}

#[test]
fn notes_say_found_against_expected() {
    let note = |rtype, text: &str| encode(rtype, text).1.faults.remove(0).note;
    assert_eq!(note(types::DS, "1 8 300 ab"), "`300` is above 255");
    assert_eq!(note(types::DS, "1 8 2 abc"), "digest has 3 hex digits, an odd count");
    assert_eq!(note(types::A, "192.0.2"), "`192.0.2` has 3 of 4 octets");
    assert_eq!(note(types::TXT, &"x".repeat(300)), "string has 300 octets, 255 fit");
    assert_eq!(note(types::MX, "10"), "MX ends before the mail exchange, field 2 of 2");
    assert_eq!(note(types::A, "192.0.2.1 a b"), "`a` and one word more stand behind the last field");
    assert_eq!(note(types::A, "\\# 3 c00002"), "address: has 3 of 4 octets");
    assert_eq!(note(types::A, "\\# 5 c0000201"), "length is 5, the data have 4 octets");
    assert_eq!(note(Rtype(65280), "abc"), "TYPE65280 needs `\\# length hex`");
    assert!(note(types::CAA, &format!("0 issue a {}", "\u{1b}".repeat(40))).chars().count() <= 80);
}

#[test]
fn an_octet_above_127_in_a_name_loses_no_record() {
    let (wire, kept) = encode(types::MX, "10 mäil");
    assert_eq!(wire.as_deref(), Some("\0\n\u{5}mäil\u{7}example\0".as_bytes()));
    assert_eq!(kept.faults.len(), 1);
    assert_eq!(
        (kept.faults[0].kind, kept.faults[0].start, kept.faults[0].end),
        (FaultKind::NonAsciiName, 4, 6)
    );
    let (wire, kept) = encode(types::MX, "70000 mäil");
    assert_eq!((wire, kept.faults.len()), (None, 2));
}

#[test]
fn names_continue_with_the_origin() {
    let origin = Name::absolute("sub.example.").unwrap();
    assert_eq!(encode_below(types::NS, "@", origin.borrow_name()).0.unwrap(), b"\x03sub\x07example\0");
    assert_eq!(encode_below(types::NS, "ns", origin.borrow_name()).0.unwrap(), b"\x02ns\x03sub\x07example\0");
    assert_eq!(encode_below(types::NS, "ns", NameRef::ROOT).0.unwrap(), b"\x02ns\0");
    assert_eq!(
        encode_below(types::NS, &"a.".repeat(125).replace("a.", "aa.")[..230], origin.borrow_name())
            .0
            .map(|wire| wire.len()),
        Some(244)
    );
}

#[test]
fn base64_and_hex_may_be_split_anywhere() {
    let whole = "3 13 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let key = &whole[5..];
    let expected = encode(types::DNSKEY, &format!("256 {whole}")).0.unwrap();
    assert_eq!(expected.len(), 4 + 32);
    for first in 0..key.len() {
        for second in first..key.len() {
            let text = format!("256 3 13 {} {} {}", &key[..first], &key[first..second], &key[second..]);
            assert_eq!(encode(types::DNSKEY, &text).0.as_ref(), Some(&expected), "{text}");
        }
    }
    let expected = encode(types::DS, "1 8 2 00112233445566778899").0.unwrap();
    for at in 0..20 {
        let digits = "00112233445566778899";
        assert_eq!(
            encode(types::DS, &format!("1 8 2 {} {}", &digits[..at], &digits[at..])).0.as_ref(),
            Some(&expected)
        );
    }
}

#[test]
fn a_fault_behind_a_split_points_at_its_octet() {
    assert_eq!(
        told(types::DNSKEY, "256 3 13 AAA AAA*AAAA"),
        [(FaultKind::Base64, "*".to_owned(), "public key")]
    );
    assert_eq!(
        told(types::DNSKEY, "256 3 13 AA A*AAAA"),
        [(FaultKind::Base64, "*".to_owned(), "public key")]
    );
    assert_eq!(
        told(types::DNSKEY, "256 3 13 AAAAA AA*AAAA"),
        [(FaultKind::Base64, "*".to_owned(), "public key")]
    );
    assert_eq!(
        told(types::DNSKEY, "256 3 13 AAAAAA== AAAA"),
        [(FaultKind::Base64, "A".to_owned(), "public key")]
    );
    assert_eq!(told(types::DS, "1 8 2 aab bxcc"), [(FaultKind::Hex, "x".to_owned(), "digest")]);
    assert_eq!(told(types::DS, "1 8 2 aab xbcc"), [(FaultKind::Hex, "x".to_owned(), "digest")]);
}

#[test]
fn field_spans_reach_from_first_word_to_last() {
    let text = "256 3 13 AAAA BBBB CCCC";
    assert_eq!(encode(types::DNSKEY, text).1.fields, [(0, 0, 3), (1, 4, 5), (2, 6, 8), (3, 9, 23)]);
    assert_eq!(encode(types::TXT, "\"a b\" c").1.fields, [(0, 0, 7)]);
    assert_eq!(encode(types::SVCB, "1 . alpn=\"h2,h3\" port=1").1.fields, [(0, 0, 1), (1, 2, 3), (2, 4, 23)]);
}

#[test]
fn rdata_above_65535_octets_is_told_once() {
    let strings = "\"".to_owned() + &"x".repeat(254) + "\" ";
    for (rtype, text) in [
        (types::TXT, strings.repeat(257) + "x"),
        (types::TXT, strings.repeat(20_000)),
        (types::DS, format!("1 8 2 {}", "ab".repeat(65_532))),
        (types::DS, format!("1 8 2 {}", "ab ".repeat(200_000))),
        (types::DNSKEY, format!("256 3 8 {}", "AAAA".repeat(21_844))),
        (types::DNSKEY, format!("256 3 8 {}", "AAAA ".repeat(100_000))),
        (types::DNSKEY, format!("256 3 8 {}", "AAAA".repeat(1_000_000))),
        (types::CAA, format!("0 issue \"{}\"", "x".repeat(70_000))),
        (types::SVCB, format!("1 . key667={}", "x".repeat(65_535))),
        (types::SVCB, format!("1 . {}", (700..20_000).map(|key| format!("key{key} ")).collect::<String>())),
        (types::NULL, format!("\\# 65535 {}", "ab".repeat(65_536))),
    ] {
        let (wire, kept) = encode(rtype, &text);
        assert_eq!(wire, None, "{rtype}");
        assert_eq!(
            kept.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(),
            [FaultKind::RdataTooLong],
            "{rtype}"
        );
    }
    let (wire, _) = encode(types::DS, &format!("1 8 2 {}", "ab".repeat(65_531)));
    assert_eq!(wire.map(|wire| wire.len()), Some(65_535));
    let (wire, _) = encode(types::DNSKEY, &format!("256 3 8 {}AAA=", "AAAA".repeat(21_843)));
    assert_eq!(wire.map(|wire| wire.len()), Some(65_535));
}

#[test]
fn memory_does_not_grow_with_the_word() {
    let huge = "A".repeat(8 << 20);
    for (rtype, text) in [
        (types::DNSKEY, format!("256 3 8 {huge}")),
        (types::DS, format!("1 8 2 {huge}")),
        (types::TXT, format!("{huge} x\\120{huge}")),
        (types::CAA, format!("0 issue {huge}")),
        (types::NS, huge.clone()),
        (types::SVCB, format!("1 . key667={huge} alpn={huge}")),
        (types::HIP, format!("2 {huge} {huge}")),
    ] {
        let mut out = Vec::new();
        let mut kept = support::tokens::Kept::default();
        let sound =
            rr::encode(rtype, &mut support::tokens::Words::new(&text), NameRef::ROOT, &mut out, &mut kept);
        assert!(!sound && !kept.faults.is_empty(), "{rtype}");
        assert!(out.capacity() < 1 << 20, "{rtype} took {} octets", out.capacity());
    }
}

#[test]
fn unknown_types_take_only_the_generic_form() {
    assert_eq!(encode(Rtype(65280), "\\# 3 01 02 03").0.as_deref(), Some(&[1, 2, 3][..]));
    assert_eq!(encode(Rtype(65280), "\\# 0").0.as_deref(), Some(&[][..]));
    assert_eq!(told(Rtype(65280), "a b"), [(FaultKind::FieldSyntax, "a b".to_owned(), "")]);
    assert_eq!(told(Rtype(65280), ""), [(FaultKind::MissingRdata, String::new(), "")]);
    assert_eq!(rr::present(Rtype(65280), &[1, 2]), "\\# 2 0102");
    assert_eq!(rr::present(Rtype(65280), &[]), "\\# 0");
    assert_eq!(rr::fields(Rtype(65280), &[1, 2]).count(), 0);
}

#[test]
fn a_quoted_marker_is_text() {
    assert_eq!(encode(types::TXT, "\"\\#\" x").0.as_deref(), Some(&b"\x01#\x01x"[..]));
    assert_eq!(told(types::TXT, "\\# x")[0].0, FaultKind::Number);
}

#[test]
fn names_are_found_where_they_stand() {
    let names = |rtype, text: &str| -> Vec<(usize, String)> {
        let wire = encode(rtype, text).0.unwrap();
        rr::names(rtype, &wire).map(|(index, name)| (index, name.to_string())).collect()
    };
    let own = |list: &[(usize, &str)]| {
        list.iter().map(|(index, name)| (*index, (*name).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(names(types::SOA, "a b 1 2 3 4 5"), own(&[(0, "a.example."), (1, "b.example.")]));
    assert_eq!(names(types::HIP, "2 20 AAAA r1 r2"), own(&[(1, "r1.example."), (1, "r2.example.")]));
    assert_eq!(names(types::IPSECKEY, "1 3 2 g AAAA"), own(&[(1, "g.example.")]));
    assert_eq!(names(types::IPSECKEY, "1 1 2 192.0.2.1 AAAA"), own(&[]));
    assert_eq!(names(types::AMTRELAY, "1 1 3 r"), own(&[(1, "r.example.")]));
    assert_eq!(names(types::A6, "64 ::1 p"), own(&[(0, "p.example.")]));
    assert_eq!(names(types::HTTPS, "1 ."), own(&[(1, ".")]));
    let wire = encode(types::MX, "10 mail").0.unwrap();
    assert_eq!(
        rr::name_at(types::MX, &wire, 1).map(|name| name.to_string()).as_deref(),
        Some("mail.example.")
    );
    assert!(rr::name_at(types::MX, &wire, 0).is_none());
}

#[test]
fn canonical_form_folds_the_listed_types_only() {
    let folded = |rtype, text: &str| {
        let wire = encode(rtype, text).0.unwrap();
        rr::canonical(rtype, &wire) == wire.to_ascii_lowercase()
    };
    for (rtype, text) in [
        (types::NS, "NS.Example."),
        (types::MX, "1 MX."),
        (types::SOA, "A. B. 1 2 3 4 5"),
        (types::SRV, "1 2 3 T."),
        (types::NAPTR, "1 1 \"\" \"\" \"\" R."),
        (types::A6, "64 ::1 P."),
        (types::DNAME, "D."),
    ] {
        assert!(folded(rtype, text), "{rtype}");
    }
    for (rtype, text) in [
        (types::NSEC, "N. A"),
        (types::HTTPS, "1 T."),
        (types::IPSECKEY, "1 3 2 G. AAAA"),
        (types::LP, "1 L."),
        (types::HINFO, "A B"),
    ] {
        let wire = encode(rtype, text).0.unwrap();
        assert!(
            matches!(rr::canonical(rtype, &wire), std::borrow::Cow::Borrowed(same) if same == wire),
            "{rtype}"
        );
    }
}
