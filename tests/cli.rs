//! The command line as scripts see it: exit statuses, streams, formats, and what happens with what is no
//! zone.

mod support;

use std::io::{self, Write};
use std::path::Path;

use support::cli::{danelaw, danelaw_to};

const CLEAN: &str = "$ORIGIN example.\n$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.net. 1 14400 \
    3600 1209600 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n";

/// A zone with one error, on line 6.
fn broken() -> String {
    format!("{CLEAN}www CNAME www\n")
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a writable folder");
    path.to_str().expect("a plain path").to_owned()
}

/// `check --isolated` with more arguments.
fn check(args: &[&str], stdin: &[u8]) -> support::cli::Output {
    danelaw(&[&["check", "--isolated"], args].concat(), stdin)
}

#[test]
fn exit_status_follows_the_threshold() {
    let text = broken();
    assert_eq!(check(&["-"], CLEAN.as_bytes()).status, 0);
    assert_eq!(check(&["-"], text.as_bytes()).status, 1);
    assert_eq!(check(&["-", "--fail-on", "never"], text.as_bytes()).status, 0);
    assert_eq!(check(&["-", "--exit-zero"], text.as_bytes()).status, 0);
    let info = CLEAN.trim_end();
    assert_eq!(check(&["-"], info.as_bytes()).status, 0, "an info is below the threshold");
    assert_eq!(check(&["-", "--fail-on", "info"], info.as_bytes()).status, 1);
    assert_eq!(check(&["-", "--fail-on", "error"], text.as_bytes()).status, 1);
}

#[test]
fn concise_is_one_line_a_finding() {
    let output = check(&["-", "--output-format", "concise", "--quiet"], broken().as_bytes());
    assert_eq!(
        output.stdout,
        "<stdin>:6:11: error[ALI004/cname-loop]: CNAME `www.example.` leads back to itself in 1 step\n"
    );
    assert_eq!(output.stderr, "");
}

#[test]
fn a_clean_run_is_one_line_and_quiet_is_none() {
    let output = check(&["-"], CLEAN.as_bytes());
    assert!(output.stdout.starts_with("clean: no findings in 1 zone (3 records) in "), "{}", output.stdout);
    assert_eq!(check(&["-", "--quiet"], CLEAN.as_bytes()).both, "");
}

#[test]
fn json_is_one_object_and_ndjson_a_line_each() {
    let output = check(&["-", "--output-format", "json"], broken().as_bytes());
    let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(json["diagnostics"][0]["name"], "cname-loop");
    assert_eq!(json["diagnostics"][0]["location"], serde_json::json!({"row": 6, "column": 11}));
    assert_eq!(json["zones"][0]["name"], "example.");
    assert_eq!(json["summary"]["errors"], 1);
    let lines = check(&["-", "--output-format", "ndjson"], broken().as_bytes()).stdout;
    let kinds: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["kind"].to_string())
        .collect();
    assert_eq!(kinds, ["\"diagnostic\"", "\"zone\"", "\"summary\""]);
}

#[test]
fn rules_are_selected_by_code_name_and_letters() {
    let text = broken();
    for (args, status) in [
        (&["--select", "SOA"][..], 0),
        (&["--select", "ALI004"], 1),
        (&["--select", "SOA", "--extend-select", "cname-loop"], 1),
        (&["--ignore", "cname-loop"], 0),
        (&["--ignore", "ali"], 0),
    ] {
        assert_eq!(check(&[&["-"], args].concat(), text.as_bytes()).status, status, "{args:?}");
    }
    let output = check(&["-", "--ignore", "cname-lop"], text.as_bytes());
    assert_eq!(output.status, 2);
    assert_eq!(output.stderr, "danelaw: cname-lop: no rule has this name or code; is `cname-loop` meant?\n");
}

#[test]
fn what_is_no_zone_is_said_and_the_rest_is_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str, bytes: &[u8]| write(folder.path(), name, bytes);
    let gzip: &[u8] = &std::fs::read(support::root().join("testzones/_formats/compressed/example.zone.gz"))
        .expect("a fixture");
    let broken = at("broken.zone", broken().as_bytes());
    std::fs::create_dir(folder.path().join("empty")).expect("a folder");
    let empty_folder = folder.path().join("empty").to_str().expect("a plain path").to_owned();
    let missing = folder.path().join("missing.zone").to_str().expect("a plain path").to_owned();
    for (path, said) in [
        (missing, "no such file"),
        (empty_folder, "no zone file in this directory"),
        (at("empty.zone", b""), "the file is empty"),
        (at("comments.zone", b"; nothing\n\n"), "there is no record in it"),
        (at("binary.zone", b"\x7fELF\0\0\0"), "binary data"),
        (at("truncated.zone.gz", &gzip[..gzip.len() / 2]), "the compressed data end too early"),
        (
            at(
                "key.zone",
                b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0c2VjcmV0c2VjcmV0\n-----END PRIVATE KEY-----\n",
            ),
            "this is PEM",
        ),
        (
            at(
                "Kexample.+013+00001.private",
                b"Private-key-format: v1.3\nPrivateKey: c2VjcmV0c2VjcmV0c2VjcmV0\n",
            ),
            "give the `.key` file",
        ),
        (at("raw.signed", b"\0\0\0\x02\0\0\0\x01"), "BIND's raw format"),
        (
            at("dig.txt", b"; <<>> DiG 9.18 <<>> axfr example.\n; Transfer failed.\n"),
            "the transfer failed: ; Transfer failed.",
        ),
        (at("nameless", b"@ SOA a b 1 2 3 4 5\n"), "nothing says which zone this is"),
    ] {
        let output = check(&[&path, &broken, "--output-format", "concise"], b"");
        assert_eq!(output.status, 2, "{path}");
        assert!(
            output.stderr.contains(said) && output.stderr.starts_with("danelaw: "),
            "{path}: {}",
            output.stderr
        );
        assert_eq!(output.stderr.lines().count(), 1, "{path}: {}", output.stderr);
        assert!(output.stdout.contains("ALI004/cname-loop"), "{path}: {}", output.stdout);
        assert!(
            !output.stdout.contains("clean") && !output.both.contains("c2VjcmV0"),
            "{path}: {}",
            output.both
        );
    }
}

#[test]
fn standard_input_that_is_empty_is_not_clean() {
    let output = check(&["-"], b"");
    assert_eq!((output.status, output.stderr.as_str()), (2, "danelaw: <stdin>: the file is empty\n"));
}

#[test]
fn standard_input_is_named_as_asked() {
    let relative = "@ 1h SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600\n@ 1h NS \
        ns1.example.net.\n@ 1h NS ns2.example.net.\n";
    assert_eq!(check(&["-"], relative.as_bytes()).status, 2);
    assert_eq!(check(&["-", "--origin", "example"], relative.as_bytes()).status, 0);
    assert_eq!(check(&["-", "--stdin-filename", "zones/db.example"], relative.as_bytes()).status, 0);
    let output = check(
        &["-", "--stdin-filename", "zones/db.example", "--quiet", "--output-format", "concise"],
        format!("{relative}x 1h CNAME x\n").as_bytes(),
    );
    assert!(output.stdout.starts_with("zones/db.example:4:"), "{}", output.stdout);
}

/// A reader that has gone away.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_closed_output_is_no_error() {
    for args in [
        &["check", "--isolated", "-"][..],
        &["check", "--isolated", "-", "--output-format", "json"],
        &["rules"],
        &["rule", "cname-loop"],
        &["--help"],
    ] {
        let mut stderr = Vec::new();
        let status = danelaw_to(args, CLEAN.as_bytes(), &mut Closed, &mut stderr);
        assert_eq!((status, stderr), (0, Vec::new()), "{args:?}");
    }
    assert_eq!(
        danelaw_to(&["check", "--isolated", "-"], broken().as_bytes(), &mut Closed, &mut io::sink()),
        1,
        "the findings still count"
    );
}

#[test]
fn output_is_the_same_at_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..40 {
        write(folder.path(), &format!("{n}.zone"), broken());
    }
    let path = folder.path().to_str().expect("a plain path");
    let run = |jobs: &str| {
        let output = check(&[path, "--jobs", jobs, "--quiet"], b"");
        (output.status, output.both)
    };
    let one = run("1");
    assert_eq!(one.1.matches("error[ALI004").count(), 40);
    for jobs in ["2", "4", "8", "0"] {
        assert_eq!(run(jobs), one, "{jobs} threads");
    }
}

#[test]
fn directories_honour_gitignore_and_leave_pieces_to_their_zones() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".gitignore", "old.zone\n");
    write(folder.path(), "old.zone", broken());
    write(folder.path(), "example.zone", format!("{CLEAN}$INCLUDE hosts.zone\n"));
    write(folder.path(), "hosts.zone", "www A 192.0.2.1\n");
    write(folder.path(), "notes.txt", "no zone\n");
    let path = folder.path().to_str().expect("a plain path");
    let output = check(&[path], b"");
    assert_eq!(output.status, 0, "{}", output.both);
    assert!(output.stdout.contains("1 zone (4 records)"), "{}", output.stdout);
    let listed = check(&[path, "--show-files"], b"").stdout;
    assert_eq!(
        listed.lines().map(|line| line.rsplit('/').next().unwrap_or_default()).collect::<Vec<_>>(),
        [
            "example.zone: zone example. (from the $ORIGIN)",
            "hosts.zone: zone hosts. (from the file name)",
            "notes.txt: passed over (no SOA record in its first 4 KiB)",
        ]
    );
    assert_eq!(check(&[path, "--exclude", "*.zone"], b"").status, 2, "nothing is left to check");
}

#[test]
fn configuration_is_laid_under_the_arguments() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = write(folder.path(), "danelaw.toml", "ignore = ['cname-loop']\n");
    let text = broken();
    assert_eq!(danelaw(&["check", "-", "--config", &config], text.as_bytes()).status, 0);
    assert_eq!(danelaw(&["check", "-", "--config", &config, "--ignore", "SOA"], text.as_bytes()).status, 1);
    let softer = write(folder.path(), "softer.toml", "[severity]\ncname-loop = 'info'\n");
    assert_eq!(danelaw(&["check", "-", "--config", &softer], text.as_bytes()).status, 0);
    let wrong = write(folder.path(), "wrong.toml", "ingore = []\n");
    let output = danelaw(&["check", "-", "--config", &wrong], text.as_bytes());
    assert!(output.status == 2 && output.stderr.contains("ingore"), "{}", output.stderr);
}

#[test]
fn placeholders_are_filled_in_before_zones_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let zone = CLEAN.replace("example.", "{{ zone }}.") + "$INCLUDE more.zone\n";
    let path = write(folder.path(), "a.zone", &zone);
    write(folder.path(), "more.zone", "a CNAME {{ zone }}.x.{{ zone }}. ; {{ zone }}\n");
    let config =
        write(folder.path(), "danelaw.toml", "[placeholders]\n'{{ zone }}' = 'example'\n'{{ z' = 'no'\n");
    let run = |extra: &[&str]| {
        danelaw(&[&["check", &path, "--output-format", "concise", "--quiet"], extra].concat(), b"")
    };
    let output = run(&["--config", &config]);
    let expected = "more.zone:1:9: ";
    assert!(output.stdout.contains(expected), "the column is that of the file: {}", output.both);
    assert!(output.stdout.contains("`example.x.example.`"), "{}", output.both);
    assert!(run(&["--isolated"]).stdout.contains("template-placeholder"));
    let same = danelaw(&["diff", &path, &path, "--config", &config], b"");
    assert_eq!(same.status, 0, "{}", same.both);
    for (text, word) in [("'' = 'x'", "is empty"), ("x = \"a\\nb\"", "several lines")] {
        let wrong = write(folder.path(), "wrong.toml", format!("[placeholders]\n{text}\n"));
        let output = run(&["--config", &wrong]);
        assert!(output.status == 2 && output.stderr.contains(word), "{}", output.both);
    }
}

#[test]
fn the_published_zone_is_held_against_the_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = write(folder.path(), "old.zone", CLEAN);
    assert_eq!(check(&["-", "--published", &old], CLEAN.as_bytes()).status, 0);
    let changed = format!("{CLEAN}www A 192.0.2.1\n");
    let output =
        check(&["-", "--published", &old, "--output-format", "concise", "--quiet"], changed.as_bytes());
    assert_eq!((output.status, output.stdout.contains("serial-not-increased")), (1, true), "{}", output.both);
    let other = write(folder.path(), "other.zone", CLEAN.replace("example.", "other."));
    let output = check(&["-", "--published", &other], changed.as_bytes());
    assert_eq!(
        (output.status, output.stderr.as_str()),
        (2, "danelaw: --published: no checked zone is named `other.`: nothing was held against it\n")
    );
    assert_eq!(check(&["-", "--published", "missing.zone"], changed.as_bytes()).status, 2);
}

#[test]
fn what_signing_changed_is_named_only_where_nothing_else_did() {
    let folder = tempfile::tempdir().expect("a folder");
    let zone = |signature: &str, www: &str| {
        let rrsig = |owner, covered| {
            format!(
                "{owner} RRSIG {covered} 13 1 3600 20270101000000 20261101000000 1 example. {signature}\n"
            )
        };
        [CLEAN, &rrsig("@", "NS"), &format!("www A {www}\n"), &rrsig("www", "A")].concat()
    };
    let old = write(folder.path(), "old.zone", zone("AAAA", "192.0.2.1"));
    for (new, said) in [
        (zone("AAAA", "192.0.2.1"), None),
        (zone("AAAB", "192.0.2.1"), Some("serial is still 1, and `example.` RRSIG differs")),
        (zone("AAAB", "192.0.2.2"), Some("serial is still 1, and `www.example.` A differs")),
        (
            zone("AAAB", "192.0.2.1") + "ftp A 192.0.2.1\n",
            Some("serial is still 1, and `ftp.example.` A differs"),
        ),
    ] {
        let output = check(
            &["-", "--published", &old, "--select", "serial-not-increased", "--output-format", "concise"],
            new.as_bytes(),
        );
        assert_eq!(output.stdout.contains("serial-not-increased"), said.is_some(), "{}", output.both);
        assert!(output.stdout.contains(said.unwrap_or_default()), "{}", output.both);
    }
}

#[test]
fn files_beside_are_files_and_ds_sets_are_small() {
    let folder = tempfile::tempdir().expect("a folder");
    let zone = write(folder.path(), "example.zone", CLEAN);
    for option in ["--published", "--parent", "--ds", "--trust-anchor"] {
        let output = check(&[&zone, option, "-"], b"");
        let expected = format!(
            "danelaw: {option} -: standard input is not taken here, only as a zone to check: give a file\n"
        );
        assert_eq!((output.status, output.both), (2, expected));
    }
    let large = write(folder.path(), "large", "; a comment\n".repeat((16 << 20) / 12 + 1));
    for option in ["--ds", "--trust-anchor"] {
        let output = check(&[&zone, option, &large], b"");
        assert_eq!(
            (output.status, output.both),
            (2, format!("danelaw: {large}: it is larger than the 16 MiB that {option} takes\n"))
        );
    }
    let output = check(&[&zone, "--parent", &large], b"");
    assert!(!output.both.contains("larger"), "{}", output.both);
}

#[test]
fn a_published_zone_that_cannot_be_read_is_not_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = write(folder.path(), "old.zone", CLEAN.replace("1209600", "12x600"));
    let output = check(&["-", "--published", &old], CLEAN.as_bytes());
    assert!(
        output.status == 2 && output.stderr.contains("line 3: it cannot be read as a whole"),
        "{}",
        output.both
    );
    let other_case = write(folder.path(), "case.zone", CLEAN.replace("hostmaster", "HOSTMASTER"));
    assert_eq!(
        check(&["-", "--published", &other_case], CLEAN.as_bytes()).status,
        0,
        "names are the same in either case"
    );
}

#[test]
fn faults_beyond_what_is_kept_are_counted_and_hide_no_other() {
    let mut text = CLEAN.to_owned();
    (0..5000).for_each(|n| text.push_str(&format!("a{n} A 192.0.2.300\n")));
    text.push_str("w FOO x\n");
    let output = check(&["-", "--select", "unknown-type", "--output-format", "concise"], text.as_bytes());
    assert!(output.status == 1 && output.stdout.contains("unknown-type"), "{}", output.stdout);
    assert!(check(&["-", "--quiet", "--statistics"], text.as_bytes()).stdout.starts_with("5,000  SYN015"));
}

#[test]
fn what_cannot_be_read_is_not_called_missing() {
    let text = CLEAN.replace(
        " 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.",
        " 36x00\n@ NS ns1..\n@ NS ns2.example.net. x",
    ) + "www CNAME web\nweb A 192.0.2\n";
    let output = check(&["-", "--output-format", "concise", "--quiet"], text.as_bytes());
    let names: Vec<&str> = output.stdout.lines().filter_map(|line| line.split(['/', ']']).nth(1)).collect();
    assert_eq!(names, ["number-syntax", "empty-label", "extra-rdata", "ipv4-syntax"], "{}", output.stdout);
}

#[test]
fn a_zone_is_never_replaced_by_its_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "example.zone", CLEAN);
    let output = check(&[&path, "--output-file", &path], b"");
    assert!(output.status == 2 && output.stderr.contains("the report would replace it"), "{}", output.stderr);
    assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some(CLEAN));
}

#[test]
fn a_selection_of_nothing_is_an_error() {
    assert_eq!(check(&["-", "--select", "SOA", "--ignore", "SOA"], CLEAN.as_bytes()).status, 2);
}

#[test]
fn statistics_count_by_rule() {
    let output = check(&["-", "--statistics", "--quiet"], broken().as_bytes());
    assert_eq!(output.stdout.split_whitespace().collect::<Vec<_>>(), ["1", "ALI004", "cname-loop", "error"]);
}

#[test]
fn output_goes_to_the_file_that_was_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.json").to_str().expect("a plain path").to_owned();
    let output = check(&["-", "--output-format", "json", "--output-file", &path], broken().as_bytes());
    assert_eq!((output.status, output.both.as_str()), (1, ""));
    assert!(std::fs::read_to_string(&path).expect("a file").contains("\"cname-loop\""));
    let nowhere = check(&["-", "--output-file", "/nowhere/out"], broken().as_bytes());
    assert_eq!(nowhere.status, 2);
}

#[test]
fn times_are_read_in_every_documented_form() {
    for time in ["2026-12-01T00:00:00Z", "20261201000000", "1796083200", "+7d", "-1h"] {
        assert_eq!(check(&["-", "--at", time], CLEAN.as_bytes()).status, 0, "{time}");
    }
    let output = check(&["-", "--at", "tomorrow"], CLEAN.as_bytes());
    assert!(
        output.status == 2 && output.stderr.starts_with("danelaw: --at tomorrow: not a time"),
        "{}",
        output.stderr
    );
    let output = check(&["-", "--at", "9999-12-31T23:59:59Z"], CLEAN.as_bytes());
    assert!(
        output.status == 2 && output.stderr.starts_with("danelaw: --at 9999-12-31T23:59:59Z: out of range"),
        "{}",
        output.stderr
    );
    assert_eq!(check(&["-", "--origin", "a..b"], CLEAN.as_bytes()).status, 2);
}

#[test]
fn rules_explain_themselves() {
    let by_name = danelaw(&["rule", "cname-loop"], b"");
    assert_eq!(by_name.status, 0);
    assert!(
        by_name.stdout.starts_with("ALI004 cname-loop (error)\n")
            && by_name.stdout.contains("## Why it breaks"),
        "{}",
        by_name.stdout
    );
    assert_eq!(danelaw(&["rule", "ali004"], b"").stdout, by_name.stdout);
    assert_eq!(danelaw(&["rule", "nonsense"], b"").status, 2);
    let json: serde_json::Value =
        serde_json::from_str(&danelaw(&["rules", "--output-format", "json"], b"").stdout).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(danelaw::rules::ALL.len()));
    let keys: Vec<&str> = json[0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "bad",
            "breaks",
            "code",
            "explanation",
            "good",
            "group",
            "name",
            "on_request",
            "rfcs",
            "severity",
            "since",
            "summary"
        ]
    );
    for rule in json.as_array().expect("an array") {
        for kind in ["bad", "good"] {
            let shown = rule[kind].as_array().expect("an array");
            let is_text = |example: &serde_json::Value| {
                example.as_str().is_some_and(|text| text.ends_with('\n') && !text.contains("```"))
            };
            assert!(!shown.is_empty() && shown.iter().all(is_text), "{} {kind}: {shown:?}", rule["name"]);
        }
    }
}

#[test]
fn usage_errors_are_status_2_and_help_is_0() {
    for args in [&["check", "--no-such-flag"][..], &["frobnicate"], &[], &["check", "--output-format", "xml"]]
    {
        let output = danelaw(args, b"");
        assert_eq!((output.status, output.stdout.as_str()), (2, ""), "{args:?}");
        assert!(
            output.stderr.contains("Usage") || output.stderr.contains("--help"),
            "{args:?}: {}",
            output.stderr
        );
    }
    assert_eq!(danelaw(&["check", "--help"], b"").status, 0);
    assert!(danelaw(&["--version"], b"").stdout.starts_with("danelaw 0."));
}

#[test]
fn the_ds_at_the_parent_is_not_checked_whatever_rule_about_it_is_selected() {
    let zone = support::root().join("testzones/key/key-malformed/good.zone");
    let output = |rules: &str| {
        danelaw(
            &[
                "check",
                "--isolated",
                "--at",
                "2026-12-01T00:00:00Z",
                "--select",
                rules,
                zone.to_str().unwrap(),
            ],
            b"",
        )
    };
    for rules in ["DS001", "no-ds-at-parent", "ds-digest-deprecated", "DS", "ALL"] {
        let output = output(rules);
        assert!(
            output.stdout.contains("not checked: the DS of 1 signed zone at its parent"),
            "{rules}: {output:?}"
        );
    }
    assert!(!output("SYN").stdout.contains("not checked"));
    // Nobody resolves the names of a response policy zone: it needs no DS.
    let policies = "$ORIGIN rpz.example.\n$TTL 60\n@ SOA ns. h. 1 2 3 4 5\n@ NS localhost.\n\
        @ DNSKEY 257 3 13 (mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxIL\n\
        fDLUT0rAK9iUzy1L53eKGQ==)\n\
        a.example.net CNAME .\n*.a.example.net CNAME .\nb.example.net CNAME rpz-passthru.\n";
    let output_of = danelaw(&["check", "--isolated", "--select", "DS,SYN", "-"], policies.as_bytes());
    assert!(!output_of.stdout.contains("not checked"), "{output_of:?}");
    for rules in ["", ","] {
        assert_eq!(output(rules).status, 2, "{rules:?}");
    }
}

#[test]
fn records_beyond_the_budget_are_not_checked() {
    let head = "$ORIGIN example.\n$TTL 1\n@ SOA ns1.example.net. h 1 2 3 4 5\n@ NS ns1.example.net.\n@ NS \
        ns2.example.net.\n";
    let lines = [
        "$GENERATE 0-2147483647 h$ A 192.0.2.1",
        "$GENERATE 0-1048575 h$ TXT \"${0,250}${0,250}${0,250}\"",
        "$GENERATE 0-1048575 _dmarc.h$ TXT \"v=DMARC1\"",
        "$GENERATE 0-1048575 @ DNSKEY \"257 3 13 AAAA${0,80}\"",
    ];
    for line in lines {
        let output = danelaw(&["check", "--isolated", "-"], format!("{head}{line}\n").as_bytes());
        assert_eq!(output.status, 2, "{line}: {output:?}");
        assert!(output.stderr.contains("not checked: line 6"), "{line}: {output:?}");
    }
}

#[cfg(unix)]
#[test]
fn file_names_in_json_are_told_apart_and_safe_on_a_terminal() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    for name in [&b"a\xfe.zone"[..], b"a\xff.zone", "b\u{202e}\u{1b}.zone".as_bytes()] {
        let text = "$ORIGIN example.\n@ 1 SOA ns1.example.net. h 1 2 3 4 5\n";
        std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), text).unwrap();
    }
    let output =
        danelaw(&["check", "--isolated", "--output-format", "json", folder.path().to_str().unwrap()], b"");
    assert!(output.stdout.contains("a%FE.zone") && output.stdout.contains("a%FF.zone"), "{output:?}");
    assert!(output.stdout.contains("b\\u202e\\u001b.zone"), "{output:?}");
    assert!(!output.stdout.contains(['\u{202e}', '\u{1b}']), "{output:?}");
}
