//! What is not checked is never a pass, whatever the command: exit status 2, and words that say so.

use super::command::{Run, fixture};
use super::support::cli::{Output, danelaw};

/// SHA-256 of a public key in a fixture.
fn data(file: &str, at: usize) -> String {
    let parts = danelaw::cert::read(&std::fs::read(fixture(file)).expect("a fixture")).expect("certificates");
    super::published("3 1 1", &parts[at]).hex()
}

/// A service of HTTPS, which uses usage 1, and its chain.
struct Web {
    run: Run,
    cert: String,
}

const WEB: &str = "_443._tcp.mail.example.org";

impl Web {
    fn new() -> Web {
        let run = Run::new(&[&format!("_443._tcp.mail TLSA 1 1 1 {}", data("mail.p256.pem", 0))]);
        Web { run, cert: format!("{WEB}={}", fixture("mail.p256.pem")) }
    }

    fn zone(&self) -> String {
        self.run.path("example.org.zone")
    }

    /// A command with the certificate, `--roots` being given or not.
    fn each(&self, args: &[&str]) -> [Output; 3] {
        let roots = |roots: &[&str]| danelaw(&[args, &["--at", "2027-01-01T00:00:00Z"], roots].concat(), b"");
        [
            roots(&[]),
            roots(&["--roots", &fixture("mail.root.pem")]),
            roots(&["--roots", &fixture("path.p521.pem")]),
        ]
    }
}

fn statuses(outputs: &[Output; 3]) -> [u8; 3] {
    outputs.each_ref().map(|output| output.status)
}

#[test]
fn usage_1_is_checked_where_roots_are_given() {
    let web = Web::new();
    let (zone, fullchain) = (web.zone(), fixture("mail.p256.pem"));
    let check = web.each(&["check", "--isolated", &zone, "--select", "CRT", "--cert", &web.cert]);
    assert_eq!(statuses(&check), [2, 0, 1], "{check:?}");
    assert!(
        check[0].stderr.contains("not checked: `_443._tcp.mail.example.org.`: ")
            && check[0].stderr.contains("--roots FILE"),
        "{check:?}"
    );
    let verdicts = web.each(&["tlsa", "check", "--isolated", &zone, "--cert", &web.cert]);
    assert_eq!(statuses(&verdicts), [2, 0, 1], "{verdicts:?}");
    assert!(verdicts[0].stderr.contains("_443._tcp.mail.example.org.: not checked: "), "{verdicts:?}");
    let hook = web.each(&["tlsa", "hook", "--cert", &fullchain, "--service", WEB, "--published", &zone]);
    assert_eq!(statuses(&hook), [2, 0, 1], "{hook:?}");
    assert!(hook[0].stderr.starts_with("not checked: _443._tcp.mail.example.org.: "), "{hook:?}");
    assert!(!hook[0].stderr.contains("no TLSA record is published"), "{hook:?}");
    let status = web.each(&["rollover", "status", "--isolated", &zone, "--cert", &web.cert]);
    assert_eq!(statuses(&status), [2, 0, 1], "{status:?}");
    assert!(status[0].stderr.contains("not checked: "), "{status:?}");
}

#[test]
fn a_plan_whose_paths_are_not_judged_is_not_known_to_hold() {
    let web = Web::new();
    let (zone, next) = (web.zone(), fixture("mail.with-root.pem"));
    let plan = web.each(&[
        "rollover",
        "plan",
        "--isolated",
        &zone,
        "--service",
        WEB,
        "--cert",
        &web.cert,
        "--to",
        &next,
        "--format",
        "json",
    ]);
    assert_eq!([plan[0].status, plan[1].status], [2, 0], "{plan:?}");
    let json: serde_json::Value = serde_json::from_str(&plan[0].stdout).expect("JSON");
    assert!(
        json["not_checked"][0].as_str().is_some_and(|why| why.starts_with("`_443._tcp.mail.example.org.`: ")),
        "{json}"
    );
    assert!(plan[0].stderr.contains("not checked: "), "{plan:?}");
    let says = "authenticates it already";
    assert_eq!([plan[0].stdout.contains(says), plan[1].stdout.contains(says)], [false, true], "{plan:?}");
}

#[test]
fn one_chain_of_several_that_is_not_judged_counts() {
    let (good, short) =
        (format!("_25._tcp.mail.example.org={}", fixture("mail.p256.pem")), fixture("path.rsa1024.pem"));
    let short = format!("_25._tcp.mail.example.org={short}");
    let run = Run::new(&[
        &format!("_25._tcp.mail TLSA 2 1 1 {}", data("mail.p256.pem", 1)),
        &format!("_25._tcp.mail TLSA 2 1 1 {}", data("path.rsa1024.pem", 1)),
    ]);
    let zone = run.path("example.org.zone");
    let at = ["--at", "2027-01-01T00:00:00Z"];
    for command in [["tlsa", "check"].as_slice(), &["check", "--select", "CRT"], &["rollover", "status"]] {
        let output =
            danelaw(&[command, &["--isolated", &zone, "--cert", &good, "--cert", &short], &at].concat(), b"");
        assert_eq!(output.status, 2, "{output:?}");
        assert!(
            output.stderr.contains("not checked: ") && output.stderr.contains("RSA of less than 2048 bits"),
            "{output:?}"
        );
        let output = danelaw(&[command, &["--isolated", &zone, "--cert", &good], &at].concat(), b"");
        assert_eq!(output.status, 0, "{output:?}");
    }
}

#[test]
fn a_zone_with_records_and_no_certificate_is_not_checked() {
    let run = Run::new(&[&format!("_25._tcp.mail TLSA 3 1 1 {}", data("mail.p256.pem", 0))]);
    let zone = run.path("example.org.zone");
    for command in [["tlsa", "check"], ["rollover", "status"]] {
        let output = danelaw(&[command.as_slice(), &["--isolated", "--format", "json", &zone]].concat(), b"");
        assert_eq!(output.status, 2, "{output:?}");
        let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        assert!(json["problems"].as_u64().is_some_and(|problems| problems > 0), "{json}");
    }
    // A zone without TLSA records asks for nothing, and a host in no zone given is unknowable.
    let nothing = Run::new(&["@ MX 20 mx.example.net."]);
    let output = danelaw(&["tlsa", "check", "--isolated", &nothing.path("example.org.zone")], b"");
    assert_eq!(output.status, 0, "{output:?}");
    assert!(output.stdout.contains("not known of `mx.example.net.`"), "{output:?}");
}

#[test]
fn a_hook_without_a_zone_does_not_say_that_it_is_safe() {
    let args = [
        "tlsa",
        "hook",
        "--cert",
        &fixture("mail.p256.pem"),
        "--service",
        "_25._tcp.mail.example.org",
        "--at",
        "2027-01-01T00:00:00Z",
    ];
    let output = danelaw(&args, b"");
    assert_eq!(output.status, 2, "{output:?}");
    assert!(
        output.stdout.contains(" TLSA 3 1 1 ") && output.stderr.starts_with("not checked: "),
        "{output:?}"
    );
    // A zone that has no such record is an answer.
    let run = Run::new(&[]);
    let output = danelaw(&[args.as_slice(), &["--published", &run.path("example.org.zone")]].concat(), b"");
    assert_eq!(output.status, 0, "{output:?}");
}

#[test]
fn certificates_for_services_without_records_are_problems_in_json_too() {
    let run = Run::new(&[]);
    let cert = format!("_25._tcp.mx.example.net={}", fixture("mail.p256.pem"));
    let output = danelaw(
        &["check", "--isolated", &run.path("example.org.zone"), "--cert", &cert, "--output-format", "json"],
        b"",
    );
    assert_eq!(output.status, 2, "{output:?}");
    let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let problem = &json["summary"]["problems"][0];
    assert_eq!(problem["subject"], format!("--cert `{cert}`"), "{json}");
    assert!(
        problem["message"]
            .as_str()
            .is_some_and(|message| message.starts_with("no checked zone has TLSA records for it")),
        "{json}"
    );
}

#[test]
fn an_alias_out_of_the_given_zones_may_have_records_of_its_own() {
    let record = format!("_25._tcp.mx TLSA 3 1 1 {}", data("mail.p256.pem", 0));
    let run = Run::new(&["mx CNAME mx.example.net.", &record]);
    let cert = format!("_25._tcp.mx.example.org={}", fixture("mail.p256.pem"));
    let zone = run.path("example.org.zone");
    let output = danelaw(&["tlsa", "check", "--isolated", &zone, "--cert", &cert], b"");
    assert_eq!(output.status, 2, "{output:?}");
    assert!(output.stderr.contains("is an alias of `mx.example.net.`"), "{output:?}");
}
