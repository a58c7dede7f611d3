//! Zone files, certificates, and the policy as a file.

use super::*;

use std::path::Path;

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a writable folder");
    path.to_str().expect("a plain path").to_owned()
}

#[test]
fn zones_are_named_in_either_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (
        write(folder.path(), "one.zone", &zone(OWN)),
        write(folder.path(), "other.zone", &zone(OWN).replace("org.", "net.")),
    );
    let run = |args: &[&str]| {
        danelaw(
            &[&["mail", "generate", "example.org", "--isolated", "--now", "20261201000000"], args].concat(),
            b"",
        )
    };
    let expected = run(&[&one]);
    assert_eq!(expected.status, 0, "{}", expected.both);
    for args in [
        &["--zone", &one][..],
        &["--zone", &other, "--zone", &one],
        &["--zone", &one, &other],
        &[&other, "--zone", &one],
        &[folder.path().to_str().expect("a plain path")],
    ] {
        assert_eq!(run(args).both, expected.both, "{args:?}");
    }
}

#[test]
fn a_policy_file_is_written_once_and_its_id_follows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mta-sts.txt");
    let path = file.to_str().expect("a plain path");
    let run = |stage: &str, now: &str, zone: &str| {
        let output = generate("example.org", &["--policy", path, "--stage", stage, "--now", now], zone);
        assert_eq!(output.status, 0, "{}", output.both);
        output.stdout
    };
    let first = run("start", "20261201000000", &zone(OWN));
    assert!(
        first.contains(&format!(
            "; MTA-STS policy: written to {path}, to be served at \
            https://mta-sts.example.org/.well-known/mta-sts.txt\n"
        )),
        "{first}"
    );
    assert_eq!(
        std::fs::read_to_string(&file).expect("a policy"),
        "version: STSv1\nmode: testing\nmx: mail.example.org\nmax_age: 86400\n"
    );
    let published = zone(OWN) + &first;
    let second = run("start", "20261202000000", &published);
    assert!(
        second.contains(";   kept: _mta-sts.example.org. 3600 IN TXT \"v=STSv1; id=20261201000000Z\"\n")
            && second.contains("policy: kept in"),
        "{second}"
    );
    let enforced = run("enforce", "20261203000000", &published);
    assert!(
        enforced.contains("\n_mta-sts.example.org. 3600 IN TXT \"v=STSv1; id=20261203000000Z\"\n"),
        "{enforced}"
    );
    assert!(enforced.contains("the policy is a new one, so its id has to be"), "{enforced}");
    assert!(std::fs::read_to_string(&file).expect("a policy").contains("mode: enforce\n"));
    let moved = run(
        "enforce",
        "20261204000000",
        &published.replace("@ MX 10 mail", "@ MX 10 mail2\nmail2 A 198.18.0.26\n@ MX 20 mail"),
    );
    assert!(moved.contains("id=20261204000000Z"), "{moved}");
    std::fs::write(&file, "$ORIGIN example.org.\n").expect("a writable folder");
    let refused = generate("example.org", &["--policy", path], &zone(OWN));
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("holds something else than a policy"), "{}", refused.stderr);
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), "$ORIGIN example.org.\n");
}

#[test]
fn certificates_make_records_for_the_hosts_they_name() {
    let folder = support::root().join("testzones/_certs");
    let cert = |name: &str| folder.join(name).to_str().expect("a plain path").to_owned();
    let made = |names: &[&str], body: &str| -> Vec<String> {
        let certs: Vec<String> = names.iter().flat_map(|name| ["--cert".to_owned(), cert(name)]).collect();
        let args: Vec<&str> = certs.iter().map(String::as_str).collect();
        assert_sound(&zone(body), &args);
        records(&args, &zone(body)).into_iter().filter(|line| line.contains("TLSA")).collect()
    };
    let two = "@ MX 10 mail\n@ MX 20 other\nmail A 198.18.0.25\nother A 198.18.0.26\n";
    let p256 = "3 1 1 016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f";
    let all = made(&["p256.pub.pem"], two);
    assert_eq!(
        all,
        [
            format!("_25._tcp.mail.example.org. 3600 IN TLSA {p256}"),
            format!("_25._tcp.other.example.org. 3600 IN TLSA {p256}")
        ]
    );
    let published = format!("@ MX 10 mail\nmail A 198.18.0.25\n_25._tcp.mail 600 TLSA {p256}\n");
    assert_eq!(made(&["p256.cert.pem"], &published), Vec::<String>::new());
    let beside = made(&["p384.pub.pem"], &published);
    assert_eq!(
        beside,
        ["_25._tcp.mail.example.org. 600 IN TLSA 3 1 1 \
            6cfc656284436d39515207789325eab54e4c39fad8de058b7ae806033a55fe70"]
    );
    let elsewhere =
        generate("example.org", &["--cert", &cert("p256.pub.pem")], &zone("@ MX 10 mail.example.net.\n"))
            .stdout;
    assert!(
        elsewhere
            .contains("; TLSA: no MX host in the zone\n;   their own zones have those of mail.example.net\n"),
        "{elsewhere}"
    );
    let missing = generate("example.org", &["--cert", "/nowhere.pem"], &zone(OWN));
    assert_eq!((missing.status, missing.stdout.as_str()), (2, ""));
}
