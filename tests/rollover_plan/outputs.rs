//! The forms of a plan: text, JSON, calendar, and records for programs.

use super::*;

fn args(zones: &Zones) -> Vec<String> {
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"])]);
    [&zone, "--cert", &serves("mail.p256.pem"), "--to", &cert("mail.p384.pem")]
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn run(args: &[String], more: &[&str]) -> Output {
    let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
    plan(&args)
}

#[test]
fn text_has_steps_records_terms_and_symbols() {
    let zones = Zones::new();
    let output = run(&args(&zones), &[]);
    assert_eq!((output.status, output.stderr.as_str()), (0, ""));
    let text = output.stdout;
    for line in [
        "1. publish the records of the next chain beside the old ones".to_owned(),
        "   not before  2026-12-01T00:00:00Z (now)".to_owned(),
        format!("   add         {}", pin("mail.p384.pem", ["3", "1", "1"])),
        format!("   keep        {}", pin("mail.p256.pem", ["3", "1", "1"])),
        "   waits for   P(v1)+D+ttl(v0) = 2026-12-01T00:00:00Z + 4500 + 3600 = 2026-12-01T02:15:00Z"
            .to_owned(),
        "   waits for   S(v1) = 2026-12-01T02:15:00Z".to_owned(),
        "   D       until every server of the zone has it: 4500 s (75 minutes): SOA refresh 3600 + retry 900"
            .to_owned(),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(text.lines().any(|line| line.starts_with("next: ")), "{text}");
    assert!(!text.contains("delta"), "what stands in no term needs no word: {text}");
}

#[test]
fn the_same_input_gives_the_same_octets() {
    let zones = Zones::new();
    for format in ["text", "json", "ics"] {
        let once = run(&args(&zones), &["--format", format]);
        assert_eq!((once.status, once.stdout.is_empty()), (0, false));
        assert_eq!(once.stdout, run(&args(&zones), &["--format", format]).stdout);
    }
}

#[test]
fn a_calendar_is_as_rfc_5545_has_it() {
    let zones = Zones::new();
    let text = run(&args(&zones), &["--format", "ics"]).stdout;
    assert!(
        text.ends_with("END:VCALENDAR\r\n")
            && text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')),
        "{text}"
    );
    let unfolded = text.replace("\r\n ", "");
    let values = |name: &str| {
        unfolded
            .split("\r\n")
            .filter_map(|line| line.strip_prefix(name).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(values("DTSTART:"), ["20261201T000000Z", "20261201T021500Z", "20261201T021500Z"]);
    assert_eq!(values("DTSTAMP:"), ["20261201T000000Z"; 3]);
    assert_eq!(
        (values("BEGIN:VEVENT").len(), values("END:VEVENT").len(), values("BEGIN:VALARM").len()),
        (3, 3, 3)
    );
    let uids = values("UID:");
    assert_eq!(uids.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    // Planned anew, the entries move and are no others.
    let later = run(&args(&zones), &["--format", "ics", "--at", "+1d"]).stdout.replace("\r\n ", "");
    assert!(uids.iter().all(|uid| later.contains(uid)), "{later}");
    assert!(values("SUMMARY:")[0].starts_with("example.org. 1. publish"), "{unfolded}");
}

#[test]
fn records_are_printed_as_a_program_takes_them() {
    let zones = Zones::new();
    let output = run(&args(&zones), &["--emit", "nsupdate"]);
    let lines: Vec<&str> = output.stdout.lines().filter_map(|line| line.strip_prefix("   | ")).collect();
    assert_eq!(lines.iter().filter(|line| **line == "send").count(), 2, "{}", output.stdout);
    assert!(lines[1].starts_with("prereq yxrrset _25._tcp.mail.example.org. IN TLSA 3 1 1 "), "{lines:?}");
    let (_, plan) = {
        let all = args(&zones);
        let args: Vec<&str> = all.iter().map(String::as_str).chain(["--emit", "knotc"]).collect();
        json(&args)
    };
    assert!(plan["steps"][0]["emitted"].as_str().unwrap().contains("zone-begin"), "{plan}");
    assert_eq!(plan["steps"][1]["emitted"], "");
}

#[test]
fn a_plan_goes_to_a_file() {
    let zones = Zones::new();
    let file = zones.path().join("plan.txt");
    let output = run(&args(&zones), &["-O", file.to_str().unwrap()]);
    assert_eq!((output.status, output.stdout.as_str()), (0, ""));
    assert!(std::fs::read_to_string(file).unwrap().contains("1. publish"));
}
