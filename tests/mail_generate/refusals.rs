//! What nothing can be proposed for: exit status 2, nothing on standard output, and a way on.

use super::*;

fn refused(domain: &str, args: &[&str], body: &str) -> String {
    let output = generate(domain, args, &zone(body));
    assert_eq!((output.status, output.stdout.as_str()), (2, ""), "{domain} {args:?}\n{}", output.both);
    assert!(
        output.stderr.starts_with("danelaw: ") && output.stderr.lines().count() == 1,
        "{}",
        output.stderr
    );
    output.stderr
}

#[test]
fn domains_that_no_record_can_be_added_to() {
    let body = "@ MX 10 mail\nmail A 198.18.0.25\nsub NS ns1.sub\nsub NS ns2.example.net.\nns1.sub A \
        198.18.0.53\nalias CNAME mail\n*.wild MX 10 mail\na.b A 198.18.0.1\n";
    for (domain, said) in [
        ("example.net", "is in none of the zones given, which are `example.org.`"),
        ("org", "is in none of the zones given"),
        ("x.sub.example.org", "is delegated to the zone `sub.example.org.`: give that zone"),
        ("alias.example.org", "is an alias of `mail.example.org.`: ask for that domain"),
        ("x.wild.example.org", "has its records from `*.wild.example.org.`"),
        ("nothing.example.org", "has no records in the zone `example.org.`"),
        ("b.example.org", "has no records in the zone `example.org.`"),
        ("b\u{fc}cher.example.org", "has `\u{fc}` in it: give international names in their xn-- form"),
        ("info@example.org", "is a mail address: give the domain behind the `@`"),
        ("a..example.org", "is not a domain name"),
        (".", "is the root"),
    ] {
        let message = refused(domain, &[], body);
        assert!(message.contains(said), "{domain}: {message}");
    }
}

#[test]
fn zones_that_nobody_can_judge() {
    assert!(
        refused("example.org", &[], "@ MX 10 mail\nmail A 198.18.0.300\n")
            .contains("cannot be read as a whole")
    );
    let output = danelaw(&["mail", "generate", "example.org", "/nowhere.zone", "--isolated"], b"");
    assert_eq!((output.status, output.stdout.as_str()), (2, ""));
    assert!(output.stderr.contains("no such file"), "{}", output.stderr);
}

#[test]
fn domains_that_send_without_mx_and_parked_ones_with_it() {
    assert!(
        refused("example.org", &[], "@ TXT \"v=spf1 mx -all\"\n")
            .contains("has no MX record, yet its SPF record lets servers send")
    );
    assert!(
        refused("example.org", &[], "s1._domainkey CNAME s1.dkim.example.net.\n")
            .contains("yet it has the DKIM selector `s1`")
    );
    assert!(refused("example.org", &["--parked"], OWN).contains("has MX hosts, so it is not --parked"));
    assert!(
        refused("example.org", &["--policy", "/nowhere.txt"], "@ MX 0 .\n")
            .contains("a domain without mail has no MTA-STS policy")
    );
}

#[test]
fn options_that_no_record_can_hold() {
    for (args, said) in [
        (&["--rua", "https://r.example.net/"][..], "is not mailto:"),
        (&["--rua", "mailto://a@example.net"], "is `mailto:a@example.net` meant?"),
        (&["--rua", "example.net"], "has no scheme"),
        (&["--tls-rua", "ftp://example.net"], "is neither mailto: nor https:"),
        (&["--rua", "a@b\u{fc}cher.example"], "is not ASCII"),
        (&["--spf-include", "192.0.2.1"], "is a number"),
        (&["--spf-include", "localhost"], "has no dot"),
        (
            &[
                "--spf-include",
                "a.example,b.example,c.example,d.example,e.example,f.example,g.example,h.example,i.example,j.example",
            ],
            "would have 11 terms",
        ),
        (&["--mta-sts-host", "a b"], "is not a host name"),
        (&["--mta-sts-host", "nowhere.example.org"], "has no address in the zones given"),
        (&["--at", "soon"], "not a time"),
    ] {
        let message = refused("example.org", args, "@ MX 10 mail\nmail A 198.18.0.25\n");
        assert!(message.contains(said), "{args:?}: {message}");
    }
}
