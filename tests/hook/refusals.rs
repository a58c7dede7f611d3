//! What cannot be done is said, and no private octet with it.

use super::*;

const ZONE: &str = "--from-zone etc/zones/example.org.zone";

/// A place where a key is published and in service.
fn place() -> (Place, Key) {
    let (place, key) = (Place::new(), Key::new());
    place.zone(&[key.tlsa()]);
    place.lineage(&key);
    (place, key)
}

/// Standard error of a run that fails and prints nothing.
fn refused(ran: Ran) -> String {
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
    ran.err
}

#[test]
fn nobody_known_calls() {
    let (place, _) = place();
    let err = refused(place.shell(&format!("danelaw tlsa hook {ZONE}"), &[], &[]));
    assert!(
        err.starts_with(
            "error: tlsa hook: no ACME client that is known calls it: neither RENEWED_LINEAGE (certbot), nor "
        ),
        "{err}"
    );
    let err = refused(place.certbot(&format!("{ZONE} fullchain.pem")));
    assert!(err.starts_with("error: fullchain.pem: is no word of an ACME client that is known"), "{err}");
    let err = refused(place.certbot(""));
    assert!(err.starts_with("error: tlsa hook: no service is given: --from-zone ZONE"), "{err}");
    assert_eq!(
        place.shell(&format!("danelaw tlsa hook --cert live/mx1/fullchain.pem {ZONE}"), &[], &[]).status,
        0
    );
}

#[test]
fn files_that_cannot_be_used_say_who_named_them() {
    let (place, key) = place();
    let lego =
        |path: &str| place.shell(&format!("danelaw tlsa hook {ZONE}"), &[("LEGO_CERT_PATH", path)], &[]);
    assert_eq!(
        refused(lego("nothing.crt")),
        "error: nothing.crt: no such file; LEGO_CERT_PATH names it as the renewed chain\n"
    );
    place.write("garbage.crt", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
    assert!(refused(lego("garbage.crt")).starts_with("error: garbage.crt: "));
    place.write("empty.crt", "");
    assert!(refused(lego("empty.crt")).starts_with("error: empty.crt: "));
    assert!(refused(lego("live")).starts_with("error: live: is a directory"));
    assert!(refused(lego("live/mx1/privkey.pem")).contains("holds a private key and no certificate"));
    place.link("loop.crt", "loop.crt");
    assert!(refused(lego("loop.crt")).starts_with("error: loop.crt: "));
    place.write("live/mx1/privkey.pem.next", "garbage");
    let err = refused(place.certbot(&format!("{ZONE} --emit nsupdate")));
    assert!(err.contains("privkey.pem.next: "), "{err}");
    let ran = place.certbot(ZONE);
    assert_eq!((ran.status, ran.out), (2, lines(&[&key.tlsa()])), "a list takes nothing away");
    let err =
        refused(place.certbot(&format!("{ZONE} --next-key live/mx1/privkey.pem -O live/mx1/privkey.pem")));
    assert!(err.contains("it is one of the inputs"), "{err}");
    assert!(refused(place.certbot("--from-zone nothing.zone")).contains("nothing.zone: no such file"));
    assert!(
        refused(place.certbot(&format!("{ZONE} --published-at soon")))
            .contains("--published-at soon: not a time")
    );
}

#[test]
fn a_service_of_another_zone_cannot_be_judged() {
    let (place, key) = place();
    place.write("live/mx1/fullchain.pem", &key.certificate(&["mx1.example.org", "mx.example.net"]));
    let err = refused(place.certbot(&format!("{ZONE} --service _25._tcp.mx.example.net")));
    assert!(err.contains("_25._tcp.mx.example.net.: is not in the zone `example.org.`"), "{err}");
}

#[test]
fn a_strange_key_and_a_left_over_environment_are_said() {
    let (place, key) = place();
    place.write("live/mx1/privkey.pem", &Key::new().pem());
    let line = format!("danelaw tlsa hook {ZONE}");
    let ran = place.shell(
        &line,
        &[("RENEWED_LINEAGE", &place.text("live/mx1")), ("LEGO_CERT_PATH", "/nonexistent")],
        &[],
    );
    assert_eq!((ran.status, ran.out), (1, lines(&[&key.tlsa()])), "no server starts with such a pair");
    assert!(ran.err.contains("privkey.pem: is not the key of "), "{}", ran.err);
    assert!(
        ran.err
            .contains("warning: LEGO_CERT_PATH: is set as well, and was not looked at: RENEWED_LINEAGE says"),
        "{}",
        ran.err
    );
}

#[test]
fn private_octets_are_never_printed() {
    let (place, key) = place();
    let next = Key::new();
    place.write("live/mx1/privkey.pem.next", &next.pem());
    let mut private = Vec::new();
    for key in [&key, &next] {
        // The 32 octets of the private number, behind the head of PKCS#8 and SEC1.
        let der = key.0.serialize_der();
        private.push(der[36..68].to_vec());
    }
    let broken = next.pem().replace("PRIVATE KEY", "CERTIFICATE");
    for next_file in [next.pem(), broken, next.pem()[..120].to_owned(), next.pem().replacen("\nM", "\n!M", 1)]
    {
        place.write("live/mx1/privkey.pem.next", &next_file);
        for form in ["zone", "json", "nsupdate"] {
            for matching in ["0", "1"] {
                let ran = place.certbot(&format!(
                    "{ZONE} --emit {form} --matching {matching} --key live/mx1/privkey.pem"
                ));
                let text = format!("{}{}", ran.out, ran.err).to_ascii_lowercase();
                assert!(text.len() > 100, "{text}");
                for number in &private {
                    for window in number.windows(6) {
                        let hex: String = window.iter().map(|octet| format!("{octet:02x}")).collect();
                        assert!(!text.contains(&hex), "{text}");
                    }
                }
                for pem in [key.pem(), next.pem()] {
                    let body: String = pem
                        .lines()
                        .filter(|line| !line.starts_with('-'))
                        .collect::<String>()
                        .to_ascii_lowercase();
                    // Behind the head that all such keys share.
                    assert!(
                        body.as_bytes()[52..88]
                            .windows(12)
                            .all(|piece| !text.contains(std::str::from_utf8(piece).expect("text"))),
                        "{text}"
                    );
                }
            }
        }
    }
}

#[test]
fn words_of_other_clients_are_no_word_of_dehydrated() {
    let place = Place::new();
    let key = Key::new();
    place.zone(&[key.tlsa()]);
    place.lineage(&key);
    let hook = "danelaw tlsa hook --from-zone etc/zones/example.org.zone";
    for word in ["renewed", "installed", "errored", "done"] {
        let ran = place.shell(&format!("{hook} -- \"$@\""), &[], &[word, "mx1.example.org"]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{word}: {}", ran.err);
        assert!(ran.err.contains(word) && ran.err.contains("--cert FILE"), "{}", ran.err);
    }
    // Who names the chain needs no word.
    let line = format!("{hook} --cert live/mx1/fullchain.pem -- \"$@\"");
    let ran = place.shell(&line, &[], &["renewed", "mx1.example.org"]);
    assert_eq!((ran.status, ran.out), (0, lines(&[&key.tlsa()])), "{}", ran.err);
}
