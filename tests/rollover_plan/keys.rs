//! Plans for keys of signed zones.

use super::*;

const SIGNED: &str = "testzones/_signed/ed25519/example.zone";

#[test]
fn a_zsk_is_replaced_by_one_that_is_given() {
    let (zone, key) = (at(SIGNED), at("testzones/_keys/ed25519-zsk2.key"));
    let (status, plan) = json(&[&zone, "--roll", "zsk", "--new-key", &key]);
    let wanted = [
        ("publish-dnskey", "2026-12-01T00:00:00Z"),
        ("sign", "2026-12-01T06:00:00Z"),
        ("remove-dnskey", "2026-12-01T12:00:00Z"),
    ];
    assert_eq!((status, steps(&plan)), (0, expected(&wanted)), "{plan}");
    assert_eq!(records(&plan["steps"][0], "add"), ["256 3 15 QvH1IcBp3cdwhUYaAokNYs3d/jc4Fgy8qvm6UjVd0CU="]);
    assert_eq!(plan["steps"][2]["limiting_term"]["symbols"], "T(v1)+D+ttl(v0)");
}

#[test]
fn a_key_to_be_made_has_a_place_in_the_records() {
    let (_, plan) = json(&[&at(SIGNED), "--roll", "ksk", "--ds-ttl", "1h", "--parent-propagation", "30m"]);
    let wanted = [
        ("publish-dnskey", "2026-12-01T00:00:00Z"),
        ("change-ds", "2026-12-01T06:00:00Z"),
        ("remove-dnskey", "2026-12-01T07:30:00Z"),
    ];
    assert_eq!(steps(&plan), expected(&wanted));
    assert_eq!(records(&plan["steps"][0], "add"), ["257 3 15 <public key of the new KSK>"]);
    assert_eq!(plan["steps"][0]["add"][0]["placeholder"], true);
    assert_eq!(records(&plan["steps"][1], "add"), ["<tag> 15 2 <SHA-256 digest of the new key>"]);
}

#[test]
fn the_parent_says_ttl_and_propagation() {
    let zones = Zones::new();
    let set = danelaw(&["ds", &at(SIGNED)], b"").stdout;
    let ds = set.trim().replace(" IN DS", " 7200 IN DS");
    let parent = zones.path().join("root.zone");
    std::fs::write(
        &parent,
        format!(
            ". 3600 IN SOA ns1.example.net. h.example.net. 1 1800 900 604800 3600\n. \
        3600 IN NS ns1.example.net.\nexample. 3600 IN NS ns1.example.net.\n{ds}\n"
        ),
    )
    .unwrap();
    let (status, plan) = json(&[&at(SIGNED), "--roll", "ksk", "--parent", parent.to_str().unwrap()]);
    // 06:00 and 7200 s and 1800 s and 900 s.
    assert_eq!((status, steps(&plan)[2].1.as_str()), (0, "2026-12-01T08:45:00Z"), "{plan}");
    assert!(!plan["notes"].to_string().contains("taken"), "{plan}");
}

#[test]
fn one_key_for_all_and_another_algorithm() {
    let (_, plan) = json(&[&at("testzones/_signed/csk/example.zone"), "--roll", "csk", "--signing", "3d"]);
    let wanted = [
        ("publish-dnskey", "2026-12-01T00:00:00Z"),
        ("sign", "2026-12-01T06:00:00Z"),
        ("change-ds", "2026-12-01T06:00:00Z"),
        ("remove-dnskey", "2026-12-04T12:00:00Z"),
    ];
    assert_eq!(steps(&plan), expected(&wanted));
    assert!(plan["steps"][3]["reason"].as_str().unwrap().contains("signatures of the old key"), "{plan}");
    let (_, plan) = json(&[&at(SIGNED), "--roll", "algorithm", "--to-algorithm", "13"]);
    let actions: Vec<String> = steps(&plan).into_iter().map(|(action, _)| action).collect();
    assert_eq!(actions, ["sign", "publish-dnskey", "change-ds", "remove-dnskey", "remove-signatures"]);
}

#[test]
fn signed_and_unsigned() {
    let zones = Zones::new();
    let zone = zones.write(&[]);
    let (_, plan) = json(&[&zone, "--sign"]);
    assert_eq!(
        steps(&plan),
        expected(&[("publish-dnskey", "2026-12-01T00:00:00Z"), ("change-ds", "2026-12-01T02:15:00Z")])
    );
    let (_, plan) = json(&[&at(SIGNED), "--sign", "--published-at", "-5h"]);
    assert_eq!(steps(&plan), expected(&[("change-ds", "2026-12-01T01:00:00Z")]), "{plan}");
    let (_, plan) = json(&[&at(SIGNED), "--unsign"]);
    assert_eq!(
        steps(&plan),
        expected(&[("change-ds", "2026-12-01T00:00:00Z"), ("unsign", "2026-12-02T01:00:00Z")])
    );
}

#[test]
fn signatures_that_end_in_the_meantime_are_a_step() {
    // They end on 2027-01-01; SOA expire is two weeks, so that the deadline is 2026-12-18.
    let (status, plan) = json(&[&at(SIGNED), "--roll", "zsk", "--signing", "20d"]);
    let actions: Vec<String> = steps(&plan).into_iter().map(|(action, _)| action).collect();
    assert_eq!(
        (status, actions),
        (0, ["publish-dnskey", "sign", "remove-dnskey"].map(str::to_owned).to_vec()),
        "data is signed anew early on"
    );
    let (_, plan) = json(&[&at(SIGNED), "--roll", "ksk", "--parent-propagation", "20d"]);
    let step = plan["steps"].as_array().unwrap().iter().find(|step| step["action"] == "re-sign").unwrap();
    assert_eq!(step["not_after"], "2026-12-18T00:00:00Z", "{plan}");
    // Too late for the soft deadline, and still in time.
    let (status, plan) =
        json(&[&at(SIGNED), "--roll", "ksk", "--parent-propagation", "20d", "--at", "2026-12-31"]);
    let step = plan["steps"].as_array().unwrap().iter().find(|step| step["action"] == "re-sign").unwrap();
    assert_eq!((status, &step["not_after"]), (0, &serde_json::Value::from("2026-12-31T19:00:00Z")), "{plan}");
    let (status, plan) = json(&[&at(SIGNED), "--roll", "ksk", "--at", "2027-01-02"]);
    assert_eq!(status, 1, "{plan}");
    assert!(plan["obstacles"][0]["message"].as_str().unwrap().contains("ended at 2027-01-01"), "{plan}");
}

#[test]
fn what_cds_asks_for() {
    let zone = at("testzones/_signed/cds/example.zone");
    let (status, plan) = json(&[&zone, "--roll", "cds"]);
    assert_eq!((status, steps(&plan)), (0, expected(&[])), "{plan}");
    let zones = Zones::new();
    let set = zones.path().join("dsset-example.");
    // Another key's, which the zone does not have.
    std::fs::write(&set, danelaw(&["ds", &at("testzones/_keys/ed448-ksk.key")], b"").stdout).unwrap();
    let (status, plan) = json(&[&zone, "--roll", "cds", "--ds", set.to_str().unwrap()]);
    assert_eq!(status, 1, "{plan}");
    assert!(plan["obstacles"].to_string().contains("already now"), "{plan}");
}
