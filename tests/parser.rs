//! Reading zone text: what is accepted, what a fault hides, and that neither threads nor hostile input change
//! that.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on stops")]

mod support;

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use danelaw::engine::Pool;
use danelaw::fault::FaultKind;
use danelaw::finding::Finding;
use danelaw::limits::Limits;
use danelaw::parse::{IncludePolicy, Parsed, Setup, parse};
use danelaw::report::Checked;
use danelaw::rr::BY_CODE;
use danelaw::source::{Files, Memory, Opened, Placeholders, Source};
use danelaw::wire::Name;
use danelaw::workers::{Serial, Workers};
use proptest::prelude::*;
use support::{check, check_file, check_text, root, row};

/// A complete zone, without its last line end only where a test takes it away.
const GOOD: &str = "\
$ORIGIN example.
$TTL 3600
@     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
      NS   ns1.example.net.
      NS   ns2.example.net.
";

fn memory(files: &[(&str, &str)]) -> Memory {
    let mut memory = Memory::default();
    files.iter().for_each(|(path, text)| memory.insert(*path, *text));
    memory
}

fn read_with(text: &[u8], files: &dyn Files, workers: &dyn Workers) -> Parsed {
    let origin = Name::absolute("example.").expect("a name");
    let (limits, includes) = (Limits::default(), IncludePolicy::default());
    let setup = Setup {
        files,
        includes: &includes,
        limits: &limits,
        workers,
        origin: &origin,
        placeholders: &Placeholders::default(),
    };
    parse(Source::new("zones/main.zone", Some(PathBuf::from("zones/main.zone")), text.to_vec()), &setup)
}

/// Each record as `owner ttl class type rdata`.
fn lines(parsed: &Parsed) -> Vec<String> {
    let rows = parsed.chunks.iter().flat_map(|chunk| (0..chunk.len()).map(move |row| (chunk, row)));
    rows.map(|(chunk, row)| {
        let rdata = danelaw::rr::present(chunk.rtype(row), chunk.rdata(row));
        format!(
            "{} {} {} {} {rdata}",
            chunk.name(chunk.owner(row)),
            chunk.ttl(row),
            chunk.class(row),
            chunk.rtype(row)
        )
    })
    .collect()
}

/// The records of text that has no fault.
fn records(text: &str) -> Vec<String> {
    let parsed = read_with(text.as_bytes(), &Memory::default(), &Serial);
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    lines(&parsed)
}

/// Row, column, rule, and the text at each finding.
fn found(checked: &Checked) -> Vec<(usize, usize, &'static str, String)> {
    let place = |finding: &Finding| {
        let source = &checked.sources[usize::try_from(finding.span.source.0).expect("a small number")];
        let position = source.position(finding.span.start);
        let text = String::from_utf8_lossy(source.slice(finding.span.start, finding.span.end())).into_owned();
        (position.row, position.column, finding.name, text)
    };
    checked.findings.iter().map(place).collect()
}

fn names(checked: &Checked) -> Vec<&'static str> {
    checked.findings.iter().map(|finding| finding.name).collect()
}

#[test]
fn ttl_and_class_stand_in_either_order_or_not_at_all() {
    let all = [
        "a 1h IN A 192.0.2.1",
        "a IN 1h A 192.0.2.1",
        "a 3600 A 192.0.2.1",
        "$TTL 60m\na IN A 192.0.2.1",
        "$TTL 1h\na A 192.0.2.1",
    ];
    for text in all {
        assert_eq!(records(&format!("{text}\n")), ["a.example. 3600 1 A 192.0.2.1"], "{text}");
    }
    assert_eq!(records("a ch 1w2d TXT x\n"), ["a.example. 777600 3 TXT \"x\""]);
}

#[test]
fn a_ttl_comes_from_the_directive_before_the_last_record() {
    let text = "a 60 A 192.0.2.1\nb A 192.0.2.2\n$TTL 120\nc 30 A 192.0.2.3\nd A 192.0.2.4\n";
    let ttls: Vec<String> =
        records(text).iter().map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned()).collect();
    assert_eq!(ttls, ["60", "60", "30", "120"]);
}

#[test]
fn at_signs_blanks_and_escapes_are_owners() {
    let text = "$TTL 1\n@ A 192.0.2.1\n\tA 192.0.2.2\n$ORIGIN sub.example.\n@ A 192.0.2.3\na\\.b\\032c A \
        192.0.2.4\n\\@ A 192.0.2.5\n. A 192.0.2.6\n";
    let owners: Vec<String> =
        records(text).iter().map(|line| line.split(" 1 ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        owners,
        ["example.", "example.", "sub.example.", "a\\.b\\032c.sub.example.", "\\@.sub.example.", "."]
    );
}

#[test]
fn quotes_parentheses_and_comments_are_taken_apart() {
    let text = "$TTL 1\na TXT ( \"x;(\\\"\" ; a comment with ) and \"\n\ty ) ; the end\n\n;alone\n  ; \
        blank\n( b\nA 192.0.2.1 )\n()\n";
    assert_eq!(records(text), ["a.example. 1 1 TXT \"x;(\\\"\" \"y\"", "b.example. 1 1 A 192.0.2.1"]);
}

#[test]
fn line_ends_blanks_and_a_byte_order_mark_change_no_record() {
    let plain = records(&format!("{GOOD}www A 192.0.2.1\n"));
    let forms = [format!("{GOOD}www\tA\t192.0.2.1  \t\n\n"), format!("{GOOD}www A 192.0.2.1;x\n")];
    for form in forms {
        assert_eq!(records(&form), plain, "{form:?}");
    }
    for (form, rule) in [
        (format!("{GOOD}www A 192.0.2.1\n").replace('\n', "\r\n"), "cr-lf"),
        (format!("{GOOD}www A 192.0.2.1"), "no-final-newline"),
        (format!("\u{feff}{GOOD}www A 192.0.2.1\n"), "byte-order-mark"),
    ] {
        assert_eq!(lines(&read_with(form.as_bytes(), &Memory::default(), &Serial)), plain);
        assert_eq!(names(&check_text(form.as_bytes(), None)), [rule]);
    }
}

#[test]
fn a_broken_record_hides_none_beside_it() {
    let broken = [
        ("x A 192.0.2.300", 13, "ipv4-syntax", "300"),
        ("x AAA 192.0.2.1", 3, "unknown-type", "AAA"),
        ("x 1y A 192.0.2.1", 3, "ttl-syntax", "1y"),
        ("x A ( 192.0.2.1", 5, "unbalanced-parenthesis", "("),
        ("x A 192.0.2.1 )", 15, "unbalanced-parenthesis", ")"),
        ("x TXT \"open", 7, "unterminated-quote", "\"open"),
        ("x..y A 192.0.2.1", 3, "empty-label", "."),
        ("x MX 10", 8, "missing-rdata", ""),
        ("x A 192.0.2.1 y z", 15, "extra-rdata", "y z"),
        ("x TXT \\300", 7, "escape-syntax", "\\300"),
        ("$WHAT", 1, "unknown-directive", "$WHAT"),
        ("$TTL", 5, "directive-syntax", ""),
        ("x \"A\" 192.0.2.1", 3, "unknown-type", "\"A\""),
    ];
    for (line, column, rule, text) in broken {
        let zone = format!("{GOOD}a A 192.0.2.1\n{line}\nz A 192.0.2.2\n  AAAA 2001:db8::1\n");
        let checked = check_text(zone.as_bytes(), None);
        assert_eq!(found(&checked), [(7, column, rule, text.to_owned())], "{line}");
        let all = lines(&read_with(zone.as_bytes(), &Memory::default(), &Serial));
        for good in [
            "a.example. 3600 1 A 192.0.2.1",
            "z.example. 3600 1 A 192.0.2.2",
            "z.example. 3600 1 AAAA 2001:db8::1",
        ] {
            assert!(all.iter().any(|line| line == good), "{line}: {all:?}");
        }
    }
}

#[test]
fn records_without_owner_behind_a_broken_owner_belong_to_nobody() {
    let zone = format!(
        "{GOOD}a A 192.0.2.1\nx..y A 192.0.2.2\n  AAAA 2001:db8::1\n  AAAA 2001:db8::g\nb A 192.0.2.3\n"
    );
    assert_eq!(names(&check_text(zone.as_bytes(), None)), ["empty-label", "ipv6-syntax"]);
    assert!(
        !lines(&read_with(zone.as_bytes(), &Memory::default(), &Serial))
            .iter()
            .any(|line| line.contains("AAAA"))
    );
}

#[test]
fn an_open_soa_is_one_finding_and_still_an_soa() {
    let zone = GOOD.replace("net. 1 14400", "net. ( ; serial\n 1\n 14400").replace("$TTL", "$TTL  ");
    let checked =
        check_text(format!("{zone}www DNSKEY 257 3 13 (\nAAAA\nBBBB )\nmail A 192.0.2.1\n").as_bytes(), None);
    let syntax: Vec<_> = checked
        .findings
        .iter()
        .filter(|finding| finding.group == "syntax" || finding.group == "soa")
        .map(|finding| finding.name)
        .collect();
    assert_eq!(syntax, ["unbalanced-parenthesis"]);
}

#[test]
fn a_transfer_ends_with_the_soa_it_starts_with() {
    let soa =
        "example.\t\t3600\tIN\tSOA\tns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600\n";
    let body = "example.\t\t3600\tIN\tNS\tns1.example.net.\nexample.\t\t3600\tIN\tNS\tns2.example.net.\n";
    let text = format!(
        "\n; <<>> DiG 9.20 <<>> AXFR example. @192.0.2.53\n;; global options: +cmd\n{soa}{body}{soa};; Query \
        time: 0 msec\n;; XFR size: 4 records (messages 1, bytes 190)\n\n"
    );
    let checked = check_text(text.as_bytes(), None);
    assert_eq!(names(&checked), [""; 0]);
    assert_eq!(checked.zone.map(|zone| zone.records), Some(3));
    for text in [
        "; <<>> DiG 9.20 <<>> AXFR example.\n; Transfer failed.\n",
        "",
        "\n; nothing\n",
        ";; communications error to 192.0.2.53#53: timed out\n",
    ] {
        let checked = check_text(text.as_bytes(), None);
        assert_eq!((checked.problems.len(), checked.findings.len()), (1, 0), "{text:?}");
    }
    let cut = format!("{soa}{body}; Transfer failed.\n");
    assert_eq!(check_text(cut.as_bytes(), None).problems.len(), 1);
}

#[test]
fn what_tools_write_is_read_the_same() {
    let hand = std::fs::read_to_string(root().join("testzones/_formats/hand.zone")).expect("a readable zone");
    let mut expected = records(&hand);
    expected.sort();
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("testzones/_formats")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "zone") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable zone");
        let parsed = read_with(text.as_bytes(), &Memory::default(), &Serial);
        assert!(parsed.faults.is_empty(), "{}: {:?}", path.display(), parsed.faults);
        let mut all = lines(&parsed);
        all.sort();
        // A transfer has its SOA twice.
        all.dedup();
        assert_eq!(all, expected, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 6, "{seen}");
}

#[test]
fn key_and_ds_files_are_no_zones() {
    for file in ["Kexample.+013+30329.key", "dsset-example."] {
        let checked = check_file(&PathBuf::from("testzones/_formats").join(file));
        assert_eq!(names(&checked), [""; 0], "{file}");
        assert_eq!(checked.problems, [], "{file}");
        assert_eq!(checked.zone.map(|zone| zone.records), Some(1), "{file}");
    }
}

#[test]
fn an_include_keeps_the_origin_and_owner_of_its_parent() {
    let files = memory(&[
        ("zones/a.inc", "@ A 192.0.2.1\n$ORIGIN deep.example.\nh A 192.0.2.2\n$INCLUDE sub/b.inc\n"),
        ("zones/sub/b.inc", "i A 192.0.2.3\n$INCLUDE c.inc\n$INCLUDE d.inc other.example.\n"),
        ("zones/sub/c.inc", "c A 192.0.2.4\n"),
        ("zones/d.inc", "d A 192.0.2.5\n$TTL 9\n"),
    ]);
    let parsed = read_with(
        b"$TTL 1\nw A 192.0.2.9\n$INCLUDE a.inc sub\n A 192.0.2.8\nx A 192.0.2.7\n",
        &files,
        &Serial,
    );
    let expected = [
        "w.example. 1 1 A 192.0.2.9",
        "sub.example. 1 1 A 192.0.2.1",
        "h.deep.example. 1 1 A 192.0.2.2",
        "i.deep.example. 1 1 A 192.0.2.3",
        "c.deep.example. 1 1 A 192.0.2.4",
        "d.other.example. 1 1 A 192.0.2.5",
        "w.example. 9 1 A 192.0.2.8",
        "x.example. 9 1 A 192.0.2.7",
    ];
    assert_eq!(lines(&parsed), expected);
    let kinds: Vec<_> = parsed.faults.iter().map(|(source, fault)| (source.0, fault.kind)).collect();
    let expected = [FaultKind::OriginWithoutDot, FaultKind::InheritedOwner];
    assert_eq!(kinds, expected.map(|kind| (0, kind)));
}

#[test]
fn an_included_file_starts_with_the_owner_before_it() {
    let files = memory(&[("zones/a.inc", "; who\n A 192.0.2.1\n$ORIGIN deep.example.\n@ A 192.0.2.2\n")]);
    let text = b"$TTL 1\nw A 192.0.2.9\n$INCLUDE a.inc\n A 192.0.2.4\n";
    let parsed = read_with(text, &files, &Serial);
    let expected = [
        "w.example. 1 1 A 192.0.2.9",
        "w.example. 1 1 A 192.0.2.1",
        "deep.example. 1 1 A 192.0.2.2",
        "w.example. 1 1 A 192.0.2.4",
    ];
    assert_eq!(lines(&parsed), expected);
    let kinds: Vec<_> = parsed.faults.iter().map(|(source, fault)| (source.0, fault.kind)).collect();
    let inherited = FaultKind::InheritedOwner;
    assert_eq!(kinds, [(1, inherited), (0, inherited)]);
}

#[test]
fn a_finding_in_an_included_file_knows_who_included_it() {
    let files =
        memory(&[("zones/a.inc", "$INCLUDE b.inc\n"), ("zones/b.inc", "ok A 192.0.2.1\nbad A 192.0.2\n")]);
    let source = Source::new(
        "zones/x.zone",
        Some("zones/x.zone".into()),
        format!("{GOOD}$INCLUDE a.inc\n").into_bytes(),
    );
    let checked = check(source, &files, None, &Serial);
    let [finding] = checked.findings.as_slice() else { panic!("{:?}", checked.findings) };
    assert_eq!((finding.name, row(&checked, finding)), ("ipv4-syntax", 2));
    let mut names = Vec::new();
    let mut at = Some(finding.span);
    while let Some(span) = at {
        let source = &checked.sources[usize::try_from(span.source.0).expect("small")];
        names.push(source.name.clone());
        at = source.included_from;
    }
    assert_eq!(names, ["zones/b.inc", "zones/a.inc", "zones/x.zone"]);
}

#[test]
fn an_open_parenthesis_in_an_include_does_not_reach_its_parent() {
    let files = memory(&[("zones/a.inc", "a TXT ( x\n")]);
    let parsed = read_with(b"$TTL 1\n$INCLUDE a.inc\nk TXT ( x\ny A 1 )\n", &files, &Serial);
    assert_eq!(parsed.faults.len(), 1);
    assert_eq!(lines(&parsed).len(), 2);
}

#[test]
fn includes_end() {
    let bomb: Vec<(String, String)> = (0..30)
        .map(|n| (format!("zones/{n}"), format!("$INCLUDE {0}\n$INCLUDE {0}\na TXT x\n", n + 1)))
        .collect();
    let mut files = Memory::default();
    bomb.iter().for_each(|(path, text)| files.insert(path.as_str(), text.as_bytes()));
    files.insert("zones/main.zone", "$TTL 1\n$INCLUDE main.zone\n$INCLUDE loop\n");
    files.insert("zones/loop", "$INCLUDE main.zone\n");
    let parsed = read_with(b"$TTL 1\n$INCLUDE 0\n", &files, &Serial);
    assert!(parsed.faults.iter().all(|(_, fault)| fault.kind == FaultKind::IncludeLimit));
    assert!(!parsed.faults.is_empty());
    let parsed = read_with(b"$TTL 1\n$INCLUDE main.zone\n$INCLUDE loop\n", &files, &Serial);
    assert_eq!(
        parsed.faults.iter().map(|(_, fault)| fault.kind).collect::<Vec<_>>(),
        [FaultKind::IncludeLoop; 2]
    );
}

/// Files whose paths lead elsewhere when they are opened than when they were looked at.
struct Swapped(Memory);

impl Files for Swapped {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.0.read(path, limit)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.canonical(path)
    }

    fn open(&self, _: &Path) -> io::Result<Opened<'_>> {
        Ok(Opened::new(PathBuf::from("outside/a.inc"), |limit| {
            self.0.read(Path::new("outside/a.inc"), limit)
        }))
    }
}

#[test]
fn an_include_is_judged_by_the_file_that_is_open() {
    let files = memory(&[("zones/a.inc", "a TXT inside\n"), ("outside/a.inc", "a TXT outside\n")]);
    let text = b"$TTL 1\n$INCLUDE a.inc\n";
    assert_eq!(lines(&read_with(text, &files, &Serial)), ["a.example. 1 1 TXT \"inside\""]);
    let parsed = read_with(text, &Swapped(files), &Serial);
    assert_eq!(
        parsed.faults.iter().map(|(_, fault)| fault.kind).collect::<Vec<_>>(),
        [FaultKind::IncludeOutside]
    );
    assert_eq!(lines(&parsed), [""; 0]);
}

/// A zone of more than 8 MiB in which pieces start under other origins and TTLs, inside parentheses and
/// behind faults.
fn large(unclosed: bool) -> Vec<u8> {
    let mut text = GOOD.to_owned();
    let mut number = 0;
    while text.len() < 9 << 20 {
        number += 1;
        let _ = match number % 97 {
            0 => writeln!(text, "$ORIGIN o{}.example.", number / 970),
            1 => writeln!(text, "$TTL {}", 300 + number % 7),
            2 => writeln!(text, "broken{number} A 192.0.2.999"),
            3 => writeln!(text, "k{number} TXT ( \"a\"\nb{number} \"c\" ; d\n  \"e\" )"),
            4 => writeln!(text, " TXT \"same owner {number}\""),
            5 => writeln!(text, "x..{number} A 192.0.2.1\n A 192.0.2.2"),
            6 => writeln!(text, "q{number} TXT \"$ORIGIN"),
            7 => writeln!(text, "m{number} TXT (\n$ORIGIN\nz A )"),
            8 if number % 970 == 8 => writeln!(text, "$GENERATE 1-3 g{number}-$ A 192.0.2.$"),
            9 if unclosed && text.len() > 5 << 20 && text.len() < (5 << 20) + 8000 => {
                writeln!(text, "open{number} TXT ( a")
            }
            _ => writeln!(
                text,
                "host-{number} {}A 192.0.2.{}",
                if number % 3 == 0 { "600 " } else { "" },
                number % 250
            ),
        };
    }
    text.into_bytes()
}

/// A record that is one piece border wide.
fn wide() -> Vec<u8> {
    let mut text = GOOD.to_owned();
    while text.len() < 5 << 20 {
        text.push_str("w TXT (\n");
        for n in 0..400 {
            let _ = writeln!(text, "word{n} \"; (\" ; comment");
        }
        text.push_str(")\nv A 192.0.2.1\n");
    }
    text.into_bytes()
}

type Outcome = (Vec<Finding>, Vec<(&'static str, u64)>, Option<(u64, u64, u64)>);

fn outcome(text: &[u8], workers: &dyn Workers) -> Outcome {
    let checked = check(Source::new("<test>", None, text.to_vec()), &Memory::default(), None, workers);
    assert_eq!(checked.problems, []);
    (checked.findings, checked.dropped, checked.zone.map(|zone| (zone.records, zone.rrsets, zone.names)))
}

#[test]
fn threads_change_nothing() {
    for text in [large(false), large(true), wide()] {
        let expected = outcome(&text, &Serial);
        assert!(!expected.0.is_empty() || text.len() < 6 << 20);
        for threads in [1, 2, 4, 8] {
            assert!(outcome(&text, &Pool::new(threads)) == expected, "{threads} threads");
        }
    }
}

#[test]
fn pieces_change_nothing() {
    // An `$INCLUDE` in every piece makes it be read in order, with nothing guessed.
    let files = memory(&[("zones/empty", "\n")]);
    for text in [large(false), large(true), wide()] {
        let whole = read_with(&text, &files, &Pool::new(4));
        let mut stepwise = Vec::new();
        let mut expected = lines(&whole).into_iter();
        let mut faults = whole.faults.iter().map(|(_, fault)| {
            (
                fault.kind,
                text[usize::try_from(fault.start).expect("small")
                    ..usize::try_from(fault.end).expect("small")]
                    .to_vec(),
            )
        });
        let mut at = 0;
        for line in text.split_inclusive(|&byte| byte == b'\n') {
            // Only where the line before ended an entry: a host record stands on one line.
            if line.starts_with(b"host-") && stepwise.len() > at + (512 << 10) {
                stepwise.extend_from_slice(b"$INCLUDE empty\n");
                at = stepwise.len();
            }
            stepwise.extend_from_slice(line);
        }
        let stepped = read_with(&stepwise, &files, &Serial);
        for line in lines(&stepped) {
            assert_eq!(Some(line), expected.next());
        }
        assert_eq!(expected.next(), None);
        for (_, fault) in stepped.faults {
            let start = usize::try_from(fault.start).expect("small");
            let end = usize::try_from(fault.end).expect("small");
            assert_eq!(Some((fault.kind, stepwise[start..end].to_vec())), faults.next());
        }
        assert_eq!(faults.next(), None);
    }
}

#[test]
fn rdata_that_no_message_holds_is_told() {
    let text = |octets: usize| format!("{GOOD}h TYPE65280 \\# {octets} {}\n", "ab".repeat(octets));
    assert_eq!(names(&check_text(text(65_512).as_bytes(), None)), [""; 0]);
    assert_eq!(names(&check_text(text(65_513).as_bytes(), None)), ["rdata-too-long"]);
    assert_eq!(names(&check_text(text(65_535).as_bytes(), None)), ["rdata-too-long"]);
}

/// Checks text that is made to take long.
fn hostile(text: &[u8]) -> Checked {
    check_text(text, Some("example."))
}

#[test]
fn hostile_text_ends_soon() {
    let many = 100_000;
    hostile(&vec![b'a'; 8 << 20]);
    hostile(&[b"a TXT \"", vec![b'a'; 8 << 20].as_slice()].concat());
    hostile(&vec![b'\n'; 2 << 20]);
    hostile(&[b"a A ".as_slice(), &b"1 ".repeat(16 * many)].concat());
    let nested = format!("{GOOD}a A {}192.0.2.1{}\n", "(".repeat(many), ")".repeat(many));
    assert_eq!(names(&hostile(nested.as_bytes())), ["nested-parentheses"]);
    hostile("(".repeat(many).as_bytes());
    hostile("a A ( 192.0.2.1\n".repeat(many).as_bytes());
    hostile(format!("a A (\n{}", " \n".repeat(many)).as_bytes());
    hostile("$ORIGIN ( a\n".repeat(many / 4).as_bytes());
    hostile("\"\n".repeat(many).as_bytes());
    hostile("$TTL 1\n$ORIGIN a\n".repeat(many / 8).as_bytes());
}

#[test]
fn hostile_rdata_of_every_type_ends_soon() {
    let origin = "o".repeat(60);
    for row in BY_CODE {
        for word in ["1 ", "a ", "\"a\" ", "key1=a "] {
            let text = format!(
                "$ORIGIN {origin}.{origin}.{origin}.{origin}.\n$TTL 1\na {} 1 1 1 {}\n",
                row.mnemonic,
                word.repeat(20_000)
            );
            let parsed = read_with(text.as_bytes(), &Memory::default(), &Serial);
            assert!(parsed.chunks.iter().map(danelaw::parse::Chunk::rdata_octets).sum::<usize>() <= 65_535);
        }
    }
}

#[test]
fn generate_makes_what_it_may() {
    let checked = hostile(format!("{GOOD}$GENERATE 1-70000 h-$ A 192.0.2.1\n").as_bytes());
    assert_eq!(names(&checked), [""; 0]);
    assert_eq!(checked.zone.map(|zone| zone.records), Some(70_003));
    let checked = hostile(format!("{GOOD}$GENERATE 0-2147483647 h-$ A 192.0.2.1\n").as_bytes());
    assert_eq!(names(&checked), ["generate-limit"]);
    let long = "\\\"".repeat(250);
    let text = format!(
        "{GOOD}$GENERATE 1-1000000 h-$ TXT \"{}\"\n",
        format!("\\\"{long}\\\" ").repeat(16).replace("\\\"\\\"", "\\\"")
    );
    assert!(names(&hostile(text.as_bytes())).iter().all(|name| *name != "rdata-too-long"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_octets_are_read_to_their_end(octets in proptest::collection::vec(any::<u8>(), 0..400)) {
        check_text(&octets, Some("example."));
        read_with(&octets, &Memory::default(), &Serial);
    }

    #[test]
    fn any_zone_characters_are_read_to_their_end(text in "([a-z0-9.@$\\\\\"();#* \t\r\n-]|A |TXT |NS |IN \
        |SOA |\\$GENERATE 1-9 |\\$TTL 1\n|\\$ORIGIN |\\\\# ){0,80}") {
        check_text(text.as_bytes(), Some("example."));
    }

    #[test]
    fn a_mutated_zone_is_read_to_its_end(cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..8)) {
        let mut text = std::fs::read(root().join("testzones/_formats/hand.zone")).expect("a readable zone");
        for (at, octet, how) in cuts {
            let at = at.index(text.len());
            match how {
                0 => text[at] = octet,
                1 => text.insert(at, octet),
                _ => drop(text.remove(at)),
            }
        }
        check_text(&text, None);
        check_text(&text, Some("example."));
    }
}
