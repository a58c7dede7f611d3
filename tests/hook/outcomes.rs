//! What becomes of services: safe, not safe, too early, and what is printed.

use super::*;

const ZONE: &str = "--from-zone etc/zones/example.org.zone";

/// The time of publication, and the other options of a run at [`AT`].
fn at(published_at: &str, more: &str) -> String {
    format!("{ZONE} --at {AT} --published-at {published_at} {more}")
}

#[test]
fn a_new_key_that_is_not_published_is_told_with_all_that_is_to_be_done() {
    let place = Place::new();
    let (old, new) = (Key::new(), Key::new());
    place.zone(&[old.tlsa()]);
    place.lineage(&new);
    let ran = place.certbot(ZONE);
    let chain = place.text("live/mx1/fullchain.pem");
    let (owner, old, new) = ("_25._tcp.mx1.example.org.", old.tlsa(), new.tlsa());
    let want = format!(
        "not safe: {owner}: do not deploy {chain}: clients that look at TLSA records would refuse every \
        connection: no record matches; that of the server's key is `{new}`\n\
         help: keep the old certificate and key in service, publish the records given here, and run this \
         again no sooner than 14400 s (4 hours) after \
         that (propagation of 10800 s (3 hours): SOA refresh 7200 + retry 3600, and the TTL of 3600 s (1 \
         hour))\n\
         help: a server that opens the renewed files itself may send them without a reload, as Postfix does: \
         let it read copies that are made \
         only when this hook exits with 0\n\
         help: certbot makes a new key at each renewal unless the lineage has `reuse_key = True` below \
         [renewalparams] in its \
         renewal/NAME.conf, which --reuse-key writes\n\
         note: {chain}: names `mx1.example.org`; left out: _25._tcp.mx2.example.org. (--any-name takes them \
         all the same)\n\
         note: {owner}: add {new}\nnote: {owner}: keep {old}\n"
    );
    assert_eq!(ran, Ran { status: 1, out: lines(&[&new, &old]), err: want });
    assert_eq!(place.certbot(ZONE), ran, "the same again");
    let ran = place.certbot(&format!("{ZONE} --emit nsupdate -O update"));
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    let update = std::fs::read_to_string(place.path("update")).expect("an update");
    let add = |record: &str| format!("update add {owner} 3600 IN TLSA {record}\n");
    let owner = "_25._tcp.mx1.example.org.";
    let want = format!(
        "zone example.org.\nprereq yxrrset {owner} IN TLSA {old}\nupdate delete {owner} IN TLSA\n{}{}send\n",
        add(&new),
        add(&old)
    );
    assert_eq!(update, want);
}

#[test]
fn records_must_be_published_for_long_enough() {
    let place = Place::new();
    let (old, new) = (Key::new(), Key::new());
    place.zone(&[old.tlsa(), new.tlsa()]);
    place.lineage(&new);
    // Refresh 7200 s and retry 3600 s, and the TTL of 3600 s: four hours.
    let early = place.certbot(&at("2026-12-01T08:00:01Z", ""));
    assert_eq!((early.status, early.out.as_str()), (1, lines(&[&new.tlsa(), &old.tlsa()]).as_str()));
    let (until, left) = (
        "and until 2026-12-01T12:00:01Z resolvers may have the records of before",
        "in service for 1 s more",
    );
    assert!(
        early.err.starts_with("not safe: ") && early.err.contains(until) && early.err.contains(left),
        "{}",
        early.err
    );
    let late = place.certbot(&at("2026-12-01T08:00:00Z", ""));
    assert_eq!((late.status, late.out.as_str()), (0, early.out.as_str()), "{}", late.err);
    assert!(late.err.contains("since 2026-12-01T12:00:00Z all resolvers have it"), "{}", late.err);
    // Twice the TTL is the least.
    let statuses = |times: [&str; 2], more| times.map(|time| place.certbot(&at(time, more)).status);
    assert_eq!(statuses(["2026-12-01T10:00:01Z", "2026-12-01T10:00:00Z"], "--propagation 5m"), [1, 0]);
    assert_eq!(statuses(["-6h", "-7h"], "--propagation 6h"), [1, 0]);
}

#[test]
fn what_is_served_counts_and_not_what_is_to_be() {
    let place = Place::new();
    let (old, new) = (Key::new(), Key::new());
    place.zone(&[old.tlsa()]);
    std::fs::rename(place.path("etc/zones/example.org.zone"), place.path("served")).expect("a zone");
    place.zone(&[old.tlsa(), new.tlsa()]);
    place.lineage(&new);
    assert_eq!(place.certbot(ZONE).status, 0);
    let ran = place.certbot(&format!("{ZONE} --published served"));
    assert_eq!((ran.status, ran.out), (1, lines(&[&new.tlsa(), &old.tlsa()])));
    let ran = place.certbot("--service _25._tcp.mx1.example.org --published served --emit pdnsutil");
    let want = format!(
        "pdnsutil replace-rrset example.org _25._tcp.mx1 TLSA 3600 \"{}\" \"{}\"\n",
        new.tlsa(),
        old.tlsa()
    );
    assert_eq!((ran.status, ran.out), (1, want));
}

#[test]
fn forms_that_change_something_print_nothing_where_nothing_changes() {
    let place = Place::new();
    let key = Key::new();
    place.zone(&[key.tlsa()]);
    place.lineage(&key);
    for form in ["nsupdate", "knotc", "pdnsutil", "route53", "powerdns-api", "cloudflare", "azure-cli"] {
        let ran = place.certbot(&format!("{ZONE} --emit {form}"));
        assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{form}: {}", ran.err);
    }
    for form in ["zone", "generic", "json", "dnscontrol", "octodns", "terraform-cloudflare"] {
        let ran = place.certbot(&format!("{ZONE} --emit {form}"));
        assert!(ran.status == 0 && !ran.out.is_empty(), "{form}: {}", ran.err);
    }
}

#[test]
fn programs_read_the_same() {
    let place = Place::new();
    let (old, new, next) = (Key::new(), Key::new(), Key::new());
    place.zone(&[old.tlsa()]);
    place.lineage(&new);
    place.write("live/mx1/privkey.roll.pem", &next.pem());
    let ran = place.certbot(&format!("{ZONE} --emit json"));
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let records = json["records"].as_array().expect("records").iter();
    let records: Vec<String> =
        records.map(|record| format!("3 1 1 {}", record["data"].as_str().expect("data"))).collect();
    assert_eq!((ran.status, records), (1, vec![new.tlsa(), next.tlsa(), old.tlsa()]));
    assert_eq!(
        (&json["records"][1]["source"]["next"], &json["records"][2]["source"]["kind"]),
        (&true.into(), &"published record".into())
    );
    assert!(json["warnings"].to_string().contains("do not deploy"), "{json}");
    assert!(!ran.out.contains("2026-12"), "no time but those of the certificate: {}", ran.out);
}

#[test]
fn a_key_alone_is_no_certificate() {
    let (place, key) = (Place::new(), Key::new());
    place.zone(&[key.tlsa()]);
    place.lineage(&key);
    place.write("live/mx1/privkey.pem.next", &Key::new().pem());
    let ran = place.certbot(&format!("{ZONE} --selector 0"));
    assert_eq!((ran.status, ran.out.lines().count()), (0, 2), "{}", ran.err);
    assert!(
        ran.err.contains("note: usage 3, selector 0: makes no record from a key alone; left out: "),
        "{}",
        ran.err
    );
}

#[test]
fn services_without_records_may_have_any_chain() {
    let place = Place::new();
    let key = Key::new();
    place.zone(&[]);
    place.lineage(&key);
    let ran = place.certbot(ZONE);
    assert_eq!((ran.status, ran.out.as_str()), (0, lines(&[&key.tlsa()]).as_str()));
    assert!(
        ran.err.contains("no TLSA record is published; publish these when every server sends the new chain"),
        "{}",
        ran.err
    );
}

#[test]
fn the_key_of_one_host_is_no_record_of_another() {
    let place = Place::new();
    let key = Key::new();
    place.zone(&[key.tlsa()]);
    place.write("live/mx1/fullchain.pem", &key.certificate(&["www.example.org"]));
    for owners in [ZONE, "--service _25._tcp.mx1.example.org"] {
        let ran = place.certbot(owners);
        assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
        assert!(
            ran.err.contains("names `www.example.org`; nothing is to be done for _25._tcp.mx1.example.org."),
            "{}",
            ran.err
        );
    }
    assert_eq!(
        place.certbot(&format!("{ZONE} --only mx1.example.org --any-name")).out,
        lines(&[&key.tlsa()])
    );
}

#[test]
fn digests_that_would_hide_what_is_published_are_refused() {
    let place = Place::new();
    let (old, new) = (Key::new(), Key::new());
    place.zone(&[old.tlsa()]);
    place.lineage(&new);
    let ran = place.certbot(&format!("{ZONE} --matching 2"));
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.ends_with(
            "beside `3 1 2` records clients ignore the `3 1 1` one that is published (RFC \
        7671 section 9), and refuse a server that needs it; use --matching 1\n"
        ),
        "{}",
        ran.err
    );
    place.zone(&[format!("3 1 2 {}", "ab".repeat(64))]);
    let ran = place.certbot(ZONE);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("note: 3 1 2: is published as well, and every key needs each digest that is in use"),
        "{}",
        ran.err
    );
    assert_eq!(
        ran.out.matches("TLSA 3 1 2 ").count(),
        2,
        "that of the new key beside the old one: {}",
        ran.out
    );
}

#[test]
fn a_digest_of_a_known_key_may_take_the_place_of_another() {
    let (place, key) = (Place::new(), Key::new());
    place.zone(&[key.tlsa()]);
    place.lineage(&key);
    let ran = place.certbot(&format!("{ZONE} --matching 2"));
    assert_eq!((ran.status, ran.out.lines().count()), (0, 2), "{}", ran.err);
    assert!(ran.out.contains(" 3 1 2 ") && ran.out.contains(&key.tlsa()), "{}", ran.out);
    // A record that no client can use goes, and says why.
    place.zone(&[key.tlsa(), "3 1 9 abcd".to_owned()]);
    let ran = place.certbot(ZONE);
    assert_eq!((ran.status, ran.out), (0, lines(&[&key.tlsa()])));
    assert!(ran.err.contains("remove 3 1 9 abcd: no client can use it"), "{}", ran.err);
}

#[test]
fn published_records_go_only_when_asked_for() {
    let place = Place::new();
    let (old, new) = (Key::new(), Key::new());
    place.zone(&[old.tlsa(), new.tlsa()]);
    place.lineage(&new);
    let ran = place.certbot(&format!("{ZONE} --emit nsupdate"));
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "there may be a server of two chains");
    assert!(ran.err.contains("is of neither the renewed chain nor a next key, and stays"), "{}", ran.err);
    let ran = place.certbot(&format!("{ZONE} --prune"));
    assert_eq!((ran.status, ran.out), (0, lines(&[&new.tlsa()])));
    let warning = format!(
        "warning: _25._tcp.mx1.example.org.: remove {}: connections fail while a server still uses",
        old.tlsa()
    );
    assert!(ran.err.contains(&warning), "{}", ran.err);
    place.zone(&[old.tlsa()]);
    let ran = place.certbot(&format!("{ZONE} --prune"));
    assert_eq!(
        (ran.status, ran.out),
        (1, lines(&[&new.tlsa(), &old.tlsa()])),
        "what is in service is never taken away"
    );
}

#[test]
fn the_configuration_says_whose_chain_it_is_and_which_key_comes_next() {
    let (place, key, next) = (Place::new(), Key::new(), Key::new());
    place.zone(&[key.tlsa()]);
    place.lineage(&key);
    place.write("etc/next.pem", &next.pem());
    let service = |owner: &str, chain: &str| {
        format!("[[service]]\nowners = ['{owner}']\nchain = '{chain}'\nnext-key = 'next.pem'\n")
    };
    let settings = [
        service("_25._tcp.mx1.example.org", "../live/mx1/fullchain.pem"),
        service("_25._tcp.mx2.example.org", "../live/other.pem"),
    ];
    place.write("etc/danelaw.toml", &settings.concat());
    let ran = place.certbot("--config etc/danelaw.toml --published etc/zones/example.org.zone");
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.out, lines(&[&key.tlsa(), &next.tlsa()]), "{ran:?}");
    place.write("etc/danelaw.toml", &service("mx1", "../live/mx1/fullchain.pem"));
    let ran = place.certbot("--config etc/danelaw.toml");
    assert_eq!(ran.status, 2, "{ran:?}");
    assert!(ran.err.contains("service `mx1` in danelaw.toml"), "{ran:?}");
}

#[test]
fn the_record_of_another_chain_in_service_is_never_pruned() {
    let place = Place::new();
    let (old, new, other, next) = (Key::new(), Key::new(), Key::new(), Key::new());
    place.zone(&[old.tlsa(), other.tlsa(), new.tlsa(), next.tlsa()]);
    place.lineage(&new);
    place.write("other/fullchain.pem", &other.certificate(&["mx1.example.org"]));
    place.write("other/next.pem", &next.pem());
    place.write("live/mx1/old.pem", &old.certificate(&["mx2.example.org"]));
    place.write(
        "danelaw.toml",
        "[[service]]\nowners = [\"_25._tcp.mx1.example.org\"]\nchain = [\"live/mx1/fullchain.pem\", \
         \"other/fullchain.pem\"]\n\n[[service]]\nowners = [\"_25._tcp.mx1.example.org.\"]\n\
         next-key = \"other/next.pem\"\n\n[[service]]\nowners = [\"_25._tcp.mx2.example.org\"]\n\
         chain = \"live/mx1/old.pem\"\n",
    );
    let ran = place.certbot(&format!("{ZONE} --prune --config danelaw.toml"));
    assert_eq!((ran.status, ran.out), (0, lines(&[&new.tlsa(), &other.tlsa(), &next.tlsa()])), "{}", ran.err);
    assert!(ran.err.contains(&format!("remove {}", old.tlsa())), "{}", ran.err);
    let kept = format!("{} is of other/fullchain.pem, which danelaw.toml has for this service", other.tlsa());
    assert!(ran.err.replace(&place.text(""), "").contains(&kept), "{}", ran.err);
    // A chain that cannot be read may be that of any record.
    std::fs::remove_file(place.path("other/fullchain.pem")).expect("a file");
    let ran = place.certbot(&format!("{ZONE} --prune --config danelaw.toml"));
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.err.contains("other/fullchain.pem") && ran.err.contains("--prune"), "{}", ran.err);
    let ran = place.certbot(&format!("{ZONE} --config danelaw.toml"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("warning: ") && ran.err.contains("other/fullchain.pem"), "{}", ran.err);
}

#[test]
fn where_nothing_but_cas_is_pinned_the_key_is_not_to_blame() {
    let place = Place::new();
    let (ca, server) = (Key::new(), Key::new());
    // Some other CA, of which nothing is sent.
    place.zone(&[ca.tlsa().replace("3 1 1", "2 1 1")]);
    place.lineage(&server);
    let ran = place.certbot(ZONE);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("the published records pin CAs alone"), "{}", ran.err);
    assert!(!ran.err.contains("reuse"), "{}", ran.err);
}
