//! Presets as scripts see them: which rules are asked, at which severity, and what wins over them.

mod support;

use support::cli::danelaw;

/// A zone with findings of several families: a PKIX usage at an MX host, a short SOA refresh, a name that
/// loops.
const ZONE: &str = "$ORIGIN example.\n$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.net. 1 60 30 \
    1209600 3600\n@ NS ns1.example.net.\n\
@ NS ns2.example.net.\n@ MX 10 mail\nmail A 192.0.2.1\nwww CNAME www\n\
_25._tcp.mail TLSA 1 1 1 016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f\n";

/// Code, severity and name of each finding.
fn check(args: &[&str]) -> Vec<String> {
    let output =
        danelaw(&[&["check", "-", "--output-format", "concise", "--quiet"], args].concat(), ZONE.as_bytes());
    let lines = output.stdout.lines().filter_map(|line| line.split(": ").nth(1).map(str::to_owned));
    let mut found: Vec<String> = lines.collect();
    found.sort();
    assert_eq!(output.stderr, "", "{args:?}");
    found
}

fn isolated(args: &[&str]) -> Vec<String> {
    check(&[&["--isolated"], args].concat())
}

#[test]
fn a_preset_selects_and_tunes() {
    let all = isolated(&[]);
    assert!(all.contains(&"info[SOA013/refresh-too-short]".to_owned()), "{all:?}");
    assert!(all.contains(&"warning[REC006/tlsa-pkix-usage-on-smtp]".to_owned()), "{all:?}");
    let mail = isolated(&["--preset", "mail"]);
    assert!(mail.contains(&"error[REC006/tlsa-pkix-usage-on-smtp]".to_owned()), "{mail:?}");
    assert!(
        mail.contains(&"error[ALI004/cname-loop]".to_owned())
            && !mail.iter().any(|line| line.contains("SOA0")),
        "{mail:?}"
    );
    let reverse = isolated(&["--preset", "reverse"]);
    assert!(
        reverse.iter().any(|line| line.contains("SOA013"))
            && !reverse.iter().any(|line| line.contains("TLSA") || line.contains("REC006"))
    );
}

#[test]
fn several_presets_ask_what_any_asks() {
    let both = isolated(&["--preset", "mail,reverse"]);
    assert!(
        both.contains(&"error[REC006/tlsa-pkix-usage-on-smtp]".to_owned())
            && both.contains(&"info[SOA013/refresh-too-short]".to_owned()),
        "{both:?}"
    );
    assert_eq!(both, isolated(&["--preset", "reverse", "--preset", "mail"]));
}

#[test]
fn what_is_said_of_rules_wins() {
    assert_eq!(isolated(&["--preset", "mail", "--select", "SOA013"]), ["info[SOA013/refresh-too-short]"]);
    assert!(
        isolated(&["--preset", "mail", "--extend-select", "SOA013"])
            .contains(&"info[SOA013/refresh-too-short]".to_owned())
    );
    assert!(
        !isolated(&["--preset", "mail", "--ignore", "REC006"]).iter().any(|line| line.contains("REC006"))
    );
    assert_eq!(
        isolated(&["--preset", "mail", "--select", "REC006"]),
        ["error[REC006/tlsa-pkix-usage-on-smtp]"],
        "its severity stays"
    );
}

#[test]
fn the_configuration_names_one_or_several() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("danelaw.toml");
    let with = |text: &str, args: &[&str]| {
        std::fs::write(&path, text).expect("a writable folder");
        check(&[&["--config", path.to_str().expect("a plain path")], args].concat())
    };
    assert_eq!(with("preset = 'mail'\n", &[]), isolated(&["--preset", "mail"]));
    assert_eq!(with("preset = ['mail', 'reverse']\n", &[]), isolated(&["--preset", "mail,reverse"]));
    assert_eq!(with("preset = 'mail'\n", &["--preset", "reverse"]), isolated(&["--preset", "reverse"]));
    assert_eq!(with("select = ['ALI']\n", &["--preset", "reverse"]), isolated(&["--preset", "reverse"]));
    assert_eq!(with("preset = 'mail'\nselect = ['SOA013']\n", &[]), ["info[SOA013/refresh-too-short]"]);
    let tuned = with("preset = 'mail'\n[severity]\ntlsa-pkix-usage-on-smtp = 'info'\n", &[]);
    assert!(tuned.contains(&"info[REC006/tlsa-pkix-usage-on-smtp]".to_owned()), "{tuned:?}");
}

#[test]
fn what_is_no_preset_is_said_with_the_nearest() {
    for command in [&["check", "-", "--isolated"][..], &["rules"]] {
        let output = danelaw(&[command, &["--preset", "revers"]].concat(), ZONE.as_bytes());
        assert_eq!((output.status, output.stdout.as_str()), (2, ""), "{command:?}");
        assert_eq!(
            output.stderr,
            "danelaw: preset `revers`: there are mail, m365, tld, reverse, delegation-child; is `reverse` \
            meant?\n"
        );
    }
    assert!(danelaw(&["rules", "--preset", "mial"], b"").stderr.contains("is `mail` meant?"));
    assert!(danelaw(&["rules", "--preset", "everything"], b"").stderr.ends_with("delegation-child\n"));
}

#[test]
fn rules_lists_what_a_preset_asks() {
    let (all, mail) = (danelaw(&["rules"], b"").stdout, danelaw(&["rules", "--preset", "mail"], b"").stdout);
    assert!(mail.lines().count() < all.lines().count());
    assert!(
        mail.contains("REC006    error") && all.contains("REC006    warning") && !mail.contains("SOA013")
    );
    let json = danelaw(&["rules", "--preset", "mail", "--format", "json"], b"").stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let rule =
        json.as_array().expect("a list").iter().find(|rule| rule["code"] == "REC006").expect("the rule");
    assert_eq!(rule["severity"], "error");
    let presets = danelaw(&["rules", "--presets"], b"").stdout;
    assert_eq!(
        presets.lines().filter_map(|line| line.split_whitespace().next()).collect::<Vec<_>>(),
        ["mail", "m365", "tld", "reverse", "delegation-child"]
    );
    let help = danelaw(&["check", "--help"], b"").stdout;
    assert!(
        presets.lines().filter_map(|line| line.split_whitespace().next()).all(|name| help.contains(name)),
        "{help}"
    );
}
