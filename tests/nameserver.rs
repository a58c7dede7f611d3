//! Configurations of name servers as lists of zones: names, views, includes, paths of another machine, and what
//! is wrong with them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use support::cli::{Output, danelaw};

/// A zone without a name of its own.
const ZONE: &str = "$TTL 3600\n@ SOA ns1.example.com. hostmaster.example.com. 1 14400 3600 1209600 3600\n\
    @ NS ns1.example.com.\n@ NS ns2.example.com.\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = folder.0.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn check(&self, path: &str) -> Output {
        let path = self.0.path().join(path);
        danelaw(&["check", "--isolated", path.to_str().unwrap(), "--output-format", "json"], b"")
    }
}

/// The names of the zones that were checked, each with the last part of its file.
fn zones(output: &Output) -> Vec<String> {
    let json: serde_json::Value =
        serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let zones = json["zones"].as_array().unwrap().iter();
    zones
        .map(|zone| {
            let file = text(&zone["filename"]);
            format!("{} {}", text(&zone["name"]), file.rsplit('/').next().unwrap())
        })
        .collect()
}

const NAMED: &[(&str, &str)] = &[
    (
        "etc/named.conf",
        "// views\noptions { directory \"/nowhere/named\"; response-policy { zone \"rpz.example\"; }; };\n\
        include \"/nowhere/etc/views/*.conf\"; /* both */\n",
    ),
    (
        "etc/views/in.conf",
        "view \"in\" {\n  zone \".\" { type hint; file \"root.hints\"; };\n  zone \"example.org\" IN {\n    \
        type primary;\n    file \"/nowhere/etc/zones/in\";\n  };\n  zone \"rpz.example\" { type primary; file \
        \"zones/policy\"; };\n  zone \"far.example\" { type secondary; file \"far\"; };\n};\n",
    ),
    (
        "etc/views/out.conf",
        "view \"out\" {\n  zone \"example.org\" { type master; file \"zones/out\"; };\n  zone \"rpz.example\" { \
        in-view \"in\"; };\n};\n",
    ),
];

#[test]
fn named_has_views_includes_and_paths_of_another_machine() {
    let policy = format!("{ZONE}bad.example.net CNAME .\n");
    let zone = format!("{ZONE}www CNAME gone\n");
    let files = [NAMED, &[("etc/zones/in", ZONE), ("etc/zones/out", &zone), ("etc/zones/policy", &policy)]];
    let folder = Folder::new(&files.concat());
    let output = folder.check("etc/named.conf");
    let expected = ["example.org. in", "rpz.example. policy", "example.org. out", "rpz.example. policy"];
    assert_eq!(zones(&output), expected, "{output:?}");
    assert_eq!(output.status, 1, "{output:?}");
    // The two zones of one name are in different views, and the file of both views is told once.
    assert!(!output.stdout.contains("zone-given-twice"), "{output:?}");
    let told = output.stdout.matches("is a response policy zone").count();
    assert_eq!(told, 1, "{output:?}");
    for remark in
        ["1 of type hint", "1 secondary without a file here", "a copy beside the configuration is read"]
    {
        assert!(output.stderr.contains(remark), "{remark}: {output:?}");
    }
    // A walk finds the configuration, and reads no zone twice.
    let walked = folder.check(".");
    let mut found = zones(&walked);
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "{walked:?}");
}

#[test]
fn a_copy_comes_before_what_this_machine_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let real = folder.path().canonicalize().unwrap().join("real");
    let inside = real.strip_prefix("/").unwrap();
    let config =
        format!("zone \"example.org\" {{ type primary; file \"{}\"; }};\n", real.join("a").display());
    let wrong = format!("{ZONE}www CNAME gone\n");
    for (home, zone) in [(real.clone(), ZONE), (folder.path().join("copy").join(inside), wrong.as_str())] {
        std::fs::create_dir_all(&home).unwrap();
        std::fs::write(home.join("named.conf"), &config).unwrap();
        std::fs::write(home.join("a"), zone).unwrap();
    }
    // A repository of another shape.
    for made in ["repo/.git", "repo/dns"] {
        std::fs::create_dir_all(folder.path().join(made)).unwrap();
    }
    std::fs::write(folder.path().join("repo/named.conf"), &config).unwrap();
    std::fs::write(folder.path().join("repo/a"), &wrong).unwrap();
    let check = |home: &Path| {
        let path = home.join("named.conf");
        danelaw(&["check", "--isolated", "--quiet", path.to_str().unwrap()], b"")
    };
    let own = check(&real);
    assert_eq!((own.status, own.stderr.as_str()), (0, ""), "{own:?}");
    for copy in [folder.path().join("copy").join(inside), folder.path().join("repo")] {
        let output = check(&copy);
        assert!(output.status == 1 && output.stdout.contains("cname-target-missing"), "{output:?}");
        assert!(output.stderr.contains("a copy beside the configuration is read"), "{output:?}");
    }
}

#[test]
fn a_zone_is_defined_once() {
    let bind = "zone \"a.example\" { type primary; file \"a\"; };\n";
    let nsd = "zone:\n  name: a.example\n  zonefile: a\n";
    let knot = "zone:\n  - domain: a.example\n    storage: .\n    file: a\n";
    for (name, text, include) in [
        ("named.conf", bind, "include \"more\";\n"),
        ("nsd.conf", nsd, "include: \"more\"\n"),
        ("knot.conf", knot, "include: more\n"),
    ] {
        let again = text.replace("a.example", "A.example.");
        let folder = Folder::new(&[(name, &format!("{text}{include}")), ("more", &again), ("a", ZONE)]);
        let output = folder.check(name);
        assert_eq!((zones(&output).len(), output.status), (1, 2), "{name}: {output:?}");
        assert!(output.stderr.contains("`A.example.` is defined twice, first at "), "{name}: {output:?}");
    }
}

#[test]
fn zones_beside_keys_are_checked_and_keys_are_not_shown() {
    const SECRET: &str = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTIzNDU2Nzg=";
    let key = format!("key \"k\" {{ algorithm hmac-sha256; secret \"{SECRET}\"; }};\n");
    let zone = "zone \"a.example\" { type primary; file \"a\"; };\n";
    let broken = format!("{ZONE}www CNAME gone\n");
    // A key in the configuration, in what it includes, and after a slip that makes it the next word.
    let slip = format!("{zone}view \"v\" {{ }} \"{SECRET}\";\nkey k {{ secret {SECRET}; }};\n");
    for (main, included) in
        [(key.clone() + zone, ""), ("include \"more\";\n".to_owned(), &*(key + zone)), (slip, "")]
    {
        let folder = Folder::new(&[("named.conf", &main), ("more", included), ("a", &broken)]);
        let output = folder.check("named.conf");
        assert!(output.stdout.contains("cname-target-missing"), "{main}: {output:?}");
        assert!(!output.both.contains("c2Vjcm"), "{main}: {output:?}");
        let is_slip = main.contains("view");
        assert_eq!(output.stderr.contains("the syntax is wrong here"), is_slip, "{main}: {output:?}");
    }
    let nsd = format!("key:\n  name: k\n  secret: {SECRET}\nzone:\n  name: a.example\n  zonefile: a\n");
    let folder = Folder::new(&[("nsd.conf", &nsd), ("a", &broken)]);
    let output = folder.check("nsd.conf");
    assert!(output.stdout.contains("cname-target-missing"), "{output:?}");
    assert!(!output.both.contains("c2Vjcm"), "{output:?}");
}

#[test]
fn what_is_wrong_with_a_configuration_has_its_line() {
    let folder = Folder::new(&[
        (
            "named.conf",
            "zone \"a.example\" { type primary; file \"a\"; };\nzone \"b.example\" { type primary; file \
            \"gone\"; };\nzone \"a.example\" { type primary; file \"a\"; };\ninclude \"named.conf\";\n\
            zone \"c.example\" { type primary file \"a\"; };\nzone \"d.example\" { type primary; };\n",
        ),
        ("a", ZONE),
    ]);
    let output = folder.check("named.conf");
    assert_eq!(output.status, 2, "{output:?}");
    for what in [
        "named.conf:2: zone `b.example.`: `gone`: no such file",
        "named.conf:3: zone `a.example` is defined twice, first in line 1",
        "named.conf:4: `",
        "includes itself",
        "named.conf:5: `;` is missing before `file`",
        "named.conf:6: zone `d.example` has no `file`",
    ] {
        assert!(output.stderr.contains(what), "{what}: {output:?}");
    }
    assert_eq!(zones(&output), ["a.example. a"]);
}

#[test]
fn a_secondary_in_raw_format_is_not_checked() {
    let folder = Folder::new(&[
        (
            "zones.conf",
            "zone \"a.example\" { type primary; file \"a\"; };\nzone \"b.example\" { type slave; file \"b\"; };\n",
        ),
        ("a", ZONE),
        ("b", "\0\0\0\x02\0\0\0\x01\0\0\0\0"),
    ]);
    let output = folder.check("zones.conf");
    assert_eq!(output.status, 2, "{output:?}");
    assert!(output.stderr.contains("not checked: 1 secondary zone in BIND's raw format"), "{output:?}");
}

#[test]
fn nsd_has_patterns_and_includes() {
    let folder = Folder::new(&[
        ("nsd.conf", "# NSD\nserver:\n  zonesdir: \"/nowhere/nsd\"\ninclude: \"conf.d/*.conf\"\n"),
        (
            "conf.d/zones.conf",
            "pattern:\n  name: \"all\"\n  zonefile: \"zones/%s.txt\"\nzone:\n  name: example.org\n  \
            include-pattern: all\nzone: name: \"example.net\" zonefile: \"zones/other\"\nzone:\n  name: \
            far.example\n  request-xfr: 192.0.2.1 NOKEY\n",
        ),
        ("zones/example.org.txt", ZONE),
        ("zones/other", ZONE),
    ]);
    let output = folder.check("nsd.conf");
    assert_eq!(zones(&output), ["example.org. example.org.txt", "example.net. other"], "{output:?}");
    assert!(output.status == 0 && output.stderr.contains("1 secondary without a file"), "{output:?}");
}

#[test]
fn knot_has_templates_and_includes() {
    let folder = Folder::new(&[
        ("knot.conf", "server:\n    listen: 127.0.0.1@53\ninclude: zones.conf\n"),
        (
            "zones.conf",
            "template:\n  - id: default\n    storage: \"/nowhere/knot\"\n    file: \"zones/%s\"\n  - id: deep\n    \
            storage: zones\n    file: \"%l[0]/%s.zone\"\nzone:\n  - domain: example.org\n  - domain: example.net.\n    \
            template: deep\n",
        ),
        ("zones/example.org", ZONE),
        ("zones/net/example.net.zone", ZONE),
    ]);
    let output = folder.check("knot.conf");
    assert_eq!(zones(&output), ["example.org. example.org", "example.net. example.net.zone"], "{output:?}");
    assert_eq!(output.status, 0, "{output:?}");
}

#[test]
fn powerdns_leads_to_a_named_configuration() {
    let folder = Folder::new(&[
        ("pdns.conf", "launch=bind\nbind-config=/nowhere/bind.conf\n"),
        ("bind.conf", "zone \"example.org\" { type native; file \"zones/example.org\"; };\n"),
        ("zones/example.org", ZONE),
        ("other.conf", "launch=gmysql\n"),
    ]);
    let output = folder.check("pdns.conf");
    assert_eq!(zones(&output), ["example.org. example.org"], "{output:?}");
    let output = folder.check("other.conf");
    assert!(output.status == 2 && output.stderr.contains("the backends are: gmysql"), "{output:?}");
}

#[test]
fn a_configuration_that_was_found_reaches_no_file_outside() {
    let folder = Folder::new(&[
        (
            "tree/named.conf",
            "zone \"example.org\" { type primary; file \"../outside\"; };\ninclude \"../more\";\n",
        ),
        ("tree/a.zone", &format!("$ORIGIN example.net.\n{ZONE}")),
        ("outside", ZONE),
        ("more", "zone \"b.example\" { type primary; file \"a.zone\"; };\n"),
    ]);
    let output = folder.check("tree");
    assert_eq!(zones(&output), ["example.net. a.zone"], "{output:?}");
    assert!(output.stderr.contains("1 of its files are outside of this directory"), "{output:?}");
}

#[test]
fn text_that_is_no_zone_is_told_once() {
    let folder = Folder::new(&[(
        "notes.txt",
        "This is a note about our servers.\nWe moved everything last week, and the old\nmachine is switched off.\n\n\
        Regards,\nthe admins\n",
    )]);
    let output = folder.check("notes.txt");
    assert_eq!((output.status, zones(&output).len()), (2, 0), "{output:?}");
    let told = output.stderr.matches("this is not a zone file: none of its 5 entries is a record").count();
    assert_eq!(told, 1, "{output:?}");
}
