//! Several files of one zone: views silence nothing, and names are found in the zone's own view. DNAMEs are
//! followed wherever a name is looked up.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use danelaw::limits::Limits;
use danelaw::resolve::{End, Given, Perspective};
use danelaw::rr::types;
use danelaw::wire::Name;
use danelaw::zone::Zone;
use serde_json::Value;
use support::cli::{Output, danelaw};

/// The head of a zone `name`, of which `more` says the rest.
fn zone(name: &str, more: &str) -> String {
    format!(
        "$ORIGIN {name}\n$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600\n\
        @ NS ns1.example.net.\n@ NS ns2.example.net.\n{more}"
    )
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, String)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = folder.0.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn check(&self, paths: &[&str]) -> Output {
        let paths: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
        let mut args = vec!["check", "--isolated", "--output-format", "json"];
        args.extend(paths.iter().map(String::as_str));
        danelaw(&args, b"")
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }
}

/// File, code and message of each finding.
fn findings(output: &Output) -> BTreeSet<(String, String, String)> {
    let json: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = json["diagnostics"].as_array().unwrap().iter();
    let file = |value: &Value| {
        let path = text(value);
        let path = Path::new(&path);
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        format!("{}/{}", folder.to_string_lossy(), path.file_name().unwrap_or_default().to_string_lossy())
    };
    found.map(|found| (file(&found["filename"]), text(&found["code"]), text(&found["message"]))).collect()
}

fn has(output: &Output, file: &str, code: &str) -> bool {
    findings(output).iter().any(|(at, of, _)| at == file && of == code)
}

#[test]
fn two_views_of_a_zone_are_told_the_same_as_each_alone() {
    let faults =
        "@ MX 10 mail\n@ TXT \"v=spf1 include:nowhere.example. -all\"\n_dmarc TXT \"v=DMARC1; p=none\"\n";
    let inside = zone("example.", &format!("{faults}www A 10.0.0.1\n"));
    let outside = zone("example.", &format!("{faults}www A 192.0.2.1\nold CNAME gone\n"));
    let folder = Folder::new(&[("int/example.zone", inside), ("ext/example.zone", outside)]);
    let alone: BTreeSet<_> =
        ["int", "ext"].iter().flat_map(|view| findings(&folder.check(&[view]))).collect();
    let both = folder.check(&["int", "ext"]);
    assert_eq!(findings(&both), alone);
    assert_eq!(both.status, 1, "{both:?}");
    for view in ["int/example.zone", "ext/example.zone"] {
        assert!(has(&both, view, "MX003"), "{both:?}");
    }
}

#[test]
fn a_name_is_found_in_the_zone_of_the_own_directory() {
    // The host is in the inner view only.
    let mail = zone("example.", "@ MX 10 mail.hosts.example.\n");
    let hosts = |more: &str| zone("hosts.example.", more);
    let folder = Folder::new(&[
        ("int/example.zone", mail.clone()),
        ("int/hosts.zone", hosts("mail A 192.0.2.25\n")),
        ("ext/example.zone", mail),
        ("ext/hosts.zone", hosts("www A 192.0.2.80\n")),
    ]);
    let output = folder.check(&["int", "ext"]);
    assert!(!has(&output, "int/example.zone", "MX003"), "{output:?}");
    assert!(has(&output, "ext/example.zone", "MX003"), "{output:?}");
    assert!(!output.stderr.contains("not checked"), "{output:?}");
}

#[test]
fn a_comment_puts_a_zone_into_a_view() {
    let view = |view: &str, zone_name: &str, more: &str| {
        format!("; danelaw: zone {zone_name} view={view}\n{}", zone(zone_name, more))
    };
    let folder = Folder::new(&[
        ("zones/a-in.zone", view("in", "example.", "@ MX 10 mail.hosts.example.\n")),
        ("zones/a-out.zone", view("out", "example.", "@ MX 10 mail.hosts.example.\n")),
        ("zones/h-in.zone", view("in", "hosts.example.", "mail A 192.0.2.25\n")),
        ("zones/h-out.zone", view("out", "hosts.example.", "www A 192.0.2.80\n")),
    ]);
    let output = folder.check(&["zones"]);
    assert!(!has(&output, "zones/a-in.zone", "MX003"), "{output:?}");
    assert!(has(&output, "zones/a-out.zone", "MX003"), "{output:?}");
    assert!(!findings(&output).iter().any(|(_, code, _)| code == "APX011"), "{output:?}");
}

#[test]
fn two_files_of_one_zone_and_view_are_told_at_both_and_are_not_checked_from_elsewhere() {
    let folder = Folder::new(&[
        ("zones/db.hosts.example", zone("hosts.example.", "mail A 192.0.2.25\n")),
        ("zones/hosts.example.zone", zone("hosts.example.", "www A 192.0.2.80\n")),
        ("zones/example.zone", zone("example.", "@ MX 10 mail.hosts.example.\n")),
    ]);
    let output = folder.check(&["zones"]);
    for file in ["zones/db.hosts.example", "zones/hosts.example.zone"] {
        assert!(has(&output, file, "APX011"), "{output:?}");
    }
    assert!(!has(&output, "zones/example.zone", "MX003"), "{output:?}");
    assert!(
        output.stderr.contains("not checked: names in `hosts.example.`: 2 files are this zone"),
        "{output:?}"
    );
    assert_eq!(output.status, 2, "{output:?}");
    let json: Value = serde_json::from_str(&output.stdout).unwrap();
    assert!(json.to_string().contains("names in `hosts.example.`"), "{json}");
}

#[test]
fn records_that_a_dname_leads_to_are_found() {
    let sound = zone(
        "example.",
        "@ MX 10 mail\nmail A 192.0.2.25\n_tcp.mail DNAME _dane\n\
        _25._dane TLSA 3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21\n",
    );
    let folder = Folder::new(&[("zones/example.zone", sound)]);
    let output = danelaw(
        &["check", "--isolated", "--fail-on", "warning", "--select", "DAN,MX,ALI", &folder.path("zones")],
        b"",
    );
    assert_eq!(output.status, 0, "{output:?}");
    let verdict = danelaw(&["tlsa", "check", "--isolated", &folder.path("zones/example.zone")], b"");
    assert!(verdict.stdout.contains("_25._tcp.mail.example."), "{verdict:?}");
    assert!(!verdict.both.contains("no client looks"), "{verdict:?}");
}

#[test]
fn dnames_that_lead_nowhere_are_not_followed_for_ever() {
    let long = "a".repeat(60);
    let target = format!("{long}.{long}.{long}.{long}");
    let text = zone(
        "example.",
        &format!(
            "@ MX 10 mail\nmail A 192.0.2.25\n_tcp.mail DNAME _tcp._tcp.mail\nfar DNAME {target}\n@ MX 20 {long}.far\n"
        ),
    );
    let folder = Folder::new(&[("zones/example.zone", text)]);
    let output = folder.check(&["zones"]);
    assert!([1, 2].contains(&output.status), "{output:?}");
}

#[test]
fn a_configuration_puts_paths_into_views() {
    let folder = Folder::new(&[
        ("danelaw.toml", "[[view]]\nname = \"in\"\npaths = [\"a-in.zone\", \"hosts-in\"]\n\n[[view]]\nname = \"out\"\npaths = [\".\"]\n".to_owned()),
        ("a-in.zone", zone("example.", "@ MX 10 mail.hosts.example.\n")),
        ("a-out.zone", zone("example.", "@ MX 10 mail.hosts.example.\n")),
        ("hosts-in/h.zone", zone("hosts.example.", "mail A 192.0.2.25\n")),
        ("hosts-out/h.zone", zone("hosts.example.", "www A 192.0.2.80\n")),
    ]);
    let config = folder.path("danelaw.toml");
    let zones = folder.path("");
    let output = danelaw(&["check", "--config", &config, "--output-format", "json", &zones], b"");
    let found = findings(&output);
    let of_file = |name: &str| found.iter().any(|(file, code, _)| file.ends_with(name) && code == "MX003");
    assert!(!of_file("/a-in.zone"), "{output:?}");
    assert!(of_file("/a-out.zone"), "{output:?}");
    assert!(!found.iter().any(|(_, code, _)| code == "APX011"), "{output:?}");
}

/// What a zone without others says of a name: the names that its aliases lead over, and how that ends.
fn followed(more: &str, name: &str) -> (Vec<String>, String) {
    let zone = Zone::parse(zone("example.", more), "example.").unwrap();
    let limits = Limits::default();
    let given = Given::new([&zone], &[], &[], &limits);
    let name = Name::absolute(name).unwrap();
    let found = Perspective::of(&zone, &given).lookup(name.borrow_name(), types::A);
    let end = match &found.end {
        End::Rrset(rrset) => rrset.owner().to_string(),
        End::NoData { .. } => "NODATA".to_owned(),
        End::NxDomain(_) => "NXDOMAIN".to_owned(),
        End::Unknown(why) => why.to_string(),
        _ => "an end that is not known here".to_owned(),
    };
    (found.steps.iter().map(|step| step.target.to_string()).collect(), end)
}

#[test]
fn the_names_that_dnames_make_are_looked_up() {
    let ends = |more: &str, name: &str| followed(more, name);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let zone = "old DNAME new\nwww.new CNAME web\nweb A 192.0.2.1\n";
    assert_eq!(
        ends(zone, "www.old.example."),
        (names(&["www.new.example.", "web.example."]), "web.example.".to_owned())
    );
    assert_eq!(ends(zone, "x.old.example."), (names(&["x.new.example."]), "NXDOMAIN".to_owned()));
    assert_eq!(ends(zone, "old.example."), (names(&[]), "NODATA".to_owned()));
    let (steps, end) = ends("loop DNAME a.loop\n", "x.loop.example.");
    assert!(steps.len() > 10 && end.contains("is an alias over more than"), "{steps:?} {end}");
    let (_, end) = ends("a DNAME b\nb DNAME a\n", "x.a.example.");
    assert_eq!(end, "`x.a.example.` is an alias that leads back to itself");
    let label = "a".repeat(63);
    let far = format!("far DNAME {label}.{label}.{label}\n");
    let (steps, end) = ends(&far, &format!("{label}.far.example."));
    assert!(steps.is_empty() && end.contains("of more than 255 octets"), "{steps:?} {end}");
}

#[test]
fn a_signed_form_in_another_directory_is_the_zone_that_is_meant() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testzones/_signed");
    let signed = std::fs::read_to_string(root.join("csk/example.zone")).unwrap();
    let is_signers = |line: &str| ["RRSIG", "NSEC"].iter().any(|rtype| line.contains(&format!(" {rtype} ")));
    let source: String =
        signed.lines().filter(|line| !is_signers(line)).map(|line| format!("{line}\n")).collect();
    let folder = Folder::new(&[("zones/example.zone", source), ("signed/example.zone", signed)]);
    let both = folder.check(&["zones", "signed"]);
    assert!(has(&folder.check(&["zones"]), "zones/example.zone", "SIG026"), "the source alone is not signed");
    assert!(!has(&both, "zones/example.zone", "SIG026"), "{both:?}");
    assert!(!findings(&both).iter().any(|(_, code, _)| code == "APX011"), "{both:?}");
}
