//! Every sample against BIND's `named-rrchecker`: the same octets from the same text, and from the text we
//! write.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use danelaw::rr::{self, Rtype};

/// Text that BIND 9.18 refuses and we read, with what decides.
const BIND_REFUSES: &[(&str, &str, &str)] = &[
    ("IPSECKEY", "10 1 0 192.0.2.3", "RFC 4025 section 2.6: algorithm 0 means that no key is present"),
    (
        "SVCB",
        "1 . no-default-alpn",
        "RFC 9460 section 7.1.1 wants `alpn` beside it: a rule's judgement, not the parser's",
    ),
    ("SVCB", "1 . key2", "the same by number"),
    ("SVCB", "1 . ohttp", "RFC 9540 is younger than BIND 9.18"),
    ("SVCB", "1 . tls-supported-groups=29,23", "registered after BIND 9.18"),
    ("SVCB", "1 . docpath=dns,x", "RFC 9953 is younger than BIND 9.18"),
    ("SVCB", "1 . docpath", "the same"),
    ("SVCB", "1 . alpn=co docpath=\"d\\\\,ns\"", "the same"),
    ("SVCB", "1 . pvd", "registered after BIND 9.18"),
];

/// What BIND 9.18 writes and we do not read back, with what decides.
const BIND_WRITES: &[(&str, &str, &str)] = &[
    (
        "SIG",
        "0 13 0 0 19691231235959 ",
        "RFC 4034 section 3.2: a type is a mnemonic or TYPEnnn, and no time is before 1970",
    ),
    ("NXT", ". A 127", "RFC 3597 section 5: a type without a mnemonic is TYPEnnn"),
    (
        "RRSIG",
        "TYPE65280 8 3 300 19691231235959 ",
        "RFC 4034 section 3.2: the last second of 32 bits is in 2106",
    ),
];

/// Text that we refuse and BIND 9.18 reads, with what decides.
const WE_REFUSE: &[(&str, &str, &str)] = &[
    ("DNSKEY", "ZONE 3 8 AAAA", "RFC 4034 section 2.2: the flags field is an unsigned decimal integer"),
    ("CDNSKEY", "ZONE 3 8 AAAA", "the same"),
    ("GPOS", "181 0 0", "RFC 1712 section 3: longitude ends at 180"),
    ("GPOS", "0 180.1 0", "RFC 1712 section 3: neither goes beyond 180 degrees"),
    ("GPOS", "0 0 high", "RFC 1712 section 3: altitude is a number"),
    (
        "EUI48",
        "00-00-5e-00-53-2g",
        "RFC 7043 section 3.2: two hexadecimal digits; BIND stops reading at the `g`",
    ),
    (
        "RRSIG",
        AFTER_2106,
        "RFC 4034 section 3.1.5: the field has 32 bits; BIND wraps the time around to 1970",
    ),
];

/// The one sample that is too long for a table row.
const AFTER_2106: &str = concat!(
    "A 13 2 3600 21060207062816 20260821141320 1 a. ",
    "twoU7h4V16qUvYEOwG9Mt3o0bo8zrva/6uPXxEQtepPsMWgv3lYZF5Uv94p6it7/0P68Ny3SaHGRbEbGMDgbRQ=="
);

/// What named-rrchecker prints for the record, or what it says against it.
fn rrchecker(form: &str, rtype: Rtype, text: &str) -> Result<String, String> {
    let child = Command::new("named-rrchecker")
        .args(["-o", "example.", form])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.map_err(|error| error.to_string())?;
    writeln!(child.stdin.take().unwrap(), "IN {rtype} {text}").unwrap();
    let output = child.wait_with_output().unwrap();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The rdata as octets.
fn bind(rtype: Rtype, text: &str) -> Result<Vec<u8>, String> {
    let stdout = rrchecker("-u", rtype, text)?;
    let hex: String = stdout.split_once("\\# ").unwrap().1.split_whitespace().skip(1).collect();
    Ok(hex
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect())
}

/// The mnemonics it knows; `None` where it is not installed.
fn known_types() -> Option<Vec<String>> {
    let output = Command::new("named-rrchecker").arg("-T").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

fn lines(rtype: Rtype, file: &str) -> Vec<Vec<String>> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("testzones/_rr").join(rtype.to_string().to_lowercase());
    fs::read_to_string(folder.join(file))
        .unwrap()
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

fn listed(table: &[(&str, &str, &str)], rtype: Rtype, text: &str) -> bool {
    table.iter().any(|(mnemonic, other, _)| *mnemonic == rtype.to_string() && *other == text)
}

#[test]
fn bind_reads_the_same_octets() {
    let Some(known) = known_types() else {
        println!("skipped: named-rrchecker is not installed");
        return;
    };
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for rtype in
        rr::BY_CODE.iter().map(|row| Rtype(row.code)).filter(|rtype| known.contains(&rtype.to_string()))
    {
        for line in lines(rtype, "samples.txt") {
            let (Some(ours), _) = support::tokens::encode(rtype, &line[0]) else {
                panic!("{rtype} {}", line[0])
            };
            let theirs = bind(rtype, &line[0]);
            match &theirs {
                Ok(octets) if *octets == ours && !listed(BIND_REFUSES, rtype, &line[0]) => compared += 1,
                Err(_) if listed(BIND_REFUSES, rtype, &line[0]) => continue,
                _ => wrong.push(format!("{rtype} {}\n  ours {ours:02x?}\n  BIND {theirs:02x?}", line[0])),
            }
            let theirs = rrchecker("-p", rtype, &line[0]).unwrap();
            let theirs = theirs.trim_end().splitn(3, '\t').nth(2).unwrap_or_default();
            let known = BIND_WRITES
                .iter()
                .any(|(mnemonic, start, _)| *mnemonic == rtype.to_string() && theirs.starts_with(start));
            if (support::tokens::encode(rtype, theirs).0.as_ref() != Some(&ours)) != known {
                wrong.push(format!("{rtype} {theirs} (as BIND writes it)"));
            }
            let written = rr::present(rtype, &ours);
            let read_back = bind(rtype, &written);
            if read_back.as_ref() != Ok(&ours) {
                wrong.push(format!(
                    "{rtype} {written} (as we write it)\n  ours {ours:02x?}\n  BIND {read_back:02x?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{compared} samples agree with named-rrchecker");
}

#[test]
fn bind_refuses_what_we_refuse() {
    let Some(known) = known_types() else {
        println!("skipped: named-rrchecker is not installed");
        return;
    };
    let mut wrong = Vec::new();
    for rtype in
        rr::BY_CODE.iter().map(|row| Rtype(row.code)).filter(|rtype| known.contains(&rtype.to_string()))
    {
        for line in lines(rtype, "bad.txt") {
            if bind(rtype, &line[0]).is_ok() != listed(WE_REFUSE, rtype, &line[0]) {
                wrong.push(format!("{rtype} {}", line[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
