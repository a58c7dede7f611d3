//! `danelaw diff`: what is said, in each form, of two versions of a zone.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[macro_use]
mod support;

use std::process::Command;

use danelaw::cli::{Env, Terminal};
use danelaw::source::Disk;
use support::NOW;
use support::cli::{Output, danelaw};
use support::repo::{Repo, ZONE};

const OLD: &str = "\
$ORIGIN example.org.
$TTL 1h
@  SOA ns1 hostmaster 5 4h 1h 2w 1h
   NS ns1
   MX 10 mail
ns1 A 192.0.2.1
mail A 192.0.2.25
www A 192.0.2.80
    A 192.0.2.81
old TXT \"gone\"
*.old A 192.0.2.9
sub NS ns.sub
sub DS 1 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
ns.sub A 192.0.2.53
dep NS ns.example.net.
";
const NEW: &str = "\
$ORIGIN example.org.
$TTL 1h
@  SOA ns1 hostmaster 5 4h 1h 2w 1h
   NS ns1
   7200 MX 10 MAIL
ns1 A 192.0.2.1
mail A 192.0.2.25
www A 192.0.2.82
    A 192.0.2.80
new TXT \"here\"
sub NS ns.sub
ns.sub A 192.0.2.53
";
const DETAILS: &str = "\
~ example.org. 7200 MX 10 MAIL.example.org. ; TTL was 3600
- dep.example.org. 3600 NS ns.example.net.
+ new.example.org. 3600 TXT \"here\"
- old.example.org. 3600 TXT \"gone\"
- *.old.example.org. 3600 A 192.0.2.9
- sub.example.org. 3600 DS 1 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
- www.example.org. 3600 A 192.0.2.81
+ www.example.org. 3600 A 192.0.2.82
";

/// Compares two texts, which are called OLD and NEW.
fn diff(old: impl AsRef<[u8]>, new: impl AsRef<[u8]>, args: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (old, new) = (write("old.zone", old.as_ref()), write("new.zone", new.as_ref()));
    let output = danelaw(&[&["diff", "--isolated", &old, &new], args].concat(), b"");
    let plain = |text: &str| text.replace(&old, "OLD").replace(&new, "NEW");
    Output {
        status: output.status,
        stdout: plain(&output.stdout),
        stderr: plain(&output.stderr),
        both: plain(&output.both),
    }
}

/// The summary, without the zone's name.
fn summary(output: &Output) -> &str {
    let line = output.stdout.lines().last().unwrap_or(&output.stderr);
    line.strip_prefix("example.org.: ").unwrap_or(line)
}

/// A zone with these records behind its SOA.
fn zone(serial: u32, records: &str) -> String {
    format!(
        "$ORIGIN example.org.\n@ 3600 SOA ns1 hostmaster {serial} 14400 3600 1209600 3600\n@ 3600 NS \
        ns1.example.net.\n{records}\n"
    )
}

#[test]
fn text_has_every_kind_of_difference() {
    let output = diff(OLD, NEW, &[]);
    let expected = format!(
        "\
--- OLD
+++ NEW
{DETAILS}
warning: delegation of `dep.example.org.` lost: names at and below do not resolve any more
warning: all DS records of `sub.example.org.` lost: validators take the zone below for unsigned
warning: serial is still 5, and the zone differs: secondaries keep what they have; write 6 or more
example.org.: 7 RRsets differ: 1 added, 4 removed, 1 changed, 1 with another TTL; delegations: 0 added, 1 \
lost; serial 5, the same
"
    );
    assert_eq!((output.both.as_str(), output.status), (expected.as_str(), 1));
    let output = diff(NEW, OLD, &["--limit", "1"]);
    let expected = "\
--- OLD
+++ NEW
~ example.org. 3600 MX 10 mail.example.org. ; TTL was 7200
... and 6 RRsets not shown: --all shows every one

warning: serial is still 5, and the zone differs: secondaries keep what they have; write 6 or more
example.org.: 7 RRsets differ: 4 added, 1 removed, 1 changed, 1 with another TTL; delegations: 1 added, 0 \
lost; serial 5, the same
";
    assert_eq!(output.both, expected);
}

#[test]
fn markdown_has_warnings_counts_and_details() {
    let expected = format!(
        "\
### Zone `example.org.`

- **Warning:** delegation of `dep.example.org.` lost: names at and below do not resolve any more
- **Warning:** all DS records of `sub.example.org.` lost: validators take the zone below for unsigned
- **Warning:** serial is still 5, and the zone differs: secondaries keep what they have; write 6 or more

`NEW` against `OLD`: 7 RRsets differ: 1 added, 4 removed, 1 changed, 1 with another TTL; delegations: 0 \
added, 1 lost; serial 5, the same.

| RRsets | added | removed | changed | other TTL |
|---|--:|--:|--:|--:|
| content | 1 | 4 | 1 | 1 |

```diff
{DETAILS}```
"
    );
    assert_eq!(diff(OLD, NEW, &["--format", "markdown"]).both, expected);
    let same = diff(OLD, OLD, &["--format", "markdown"]);
    assert_eq!(
        same.both,
        "### Zone `example.org.`\n\n`NEW` against `OLD`: content is identical; serial 5, the same.\n"
    );
}

#[test]
fn markdown_of_hostile_zones_stays_code_and_small() {
    let hostile = zone(
        2,
        "x 60 TXT \"````\" \"<img src=x>\" \"@admin #1 |\" \"\\226\\128\\174\\027[31m\"\na``b 60 NS `@all`\n",
    );
    let output = diff(&hostile, zone(3, ""), &["--format", "markdown"]);
    assert!(output.stdout.contains("delegation of ```a``b.example.org.``` lost"), "{}", output.stdout);
    assert!(output.stdout.contains("\n`````diff\n- "), "{}", output.stdout);
    assert!(output.stdout.ends_with("\n`````\n"), "{}", output.stdout);
    assert!(output.stdout.is_ascii() && !output.stdout.contains('\u{1b}'), "{}", output.stdout);
    let many: String =
        (0..5000).map(|number| format!("h{number} 60 TXT \"{}\"\n", "x".repeat(200))).collect();
    let long = format!("long 60 TXT {}\n", format!("\"{}\" ", "`".repeat(255)).repeat(200));
    let output = diff(zone(1, ""), zone(2, &[many, long].concat()), &["--format", "markdown", "--all"]);
    assert!(output.stdout.len() < 65_536, "{}", output.stdout.len());
    assert!(output.stdout.ends_with(" more RRsets not shown here: `danelaw diff --all` shows every one.\n"));
    assert_eq!(output.stdout.matches("```").count(), 2);
}

#[test]
fn json_has_every_field() {
    let output = diff(
        zone(0xffff_ffff, "a 60 A 192.0.2.1\nb 60 A 192.0.2.1"),
        zone(0, "a 60 A 192.0.2.2\nb 90 A 192.0.2.1"),
        &["--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let none = serde_json::json!({"added": 0, "removed": 0, "changed": 0, "ttl": 0});
    let nobody = serde_json::json!({"count": 0, "first": []});
    let expected = serde_json::json!({
        "version": 1, "zone": "example.org.",
        "old": {"filename": "OLD", "serial": 4_294_967_295u32, "records": 4},
        "new": {"filename": "NEW", "serial": 0, "records": 4},
        "serial": "higher", "content_identical": false,
        "counts": {"content": {"added": 0, "removed": 0, "changed": 1, "ttl": 1}, "keys": none, "signing": none},
        "delegations_added": nobody, "delegations_lost": nobody, "ds_lost": nobody,
        "warnings": [],
        "changes": [
            {"owner": "a.example.org.", "type": "A", "kind": "changed", "role": "content", "old_ttl": 60, "new_ttl": 60,
             "removed": ["192.0.2.1"], "added": ["192.0.2.2"]},
            {"owner": "b.example.org.", "type": "A", "kind": "ttl", "role": "content", "old_ttl": 60, "new_ttl": 90, "removed": [], "added": []},
        ],
        "changes_left_out": 0,
    });
    assert_eq!(json, expected);
    let warned = diff(OLD, NEW, &["--format", "json", "-n", "0"]);
    let json: serde_json::Value = serde_json::from_str(&warned.stdout).unwrap();
    assert_eq!(json["changes_left_out"], 7);
    assert_eq!(json["delegations_lost"], serde_json::json!({"count": 1, "first": ["dep.example.org."]}));
    let kinds: Vec<&str> = json["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| warning["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["delegation-lost", "ds-lost", "serial-not-higher"]);
}

#[test]
fn order_case_repetition_and_the_way_of_writing_make_no_difference() {
    let old =
        zone(7, "a 60 A 192.0.2.1\na 60 A 192.0.2.2\nb 60 MX 10 Mail\nc 60 TXT x\nd 60 TYPE1 \\# 4 c0000201");
    let new = zone(
        7,
        "d 60 A 192.0.2.1\nC 1m TXT \"x\"\nB 60 MX 10 mail.EXAMPLE.org.\nA 60 A 192.0.2.2\na 60 A \
        192.0.2.1\na 60 A 192.0.2.2",
    );
    let output = diff(old, new, &[]);
    assert_eq!(
        (output.both.as_str(), output.status),
        ("example.org.: content is identical; serial 7, the same\n", 0)
    );
}

#[test]
fn ttls_are_told_record_by_record() {
    let output = diff(
        zone(1, "a 60 A 192.0.2.1\na 60 A 192.0.2.2"),
        zone(2, "a 60 A 192.0.2.1\na 90 A 192.0.2.2"),
        &[],
    );
    let expected = "--- OLD\n+++ NEW\n~ a.example.org. 90 A 192.0.2.2 ; TTL was 60\n\nexample.org.: 1 RRset \
        differs: 1 with another TTL; serial 1 -> 2, higher\n";
    assert_eq!(output.both, expected);
    let output = diff(
        zone(1, "a 60 A 192.0.2.1\na 60 A 192.0.2.2"),
        zone(2, "a 90 A 192.0.2.1\na 90 A 192.0.2.3"),
        &[],
    );
    let expected = "- a.example.org. 60 A 192.0.2.2\n+ a.example.org. 90 A 192.0.2.3\n~ a.example.org. 90 A \
        192.0.2.1 ; TTL was 60\n";
    assert!(output.stdout.contains(expected), "{}", output.stdout);
}

#[test]
fn serials_are_compared_as_secondaries_do() {
    let serial = |old, new| summary(&diff(zone(old, ""), zone(new, ""), &[])).to_owned();
    assert_eq!(serial(1, 2), "content is identical; serial 1 -> 2, higher");
    assert_eq!(serial(2, 1), "content is identical; serial 2 -> 1, lower");
    assert_eq!(serial(0xffff_ffff, 0), "content is identical; serial 4294967295 -> 0, higher");
    assert_eq!(
        serial(0, 0x8000_0000),
        "content is identical; serial 0 -> 2147483648, neither higher nor lower"
    );
    let warned = |old, new| {
        diff(zone(old, ""), zone(new, "a 60 A 192.0.2.1"), &[])
            .stdout
            .lines()
            .nth(4)
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        warned(2, 1),
        "warning: serial 2 -> 1 is lower, and the zone differs: secondaries keep what they have; write 3 or \
        more"
    );
    assert_eq!(warned(1, 2), "example.org.: 1 RRset differs: 1 added; serial 1 -> 2, higher");
    // The other fields of a SOA are content.
    let output = diff(zone(1, ""), zone(2, "").replace("14400", "7200"), &[]);
    assert_eq!(summary(&output), "1 RRset differs: 1 changed; serial 1 -> 2, higher");
    assert!(
        output.stdout.contains("- example.org. 3600 SOA ns1.example.org. hostmaster.example.org. 1 14400 "),
        "{}",
        output.stdout
    );
}

#[test]
fn what_signing_makes_is_no_content() {
    let rrsig =
        |tag| format!("@ 60 RRSIG NS 13 2 3600 20270101000000 20261101000000 {tag} example.org. AAAA\n");
    let key = "@ 60 DNSKEY 257 3 13 \
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n";
    let state = "@ 0 TYPE65534 \\# 5 0d00010001\n";
    let plain = zone(1, "a 60 A 192.0.2.1");
    let signed = |tag| {
        zone(
            2,
            &["a 60 A 192.0.2.1\n", key, &rrsig(tag), "a 60 NSEC example.org. A RRSIG NSEC\n", state]
                .concat(),
        )
    };
    let output = diff(signed(1), signed(2), &[]);
    assert_eq!(output.status, 0);
    let expected = "\
warning: serial is still 2, and the zone differs: secondaries keep what they have; write 3 or more
example.org.: content is identical; 1 RRset made by signing differs; serial 2, the same
";
    assert_eq!(output.both, expected);
    let output = diff(signed(1), signed(2), &["--dnssec"]);
    assert!(
        output.stdout.starts_with("--- OLD\n+++ NEW\n- example.org. 60 RRSIG NS 13 2 3600 20270101000000 "),
        "{}",
        output.stdout
    );
    // A key is a difference, unless one of the two is what a signer reads.
    let output = diff(&plain, signed(1), &[]);
    assert_eq!(
        (summary(&output), output.status),
        (
            "content is identical; 1 RRset of keys differs; 3 RRsets made by signing differ; serial 1 -> 2, \
            higher",
            1
        )
    );
    let output = diff(plain.replace(" 1 14400", " 2 14400"), signed(1), &["--unsigned"]);
    assert_eq!(
        output.both,
        "example.org.: content is identical; 4 RRsets made by signing differ; serial 2, the same\n"
    );
    let output = diff(&plain, signed(1), &["--unsigned"]);
    assert_eq!(
        (summary(&output), output.status),
        ("content is identical; 4 RRsets made by signing differ; serial 1 -> 2, higher", 0)
    );
    let output = diff(signed(1), plain.replace(" 1 14400", " 3 14400"), &[]);
    let lost = "warning: all DNSKEY records lost: while the parent has DS records, validators answer \
        SERVFAIL for the whole zone\n";
    assert!(output.stdout.contains(lost), "{}", output.stdout);
}

#[test]
fn a_delegation_may_go_under_another() {
    let output = diff(
        zone(1, "a.b 60 NS ns1.example.net."),
        zone(2, "a.b 60 NS ns1.example.net.\nb 60 NS ns1.example.net."),
        &[],
    );
    assert!(output.stdout.contains("warning: delegation of `a.b.example.org.` lost: "), "{}", output.stdout);
    let many: String = (0..7).map(|number| format!("d{number} 60 NS ns1.example.net.\n")).collect();
    let output = diff(zone(1, &many), zone(2, ""), &[]);
    let names = "`d0.example.org.`, `d1.example.org.`, `d2.example.org.`, `d3.example.org.`, \
        `d4.example.org.` and 2 more";
    assert!(output.stdout.contains(&format!("warning: delegation of {names} lost: ")), "{}", output.stdout);
}

#[test]
fn what_is_not_compared_is_told() {
    let output = diff(zone(1, ""), zone(1, "www.example.net. 60 A 192.0.2.1"), &[]);
    let expected = "\
warning: 1 record of NEW left out: the owner is outside of the zone or the class is another
example.org.: content is identical; serial 1, the same
";
    assert_eq!((output.both.as_str(), output.status), (expected, 0));
}

#[test]
fn records_that_only_some_programs_read_are_compared_as_text() {
    let of = |records: &str| zone(1, &format!("@ 60 ALIAS lb.example.net.\n{records}"));
    let lua = "www 60 LUA A (\n  \"ifportup(443, {'192.0.2.1'})\" )";
    let same = diff(of(lua), of("www  60 LUA A \"ifportup(443, {'192.0.2.1'})\""), &[]);
    assert_eq!(
        (same.both.as_str(), same.status),
        ("example.org.: content is identical; serial 1, the same\n", 0)
    );
    let other = diff(of(lua), of(&lua.replace("192.0.2.1", "192.0.2.2")), &[]);
    let expected = "\
warning: records that only some programs read are not the same: how they differ is not compared
example.org.: other content is identical; serial 1, the same
";
    assert_eq!((other.both.as_str(), other.status), (expected, 1));
    let new = diff(zone(1, ""), of(""), &[]);
    assert_eq!((new.both.as_str(), new.status), (expected, 1));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let other = zone(1, "").replace("example.org", "example.net");
    let message = "danelaw: NEW: this is the zone `example.net.`, and OLD is `example.org.`: only versions \
        of one zone are compared\n";
    let output = diff(zone(1, ""), other, &[]);
    assert_eq!((output.both.as_str(), output.status), (message, 2));
    let output = diff(zone(1, ""), "$ORIGIN example.org.\nwww 60 A 192.0.2.1\n", &[]);
    assert_eq!(
        (output.both.as_str(), output.status),
        ("danelaw: NEW: there is no SOA at `example.org.`: only whole zones are compared\n", 2)
    );
    let output = diff(zone(1, ""), zone(1, "www A 192.0.2.256"), &[]);
    assert_eq!(
        (output.both.as_str(), output.status),
        ("danelaw: NEW: line 4: it cannot be read as a whole; `danelaw check` says more\n", 2)
    );
    let run = |args: &[&str]| {
        let output = danelaw(&[&["diff", "--isolated"], args].concat(), zone(1, "").as_bytes());
        (output.both, output.status)
    };
    assert_eq!(run(&["-", "-"]), ("danelaw: -: standard input can be only one of the two\n".to_owned(), 2));
    assert_eq!(run(&["-", "/nowhere"]), ("danelaw: /nowhere: no such file\n".to_owned(), 2));
    let message = "danelaw: git:HEAD~1: no file is named: write `git:HEAD~1:PATH`, the path from the root of \
        the repository\n";
    assert_eq!(run(&["git:HEAD~1", "git:HEAD"]), (message.to_owned(), 2));
}

#[test]
fn colours_are_for_terminals() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] =
        [("old", zone(1, "a 60 A 192.0.2.1")), ("new", zone(1, "b 60 A 192.0.2.1\n"))].map(|(name, text)| {
            std::fs::write(folder.path().join(name), text).unwrap();
            folder.path().join(name).into_os_string()
        });
    let run = |stdout, plain| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let terminal = Terminal { stdout, stderr: false, width: 100, plain };
        let args = ["danelaw".into(), "diff".into(), "--isolated".into(), old.clone(), new.clone()].into();
        let mut env = Env {
            args,
            variables: Default::default(),
            stdin: &mut &b""[..],
            stdout: &mut out,
            stderr: &mut err,
            now: NOW,
            files: &Disk,
            terminal,
        };
        danelaw::cli::run(&mut env);
        String::from_utf8(out).unwrap()
    };
    assert!(run(true, false).contains(
        "\n\u{1b}[31m- a.example.org. 60 A 192.0.2.1\u{1b}[0m\n\u{1b}[32m+ \
        b.example.org. 60 A 192.0.2.1\u{1b}[0m\n"
    ));
    assert!(!run(true, true).contains('\u{1b}'));
    assert!(!run(false, false).contains('\u{1b}'));
}

/// Runs the program itself in a directory of a repository.
fn in_repo(repo: &Repo, folder: &str, args: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danelaw"));
    let output = command
        .arg("diff")
        .args(args)
        .current_dir(repo.root.join(folder))
        .env_clear()
        .envs(repo.variables())
        .output()
        .unwrap();
    let both = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (
        both.replace(&repo.folder.path().canonicalize().unwrap().display().to_string(), "TMP"),
        output.status.code().unwrap(),
    )
}

#[test]
fn revisions_are_compared() {
    let repo = repo!(Repo::with_zone());
    let same = ("example.: content is identical; serial 1, the same\n".to_owned(), 0);
    assert_eq!(in_repo(&repo, "zones", &["git:HEAD", "example.zone"]), same);
    repo.write("zones/example.zone", ZONE.replace(" 1 14400", " 2 14400") + "www 60 A 192.0.2.1\n");
    let details =
        "+ www.example. 60 A 192.0.2.1\n\nexample.: 1 RRset differs: 1 added; serial 1 -> 2, higher\n";
    let expected = |old: &str, new: &str| (format!("--- {old}\n+++ {new}\n{details}"), 1);
    assert_eq!(
        in_repo(&repo, "zones", &["git:HEAD", "example.zone"]),
        expected("git:HEAD:zones/example.zone", "example.zone")
    );
    assert_eq!(
        in_repo(&repo, ".", &["git:HEAD", "zones/example.zone"]),
        expected("git:HEAD:zones/example.zone", "zones/example.zone")
    );
    assert_eq!(
        in_repo(&repo, "zones", &["git:HEAD:./example.zone", "example.zone"]),
        expected("git:HEAD:zones/example.zone", "example.zone")
    );
    repo.commit("second");
    repo.git(&["mv", "zones/example.zone", "renamed.zone"]);
    repo.commit("third");
    let unchanged = ("example.: content is identical; serial 2, the same\n".to_owned(), 0);
    assert_eq!(in_repo(&repo, ".", &["git:HEAD~1", "renamed.zone"]), unchanged);
    let two = ["git:HEAD~2:zones/example.zone", "git:HEAD:renamed.zone"];
    assert_eq!(in_repo(&repo, "zones/..", &two), expected(two[0], two[1]));
    assert_eq!(in_repo(&repo, ".", &["git:HEAD", "git:main:renamed.zone"]), unchanged);
    // The other version lies elsewhere: first the repository of the current directory, then that of the file.
    repo.write("../elsewhere.zone", ZONE);
    assert_eq!(
        in_repo(&repo, ".", &["../elsewhere.zone", "git:HEAD:renamed.zone"]),
        expected("../elsewhere.zone", "git:HEAD:renamed.zone")
    );
    assert_eq!(
        in_repo(&repo, "..", &["git:HEAD~2:zones/example.zone", "repo/renamed.zone"]),
        expected("git:HEAD~2:zones/example.zone", "repo/renamed.zone")
    );
}

#[test]
fn a_new_zone_is_compared_with_nothing() {
    let repo = repo!(Repo::with_zone());
    repo.write("new.zone", ZONE.replace("example.", "example.org."));
    let (said, status) = in_repo(&repo, ".", &["git:HEAD", "new.zone"]);
    let expected = "\
--- git:HEAD
+++ new.zone
+ example.org. 3600 NS ns1.example.org.net.
+ example.org. 3600 SOA ns1.example.org. hostmaster.example.org. 1 14400 3600 1209600 3600

example.org.: 2 RRsets differ: 2 added; serial 1, a new zone
danelaw: git:HEAD: there is no `new.zone` in this revision: it is compared with nothing; if it was renamed, \
`git add` it first
";
    assert_eq!((said.as_str(), status), (expected, 1));
    assert_eq!(
        in_repo(&repo, ".", &["git:HEAD", "typo.zone"]),
        ("danelaw: typo.zone: no such file\n".to_owned(), 2)
    );
    let (said, status) = in_repo(&repo, ".", &["git:nonsense", "new.zone"]);
    assert_eq!(
        said,
        "danelaw: git:nonsense: no such commit in this repository: `git fetch` may bring it, `git branch \
        --all` lists the branches\n"
    );
    assert_eq!(status, 2);
}

#[test]
fn a_push_is_compared_before_it_is_taken() {
    let repo = repo!(Repo::with_zone());
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare.git"]);
    let hook = format!(
        "#!/bin/sh\nread old new ref\n'{}' diff git:$old:zones/example.zone \
        git:$new:zones/example.zone\nexit 1\n",
        env!("CARGO_BIN_EXE_danelaw")
    );
    repo.write("../bare.git/hooks/pre-receive", hook);
    #[cfg(unix)]
    std::fs::set_permissions(
        repo.root.join("../bare.git/hooks/pre-receive"),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    repo.write("zones/example.zone", [ZONE, "www 60 A 192.0.2.1\n"].concat());
    repo.commit("second");
    let push = Command::new("git")
        .args(["push", "../bare.git", "main"])
        .current_dir(&repo.root)
        .env_clear()
        .envs(repo.variables())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&push.stderr).replace("remote: ", "");
    assert!(said.contains("+ www.example. 60 A 192.0.2.1"), "{said}");
    assert!(said.contains("warning: serial is still 1, and the zone differs"), "{said}");
}
