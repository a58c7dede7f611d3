//! Timelines on the terminal and as SVG: whatever is in a picture, lines keep within their columns, gaps are
//! seen, and SVG is well-formed.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test says what it found and stops")]

use danelaw::render::{Style, timeline, timeline_svg};
use danelaw::rollover::{Bar, Interval, Mark, MarkKind, Phase, Picture, Row};
use danelaw::wire::Timestamp;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

/// 2026-11-22T10:00:00Z
const NOW: i64 = 1_795_341_600;
const HOUR: i64 = 3600;

fn bar(phase: Phase, start: Option<i64>, end: Option<i64>, label: &str) -> Bar {
    Bar {
        interval: Interval { start: start.map(Timestamp), end: end.map(Timestamp) },
        phase,
        label: label.to_owned(),
    }
}

fn mark(kind: MarkKind, at: i64, label: &str) -> Mark {
    Mark { at: Timestamp(at), kind, label: label.to_owned() }
}

fn row(name: &str, bars: Vec<Bar>, marks: Vec<Mark>) -> Row {
    Row { name: name.to_owned(), bars, marks }
}

/// A rollover that goes wrong for 4200 s.
fn rollover() -> Picture {
    use MarkKind::{Change, EarliestSwitch, Expiry};
    use Phase::{Active, Gap, PrePublished, Retiring};
    let deploy = NOW + 30 * HOUR;
    let rows = vec![
        row(
            "TLSA 3 1 1 9f86d081",
            vec![
                bar(
                    PrePublished,
                    Some(NOW),
                    Some(deploy + 4200),
                    "caches may hold serial 2026112201 until then",
                ),
                bar(Active, Some(deploy + 4200), None, ""),
                bar(
                    Gap,
                    Some(deploy),
                    Some(deploy + 4200),
                    "a sender that holds serial 2026112201 refuses chain.pem",
                ),
            ],
            vec![mark(Change, NOW, "published"), mark(EarliestSwitch, deploy + 4200, "")],
        ),
        row(
            "TLSA 3 1 1 0badc0de",
            vec![bar(Active, None, Some(deploy), ""), bar(Retiring, Some(deploy), Some(NOW + 52 * HOUR), "")],
            vec![mark(Change, deploy, "the server switches")],
        ),
        row(
            "/etc/letsencrypt/live/mail.example.org/fullchain.pem",
            vec![bar(Active, None, None, "")],
            vec![mark(Expiry, NOW + 1500 * HOUR, "")],
        ),
    ];
    Picture { title: "_25._tcp.mail.example.org.".to_owned(), now: Timestamp(NOW), rows }
}

fn text(picture: &Picture, style: Style) -> String {
    let mut out = Vec::new();
    timeline::text(picture, &style, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("text")
}

fn style(width: usize) -> Style {
    Style { color: false, unicode: true, width }
}

/// The lines of the drawing alone.
fn drawing(picture: &Picture, style: Style) -> Vec<String> {
    text(picture, style).split("\n\n").nth(1).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[test]
fn a_rollover_is_drawn() {
    let expected = [
        "                                        12:00        Nov 23       12:00         Nov 24       12:00",
        "UTC                               \
        ───▼──┬────────────┬────────────┬─────────────┬────────────┬──────",
        "TLSA 3 1 1 9f86d081                  \
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░╳███████████████████████████>",
        "                                     C                                  S",
        "TLSA 3 1 1 0badc0de               <████████████████████████████████████▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄",
        "                                                                       C",
        "/etc/letsencrypt/live/mail.examp… \
        <████████████████████████████████████████████████████████████████>",
        "                                                                                                   \
        E",
        "▼ now   ░ pre-published   █ active   ▄ retiring   ╳ gap   S earliest switch   E expiry   C change",
        "< > at the edge: goes on, or is, outside   a column is about 54 minutes",
    ];
    assert_eq!(drawing(&rollover(), style(100)), expected);
    assert_eq!(text(&rollover(), style(0)), text(&rollover(), style(100)), "no terminal has 100 columns");
    let list = text(&rollover(), style(100));
    assert!(
        list.contains(
            "\n  gap 2026-11-23T16:00:00Z until 2026-11-23T17:10:00Z (4200 s): a sender that holds serial\n"
        ),
        "{list}"
    );
}

#[test]
fn ascii_is_enough_to_read_it() {
    let drawn = text(&rollover(), Style { unicode: false, ..style(80) });
    assert!(drawn.is_ascii(), "{drawn}");
    assert!(drawn.contains("v now   . pre-published   # active   - retiring   X gap"), "{drawn}");
    assert!(drawn.contains("/etc/letsencrypt/live/m... <"), "{drawn}");
    let colored = text(&rollover(), Style { color: true, ..style(80) });
    let stripped: String = colored
        .split('\u{1b}')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { &part[part.find('m').unwrap() + 1..] })
        .collect();
    assert_eq!(stripped, text(&rollover(), style(80)), "colour adds nothing but colour");
    assert_ne!(stripped, colored);
}

#[test]
fn where_nothing_can_be_drawn_all_phases_are_listed() {
    let listed = text(&rollover(), style(49));
    assert!(!listed.contains('█') && listed.contains("  active until 2026-11-23T16:00:00Z\n"), "{listed}");
}

#[test]
fn a_second_of_gap_is_seen_in_years() {
    for at in [-3, 0, 7, 400] {
        let gap = NOW + at * 24 * HOUR;
        let bars = vec![
            bar(Phase::Gap, Some(gap), Some(gap + 1), ""),
            bar(Phase::Active, Some(NOW - 900 * 24 * HOUR), Some(gap + 1), ""),
            bar(Phase::Retiring, Some(gap), Some(NOW + 900 * 24 * HOUR), ""),
        ];
        let picture = Picture { rows: vec![row("a", bars, Vec::new())], ..rollover() };
        assert_eq!(drawing(&picture, style(80))[2].matches('╳').count(), 1, "{at}");
        assert!(timeline_svg::svg(&picture).contains("url(#danelaw-gap)"));
    }
}

#[test]
fn what_lies_outside_is_at_the_edge() {
    let far = row("far", vec![bar(Phase::Gap, Some(NOW + 70 * 365 * 24 * HOUR), None, "")], Vec::new());
    let mut picture = rollover();
    picture.rows.push(far);
    assert!(drawing(&picture, style(100)).iter().any(|line| line.starts_with("far") && line.ends_with('╳')));
    let always = Picture {
        rows: vec![row("always", vec![bar(Phase::Active, None, None, "")], Vec::new())],
        ..rollover()
    };
    assert!(drawing(&always, style(60))[2].ends_with("█>"));
}

#[test]
fn extremes_are_sensible() {
    let none = Picture { rows: Vec::new(), ..rollover() };
    assert_eq!(
        text(&none, style(80)),
        "_25._tcp.mail.example.org., now 2026-11-22T10:00:00Z\nnothing to show\n"
    );
    assert!(timeline_svg::svg(&none).contains("nothing to show"));
    let mut many = rollover();
    many.rows = (0..500)
        .map(|at| row(&format!("key {at}"), vec![bar(Phase::Active, Some(NOW), None, "")], Vec::new()))
        .collect();
    many.rows[499].bars.push(bar(Phase::Gap, Some(NOW), Some(NOW + 5), ""));
    let drawn = text(&many, style(80));
    assert!(drawn.ends_with("and 440 more rows, not shown\n") && drawn.lines().count() < 80, "{drawn}");
    assert!(drawn.contains("key 499"), "a row with a gap is never left out before another");
    let marks = (0..500).map(|at| mark(MarkKind::Change, NOW + at, "")).collect();
    let busy = Picture { rows: vec![row("busy", Vec::new(), marks)], ..rollover() };
    assert!(text(&busy, style(80)).ends_with("  and 460 more, not shown\n"));
    let nothing = Picture {
        rows: vec![row("zero", vec![bar(Phase::Gap, Some(NOW), Some(NOW), "")], Vec::new())],
        ..rollover()
    };
    assert!(!text(&nothing, style(80)).contains('╳'), "nobody is there in no second");
}

/// Whether text is well-formed XML of elements, attributes and text: tags match, and nothing is left
/// unescaped.
fn well_formed(xml: &str) -> Result<(), String> {
    let (mut open, mut rest) = (Vec::new(), xml);
    let is_escaped = |text: &str| {
        text.split('&').skip(1).all(|after| {
            ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|entity| after.starts_with(entity))
        })
    };
    while let Some(at) = rest.find('<') {
        let (text, after) = rest.split_at(at);
        let Some((tag, next)) = after[1..].split_once('>') else { return Err(format!("open tag: {after}")) };
        if !is_escaped(text) || text.contains('>') || (open.is_empty() && !text.trim().is_empty()) {
            return Err(format!("text: {text}"));
        }
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}>"));
            }
            continue;
        }
        let (tag, is_closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let quotes: Vec<&str> = attributes.split('"').collect();
        let is_name = |text: &str| {
            text.trim().ends_with('=')
                && text.trim().trim_end_matches('=').chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let names = quotes.iter().step_by(2).take(quotes.len() / 2);
        if quotes.len().is_multiple_of(2)
            || !names.clone().all(|name| is_name(name))
            || !is_escaped(attributes)
        {
            return Err(format!("attributes: {attributes}"));
        }
        if !is_closed {
            open.push(name);
        }
    }
    let is_char = |c: char| c == '\n' || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    match (open.is_empty(), xml.chars().all(is_char)) {
        (true, true) => Ok(()),
        (left, _) => Err(format!("{left} {open:?}")),
    }
}

#[test]
fn svg_needs_nothing_from_elsewhere() {
    let svg = timeline_svg::svg(&rollover());
    if let Ok(path) = std::env::var("DANELAW_SVG_OUT") {
        std::fs::write(path, &svg).expect("written");
    }
    well_formed(&svg).unwrap();
    for word in ["href", "<script", "<style", "<image", "url(http", "@import", "<foreignObject", " on"] {
        assert!(!svg.replace(" on<", "").contains(word), "{word}");
    }
    assert_eq!(svg.matches("http").count(), 1, "the name space");
    for word in [
        "role=\"img\"",
        "<desc id",
        "width=\"960\"",
        "viewBox=\"0 0 960 ",
        "<title>gap 2026-11-23T16:00:00Z until 2026-11-23T17:10:00Z (4200 s)",
    ] {
        assert!(svg.contains(word), "{word}");
    }
    let mut hostile = rollover();
    hostile.title = "<script>&\"'\u{ffff}\u{1b}".to_owned();
    hostile.rows[0].name = "]]>\u{0}\u{fffe}<a b='".to_owned();
    hostile.rows[0].bars[0].label = "\"/><x>".to_owned();
    well_formed(&timeline_svg::svg(&hostile)).unwrap();
}

fn any_time() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => NOW - 100_000..NOW + 100_000,
        2 => NOW - 5_000_000_000..NOW + 5_000_000_000,
        1 => any::<i64>(),
        1 => Just(i64::MIN),
        1 => Just(i64::MAX),
        1 => Just(NOW),
    ]
}

fn any_row() -> impl Strategy<Value = Row> {
    let phase = prop::sample::select(Phase::ALL.to_vec());
    let bars = (phase, prop::option::of(any_time()), prop::option::of(any_time()), ".{0,40}")
        .prop_map(|(phase, start, end, label)| bar(phase, start, end, &label));
    let kind = prop::sample::select(MarkKind::ALL.to_vec());
    let marks = (kind, any_time(), ".{0,40}").prop_map(|(kind, at, label)| mark(kind, at, &label));
    (".{0,60}", prop::collection::vec(bars, 0..5), prop::collection::vec(marks, 0..5))
        .prop_map(|(name, bars, marks)| row(&name, bars, marks))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn no_picture_breaks_it(
        title in ".{0,60}", now in any_time(), rows in prop::collection::vec(any_row(), 0..6), width in 0_usize..200, unicode: bool,
    ) {
        let picture = Picture { title, now: Timestamp(now), rows };
        let style = Style { color: false, unicode, width };
        let drawn = text(&picture, style);
        let most = if width == 0 { 100 } else { width.max(24) };
        for line in drawn.lines() {
            prop_assert!(line.width() <= most, "{} > {most}: {line}", line.width());
            prop_assert!(line.trim_end() == line, "blanks at the end: {line:?}");
        }
        prop_assert!(unicode || drawn.is_ascii());
        let svg = timeline_svg::svg(&picture);
        prop_assert_eq!(well_formed(&svg), Ok(()), "{}", svg);
    }
}
