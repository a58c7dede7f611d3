//! What cannot be planned, and what is said then.

use super::*;

const SIGNED: &str = "testzones/_signed/ed25519/example.zone";

/// That a run ends with 2 and says `words`.
fn fails(args: &[&str], words: &str) {
    let output = plan(args);
    assert_eq!((output.status, output.stdout.as_str()), (2, ""), "{args:?}: {output:?}");
    assert!(output.stderr.contains(words), "{args:?}: {}", output.stderr);
}

#[test]
fn goals_are_one_of_a_kind() {
    let zone = at(SIGNED);
    fails(&[&zone], "--withdraw|--roll <WHAT>|--sign|--unsign");
    fails(&[&zone, "--sign", "--unsign"], "cannot be used with");
    fails(&[&zone, "--withdraw"], "--service");
    fails(&[&zone, "--roll", "algorithm"], "--to-algorithm NUMBER");
    fails(&[&zone, "--roll", "algorithm", "--to-algorithm", "3"], "no validator knows this algorithm");
    fails(&[&zone, "--roll", "zsk", "--method", "double-ds"], "pre-publish and double-signature");
}

#[test]
fn what_was_given_must_fit() {
    let zones = Zones::new();
    let zone = zones.write(&[pin("mail.p256.pem", ["3", "1", "1"])]);
    let (chain, old) = (cert("mail.p384.pem"), serves("mail.p256.pem"));
    fails(
        &[&zone, "--to", &chain],
        "nobody says what its server sends now, which the published records must match: --cert \
        _25._tcp.mail.example.org=FILE",
    );
    fails(&[&zone, "--to", &cert("p256.pub.pem")], "holds a public key and no certificate");
    fails(&[&zone, "--to", "nothing-here.pem"], "no such file");
    fails(&[&zone, "--to", &cert("mail.other-host.pem"), "--cert", &old], "names `mx.example.net`");
    fails(
        &[&zone, "--to", &chain, "--service", "_25._tcp.mail.example.net"],
        "is not in the zone `example.org.`",
    );
    fails(
        &[&zone, "--to", &chain, "--service", "mail.example.org"],
        "is not of the form _port._transport.host",
    );
    fails(&[&zone, "--to", &chain, "--start", "-1h"], "nothing can be published then");
    fails(&[&zone, "--to", &chain, "--published-at", "+1h"], "is what is published now");
    fails(
        &[&zone, "--to-key", &cert("p384.pub.pem"), "--cert", &old, "--selector", "0"],
        "needs the certificate itself",
    );
    let bare = zones.write(&[]);
    fails(&[&bare, "--withdraw", "--service", OWNER], "no TLSA record in the zone");
}

#[test]
fn zones_that_have_no_keys_or_no_soa() {
    let zones = Zones::new();
    let zone = zones.write(&[]);
    fails(&[&zone, "--roll", "zsk"], "is not signed, so it has no keys to plan for");
    fails(&[&at(SIGNED), "--roll", "cds"], "has no CDS and no CDNSKEY record");
    fails(&[&at(SIGNED), "--roll", "csk"], "has no CSK; it has KSK and ZSK");
    fails(
        &[&at(SIGNED), "--roll", "zsk", "--new-key", &at("testzones/_keys/p256-zsk2.key")],
        "has not the algorithm 15",
    );
    fails(
        &[&at(SIGNED), "--roll", "zsk", "--new-key", &at("testzones/_keys/ed25519-ksk.key")],
        "needs the flags 256",
    );
    fails(&[&at(SIGNED), "--roll", "ksk", "--ds", &zone], "says nothing of the zone `example.`");
    let path = zones.path().join("no-soa.zone");
    std::fs::write(&path, "example.org. 3600 IN NS ns1.example.net.\n").unwrap();
    fails(&[path.to_str().unwrap(), "--sign"], "SOA");
    fails(&["nothing-here.zone", "--sign"], "nothing-here.zone");
}
