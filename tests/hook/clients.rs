//! Each client's way to call its hook, with the scripts that docs/hooks.md shows.

use super::*;

const HOST: &str = "mx1.example.org";

/// A script as docs/hooks.md has it, with the file system's root at a place.
fn script(place: &Place, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hook/scripts").join(name);
    let text = std::fs::read_to_string(path).expect(name);
    let text = text.replace("/etc/zones/example.org.zone", "\"$PLACE\"/etc/zones/example.org.zone");
    let text = text
        .replace("/etc/postfix/tls/", "\"$PLACE\"/etc/postfix/tls/")
        .replace(" = /etc/letsencrypt/", " = \"$PLACE\"/etc/letsencrypt/");
    place.write("deploy", &text);
    place.executable("deploy");
    "\"$PLACE\"/deploy".to_owned()
}

/// Runs a client's hook twice with a published key and once with a new one. `call` writes the client's files
/// for a key and calls; `chain` and `key` are what the server's copies are called.
fn deploys_and_refuses(place: &Place, (chain, key): (&str, &str), call: impl Fn(&Place, &Key) -> Ran) {
    let (old, new) = (Key::new(), Key::new());
    place.zone(&[old.tlsa()]);
    let first = call(place, &old);
    assert_eq!((first.status, first.out.as_str()), (0, lines(&[&old.tlsa()]).as_str()), "{}", first.err);
    assert!(first.err.contains("safe to deploy") && first.err.contains("nothing to change"), "{}", first.err);
    let served = |file: &str| std::fs::read_to_string(place.path("etc/postfix/tls").join(file)).expect(file);
    assert_eq!(served(key), old.pem());
    assert!(served(chain).starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(call(place, &old), first, "the same again");
    let reloads = || std::fs::read_to_string(place.path("reloads")).expect("reloads");
    assert_eq!(reloads(), "reload postfix\nreload postfix\n");
    let refused = call(place, &new);
    assert_eq!((refused.status, refused.out), (1, lines(&[&new.tlsa(), &old.tlsa()])));
    assert!(
        refused.err.starts_with("not safe: _25._tcp.mx1.example.org.: do not deploy "),
        "{}",
        refused.err
    );
    assert!(
        refused.err.contains(&new.tlsa())
            && refused.err.contains("no sooner than 14400 s (4 hours) after that"),
        "{}",
        refused.err
    );
    assert_eq!((served(key), reloads().lines().count()), (old.pem(), 2), "the server has what it had");
}

#[test]
fn certbot_has_a_directory_of_hooks() {
    let place = Place::new();
    let hook = script(&place, "certbot.sh");
    let live = place.text("etc/letsencrypt/live/mx1.example.org");
    deploys_and_refuses(&place, ("fullchain.pem", "privkey.pem"), |place, key| {
        place.write("etc/letsencrypt/live/mx1.example.org/fullchain.pem", &key.certificate(&[HOST]));
        place.write("etc/letsencrypt/live/mx1.example.org/privkey.pem", &key.pem());
        place.shell(&hook, &[("RENEWED_LINEAGE", &live), ("RENEWED_DOMAINS", HOST)], &[])
    });
    let other =
        place.shell(&hook, &[("RENEWED_LINEAGE", &place.text("etc/letsencrypt/live/www.example.org"))], &[]);
    assert_eq!(other, Ran { status: 0, out: String::new(), err: String::new() });
}

#[test]
fn lego_speaks_through_the_environment() {
    for (chain, private) in
        [("LEGO_HOOK_CERT_PATH", "LEGO_HOOK_CERT_KEY_PATH"), ("LEGO_CERT_PATH", "LEGO_CERT_KEY_PATH")]
    {
        let place = Place::new();
        let hook = script(&place, "lego.sh");
        deploys_and_refuses(&place, ("mx1.example.org.crt", "mx1.example.org.key"), |place, key| {
            place.write(".lego/certificates/mx1.example.org.crt", &key.certificate(&[HOST]));
            place.write(".lego/certificates/mx1.example.org.key", &key.pem());
            let variables = [
                (chain, ".lego/certificates/mx1.example.org.crt"),
                (private, ".lego/certificates/mx1.example.org.key"),
            ];
            place.shell(&format!("exec {hook}"), &variables, &[])
        });
    }
}

/// The files of acme.sh, and the variables that it exports.
fn acme_sh(place: &Place, key: &Key) -> Vec<(&'static str, String)> {
    let home = ".acme.sh/mx1.example.org_ecc";
    place.write(&format!("{home}/fullchain.cer"), &key.certificate(&[HOST]));
    place.write(&format!("{home}/mx1.example.org.cer"), &key.certificate(&[HOST]));
    place.write(&format!("{home}/mx1.example.org.key"), &key.pem());
    let path = |file: &str| place.text(&format!("{home}/{file}"));
    vec![
        ("CERT_PATH", path("mx1.example.org.cer")),
        ("CERT_KEY_PATH", path("mx1.example.org.key")),
        ("CA_CERT_PATH", path("ca.cer")),
        ("CERT_FULLCHAIN_PATH", path("fullchain.cer")),
        ("Le_Domain", HOST.to_owned()),
    ]
}

#[test]
fn acme_sh_evaluates_its_command() {
    let place = Place::new();
    let hook = script(&place, "acme.sh");
    deploys_and_refuses(&place, ("fullchain.cer", "mx1.example.org.key"), |place, key| {
        let variables = acme_sh(place, key);
        let variables: Vec<(&str, &str)> =
            variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        place.shell("cd .acme.sh/mx1.example.org_ecc && eval \"$1\"", &variables, &[&hook])
    });
}

#[test]
fn the_next_key_of_acme_sh_is_published_before_it_is_used() {
    let place = Place::new();
    let (key, next) = (Key::new(), Key::new());
    place.zone(&[key.tlsa()]);
    let words = acme_sh(&place, &key);
    place.write(".acme.sh/mx1.example.org_ecc/mx1.example.org.key.next", &next.pem());
    let file = |at: usize| words[at].1.as_str();
    let deploy = [HOST, file(1), file(0), file(2), file(3)];
    let ran = place.shell("danelaw tlsa hook --from-zone etc/zones/example.org.zone \"$@\"", &[], &deploy);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, lines(&[&key.tlsa(), &next.tlsa()]).as_str()),
        "{}",
        ran.err
    );
    let want =
        format!("mx1.example.org.key.next: holds the key of the renewal after this one: {}", next.tlsa());
    assert!(ran.err.contains(&want) && ran.err.contains(&format!("add {}", next.tlsa())), "{}", ran.err);
    place.zone(&[next.tlsa(), key.tlsa()]);
    acme_sh(&place, &next);
    let ran = place.shell("danelaw tlsa hook --from-zone etc/zones/example.org.zone \"$@\"", &[], &deploy);
    assert_eq!((ran.status, ran.out), (0, lines(&[&next.tlsa(), &key.tlsa()])), "renewed with the next key");
    assert!(ran.err.contains("safe to deploy") && ran.err.contains("nothing to change"), "{}", ran.err);
}

#[test]
fn dehydrated_calls_one_script_for_everything() {
    let place = Place::new();
    let hook = format!("{} \"$@\"", script(&place, "dehydrated.sh"));
    let files: Vec<String> = ["privkey", "cert", "fullchain", "chain"]
        .iter()
        .map(|name| place.text(&format!("certs/mx1.example.org/{name}.pem")))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let left_over = [("RENEWED_LINEAGE", "/nonexistent")];
    deploys_and_refuses(&place, ("fullchain.pem", "privkey.pem"), |place, key| {
        let _ = std::fs::remove_dir_all(place.path("certs/mx1.example.org"));
        place.write("certs/mx1.example.org/fullchain-1796083200.pem", &key.certificate(&[HOST]));
        place.write("certs/mx1.example.org/privkey-1796083200.pem", &key.pem());
        place.link("fullchain-1796083200.pem", "certs/mx1.example.org/fullchain.pem");
        place.link("privkey-1796083200.pem", "certs/mx1.example.org/privkey.pem");
        place.shell(&hook, &left_over, &[&["deploy_cert", HOST], files.as_slice(), &["1796083200"]].concat())
    });
    let (silent, reloads) = (
        Ran { status: 0, out: String::new(), err: String::new() },
        std::fs::read(place.path("reloads")).expect("reloads"),
    );
    for words in [
        &["startup_hook"][..],
        &["deploy_challenge", HOST, "-token", "-value"],
        &["sync_cert", files[0], files[1], files[2], files[3], "request.pem"],
        &["unchanged_cert", HOST, files[0], files[1], files[2], files[3]],
        &["exit_hook", "ERROR: it did not work"],
        &[
            "this_hookscript_is_broken__dehydrated_is_working_fine__please_ignore_unknown_hooks_in_your_script",
        ],
    ] {
        assert_eq!(place.shell(&hook, &left_over, words), silent, "{words:?}");
        assert_eq!(
            place.shell("danelaw tlsa hook \"$@\"", &left_over, words),
            silent,
            "{words:?} without options"
        );
    }
    assert_eq!(std::fs::read(place.path("reloads")).expect("reloads"), reloads);
}

#[test]
fn the_rollover_key_of_dehydrated_is_published_too() {
    let place = Place::new();
    let (key, next) = (Key::new(), Key::new());
    place.zone(&[key.tlsa(), next.tlsa()]);
    place.write("certs/a/fullchain.pem", &key.certificate(&[HOST]));
    place.write("certs/a/privkey.pem", &key.pem());
    place.write("certs/a/privkey.roll.pem", &next.pem());
    let words = [
        "deploy_cert",
        HOST,
        "certs/a/privkey.pem",
        "certs/a/cert.pem",
        "certs/a/fullchain.pem",
        "certs/a/chain.pem",
        "1",
    ];
    let ran = place.shell(
        "danelaw tlsa hook --emit nsupdate --from-zone etc/zones/example.org.zone -- \"$@\"",
        &[],
        &words,
    );
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains("nothing to change"), "{}", ran.err);
}

#[test]
fn the_page_about_hooks_shows_these_scripts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/hooks.md")).expect("a page");
    for entry in std::fs::read_dir(root.join("tests/hook/scripts")).expect("scripts") {
        let path = entry.expect("a script").path();
        let text = std::fs::read_to_string(&path).expect("a script");
        assert!(page.contains(&format!("```sh\n{text}```")), "docs/hooks.md lacks {}", path.display());
    }
}
