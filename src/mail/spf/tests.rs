//! SPF records as receivers read them.

use super::*;
use crate::limits::Limits;
use crate::mail::text::Text;

fn spf(text: &[u8]) -> Spf {
    assert_eq!(select(text), Selection::Record, "{}", String::from_utf8_lossy(text));
    parse(&Text::of_strings([text]), &Limits::default())
}

/// The first fault: kind, the octets at fault, detail, suggestion.
fn first(text: &str) -> (SpfFault, String, String, Option<String>) {
    let found = spf(text.as_bytes());
    let fault = found.faults.iter().next().unwrap_or_else(|| panic!("no fault in {text}"));
    let octets = String::from_utf8_lossy(fault.at.of(text.as_bytes())).into_owned();
    (fault.kind, octets, fault.detail.clone(), fault.suggestion.clone())
}

#[test]
fn every_mechanism_is_read() {
    let found = spf(b"v=spf1 +all -include:a.example ~a ?mx:b.example/24//64 ptr ptr:c.example \
        ip4:192.0.2.0/24 ip6:2001:db8::/32 exists:%{i}.d.example redirect=e.example exp=f.example foo=%{r}");
    assert!(found.is_usable(), "{:?}", found.faults);
    let names: Vec<&str> = found.terms.iter().filter_map(Term::mechanism).map(Mechanism::name).collect();
    assert_eq!(names, ["all", "include", "a", "mx", "ptr", "ptr", "ip4", "ip6", "exists"]);
    let Some(Term {
        kind: TermKind::Directive(Qualifier::Neutral, Mechanism::Mx(Some(domain), cidr)), ..
    }) = found.terms.get(3)
    else {
        panic!("{:?}", found.terms.get(3))
    };
    assert_eq!(
        (domain.literal().map(|name| name.to_string()), cidr.ip4, cidr.ip6),
        (Some("b.example.".to_owned()), 24, 64)
    );
    assert_eq!(found.unreachable().count(), 9);
    assert_eq!(found.default_result(), Some(Qualifier::Pass));
    assert!(found.redirect().is_some() && found.explanation().is_some());
}

#[test]
fn faults_name_the_term_and_what_was_meant() {
    let of = |kind, octets: &str, detail: &str, suggestion: Option<&str>| {
        (kind, octets.to_owned(), detail.to_owned(), suggestion.map(str::to_owned))
    };
    for (text, expected) in [
        (
            "v=spf1 spf.protection.outlook.com -all",
            of(
                SpfFault::BareWord,
                "spf.protection.outlook.com",
                "`spf.protection.outlook.com` is a domain without a mechanism before it",
                Some("include:spf.protection.outlook.com"),
            ),
        ),
        (
            "v=spf1 192.0.2.1/24",
            of(
                SpfFault::BareWord,
                "192.0.2.1/24",
                "address `192.0.2.1/24` without `ip4:` before it",
                Some("ip4:192.0.2.1/24"),
            ),
        ),
        (
            "v=spf1 inculde:x.example",
            of(SpfFault::Mechanism, "inculde", "`inculde` is no mechanism", Some("include:x.example")),
        ),
        (
            "v=spf1 ip4:2001:db8::1",
            of(SpfFault::Ip4, "2001:db8::1", "an IPv6 address behind `ip4:`", Some("ip6:2001:db8::1")),
        ),
        (
            "v=spf1 ip6:192.0.2.1",
            of(SpfFault::Ip6, "192.0.2.1", "an IPv4 address behind `ip6:`", Some("ip4:192.0.2.1")),
        ),
        (
            "v=spf1 ip4:192.0.2.256",
            of(SpfFault::Ip4, "192.0.2.256", "`192.0.2.256` is not an IPv4 address", None),
        ),
        (
            "v=spf1 ip4:192.0.2.01",
            of(SpfFault::Ip4, "192.0.2.01", "`192.0.2.01` is not an IPv4 address", None),
        ),
        (
            "v=spf1 a:192.0.2.1",
            of(SpfFault::TopLabel, "1", "top label `1` is a number", Some("ip4:192.0.2.1")),
        ),
        (
            "v=spf1 mx:a.example:25",
            of(
                SpfFault::TopLabel,
                "example:25",
                "top label `example:25` has `:`, which no top label has",
                Some("a.example"),
            ),
        ),
        (
            "v=spf1 ip4:192.0.2.0/33",
            of(SpfFault::PrefixLength, "/33", "prefix length is 33, at most 32 fit", None),
        ),
        (
            "v=spf1 a/24/64",
            of(SpfFault::PrefixLength, "/24/64", "prefix length `24/64` is not a number", None),
        ),
        ("v=spf1 a//129", of(SpfFault::PrefixLength, "/129", "prefix length is 129, at most 128 fit", None)),
        ("v=spf1 include: -all", of(SpfFault::EmptyDomain, ":", "no domain", None)),
        (
            "v=spf1 include -all",
            of(SpfFault::NoValue, "include", "`include` without `:` and a domain behind it", None),
        ),
        (
            "v=spf1 redirect:x.example",
            of(
                SpfFault::Mechanism,
                "redirect:x.example",
                "`redirect` is a modifier, which has `=` behind its name",
                Some("redirect=x.example"),
            ),
        ),
        (
            "v=spf1 -redirect=x.example",
            of(SpfFault::Qualifier, "-", "a modifier takes no qualifier", Some("redirect=x.example")),
        ),
        (
            "v=spf1 exp=a.b exp=c.d",
            of(SpfFault::Repeated, "exp=c.d", "`exp=` stands here a second time", None),
        ),
        ("v=spf1 -all:x", of(SpfFault::Value, ":x", "`all` takes no value", Some("all"))),
        ("v=spf1 - all", of(SpfFault::Qualifier, "-", "`-` without a mechanism behind it", None)),
        (
            "v=spf1 a\tmx",
            of(SpfFault::Octet, "\t", "tab in `a\\u{9}mx`; terms are separated by spaces", None),
        ),
        (
            "v=spf1 a:b\u{a0}.example",
            of(SpfFault::NonAscii, "\u{a0}", "no-break space in `a:b\u{a0}.example`", None),
        ),
        ("v=spf1 =all", of(SpfFault::ModifierName, "=all", "`` is no name of a modifier", None)),
        (
            "v=spf1 -all foo=%x",
            of(SpfFault::Macro, "%x", "`%x` is no macro; a percent sign is written `%%`", None),
        ),
    ] {
        assert_eq!(first(text), expected, "{text}");
    }
}

/// RFC 7208 section 4.6: a syntax error anywhere voids the record, also behind `all`; what was read before
/// stays known.
#[test]
fn a_broken_term_voids_the_record_and_hides_no_other() {
    let found = spf(b"v=spf1 -all moo ip4:1.2.3 a");
    assert!(!found.is_usable());
    assert_eq!(
        found.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(),
        [SpfFault::Mechanism, SpfFault::Ip4]
    );
    assert_eq!(found.terms.len(), 4);
}

/// The grammar asks for a dot before the top label: `a:museum` is no domain-spec. pyspf refuses it too; other
/// parsers take it, which we side against because a strict receiver then has no SPF at all.
#[test]
fn single_labels_are_no_domains() {
    assert_eq!(first("v=spf1 a:museum").0, SpfFault::TopLabel);
    assert!(spf(b"v=spf1 a:%{d}").is_usable());
}

/// An unknown modifier may be empty and have any visible character: RFC 7208 section 12. It may look like a
/// mechanism.
#[test]
fn unknown_modifiers_are_no_faults() {
    let found = spf(b"v=spf1 moo.cow-far_out=man:dog/cat default=+ x= include=a.example -all");
    assert!(found.is_usable(), "{:?}", found.faults);
    assert!(matches!(&found.terms[3].kind, TermKind::Modifier(name) if name == "include"));
}

#[test]
fn hostile_texts_keep_few_faults_and_all_octets_are_allowed_in() {
    let many = [b"v=spf1".as_slice(), &b" !".repeat(30_000)].concat();
    let found = spf(&many);
    assert_eq!((found.faults.iter().count(), found.faults.dropped()), (64, 30_000 - 64));
    for byte in 0..=255u8 {
        for text in [
            vec![b' ', byte],
            vec![b' ', b'a', b':', byte],
            vec![b' ', b'%', b'{', byte, b'}'],
            vec![b' ', b'a', b'/', byte],
            vec![b' ', b'x', b'=', byte],
        ] {
            let _ = parse(
                &Text::of_strings([[b"v=spf1".as_slice(), &text].concat().as_slice()]),
                &Limits::default(),
            );
        }
    }
}
