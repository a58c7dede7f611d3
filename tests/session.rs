//! A run through the library is clean only where everything was looked at: what was given and matched nothing
//! is a problem, as on the command line.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use danelaw::dane::{Served, Service};
use danelaw::finding::Severity;
use danelaw::resolve::Published;
use danelaw::session::{Above, InputFile};
use danelaw::source::Memory;
use danelaw::wire::{Name, Timestamp};
use danelaw::zone::Zone;
use danelaw::{Linter, Options, Report, Session};

/// 2026-12-01T00:00:00Z.
const NOW: Timestamp = Timestamp(1_796_083_200);

const ZONE: &str = "$ORIGIN example.\n$TTL 3600\n@ SOA ns1 hostmaster 1 14400 3600 1209600 3600\n@ NS ns1\n@ NS \
    ns2\nns1 A 192.0.2.53\nns2 A 198.51.100.53\n";

fn files() -> Memory {
    let mut files = Memory::default();
    files.insert("example.zone", ZONE);
    files.insert("dsset-other.", "other. 3600 DS 1 13 2 00\n");
    files.insert("policy.txt", "version: STSv1\nmode: testing\nmx: a.example\nmax_age: 86400\n");
    files
}

/// The report on `example.zone` with what is added.
fn report(files: &Memory, add: impl FnOnce(&mut Session<'_>)) -> Report {
    let options = Options::at(NOW).select(["SYN", "CRT", "STS", "DEL"]);
    let linter = Linter::new(options).unwrap_or_else(|unknown| panic!("{unknown}"));
    let mut session = linter.session(files);
    session.read_files(
        &[InputFile { path: "example.zone".into(), walked: false, assigned: None }],
        None,
        &|| {},
    );
    add(&mut session);
    linter.judge(session)
}

fn problems(report: &Report) -> Vec<String> {
    report.problems().map(ToString::to_string).collect()
}

#[test]
fn nothing_more_than_a_zone_is_clean() {
    let report = report(&files(), |_| {});
    assert_eq!((problems(&report), report.exit_status(Severity::Error)), (Vec::new(), 0));
}

#[test]
fn a_certificate_that_no_zone_has_records_for_is_a_problem() {
    let service = Service::parse("_25._tcp.mail.example").expect("a service");
    let report = report(&files(), |session| session.add_served(Served::new(service)));
    let problems = problems(&report);
    assert!(
        matches!(problems.as_slice(), [one] if one.contains("no checked zone has TLSA records for it")),
        "{problems:?}"
    );
    assert_eq!((report.exit_status(Severity::Error), report.exit_status(None)), (2, 2));
}

#[test]
fn what_speaks_of_other_zones_is_a_problem() {
    let report = report(&files(), |session| {
        session.add_parent(Above::Ds, Path::new("dsset-other.")).expect("a DS set");
        let zone = Zone::parse(ZONE.replace("example", "other"), "other.").expect("a zone");
        session.add_published(Published { zone, since: None, of: None });
        let domain = Name::absolute("mail.other").expect("a name");
        session.add_policy_file(Some("policy.txt".to_owned()), &domain, Path::new("policy.txt"));
    });
    assert_eq!(
        problems(&report),
        [
            "--published: no checked zone is named `other.`: nothing was held against it",
            "--ds dsset-other.: it has no DS of a checked zone: nothing was held against it",
            "policy.txt: no checked zone has `mail.other.`: the policy was held against nothing",
        ]
    );
    assert_eq!(report.exit_status(Severity::Error), 2);
}

#[test]
fn what_cannot_be_opened_is_a_problem_and_no_checked_file() {
    let report = report(&files(), |session| {
        session.read_files(
            &[InputFile { path: "absent.zone".into(), walked: false, assigned: None }],
            None,
            &|| {},
        );
        session.add_chain(&Service::parse("_25._tcp.a.example").expect("a service"), Path::new("absent.pem"));
    });
    assert_eq!(problems(&report), ["absent.zone: no such file", "absent.pem: no such file"]);
    assert_eq!((report.totals().files, report.exit_status(None)), (1, 2));
}

#[test]
fn a_certificate_file_that_is_too_large_is_refused_with_the_limit_that_holds() {
    let mut options = Options::at(NOW);
    options.limits.certificate_octets = 9;
    let mut files = files();
    files.insert("large.pem", "0123456789");
    let mut session = Session::new(options, &files);
    let problem = session.read_material(Path::new("large.pem")).expect_err("too large");
    assert_eq!(problem.message, "has more than 9 octets, the most that is read of a certificate or key file");
}
