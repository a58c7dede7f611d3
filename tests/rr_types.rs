//! Every RR type against its samples: text, wire, generic and canonical form must tell the same octets.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::as_conversions)]

mod support;

use std::fs;
use std::path::PathBuf;

use danelaw::rr::{self, RrType, Rtype};
use hickory_proto::rr::{RData, Record};
use hickory_proto::serialize::binary::{BinDecodable, BinDecoder, BinEncodable, BinEncoder, NameEncoding};
use proptest::prelude::*;
use support::tokens::encode;

/// One line of a `samples.txt`.
struct Sample {
    rtype: Rtype,
    text: String,
    generic: String,
    wire: Vec<u8>,
}

fn folder(row: &RrType) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testzones/_rr").join(row.mnemonic.to_lowercase())
}

fn lines(row: &RrType, file: &str) -> Vec<Vec<String>> {
    let path = folder(row).join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn octets(generic: &str) -> Vec<u8> {
    let hex: Vec<u8> = generic.split(' ').skip(2).collect::<String>().into_bytes();
    hex.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn samples() -> impl Iterator<Item = Sample> {
    rr::BY_CODE.iter().flat_map(|row| {
        lines(row, "samples.txt").into_iter().map(|line| {
            let [text, generic] =
                <[String; 2]>::try_from(line).unwrap_or_else(|line| panic!("{}: {line:?}", row.mnemonic));
            Sample { rtype: Rtype(row.code), wire: octets(&generic), text, generic }
        })
    })
}

#[test]
fn every_type_has_samples_and_refusals() {
    for row in rr::BY_CODE {
        assert!(!lines(row, "samples.txt").is_empty(), "{}", row.mnemonic);
        assert!(!lines(row, "bad.txt").is_empty(), "{}", row.mnemonic);
    }
}

#[test]
fn text_becomes_the_octets_of_the_generic_form() {
    for sample in samples() {
        let (wire, kept) = encode(sample.rtype, &sample.text);
        assert_eq!(kept.faults, [], "{} {}", sample.rtype, sample.text);
        let generic = format!("\\# {} {}", sample.wire.len(), danelaw::wire::base16::encode(&sample.wire));
        assert_eq!(wire.as_ref(), Some(&sample.wire), "{} {}", sample.rtype, sample.text);
        assert_eq!(generic.trim_end(), sample.generic, "the generic form is canonical");
    }
}

#[test]
fn the_generic_form_becomes_the_same_octets() {
    for sample in samples() {
        let (wire, kept) = encode(sample.rtype, &sample.generic);
        assert_eq!((wire, kept.faults), (Some(sample.wire), vec![]), "{} {}", sample.rtype, sample.generic);
    }
}

#[test]
fn octets_survive_being_written_and_read() {
    for sample in samples() {
        let text = rr::present(sample.rtype, &sample.wire);
        let (wire, kept) = encode(sample.rtype, &text);
        assert_eq!((wire, kept.faults), (Some(sample.wire), vec![]), "{} {text}", sample.rtype);
    }
}

#[test]
fn fields_cover_every_octet_once() {
    for sample in samples() {
        let mut all = Vec::new();
        for field in rr::fields(sample.rtype, &sample.wire) {
            all.extend_from_slice(
                field.unwrap_or_else(|error| panic!("{} {}: {error:?}", sample.rtype, sample.text)).octets,
            );
        }
        assert_eq!(all, sample.wire, "{} {}", sample.rtype, sample.text);
    }
}

#[test]
fn field_spans_are_in_order_and_inside_the_text() {
    for sample in samples() {
        let (_, kept) = encode(sample.rtype, &sample.text);
        let mut last = 0;
        for (index, start, end) in kept.fields {
            assert!(
                last <= start && start < end && end as usize <= sample.text.len(),
                "{} {} field {index}",
                sample.rtype,
                sample.text
            );
            last = end;
        }
        assert!(
            sample.text.starts_with("\\#") || sample.text.is_empty() || last as usize == sample.text.len(),
            "{} {}",
            sample.rtype,
            sample.text
        );
    }
}

#[test]
fn canonical_form_is_a_fixed_point() {
    for sample in samples() {
        let once = rr::canonical(sample.rtype, &sample.wire).into_owned();
        assert_eq!(rr::canonical(sample.rtype, &once), once.as_slice());
        assert!(once.eq_ignore_ascii_case(&sample.wire));
    }
}

#[test]
fn refusals_name_the_kind_and_the_exact_text() {
    let mut wrong = Vec::new();
    for row in rr::BY_CODE {
        for line in lines(row, "bad.txt") {
            let [text, kind, span] =
                <[String; 3]>::try_from(line).unwrap_or_else(|line| panic!("{}: {line:?}", row.mnemonic));
            let (wire, kept) = encode(Rtype(row.code), &text);
            let told: Vec<_> = kept
                .faults
                .iter()
                .map(|fault| {
                    (format!("{:?}", fault.kind), text[fault.start as usize..fault.end as usize].to_owned())
                })
                .collect();
            if told != [(kind.clone(), span.clone())] || wire.is_some() {
                wrong.push(format!(
                    "{} {text}\n    wanted {kind} {span}\n    told {told:?} {:?}",
                    row.mnemonic, kept.faults
                ));
            }
            for fault in kept.faults {
                assert!(
                    !fault.note.is_empty() && fault.note.chars().count() <= 80 && !fault.note.ends_with('.'),
                    "{} {}",
                    row.mnemonic,
                    fault.note
                );
                for word in ["invalid", "bad", "illegal"] {
                    assert!(!fault.note.split(' ').any(|other| other == word), "{}", fault.note);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Types and rdata that hickory-proto 0.26 does not re-emit, and why ours stand.
const HICKORY_DISAGREES: &[(&str, &str, &str)] = &[(
    "CSYNC",
    "0 65535",
    "RFC 7477 section 2.1.1.2 tells who processes a CSYNC what to do with unknown flags; the record is read \
    all the same",
)];

/// A record with these octets as rdata, decoded and emitted by the independent implementation.
fn through_hickory(rtype: Rtype, rdata: &[u8]) -> Result<(bool, Vec<u8>), String> {
    let mut message = vec![0];
    message.extend_from_slice(&rtype.0.to_be_bytes());
    message.extend_from_slice(&[0, 1, 0, 0, 0, 60]);
    message.extend_from_slice(&u16::try_from(rdata.len()).unwrap().to_be_bytes());
    message.extend_from_slice(rdata);
    let record = Record::<RData>::read(&mut BinDecoder::new(&message)).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    let mut encoder = BinEncoder::new(&mut out);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    record.emit(&mut encoder).map_err(|error| error.to_string())?;
    let typed = !matches!(record.data, RData::Unknown { .. });
    Ok((typed, out.split_off(11)))
}

#[test]
fn an_independent_decoder_reads_the_same_octets() {
    let (mut typed_types, mut wrong) = (std::collections::BTreeSet::new(), Vec::new());
    for sample in samples() {
        let known = HICKORY_DISAGREES
            .iter()
            .any(|(mnemonic, text, _)| *mnemonic == sample.rtype.to_string() && *text == sample.text);
        match through_hickory(sample.rtype, &sample.wire) {
            Ok((typed, octets)) if octets == sample.wire => {
                typed_types.extend(typed.then_some(sample.rtype));
                assert!(!known, "{} {} agrees now", sample.rtype, sample.text);
            }
            outcome if !known => wrong.push(format!("{} {}: {outcome:?}", sample.rtype, sample.text)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(typed_types.len() >= 25, "hickory typed only {typed_types:?}");
}

fn any_type() -> impl Strategy<Value = Rtype> {
    (0..rr::BY_CODE.len()).prop_map(|at| Rtype(rr::BY_CODE[at].code))
}

/// Octets that look enough like rdata to get past the first field: a sample with some octets changed, cut or
/// added.
fn near_rdata() -> impl Strategy<Value = (Rtype, Vec<u8>)> {
    let all: Vec<(Rtype, Vec<u8>)> = samples().map(|sample| (sample.rtype, sample.wire)).collect();
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    (prop::sample::select(all), changes, any::<prop::sample::Index>(), 0..4u8).prop_map(
        |((rtype, mut wire), changes, at, how)| {
            for (index, value) in changes {
                if !wire.is_empty() {
                    let index = index.index(wire.len());
                    wire[index] = value;
                }
            }
            match how {
                0 => wire.truncate(at.index(wire.len() + 1)),
                1 => wire.insert(at.index(wire.len() + 1), 0),
                _ => {}
            }
            (rtype, wire)
        },
    )
}

fn holds_for(rtype: Rtype, octets: &[u8]) {
    let text = rr::present(rtype, octets);
    let once = rr::canonical(rtype, octets).into_owned();
    assert_eq!(rr::canonical(rtype, &once), once.as_slice());
    let _ = rr::names(rtype, octets).count();
    let mut covered = 0;
    let sound = rr::fields(rtype, octets).all(|field| {
        field.is_ok_and(|field| {
            covered += field.octets.len();
            true
        })
    });
    if sound {
        assert_eq!(covered, octets.len(), "{rtype} {text}");
        let (wire, kept) = encode(rtype, &text);
        assert_eq!((wire.as_deref(), kept.faults), (Some(octets), vec![]), "{rtype} {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_octets_are_written_and_read_back((rtype, octets) in (any_type(), prop::collection::vec(any::<u8>(), 0..80))) {
        holds_for(rtype, &octets);
    }

    #[test]
    fn near_octets_are_written_and_read_back((rtype, octets) in near_rdata()) {
        holds_for(rtype, &octets);
    }

    #[test]
    fn any_words_are_read_or_refused((rtype, text) in (any_type(), "([ -~é]{0,12} ?\"?){0,8}")) {
        let (wire, _) = encode(rtype, &text);
        if let Some(wire) = wire {
            prop_assert!(rr::fields(rtype, &wire).all(|field| field.is_ok()), "{} {}", rtype, text);
        }
    }
}
