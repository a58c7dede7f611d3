//! What the renderers make of findings, hostile zone text included.

#[path = "render/json.rs"]
mod json;

use danelaw::error::Problem;
use danelaw::finding::{Finding, Holds, Label, Severity};
use danelaw::render::{DocumentOptions, Format, Part, Style, document, findings};
use danelaw::report::{Checked, Totals, ZoneSummary};
use danelaw::source::{Source, SourceId, Span};
use danelaw::wire::Timestamp;
use proptest::prelude::*;
use serde_json::Value;

const PLAIN: Style = Style { color: false, unicode: true, width: 100 };
const FORMATS: [Format; 4] = [Format::Human, Format::Concise, Format::Json, Format::Ndjson];

/// Without a summary line.
fn quiet() -> DocumentOptions<'static> {
    let mut options = DocumentOptions::default();
    options.quiet = true;
    options.version = "0.1.0";
    options
}

/// With one.
fn all() -> DocumentOptions<'static> {
    let mut options = quiet();
    options.quiet = false;
    options
}

fn span(source: u32, start: u32, end: u32) -> Span {
    Span::new(SourceId(source), start, end)
}

/// The span of the first `needle` in `source`.
fn of(source: &Source, id: u32, needle: &str) -> Span {
    let at = source
        .bytes
        .windows(needle.len())
        .position(|octets| octets == needle.as_bytes())
        .expect("the needle is in the source");
    let start = u32::try_from(at).expect("tests are small");
    Span { source: SourceId(id), start, len: u32::try_from(needle.len()).expect("tests are small") }
}

fn finding(span: Span) -> Finding {
    Finding {
        code: "ALI003",
        group: "alias",
        name: "cname-loop",
        severity: Severity::Error,
        message: "CNAME loop of 2 names".into(),
        span,
        label: "points back".into(),
        related: Vec::new(),
        breaks: "",
        help: String::new(),
        zone: "example.".into(),
        owner: "a.example.".into(),
        rtype: "CNAME".into(),
        holds: Holds::default(),
    }
}

fn checked(sources: Vec<Source>, findings: Vec<Finding>) -> Checked {
    let filename = sources.first().map_or_else(|| "none".into(), |source| source.name.clone());
    let zone = ZoneSummary {
        name_from: Some("$ORIGIN"),
        guessed_from: None,
        name: "example.".into(),
        filename: filename.clone(),
        serial: Some(7),
        records: 2,
        rrsets: 2,
        names: 2,
        ds_unknown: false,
        held_against: None,
    };
    Checked {
        filename,
        sources,
        findings,
        zone: Some(zone),
        dropped: Vec::new(),
        problems: Vec::new(),
        services: Vec::new(),
        policies: Vec::new(),
        octets: 0,
    }
}

fn one(bytes: impl Into<Vec<u8>>, span: Span) -> Checked {
    checked(vec![Source::new("db.example", None, bytes.into())], vec![finding(span)])
}

fn render_with(checked: &Checked, format: Format, style: &Style, options: &DocumentOptions<'_>) -> String {
    let mut totals = Totals { seconds: 0.25, ..Totals::default() };
    totals.add(checked);
    let parts = [findings(checked, format, style), Part::default()];
    let mut out = Vec::new();
    document(&parts, &totals, format, options, &mut out).expect("writing to memory does not fail");
    String::from_utf8(out).expect("what is written is UTF-8")
}

fn render(checked: &Checked, format: Format) -> String {
    render_with(checked, format, &PLAIN, &quiet())
}

fn human(checked: &Checked) -> String {
    render(checked, Format::Human)
}

/// A finding with everything in it, over a zone and a file that it includes.
fn full() -> Checked {
    let zone = Source::new(
        "db.example",
        None,
        b"$ORIGIN example.\n@ SOA ns host 7 1 1 1 1\n$INCLUDE hosts\nb CNAME a\n".to_vec(),
    );
    let mut hosts = Source::new("hosts", None, b"ns A 192.0.2.1\na CNAME b\n".to_vec());
    hosts.included_from = Some(of(&zone, 0, "$INCLUDE"));
    let mut main = finding(of(&hosts, 1, "b\n"));
    main.span.len = 1;
    main.related = vec![
        Label { span: of(&zone, 0, "b CNAME a"), text: "alias of `a.example.`".into() },
        Label { span: of(&hosts, 1, "192.0.2.1"), text: String::new() },
    ];
    main.breaks = "resolvers follow the aliases until they give up and answer SERVFAIL: RFC 1034 section \
        3.6.2 says that such a loop is an error";
    main.help = "point `a` at a name that has an address".into();
    main.holds = Holds { from: Some(Timestamp(1_790_000_000)), until: None };
    let mut second = finding(of(&zone, 0, "host"));
    second.code = "SOA002";
    second.name = "soa-rname";
    second.severity = Severity::Warning;
    second.owner.clear();
    let mut checked = checked(vec![zone, hosts], vec![second, main]);
    checked.dropped = vec![("ALI003", 1200)];
    checked.problems = vec![Problem::new("cert\n.pem", "no such file")];
    checked
}

/// Whether nothing in `text` but the renderer's own line ends could mislead a terminal.
fn is_safe(text: &str) -> bool {
    text.split('\n').all(|line| danelaw::wire::printable(line) == line)
}

#[test]
fn a_finding_in_an_included_file_says_where_everything_is() {
    let full = full();
    assert_eq!(
        render_with(&full, Format::Human, &PLAIN, &all()),
        "\
warning[SOA002/soa-rname]: CNAME loop of 2 names
   ╭─[db.example:2:10]
 1 │ $ORIGIN example.
 2 │ @ SOA ns host 7 1 1 1 1
   ·          ──┬─
   ·            ╰── points back
 3 │ $INCLUDE hosts
   ╰────

error[ALI003/cname-loop]: CNAME loop of 2 names
   ╭─[hosts:2:9]
 1 │ ns A 192.0.2.1
   ·      ─────────
 2 │ a CNAME b
   ·         ┬
   ·         ╰── points back
   ╰────
  included from db.example:3
   ╭─[db.example:4:1]
 3 │ $INCLUDE hosts
 4 │ b CNAME a
   · ────┬────
   ·     ╰── alias of `a.example.`
   ╰────
  breaks: resolvers follow the aliases until they give up and answer SERVFAIL: RFC 1034 section
          3.6.2 says that such a loop is an error
  help: point `a` at a name that has an address
  holds: from 2026-09-21T14:13:20Z

1,200 more of ALI003 not shown
found 1,201 errors and 1 warning in 1 zone (2 records) in 0.25 s; 1 input could not be checked
"
    );
    assert_eq!(
        render_with(&full, Format::Concise, &PLAIN, &all()),
        "\
db.example:2:10: warning[SOA002/soa-rname]: CNAME loop of 2 names
hosts:2:9: error[ALI003/cname-loop]: CNAME loop of 2 names
1,200 more of ALI003 not shown
found 1,201 errors and 1 warning in 1 zone (2 records) in 0.25 s; 1 input could not be checked
"
    );
}

#[test]
fn statistics_take_the_place_of_findings() {
    let mut options = quiet();
    options.statistics = true;
    let table = "1,201  ALI003  cname-loop  error\n    1  SOA002  soa-rname   warning\n";
    assert_eq!(render_with(&full(), Format::Human, &PLAIN, &options), table);
    assert_eq!(render_with(&full(), Format::Concise, &PLAIN, &options), table);
}

#[test]
fn hostile_octets_before_the_label_leave_the_caret_where_it_belongs() {
    let zone = b"a\tTXT\t\xff\x1b[31m\xc3\xa4 label ; \xe2\x80\xae x\r\nb A 192.0.2.1\r\n";
    assert_eq!(
        human(&one(zone.to_vec(), span(0, 15, 20))),
        "\
error[ALI003/cname-loop]: CNAME loop of 2 names
   ╭─[db.example:1:15]
 1 │ a   TXT \\255\\u{1b}[31mä label ; \\u{202e} x
   ·                         ──┬──
   ·                           ╰── points back
 2 │ b A 192.0.2.1
   ╰────

"
    );
}

#[test]
fn a_span_over_several_lines_is_drawn_in_ascii_too() {
    let soa = one("@ SOA ns host (\n  1\n  2\n) ; end\nb A 192.0.2.1\n", span(0, 6, 23));
    assert_eq!(
        render_with(&soa, Format::Human, &Style { color: false, unicode: false, width: 0 }, &quiet()),
        "\
error[ALI003/cname-loop]: CNAME loop of 2 names
   ,-[db.example:1:7]
 1 | ,-> @ SOA ns host (
 2 | |     1
 3 | |->   2
   : `---- points back
 4 |     ) ; end
   `----

"
    );
}

#[test]
fn a_span_over_many_lines_is_cut() {
    let long = one(format!("@ TXT (\n{})\n", "  \"x\"\n".repeat(50)), span(0, 6, 309));
    let text = human(&long);
    assert!(text.contains("points back (to line 52)"), "{text}");
    assert!(text.lines().count() < 14, "{text}");
}

#[test]
fn the_end_of_a_file_can_be_pointed_at() {
    for (zone, at, place) in [
        ("", 0, "1:1"),
        ("a A 1", 5, "1:6"),
        ("a A 1\n", 6, "2:1"),
        ("\n", 1, "2:1"),
        ("a A 1\r\n", 7, "2:1"),
    ] {
        let text = human(&one(zone, span(0, at, at)));
        assert!(text.contains(&format!("[db.example:{place}]")), "{text}");
        assert!(text.contains('▲') && text.contains("points back"), "{text}");
    }
}

#[test]
fn a_label_far_right_in_a_long_line_is_shown_with_its_true_column() {
    let line = format!("{}label{}", "x".repeat(70_000), "y".repeat(500));
    for width in [0, 1, 80, 1000] {
        let text = render_with(
            &one(line.clone(), span(0, 70_000, 70_005)),
            Format::Human,
            &Style { width, ..PLAIN },
            &quiet(),
        );
        assert!(text.contains("[db.example:1:70001]") && text.contains("xlabely"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 260), "{text}");
    }
    let fits = Style { width: 80, ..PLAIN };
    let text = render_with(&one(line, span(0, 70_000, 70_005)), Format::Human, &fits, &quiet());
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn escape_sequences_reach_no_terminal_from_anywhere() {
    let evil = "\u{1b}]0;x\u{7}\u{202e}\n\r\u{9b}31m";
    let mut checked = one(format!("a TXT {evil}").into_bytes(), span(0, 2, 5));
    let mut included = Source::new(evil, None, b"b".to_vec());
    included.included_from = Some(span(1, 0, 1));
    checked.sources.push(included);
    checked.sources.iter_mut().for_each(|source| source.name = format!("zone{evil}"));
    for finding in &mut checked.findings {
        finding.message = evil.into();
        finding.label = evil.into();
        finding.help = evil.into();
        finding.related = vec![Label { span: span(1, 0, 1), text: evil.into() }];
    }
    assert!(is_safe(&human(&checked)), "{}", human(&checked));
    let concise = render(&checked, Format::Concise);
    assert!(is_safe(&concise) && concise.lines().count() == 1, "{concise}");
}

#[test]
fn labels_that_point_nowhere_do_no_harm() {
    let mut checked = one("a A 1\n", span(7, 3, 9));
    assert_eq!(human(&checked), "error[ALI003/cname-loop]: CNAME loop of 2 names\n  db.example\n\n");
    for finding in &mut checked.findings {
        finding.related =
            (0..40).map(|at| Label { span: span(0, at * 99, u32::MAX), text: "here".into() }).collect();
    }
    assert!(human(&checked).contains("and 28 more places"));
    let empty = Checked { sources: Vec::new(), ..checked };
    assert!(render(&empty, Format::Concise).starts_with("db.example:1:1: error"));
}

#[test]
fn a_file_without_findings_has_no_text() {
    let clean = checked(vec![Source::new("db.example", None, b"a A 1\n".to_vec())], Vec::new());
    assert_eq!(human(&clean), "");
    assert_eq!(render(&clean, Format::Concise), "");
    assert_eq!(
        render_with(&clean, Format::Human, &PLAIN, &all()),
        "clean: no findings in 1 zone (2 records) in 0.25 s\n"
    );
}

/// Zone text with what is hard to draw more often than it would come by itself.
fn hard_text() -> impl Strategy<Value = Vec<u8>> {
    let hard: Vec<&[u8]> = vec![
        b"\n",
        b"\r\n",
        b"\r",
        b"\t",
        b"\x1b[0m",
        b"\xff",
        b"\xe2\x82",
        b"\x00",
        b"a",
        b"label ",
        "ä".as_bytes(),
        "漢".as_bytes(),
        "\u{202e}".as_bytes(),
        "👍🏽".as_bytes(),
        &[b'x'; 300],
    ];
    proptest::collection::vec(proptest::sample::select(hard), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_octets_under_any_labels_are_drawn(
        zone in hard_text(),
        include in hard_text(),
        spans in proptest::collection::vec((0_u32..3, 0_u32..3000, 0_u32..40), 1..8),
        width in 0_usize..120,
        unicode: bool,
    ) {
        let mut labels = spans.iter().map(|&(id, start, len)| Label { span: Span { source: SourceId(id), start, len }, text: "here".into() });
        let mut main = finding(labels.next().expect("at least one is made").span);
        main.related = labels.collect();
        let mut included = Source::new("in\ncluded", None, include);
        included.included_from = Some(span(0, 1, 2));
        let checked = checked(vec![Source::new("db.example", None, zone), included], vec![main.clone(), main]);
        let style = Style { color: false, unicode, width };
        for format in FORMATS {
            let text = render_with(&checked, format, &style, &quiet());
            prop_assert_eq!(&text, &render_with(&checked, format, &style, &quiet()));
            match format {
                Format::Concise => prop_assert!(is_safe(&text) && text.lines().count() == 2),
                Format::Json => prop_assert!(serde_json::from_str::<Value>(&text).is_ok()),
                Format::Ndjson => prop_assert!(text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok())),
                _ => prop_assert!(is_safe(&text)),
            }
        }
    }
}
