//! `danelaw tlsa check` over signed zones: what a validating resolver would answer decides before any
//! certificate does.

use danelaw::dnssec::denial::{hash_label, nsec3_hash};
use danelaw::wire::Name;
use serde_json::Value;

use super::support::cli::danelaw;
use super::support::root;

const SERVICE: &str = "_25._tcp.mail.example.org";

/// A zone of the scenario, its lines changed, as JSON; a day inside its signatures' validity unless `args`
/// say another.
fn judged(zone: &str, change: impl Fn(&str) -> Option<String>, args: &[&str]) -> Value {
    let text = std::fs::read_to_string(root().join("testzones/_scenarios/dane").join(zone)).expect("a zone");
    let text: String = text.lines().filter_map(change).map(|line| line + "\n").collect();
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("example.org.zone");
    std::fs::write(&path, text).expect("a file");
    let cert = format!("{SERVICE}={}", root().join("testzones/_certs/fullchain.pem").display());
    let path = path.display().to_string();
    let at = if args.contains(&"--at") { [].as_slice() } else { &["--at", "2026-12-01T00:00:00Z"] };
    let args =
        [&["tlsa", "check", "--isolated", "--format", "json", &path, "--cert", &cert], at, args].concat();
    let output = danelaw(&args, b"");
    serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn as_it_is(line: &str) -> Option<String> {
    Some(line.to_owned())
}

/// Leaves out the lines that start so.
fn without(start: &'static str) -> impl Fn(&str) -> Option<String> {
    move |line| (!line.starts_with(start)).then(|| line.to_owned())
}

fn domain<'a>(document: &'a Value, name: &str) -> &'a Value {
    document["domains"]
        .as_array()
        .and_then(|all| all.iter().find(|one| one["domain"] == name))
        .unwrap_or_else(|| panic!("{name}: {document}"))
}

fn host<'a>(document: &'a Value, name: &str, host: &str) -> &'a Value {
    domain(document, name)["hosts"]
        .as_array()
        .and_then(|all| all.iter().find(|one| one["host"] == host))
        .expect("a host")
}

#[test]
fn from_the_mx_down_every_answer_is_verified() {
    for (zone, absence) in [("nsec.zone", "secure"), ("nsec3.zone", "secure"), ("opt-out.zone", "insecure")] {
        let document = judged(zone, as_it_is, &[]);
        assert_eq!(document["services"][0]["verdict"], "authenticated", "{zone}: {document}");
        let main = domain(&document, "example.org.");
        assert_eq!(
            (&main["verdict"], &main["mx"]["state"]),
            (&"opportunistic".into(), &"secure".into()),
            "{zone}: one of two hosts has no records"
        );
        assert_eq!(domain(&document, "list.example.org.")["verdict"], "authenticated", "{zone}");
        let backup = host(&document, "example.org.", "backup.example.org.");
        assert_eq!(
            (&backup["tlsa"]["state"], &backup["records"]),
            (&absence.into(), &0.into()),
            "{zone}: {backup}"
        );
        assert_eq!(backup["verdict"], "opportunistic", "{zone}: an insecure absence is an absence");
    }
}

#[test]
fn a_host_that_is_an_alias_has_the_records_of_its_target() {
    let document = judged("nsec.zone", as_it_is, &[]);
    let smtp = host(&document, "old.example.org.", "smtp.example.org.");
    assert_eq!(
        (&smtp["alias_of"], &smtp["base"]),
        (&"mail.example.org.".into(), &"mail.example.org.".into()),
        "{smtp}"
    );
    assert_eq!(smtp["verdict"], "authenticated", "the certificate is that of the same server: {smtp}");
    assert_eq!(smtp["address"]["state"], "secure");
}

#[test]
fn records_that_were_changed_after_signing_are_refused_by_resolvers() {
    let tlsa = "_25._tcp.mail.example.org. 3600 TLSA";
    let document = judged(
        "nsec.zone",
        |line| Some(if line.starts_with(tlsa) { line.replace("9f", "00") } else { line.to_owned() }),
        &[],
    );
    let service = &document["services"][0];
    assert_eq!(service["verdict"], "refused", "{service}");
    assert!(
        service["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("SERVFAIL") && reason.contains("changed after signing")),
        "{service}"
    );
    assert!(
        service["exchange_online"].as_str().is_some_and(|text| text.contains("324 dnssec-invalid")),
        "{service}"
    );
    assert!(service["postfix"].as_str().is_some_and(|text| text.contains("TLSA lookup error")), "{service}");
    assert_eq!(domain(&document, "list.example.org.")["verdict"], "refused", "its only host is refused");
    assert_eq!(domain(&document, "example.org.")["verdict"], "opportunistic", "another host takes its mail");
}

#[test]
fn a_signature_that_is_missing_makes_the_answer_bogus() {
    let document = judged("nsec3.zone", without("mail.example.org. 3600 RRSIG A"), &[]);
    assert_eq!(document["services"][0]["verdict"], "refused", "{document}");
    assert_eq!(host(&document, "list.example.org.", "mail.example.org.")["address"]["state"], "bogus");
    let document = judged("nsec.zone", without("list.example.org. 3600 RRSIG MX"), &[]);
    let list = domain(&document, "list.example.org.");
    assert_eq!((&list["verdict"], &list["mx"]["state"]), (&"refused".into(), &"bogus".into()));
    assert!(list["postfix"].as_str().is_some_and(|text| text.contains("type=MX")), "{list}");
    assert!(list["exchange_online"].as_str().is_some_and(|text| text.contains("5.4.312")), "{list}");
    assert_eq!(document["services"][0]["verdict"], "authenticated", "the host itself is as good as before");
}

#[test]
fn an_absence_that_nothing_proves_is_bogus() {
    // The NSEC of backup covers its TLSA name.
    let document = judged("nsec.zone", without("backup.example.org. 3600 NSEC"), &[]);
    let backup = host(&document, "example.org.", "backup.example.org.");
    assert_eq!(backup["tlsa"]["state"], "bogus", "{backup}");
    assert_eq!(
        backup["verdict"], "refused",
        "senders that cannot tell whether there are records do not deliver"
    );
    // Somebody's NSEC3 covers the hash of the next closer name.
    let text = std::fs::read_to_string(root().join("testzones/_scenarios/dane/nsec3.zone")).expect("a zone");
    let starts: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(" 3600 NSEC3 "))
        .filter_map(|line| line.split(' ').next())
        .collect();
    let bogus = starts.iter().filter(|owner| {
        let start = format!("{owner} 3600 NSEC3");
        let document = judged("nsec3.zone", |line| (!line.starts_with(&start)).then(|| line.to_owned()), &[]);
        host(&document, "example.org.", "backup.example.org.")["tlsa"]["state"] == "bogus"
    });
    assert!((1..=2).contains(&bogus.count()), "the closest encloser's or the covering one");
}

#[test]
fn time_and_the_parent_decide_too() {
    let late = judged("nsec.zone", as_it_is, &["--at", "2027-02-01T00:00:00Z"]);
    assert!(
        late["services"][0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("expired at 2027-01-01T00:00:01Z")),
        "{late}"
    );
    let directory = tempfile::tempdir().expect("a directory");
    let parent = |records: &str| {
        let path = directory.path().join("org.zone");
        let text = format!(
            "$ORIGIN org.\n$TTL 3600\n@ SOA a.nic.example. h.nic.example. 1 3600 900 604800 3600\n@ NS \
            a.nic.example.\nexample NS ns1.example.net.\n{records}"
        );
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let none = judged("nsec.zone", as_it_is, &["--parent", &parent("")]);
    assert_eq!(none["services"][0]["verdict"], "opportunistic", "{none}");
    assert_eq!(none["services"][0]["once_signed"], "authenticated");
    assert!(
        none["services"][0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.starts_with("the parent of `example.org.` has no DS for it")),
        "{none}"
    );
    let wrong = judged(
        "nsec.zone",
        as_it_is,
        &["--parent", &parent(&format!("example DS 13257 13 2 {}\n", "00".repeat(32)))],
    );
    assert_eq!(wrong["services"][0]["verdict"], "refused", "{wrong}");
}

#[test]
fn an_unsigned_zone_beside_signed_ones_is_what_is_served() {
    let directory = tempfile::tempdir().expect("a directory");
    let other = directory.path().join("example.net.zone");
    let text = "$ORIGIN example.net.\n$TTL 3600\n@ SOA ns1 h 1 3600 900 604800 3600\n@ NS ns1\n@ MX 10 \
        mail.example.org.\nns1 A 192.0.2.1\n";
    std::fs::write(&other, text).expect("a file");
    let document = judged("nsec.zone", as_it_is, &[&other.display().to_string()]);
    let domain = domain(&document, "example.net.");
    assert_eq!(
        (&domain["verdict"], &domain["mx"]["state"]),
        (&"opportunistic".into(), &"insecure".into()),
        "{domain}"
    );
    assert_eq!(document["services"][0]["verdict"], "authenticated");
}

#[test]
fn senders_make_do_with_what_is_good() {
    // A host without address is passed over, and mail is returned where no host has any.
    let directory = tempfile::tempdir().expect("a directory");
    let zone = |name: &str, records: &str| {
        let path = directory.path().join(format!("{name}.zone"));
        let text = format!(
            "$ORIGIN {name}.\n$TTL 3600\n@ SOA ns1 h 1 3600 900 604800 3600\n@ NS ns1\nns1 A \
            192.0.2.1\n{records}"
        );
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let plain = zone(
        "example.com",
        "@ MX 10 a\n@ MX 20 b\nb A 192.0.2.2\na TXT \"no address\"\n_25._tcp.b CNAME gone\nlost MX 10 a\n",
    );
    let output = danelaw(&["tlsa", "check", "--isolated", "--format", "json", &plain], b"");
    let document: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    assert_eq!(domain(&document, "lost.example.com.")["verdict"], "refused", "{document}");
    assert_eq!(
        domain(&document, "example.com.")["verdict"],
        "opportunistic",
        "an alias of nothing has no records: {document}"
    );
    assert_eq!(
        (&host(&document, "example.com.", "a.example.com.")["is_without_address"], output.status),
        (&true.into(), 1)
    );
}

#[test]
fn records_are_looked_at_though_the_mx_records_are_insecure() {
    let directory = tempfile::tempdir().expect("a directory");
    let other = directory.path().join("example.net.zone");
    let text = "$ORIGIN example.net.\n$TTL 3600\n@ SOA ns1 h 1 3600 900 604800 3600\n@ NS ns1\n@ MX 10 \
        mail.example.org.\nns1 A 192.0.2.1\n";
    std::fs::write(&other, text).expect("a file");
    let other = other.display().to_string();
    let chain = format!("{SERVICE}={}", root().join("testzones/_certs/p384.cert.pem").display());
    let zone = root().join("testzones/_scenarios/dane/nsec.zone").display().to_string();
    let args = [
        "tlsa",
        "check",
        "--isolated",
        "--format",
        "json",
        &zone,
        &other,
        "--cert",
        &chain,
        "--at",
        "2026-12-01T00:00:00Z",
    ];
    let document: Value = serde_json::from_str(&danelaw(&args, b"").stdout).expect("JSON");
    let domain = domain(&document, "example.net.");
    assert_eq!(domain["verdict"], "refused", "{domain}");
    assert!(
        domain["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("Postfix looks at the hosts' records all the same")),
        "{domain}"
    );
}

#[test]
fn a_secure_alias_of_an_insecure_host_has_records_of_its_own() {
    // `smtp CNAME mail.example.com.` in a signed zone, and the other zone is not signed.
    let directory = tempfile::tempdir().expect("a directory");
    let other = directory.path().join("example.com.zone");
    std::fs::write(
        &other,
        "$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 h 1 3600 900 604800 3600\n@ NS \
        ns1\nns1 A 192.0.2.1\nmail A 192.0.2.2\n",
    )
    .expect("a file");
    let zone = root().join("testzones/_scenarios/dane/outward.zone").display().to_string();
    let chain =
        format!("_25._tcp.smtp.example.org={}", root().join("testzones/_certs/p384.cert.pem").display());
    let args = [
        "tlsa",
        "check",
        "--isolated",
        "--format",
        "json",
        &zone,
        &other.display().to_string(),
        "--cert",
        &chain,
        "--at",
        "2026-12-01T00:00:00Z",
    ];
    let document: Value = serde_json::from_str(&danelaw(&args, b"").stdout).expect("JSON");
    assert_eq!(document["services"][0]["verdict"], "refused", "{document}");
}

#[test]
fn denial_is_found_however_many_names_stand_between() {
    let directory = tempfile::tempdir().expect("a directory");
    // Delegations that opt-out leaves without NSEC3, right before the hash that is looked for.
    let next_closer = Name::absolute("_tcp.backup.example.org.").expect("a name");
    let hash = hash_label(&nsec3_hash(next_closer.borrow_name(), b"", 0));
    let before = hash.get(..20).expect("32 digits");
    let text =
        std::fs::read_to_string(root().join("testzones/_scenarios/dane/opt-out.zone")).expect("a zone");
    let delegations: String = (0..150_000).map(|at| format!("{before}-{at} NS ns1.example.net.\n")).collect();
    let path = directory.path().join("example.org.zone");
    std::fs::write(&path, text + &delegations).expect("a file");
    let output = danelaw(
        &[
            "tlsa",
            "check",
            "--isolated",
            "--format",
            "json",
            "--at",
            "2026-12-01",
            &path.display().to_string(),
        ],
        b"",
    );
    let document: Value =
        serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{}", output.stderr));
    assert_eq!(
        host(&document, "example.org.", "backup.example.org.")["tlsa"]["state"],
        "insecure",
        "{document}"
    );
}
