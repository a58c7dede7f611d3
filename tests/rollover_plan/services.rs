//! Plans for TLSA records and chains.

use super::*;

/// Old chain pinned, new chain to come.
fn change(zones: &Zones, more: &[&str]) -> (u8, serde_json::Value) {
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"])]);
    let (old, new) = (serves("mail.p256.pem"), cert("mail.p384.pem"));
    json(&[&[zone.as_str(), "--cert", &old, "--to", &new], more].concat())
}

#[test]
fn a_new_pin_stands_beside_the_old_one_until_every_server_has_changed() {
    let zones = Zones::new();
    let (status, plan) = change(&zones, &["--skew", "15m", "--safety", "1h"]);
    let wanted = [
        ("publish-tlsa", "2026-12-01T00:00:00Z"),
        ("deploy-chain", "2026-12-01T03:15:00Z"),
        ("remove-tlsa", "2026-12-01T04:30:00Z"),
    ];
    assert_eq!((status, steps(&plan)), (0, expected(&wanted)), "{plan}");
    let (old, new) =
        (rdata(&pin("mail.p256.pem", ["3", "1", "1"])), rdata(&pin("mail.p384.pem", ["3", "1", "1"])));
    assert_eq!(records(&plan["steps"][0], "add"), std::slice::from_ref(&new));
    assert_eq!(records(&plan["steps"][0], "keep"), std::slice::from_ref(&old));
    assert_eq!(records(&plan["steps"][2], "remove"), [old]);
    assert_eq!(records(&plan["steps"][2], "keep"), [new]);
    assert_eq!(
        plan["steps"][1]["limiting_term"]["text"],
        "P(v1)+D+ttl(v0) = 2026-12-01T00:00:00Z + 4500 + 3600"
    );
    assert_eq!(plan["steps"][1]["floor"], "2026-12-01T02:00:00Z");
    assert_eq!(plan["steps"][1]["not_after"], serde_json::Value::Null);
}

#[test]
fn the_floor_of_two_ttls_is_told_where_it_is_longer() {
    let zones = Zones::new();
    let (_, plan) = change(&zones, &["--propagation", "60"]);
    assert_eq!(plan["steps"][1]["limiting"], "two-ttls");
    assert_eq!(plan["steps"][1]["not_before"], "2026-12-01T02:00:00Z");
    assert_eq!(plan["steps"][1]["exact"], "2026-12-01T01:01:00Z");
}

#[test]
fn a_start_to_come_moves_all() {
    let zones = Zones::new();
    let (_, plan) = change(&zones, &["--start", "+1d"]);
    let wanted = [
        ("publish-tlsa", "2026-12-02T00:00:00Z"),
        ("deploy-chain", "2026-12-02T02:15:00Z"),
        ("remove-tlsa", "2026-12-02T02:15:00Z"),
    ];
    assert_eq!(steps(&plan), expected(&wanted));
}

#[test]
fn a_key_alone_is_planned_for() {
    let zones = Zones::new();
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"])]);
    let (old, key) = (serves("mail.p256.pem"), cert("p384.pub.pem"));
    let (status, plan) = json(&[&zone, "--cert", &old, "--to-key", &key]);
    assert_eq!((status, steps(&plan).len()), (0, 3), "{plan}");
    assert_eq!(records(&plan["steps"][0], "add"), [rdata(&pin("mail.p384.pem", ["3", "1", "1"]))]);
}

#[test]
fn what_is_done_drops_out() {
    let zones = Zones::new();
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"]), pin("mail.p384.pem", ["3", "1", "1"])]);
    let (old, new) = (serves("mail.p256.pem"), cert("mail.p384.pem"));
    let base = [zone.as_str(), "--cert", &old, "--to", &new];
    let (_, plan) = json(&[&base[..], &["--published-at", "-1h"]].concat());
    assert_eq!(
        steps(&plan),
        expected(&[("deploy-chain", "2026-12-01T01:15:00Z"), ("remove-tlsa", "2026-12-01T01:15:00Z")])
    );
    let (_, plan) = json(&base);
    assert_eq!(
        steps(&plan),
        expected(&[("deploy-chain", "2026-12-01T02:15:00Z"), ("remove-tlsa", "2026-12-01T02:15:00Z")])
    );
    assert!(plan["notes"][0].as_str().unwrap().contains("--published-at"), "{plan}");
    // Deployed.
    let served = serves("mail.p384.pem");
    let (_, plan) = json(&[&zone, "--cert", &served, "--to", &new]);
    assert_eq!(steps(&plan), expected(&[]));
}

#[test]
fn a_digest_changes_after_the_key() {
    let zones = Zones::new();
    let (_, plan) = change(&zones, &["--matching", "2"]);
    let wanted = [
        ("publish-tlsa", "2026-12-01T00:00:00Z"),
        ("deploy-chain", "2026-12-01T02:15:00Z"),
        ("remove-tlsa", "2026-12-01T02:15:00Z"),
        ("publish-tlsa", "2026-12-01T02:15:00Z"),
        ("remove-tlsa", "2026-12-01T04:15:00Z"),
    ];
    assert_eq!(steps(&plan), expected(&wanted), "{plan}");
    assert_eq!(records(&plan["steps"][4], "keep"), [rdata(&pin("mail.p384.pem", ["3", "1", "2"]))]);
}

#[test]
fn from_the_servers_own_key_to_its_ca_is_one_change() {
    let zones = Zones::new();
    let (_, plan) = change(&zones, &["--usage", "2"]);
    let ca = rdata(&pin("mail.p384.pem", ["2", "1", "1"]));
    assert_eq!(records(&plan["steps"][0], "add"), std::slice::from_ref(&ca));
    assert_eq!(steps(&plan).len(), 3);
    assert_eq!(records(&plan["steps"][2], "keep"), [ca]);
}

#[test]
fn a_pinned_ca_needs_nothing_and_its_new_certificate_must_have_begun() {
    let zones = Zones::new();
    let zone = zones.write(&[pin("mail.p256.pem", ["2", "1", "1"])]);
    let old = serves("mail.p256.pem");
    let (_, plan) = json(&[&zone, "--cert", &old, "--to", &cert("mail.p384.pem"), "--published-at", "-30d"]);
    assert_eq!(steps(&plan), expected(&[("deploy-chain", "2026-12-01T00:00:00Z")]));
    // What stood there before may have been the record of the old key alone.
    let (_, plan) = json(&[&zone, "--cert", &old, "--to", &cert("mail.p384.pem")]);
    assert_eq!(steps(&plan), expected(&[("deploy-chain", "2026-12-01T02:15:00Z")]));
    let (status, plan) = json(&[&zone, "--cert", &old, "--to", &cert("mail.future.pem")]);
    assert_eq!((status, steps(&plan)), (0, expected(&[("deploy-chain", "2027-01-01T00:00:00Z")])), "{plan}");
}

#[test]
fn a_chain_that_ends_too_early_makes_the_plan_impossible() {
    let zones = Zones::new();
    // The CA is pinned, and the certificate below it ends within the hour.
    let zone = zones.write(&[pin("mail.expired.pem", ["2", "1", "1"])]);
    let (old, new) = (serves("mail.expired.pem"), zones.path().join("own.pem").display().to_string());
    let mut params = rcgen::CertificateParams::new(vec!["mail.example.org".to_owned()]).unwrap();
    (params.not_before, params.not_after) =
        (rcgen::date_time_ymd(2026, 1, 1), rcgen::date_time_ymd(2030, 1, 1));
    std::fs::write(&new, params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().pem()).unwrap();
    let args = [zone.as_str(), "--at", "2026-10-31T23:00:00Z", "--cert", &old, "--to", &new, "--usage", "3"];
    let (status, plan) = json(&args);
    assert_eq!(status, 1, "{plan}");
    assert_eq!(plan["steps"][1]["not_after"], "2026-11-01T00:00:01Z", "{plan}");
    assert_eq!(plan["steps"][1]["not_before"], "2026-11-01T01:15:00Z", "{plan}");
    assert_eq!(plan["obstacles"][0]["earliest"], "2026-11-01T01:15:00Z", "{plan}");
    assert_eq!(plan["feasible"], false);
    // The chain to come.
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"])]);
    let (old, new) = (serves("mail.p256.pem"), cert("mail.expired.pem"));
    let (status, plan) = json(&[&zone, "--cert", &old, "--to", &new]);
    assert_eq!(status, 1, "{plan}");
}

#[test]
fn the_first_records_and_the_last() {
    let zones = Zones::new();
    let zone = zones.write(&[]);
    let new = cert("mail.p384.pem");
    let (_, plan) = json(&[&zone, "--to", &new, "--skew", "1h"]);
    assert_eq!(steps(&plan), expected(&[("deploy-chain", "-"), ("publish-tlsa", "2026-12-01T01:00:00Z")]));
    let (_, plan) = json(&[&zone, "--to", &new, "--cert", &serves("mail.p384.pem")]);
    assert_eq!(steps(&plan), expected(&[("publish-tlsa", "2026-12-01T00:00:00Z")]));
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"])]);
    let (status, plan) = json(&[&zone, "--service", OWNER, "--withdraw"]);
    assert_eq!(
        (status, steps(&plan)),
        (0, expected(&[("remove-tlsa", "2026-12-01T00:00:00Z"), ("free", "2026-12-01T02:15:00Z")])),
        "{plan}"
    );
}

#[test]
fn a_chain_that_is_refused_already_is_told_and_mended() {
    let zones = Zones::new();
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"])]);
    let served = serves("mail.p384.pem");
    let (_, plan) = json(&[&zone, "--cert", &served, "--to", &cert("mail.p384.pem")]);
    assert_eq!(steps(&plan), expected(&[("publish-tlsa", "2026-12-01T00:00:00Z")]), "{plan}");
    assert!(plan["notes"][0].as_str().unwrap().contains("refused already now"), "{plan}");
    let (status, plan) = json(&[&zone, "--cert", &served, "--to", &cert("mail.p256.pem")]);
    assert_eq!((status, &steps(&plan)[0].0), (0, &"deploy-chain".to_owned()), "{plan}");
}

#[test]
fn fewer_chains_than_before_are_told() {
    let zones = Zones::new();
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"]), pin("mail.rsa.pem", ["3", "1", "1"])]);
    let (one, two, new) = (serves("mail.p256.pem"), serves("mail.rsa.pem"), cert("mail.p384.pem"));
    let (_, plan) = json(&[&zone, "--cert", &one, "--cert", &two, "--to", &new]);
    assert!(plan["notes"].to_string().contains("sends 2 chains now, and is planned to send 1"), "{plan}");
    let (_, plan) =
        json(&[&zone, "--cert", &one, "--cert", &two, "--to", &new, "--to", &cert("mail.rsa.pem")]);
    assert!(!plan["notes"].to_string().contains("planned to send"), "{plan}");
    assert_eq!(
        records(&plan["steps"][2], "remove"),
        [rdata(&pin("mail.p256.pem", ["3", "1", "1"]))],
        "{plan}"
    );
}
