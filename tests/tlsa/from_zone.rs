//! Services out of a zone, and its records against the new ones.

use super::*;

const HEAD: &str = "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 3600\n@ NS \
    ns1\nns1 A 192.0.2.1\n";

/// A run over a zone with these records, with one certificate.
fn run_on_records(records: &str, args: &[&str]) -> Ran {
    run_with_zone(&format!("{HEAD}{records}"), &[&["p256.cert.pem"], args].concat())
}

/// The owners of the records, each once, and what was said besides additions.
fn owners_and_remarks(records: &str, args: &[&str]) -> (Vec<String>, String) {
    let ran = run_on_records(records, args);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let owners = ran.out.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    let said: Vec<&str> = ran.err.lines().filter(|line| !line.contains(": add ")).collect();
    (owners, said.join("\n"))
}

/// What a run is refused with.
fn refused(records: &str, args: &[&str]) -> String {
    let ran = run_on_records(records, args);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""), "{}", ran.err);
    ran.err
}

#[test]
fn mx_hosts_and_srv_targets_become_services() {
    let zone = "@ MX 10 mx1\n@ MX 20 MX2\n*.lists MX 10 mx1\nmx1 A 192.0.2.25\nmx2 AAAA 2001:db8::25\n\
                _imaps._tcp SRV 0 1 993 mx1\n_xmpp-server._tcp SRV 5 0 5269 im\n_sips._udp SRV 0 0 5061 \
                im\nim A 192.0.2.52\n";
    let ran = run_on_records(zone, &[]);
    let want = ["_5061._udp.im", "_5269._tcp.im", "_25._tcp.mx1", "_993._tcp.mx1", "_25._tcp.mx2"];
    let out: String =
        want.iter().map(|owner| format!("{owner}.example.org. 3600 IN TLSA 3 1 1 {P256}\n")).collect();
    let err: String =
        want.iter().map(|owner| format!("note: {owner}.example.org.: add 3 1 1 {P256}\n")).collect();
    assert_eq!((ran.exit, ran.out, ran.err), (Exit::Clean, out, err));
}

#[test]
fn ports_are_added_to_the_hosts_and_options_to_the_services() {
    let zone = "@ MX 10 mx1\nmx1 A 192.0.2.25\n";
    let (owners, said) = owners_and_remarks(
        zone,
        &["--port=465", "--port=25", "--host=other.example", "--service=_853._tcp.ns1.example.org"],
    );
    let want = [
        "_25._tcp.mx1.example.org.",
        "_465._tcp.mx1.example.org.",
        "_465._tcp.other.example.",
        "_25._tcp.other.example.",
    ];
    assert_eq!(owners, [&want[..], &["_853._tcp.ns1.example.org."]].concat());
    assert_eq!(said, "");
}

#[test]
fn only_takes_a_host_or_an_owner() {
    let zone = "@ MX 10 mx1\n@ MX 20 mx2\nmx1 A 192.0.2.25\nmx2 A 192.0.2.26\n_imaps._tcp SRV 0 1 993 mx1\n";
    assert_eq!(
        owners_and_remarks(zone, &["--only=mx1.example.org"]).0,
        ["_25._tcp.mx1.example.org.", "_993._tcp.mx1.example.org."]
    );
    assert_eq!(
        owners_and_remarks(zone, &["--only=_993._tcp.MX1.example.org."]).0,
        ["_993._tcp.mx1.example.org."]
    );
    let err = refused(zone, &["--only=mx3.example.org"]);
    assert_eq!(
        err,
        "error: --only mx3.example.org.: the zone names no service there: no MX or SRV target of its own\n"
    );
}

#[test]
fn what_another_zone_has_is_said_and_left_out() {
    let zone = "@ MX 10 mx1\n@ MX 20 mx.other.example.\n@ MX 30 mx.child\nchild NS ns.child\nns.child A \
        192.0.2.3\nmx1 A 192.0.2.25\n\
                nomail MX 0 .\n_sip._tcp SRV 0 0 0 .\n";
    let (owners, said) = owners_and_remarks(zone, &[]);
    assert_eq!(owners, ["_25._tcp.mx1.example.org."]);
    let want = "note: mx.other.example.: is outside the zone `example.org.`; left out, its TLSA records \
        belong to the zone that has it\n\
                note: mx.child.example.org.: is in the zone `child.example.org.`, which is delegated; left \
                out, its TLSA records belong to the zone that has it\n\
                note: _sip._tcp.example.org.: says that the service is not offered (SRV target `.`, RFC \
                2782), so no record is made for it\n\
                note: nomail.example.org.: takes no mail (null MX, RFC 7505), so no record is made for it";
    assert_eq!(said, want);
}

#[test]
fn aliases_are_followed_inside_the_zone() {
    let (owners, said) =
        owners_and_remarks("@ MX 10 mail\nmail CNAME host\nhost CNAME mx1\nmx1 A 192.0.2.25\n", &[]);
    assert_eq!(owners, ["_25._tcp.mx1.example.org."]);
    let want = "warning: mail.example.org.: is a CNAME of `mx1.example.org.`, and MX must not name an alias \
        (RFC 2181 section 10.3); \
                the records are for `mx1.example.org.`, where senders look first (RFC 7672 section 2.2.2)";
    assert_eq!(said, want);
    let err = refused("@ MX 10 mail\nmail CNAME mx.other.example.\n@ MX 20 a\na CNAME b\nb CNAME a\n", &[]);
    let want = "warning: mail.example.org.: is a CNAME of `mx.other.example.`, outside the zone \
        `example.org.`; left out, \
                its TLSA records belong to the zone that has that name\n\
                warning: a.example.org.: is a CNAME that leads in a circle, or over too many names; left out\n\
                error: example.org.: names no MX or SRV target of its own, so there is no service; --port \
                443 makes records for \
                `example.org.` itself, --host for others\n";
    assert_eq!(err, want);
}

#[test]
fn records_stand_where_the_owner_is_an_alias_of() {
    let zone = "@ MX 10 mx1\n@ MX 20 mx2\nmx1 A 192.0.2.25\nmx2 A 192.0.2.26\n_25._tcp.mx1 CNAME \
        tlsa\n_25._tcp.mx2 CNAME tlsa\n";
    let (owners, said) = owners_and_remarks(zone, &[]);
    assert_eq!(owners, ["tlsa.example.org."]);
    let want = "note: _25._tcp.mx1.example.org.: is a CNAME of `tlsa.example.org.`; the records stand there\n\
                note: _25._tcp.mx2.example.org.: is a CNAME of `tlsa.example.org.`; the records stand there";
    assert_eq!(said, want);
    let err = refused("@ MX 10 mx1\nmx1 A 192.0.2.25\n_25._tcp.mx1 CNAME tlsa.other.example.\n", &[]);
    let want = "warning: _25._tcp.mx1.example.org.: is a CNAME of `tlsa.other.example.`, outside the zone \
        `example.org.`; left out, \
                its TLSA records belong to the zone that has that name\n\
                error: --from-zone: no record can stand at any of these services\n";
    assert_eq!(err, want);
}

#[test]
fn a_wildcards_host_is_not_taken_away_from_it() {
    let err = refused("@ MX 10 mx1\n* A 192.0.2.25\n", &[]);
    let want = "warning: mx1.example.org.: has its addresses from `*.example.org.`, and records below it \
        would end that \
                (RFC 4592 section 2.2.1); left out: write its A and AAAA records first\n";
    assert!(err.starts_with(want), "{err}");
}

#[test]
fn hosts_that_are_none_say_why() {
    let zone = "@ MX 10 mx1\nmx1 A 192.0.2.25\n@ MX 20 missing\n@ MX 30 _a\n_a A 192.0.2.3\n_x._tcp SRV 0 0 \
        0 mx1\n_y._tls SRV 0 0 1 mx1\n";
    let (owners, said) = owners_and_remarks(zone, &[]);
    assert_eq!(owners, ["_25._tcp.missing.example.org.", "_25._tcp.mx1.example.org."]);
    let want = "note: _y._tls.example.org.: has an SRV record whose transport is none of `_tcp`, `_udp` and \
        `_sctp`; left out\n\
                warning: missing.example.org.: has no address in this zone; its TLSA records serve nobody \
                until it has one\n\
                warning: _a.example.org.: has a label that starts with `_`; write services as --service \
                _25._tcp.mail.example.org; left out\n\
                warning: _x._tcp.example.org.: has an SRV record with port 0; left out";
    assert_eq!(said, want);
}

#[test]
fn a_zone_without_services_needs_a_port() {
    let want = "error: example.org.: has no MX and no SRV record, so there is no service; --port 443 makes \
        records for `example.org.` itself, \
                --host for others\n";
    assert_eq!(refused("@ A 192.0.2.80\n", &[]), want);
    assert_eq!(owners_and_remarks("@ A 192.0.2.80\n", &["--port=443"]).0, ["_443._tcp.example.org."]);
    let want = "error: example.org.: has no MX and no SRV record, and `example.org.` has no address; name \
        the host with --host\n";
    assert_eq!(refused("", &["--port=443"]), want);
}

#[test]
fn a_zone_that_is_none_says_why() {
    let run = |args: &[&str]| run_in(&all_fixtures(), b"", None, &[&["p256.cert.pem"], args].concat());
    let missing = run(&["--from-zone=missing.zone"]);
    assert_eq!((missing.exit, missing.err.as_str()), (Exit::Failed, "error: missing.zone: no such file\n"));
    let key = run(&["--from-zone=p256.key.pem"]);
    assert!(
        key.err.starts_with("error: p256.key.pem: this is PEM (a private key), not a zone"),
        "{}",
        key.err
    );
    assert_eq!(run_with_zone("", &["p256.cert.pem"]).err, "error: zone: the file is empty\n");
    let cut = refused("@ MX 10 mx1\nmx1 A 192.0.2\n", &[]);
    assert_eq!(cut, "error: zone: line 7: it cannot be read as a whole; `danelaw check` says more\n");
    let loose =
        run_with_zone("$ORIGIN example.org.\n@ 60 MX 10 mx1\nmx1 60 A 192.0.2.1\n", &["p256.cert.pem"]);
    assert!(loose.err.starts_with("error: zone: has no SOA record at "), "{}", loose.err);
    let stdin =
        run_in(&all_fixtures(), format!("{HEAD}@ MX 1 ns1\n").as_bytes(), None, &["--from-zone=-", "-"]);
    assert_eq!(
        stdin.err.lines().last(),
        Some("error: <stdin>: is given more than once and can be read only once")
    );
}

#[test]
fn records_of_the_zone_are_kept_or_removed_with_their_ttl() {
    let zone = format!(
        "@ MX 10 mx1\nmx1 A 192.0.2.25\n_25._tcp.mx1 300 TLSA 3 1 1 {P256}\n_25._tcp.mx1 300 TLSA 3 1 1 \
        {RSA}\n"
    );
    let ran = run_on_records(&zone, &["--next-key=p384.pub.pem"]);
    let out = format!(
        "_25._tcp.mx1.example.org. 300 IN TLSA 3 1 1 {P256}\n_25._tcp.mx1.example.org. 300 IN TLSA 3 1 1 \
        {P384}\n"
    );
    let err = format!(
        "note: _25._tcp.mx1.example.org.: keep 3 1 1 {P256}\nnote: _25._tcp.mx1.example.org.: add 3 1 1 \
        {P384}\n\
         warning: _25._tcp.mx1.example.org.: remove 3 1 1 {RSA}: connections fail while a server still uses \
         what it matches \
         (RFC 7671 section 8.1); give that certificate or key as another FILE to keep it, or take other \
         services with --only\n"
    );
    assert_eq!((ran.exit, ran.out, ran.err), (Exit::Clean, out, err));
    let slower = run_on_records(&zone, &["rsa.pub.pem", "--ttl=1h"]).err;
    assert!(slower.contains(&format!("keep 3 1 1 {P256}, TTL 300 s becomes 3600 s\n")), "{slower}");
}

#[test]
fn the_next_key_stands_beside_the_current_one() {
    let ran = run(&["p256.cert.pem", "--next-key=p384.key.pem", "--next-key=p384.pub.pem", SERVICE]);
    assert_eq!((ran.exit, ran.out), (Exit::Clean, [record("3 1 1", P256), record("3 1 1", P384)].concat()));
    assert_eq!(
        ran.err,
        "note: p384.pub.pem: gives the same record as the private key in p384.key.pem; it is printed once\n"
    );
    let same = run(&["p256.cert.pem", "--next-key=p256.key.pem", SERVICE]);
    assert_eq!((same.exit, same.out), (Exit::Clean, record("3 1 1", P256)));
    let want = "warning: p256.key.pem: holds the current key, the same as the certificate in p256.cert.pem: \
                give the key that comes next to prepare a change of keys\n";
    assert_eq!(same.err, want);
    let missing = run(&["p256.cert.pem", "--next-key=next.pem", SERVICE]);
    assert_eq!((missing.exit, missing.err.as_str()), (Exit::Failed, "error: next.pem: no such file\n"));
}
