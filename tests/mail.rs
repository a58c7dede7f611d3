//! Mail records in whole zones: where their parts stand in the text, what SPF costs, which DMARC record
//! applies.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use danelaw::limits::Limits;
use danelaw::mail::domain::{Mx, ZoneMail};
use danelaw::mail::place::TextKind;
use danelaw::mail::spf_lookups::{Evaluation, Evaluator, Trouble, Void};
use danelaw::mail::spf_open::Everybody;
use danelaw::mail::{Extent, Text, dkim, dmarc, spf};
use danelaw::parse::{self, IncludePolicy, Setup};
use danelaw::resolve::{Given, Perspective};
use danelaw::rr::types;
use danelaw::source::{Disk, Placeholders, Source};
use danelaw::wire::{Name, NameRef};
use danelaw::workers::Serial;
use danelaw::zone::{Completeness, Zone};

fn name(text: &str) -> Name {
    Name::absolute(text).unwrap()
}

fn zone(origin: &str, text: &str) -> Zone {
    let (limits, origin) = (Limits::default(), name(origin));
    let head = "$TTL 60\n@ SOA ns h 1 60 60 60 60\n@ NS ns\nns A 192.0.2.53\n";
    let source = Source::new("test.zone", None, format!("{head}{text}").into_bytes());
    let setup = Setup {
        files: &Disk,
        includes: &IncludePolicy::default(),
        limits: &limits,
        workers: &Serial,
        origin: &origin,
        placeholders: &Placeholders::default(),
    };
    let parsed = parse::parse(source, &setup);
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    Zone::build(parsed, origin, Completeness::Whole, &Serial)
}

/// Every octet of a text leads back to the characters that stand for it in the zone file.
#[test]
fn parts_of_texts_stand_where_they_are_written() {
    let zone = zone(
        "example.org",
        "a TXT \"v=spf1 a:x\" ( ; \"not this\"\n \".example \\\"\\032\" word\\\\s \"\" \"-all\" )\nb TXT \\# \
        5 04 76203d62\n$GENERATE 1-1 c$ TXT v=spf1\n",
    );
    let at = |owner: &str| zone.node(name(owner).borrow_name()).unwrap().rrset(types::TXT).unwrap().first();
    let record = at("a.example.org");
    let text = Text::of(record);
    assert_eq!(text.octets(), b"v=spf1 a:x.example \" word\\s-all");
    let shown = |from: usize, to: usize| {
        String::from_utf8_lossy(zone.text(record.span(text.part(Extent::new(from, to))))).into_owned()
    };
    assert_eq!(shown(0, 6), "v=spf1");
    assert_eq!(shown(19, 21), "\\\"\\032");
    assert_eq!(shown(20, 21), "\\032");
    assert_eq!(shown(25, 27), "\\\\s");
    assert_eq!(shown(27, 31), "-all");
    // Over two strings the quotes between them belong to it.
    assert_eq!(shown(9, 18), "x\" ( ; \"not this\"\n \".example");
    assert_eq!(text.glued(|rest| rest.starts_with(b".")).len(), 1);
    // Where no string stands in the text, the whole rdata is shown.
    for (owner, whole) in
        [("b.example.org", "\\# 5 04 76203d62"), ("c1.example.org", "$GENERATE 1-1 c$ TXT v=spf1")]
    {
        let record = at(owner);
        let text = Text::of(record);
        assert_eq!(String::from_utf8_lossy(zone.text(record.span(text.part(Extent::new(1, 2))))), whole);
    }
}

fn evaluate(zones: &[&Zone], domain: &str, check: impl Fn(&Evaluation<'_>)) {
    let limits = Limits::default();
    let given = Given::new(zones.iter().copied(), &[], &[], &limits);
    let answers = Perspective::of_user(&given);
    let evaluator = Evaluator::new(answers, &limits);
    check(&evaluator.evaluate(name(domain).borrow_name()).unwrap());
}

#[test]
fn lookups_are_counted_through_includes() {
    let zone = zone(
        "example.org",
        "@ TXT \"v=spf1 a mx include:one redirect=two.example.org\"\n\
         @ A 192.0.2.1\n@ AAAA 2001:db8::1\n@ MX 10 ns\n\
         a TXT \"v=spf1 include:one.example.org include:one.example.org ip4:192.0.2.0/24 \
         exists:%{i}.example.org -all a ptr\"\n\
         one TXT \"v=spf1 a:ns.example.org ?include:outside.example ~all\"\n\
         two TXT \"v=spf1 include:_%{d1r}.example.org -all\"\n_two TXT \"v=spf1 ip4:192.0.2.1 -all\"\n\
         c TXT \"v=spf1 redirect=two.example.org\"\n",
    );
    evaluate(&[&zone], "a.example.org", |found| {
        // Twice the include with its two, and exists; nothing behind `-all`.
        assert_eq!((found.known(), found.most()), (7, None));
        assert_eq!(found.open.len(), 2);
        assert_eq!(
            found.open[0].1.as_ref().map(|name| name.to_string()).as_deref(),
            Some("outside.example.")
        );
        assert_eq!(found.lookups[1].text(), "a:ns.example.org");
        assert_eq!(found.lookups[1].depth, 1);
        let span = found.lookups[1].record.span(found.lookups[1].part());
        assert_eq!(zone.text(span), b"a:ns.example.org");
        assert_eq!(found.void_counts(), (0, 2));
    });
    evaluate(&[&zone], "c.example.org", |found| {
        assert_eq!((found.known(), found.most(), found.troubles.len()), (2, Some(2), 0))
    });
}

#[test]
fn targets_without_one_record_are_told() {
    let zone = zone(
        "example.org",
        "a TXT \"v=spf1 include:none.example.org include:two.example.org include:bad.example.org \
        include:all.example.org a:never.example.org -all\"\n\
         two TXT \"v=spf1 -all\"\ntwo TXT \"v=spf1 +all\"\ntwo A 192.0.2.1\n\
         bad TXT \"v=spf1 moo -all\"\nall TXT \"v=spf1 +all\"\n\
         v TXT \"v=spf1 a:gone.example.org mx:two.example.org a:two.example.org exists:gone.example.org \
         -all\"\n\
         m TXT \"v=spf1 mx -all\"\n$GENERATE 1-11 m MX \"10 h$\"\n",
    );
    evaluate(&[&zone], "a.example.org", |found| {
        let troubles: Vec<_> =
            found.troubles.iter().map(|(_, name, trouble)| (name.to_string(), trouble.clone())).collect();
        let of = |name: &str, trouble| (format!("{name}.example.org."), trouble);
        assert_eq!(
            troubles,
            [
                of("none", Trouble::NoRecord),
                of("two", Trouble::Several(2)),
                of("bad", Trouble::Broken),
                of("all", Trouble::Everybody(Everybody::All))
            ]
        );
        // Whoever comes to the last include passes, so that nothing behind it is asked.
        assert_eq!(found.known(), 4);
        assert_eq!(found.void_counts(), (1, 1));
    });
    evaluate(&[&zone], "v.example.org", |found| {
        let voids: Vec<_> = found.voids.iter().map(|(site, _, void)| (site.text(), *void)).collect();
        let expected = [
            ("a:gone.example.org", Void::Always),
            ("mx:two.example.org", Void::Always),
            ("a:two.example.org", Void::ForIpv6),
            ("exists:gone.example.org", Void::Always),
        ]
        .map(|(text, void)| (text.to_owned(), void));
        assert_eq!(voids, expected);
        assert_eq!(found.void_counts(), (3, 4));
    });
    evaluate(&[&zone], "m.example.org", |found| assert_eq!(found.troubles[0].2, Trouble::MxHosts(11)));
}

#[test]
fn circles_end() {
    let zone = zone(
        "example.org",
        "a TXT \"v=spf1 include:b.example.org -all\"\nb TXT \"v=spf1 redirect=a.example.org\"\ns \
        TXT \"v=spf1 include:%{d} -all\"\n",
    );
    evaluate(&[&zone], "a.example.org", |found| {
        let Trouble::Circle(path) = &found.troubles[0].2 else { panic!() };
        assert_eq!(
            path.iter().map(|name| name.to_string()).collect::<Vec<_>>(),
            ["a.example.org.", "b.example.org.", "a.example.org."]
        );
        assert_eq!(found.known(), 2);
    });
    evaluate(&[&zone], "s.example.org", |found| assert!(matches!(found.troubles[0].2, Trouble::Circle(_))));
}

/// Thousands of records that include each other twice would cost 2 to the power of their number.
#[test]
fn hostile_graphs_take_bounded_work() {
    let mut text = String::new();
    for at in 0..3_000 {
        let next = (at + 1) % 3_000;
        text.push_str(&format!(
            "n{at} TXT \"v=spf1 include:n{next}.example.org include:n{next}.example.org \
            include:n{at}.%{{d}} -all\"\n"
        ));
    }
    let zone = zone("example.org", &text);
    let limits = Limits::default();
    let given = Given::new([&zone], &[], &[], &limits);
    let answers = Perspective::of_user(&given);
    let evaluator = Evaluator::new(answers, &limits);
    for at in 0..3_000 {
        let found = evaluator.evaluate(name(&format!("n{at}.example.org")).borrow_name()).unwrap();
        assert!(found.is_capped && found.known() == limits.spf_lookups && found.most().is_none());
    }
}

#[test]
fn aliases_and_other_zones_are_followed() {
    let one = zone(
        "example.org",
        "@ TXT \"v=spf1 include:x.example.org -all\"\nx CNAME spf.example.net.\ny TXT \"v=spf1 \
        include:z.sub.example.org -all\"\nsub NS ns.example.net.\n",
    );
    let other = zone("example.net", "spf TXT \"v=spf1 ip4:192.0.2.1 -all\"\n");
    evaluate(&[&one, &other], "example.org", |found| assert_eq!((found.known(), found.most()), (1, Some(1))));
    evaluate(&[&one], "example.org", |found| assert_eq!((found.known(), found.open.len()), (1, 1)));
    evaluate(&[&one], "y.example.org", |found| {
        assert_eq!((found.known(), found.open.len(), found.troubles.len()), (1, 1, 0))
    });
}

#[test]
fn a_zone_has_mail_domains() {
    let zone = zone(
        "example.org",
        "@ TXT \"v=spf1 -all\"\n@ TXT \"v=spf1-all\"\n@ TXT other\n@ MX 0 .\n_dmarc TXT \"v=DMARC1; \
        p=none\"\ns1._domainkey TXT \"v=DKIM1; p=\"\n\
         s2._domainkey CNAME s2.example.net.\n_mta-sts TXT \"v=STSv1; id=1\"\n_smtp._tls TXT \"v=TLSRPTv1; \
         rua=mailto:a@example.org\"\n\
         default._bimi TXT \"v=BIMI1; l=\"\nmail MX 10 ns\nstray TXT \"v=DMARC1; p=none\"\nhost A \
         192.0.2.1\ntext TXT hello\n",
    );
    let limits = Limits::default();
    let given = Given::new([&zone], &[], &[], &limits);
    let answers = Perspective::of(&zone, &given);
    let mail = ZoneMail::of(&zone, answers, &[], &limits).unwrap();
    let found = &mail.domains;
    assert_eq!(
        found.iter().map(|domain| domain.name.to_string()).collect::<Vec<_>>(),
        ["example.org.", "mail.example.org."]
    );
    let apex = &found[0];
    assert!(!apex.takes_mail() && matches!(apex.mx(), Mx::Null(_)));
    assert_eq!((apex.spf().count(), apex.own.as_ref().unwrap().near().count()), (1, 1));
    assert_eq!(
        apex.selectors.iter().map(|(name, slot)| (name.as_str(), slot.alias.is_some())).collect::<Vec<_>>(),
        [("s1", false), ("s2", true)]
    );
    assert!(apex.dmarc.is_some() && apex.mta_sts.is_some() && apex.tls_rpt.is_some() && apex.bimi.len() == 1);
    assert!(matches!(found[1].mx(), Mx::Hosts(_)) && found[1].takes_mail());
    assert_eq!(
        mail.strays.iter().map(|stray| (stray.record.owner().to_string(), stray.kind)).collect::<Vec<_>>(),
        [("stray.example.org.".to_owned(), TextKind::Dmarc)]
    );
}

#[test]
fn dmarc_records_are_found_up_the_tree() {
    let limits = Limits::default();
    let zone = zone(
        "example.org",
        "_dmarc TXT \"v=DMARC1; p=reject; sp=quarantine; \
        rua=mailto:r@example.org,mailto:r@reports.example.net,mailto:r@agreed.example.net\"\n\
         _dmarc.b TXT \"v=DMARC1; p=none\"\n_dmarc.two TXT \"v=DMARC1; p=none\"\n_dmarc.two TXT \"v=DMARC1; \
         p=reject\"\n\
         _dmarc.suffix TXT \"v=DMARC1; p=none; psd=y\"\n_dmarc.own.suffix TXT \"v=DMARC1; \
         p=reject\"\n_dmarc.stop TXT \"v=DMARC1; p=none; psd=n\"\n",
    );
    let other = self::zone("example.net", "example.org._report._dmarc.agreed TXT \"v=DMARC1;\"\n");
    let given = Given::new([&zone, &other], &[], &[], &limits);
    let answers = Perspective::of_user(&given);
    let at = |domain: &str| {
        let found = dmarc::discover(answers, name(domain).borrow_name(), &limits).unwrap().unwrap();
        (found.domain.to_string(), found.is_own)
    };
    assert_eq!(at("example.org"), ("example.org.".to_owned(), true));
    assert_eq!(at("b.example.org"), ("b.example.org.".to_owned(), true));
    // The organizational domain's record, not that of a name in between: RFC 9989 section 4.10.1.
    assert_eq!(at("a.b.example.org"), ("example.org.".to_owned(), false));
    assert_eq!(at("two.example.org"), ("example.org.".to_owned(), false));
    assert_eq!(at("x.own.suffix.example.org"), ("own.suffix.example.org.".to_owned(), false));
    assert_eq!(at("x.other.suffix.example.org"), ("suffix.example.org.".to_owned(), false));
    assert_eq!(at("x.stop.example.org"), ("stop.example.org.".to_owned(), false));
    assert_eq!(at("a.b.c.d.e.f.g.h.i.j.k.example.org"), ("example.org.".to_owned(), false));
    assert!(dmarc::discover(answers, name("example.com").borrow_name(), &limits).unwrap().is_none());

    let own = dmarc::discover(answers, name("example.org").borrow_name(), &limits).unwrap().unwrap();
    let found = dmarc::destinations(answers, name("example.org").borrow_name(), &own.dmarc, &limits);
    let told: Vec<_> =
        found.iter().map(|to| (to.owner.as_ref().unwrap().to_string(), to.is_authorized)).collect();
    let of = |host: &str, is_authorized| {
        (format!("example.org._report._dmarc.{host}.example.net."), is_authorized)
    };
    assert_eq!(told, [of("reports", Some(false)), of("agreed", Some(true))]);
}

fn key(text: &str) -> dkim::Dkim {
    dkim::parse(&Text::of_strings(text.as_bytes().chunks(255)), &Limits::default())
}

const RSA_512: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALgSoqXVSEmfcIsOzw7oRuCCOwsmtX/SJnTWxYyj2leFxfS/AVJ+\
    dYfY+hXqMsT7l+MZvvh/R1WzN4MO/kI/7XsCAwEAAQ==";

#[test]
fn keys_are_measured() {
    use dkim::{DkimFault, PublicKey, RsaForm};
    let rsa = key(&format!("v=DKIM1; k=rsa; t=y:s; s=email; h=sha1:SHA256; p={RSA_512}"));
    assert_eq!(rsa.key, PublicKey::Rsa { bits: 512, exponent_octets: 3, form: RsaForm::Spki });
    assert!(rsa.is_usable() && rsa.has_flag("y") && rsa.has_flag("s"), "{:?}", rsa.faults);
    // The same key without its wrapping, with blanks in it and without padding.
    let bare = "MEgCQQC4EqKl1UhJn3CLDs8O6EbggjsLJrV/0iZ01sWMo9pXhcX0vwFSfnWH2PoV \
        6jLE+5fjGb74f0dVszeDDv5CP+17AgMBAAE=";
    assert_eq!(
        key(&format!("p={bare}")).key,
        PublicKey::Rsa { bits: 512, exponent_octets: 3, form: RsaForm::Pkcs1 }
    );
    assert!(matches!(
        key(&format!("p={}", bare.trim_end_matches('='))).key,
        PublicKey::Rsa { bits: 512, .. }
    ));
    assert!(matches!(
        key("v=DKIM1; k=ed25519; p=pP+YUyRjAvKha4Oc49KAY703oLUS1NLMEuGD3IHMKww=").key,
        PublicKey::Ed25519(_)
    ));
    let wrapped = key("v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA3SUqa9UbfciWkk7tlcJ9P1VD5pXAasg0JUn/OgjVbKE=");
    assert_eq!(
        wrapped.key,
        PublicKey::WrappedEd25519("3SUqa9UbfciWkk7tlcJ9P1VD5pXAasg0JUn/OgjVbKE=".to_owned())
    );
    assert_eq!(key("v=DKIM1; p=").key, PublicKey::Revoked);
    for (text, kind) in [
        ("v=DKIM1; p", DkimFault::Tags(danelaw::mail::tags::TagFault::NoEquals)),
        ("v=DKIM1", DkimFault::NoKey),
        ("p=; v=DKIM1", DkimFault::Version),
        ("v=dkim1; p=", DkimFault::Version),
        ("v=DKIM1; k=ed25519; p=HbawiMnQXTCopHTkR0jlKQ==", DkimFault::Key),
        ("v=DKIM1; p=JDcbZ0Hpba5NKXI4UAW3G0IDhhFOxhJTDybZEwe1FeA=", DkimFault::Key),
        ("v=DKIM1\\; p=", DkimFault::Version),
        ("v=DKIM1; p=-----BEGIN PUBLIC KEY-----", DkimFault::Pem),
        ("v=DKIM1; p=MIG?", DkimFault::Base64),
        ("v=DKIM1; p=MIGfM", DkimFault::Base64),
        ("v=DKIM1; k=rsa2; p=MIGf", DkimFault::KeyType),
        ("v=DKIM1; p=\"MIGf\"", DkimFault::Escape),
    ] {
        assert_eq!(key(text).faults.iter().next().map(|fault| fault.kind), Some(kind), "{text}");
        assert!(!key(text).is_usable(), "{text}");
    }
    assert!(!key(&format!("h=sha1; p={RSA_512}")).is_usable());
    assert!(!key(&format!("s=tlsrpt; p={RSA_512}")).is_usable());
}

/// A key of 64 Kibit fills 11 KiB of base64; the record may have 64 KiB. It is measured and nothing is
/// computed with it.
#[test]
fn huge_keys_are_only_measured() {
    use base64::Engine as _;
    let mut modulus = vec![0xc3u8; 8192];
    modulus[8191] = 1;
    let der = |tag: u8, inner: &[u8]| {
        [&[tag, 0x82][..], &u16::try_from(inner.len()).unwrap().to_be_bytes(), inner].concat()
    };
    let integers = [der(2, &[&[0][..], &modulus].concat()), vec![2, 3, 1, 0, 1]].concat();
    let text = format!("p={}", base64::engine::general_purpose::STANDARD.encode(der(0x30, &integers)));
    assert!(matches!(key(&text).key, dkim::PublicKey::Rsa { bits: 65_536, .. }));
    let _ = key(&format!("p={}", "A".repeat(65_000)));
    let _ = key(&";".repeat(65_000));
}

#[test]
fn an_rrset_of_64_kib_is_read() {
    let strings: Vec<Vec<u8>> =
        (0..255).map(|at| vec![if at % 2 == 0 { b'\0' } else { 0xff }; 255]).collect();
    let text = Text::of_strings(strings.iter().map(Vec::as_slice));
    assert_eq!((text.octets().len(), text.place(65_024), text.joints().count()), (65_025, (254, 254), 254));
    for kind in [danelaw::mail::place::kind(text.octets()), danelaw::mail::place::kind(b"")] {
        assert_eq!(kind, (TextKind::Other, true));
    }
    let spf = spf::parse(&text, &Limits::default());
    assert!(!spf.is_usable() && NameRef::ROOT.is_root());
}
