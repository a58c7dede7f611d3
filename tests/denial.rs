//! NSEC and NSEC3 chains over zones made by hand: every break of a chain is one fault.

use danelaw::dnssec::Denial;
use danelaw::dnssec::denial::{ChainUse, Target, nsec3_hash};
use danelaw::limits::Limits;
use danelaw::wire::{Name, base32hex};
use danelaw::workers::Serial;
use danelaw::zone::Zone;

fn zone(text: &str) -> Zone {
    let head = "$ORIGIN example.\n$TTL 3600\n@ SOA a b 1 2 3 4 3600\n@ NS ns.example.net.\n@ RRSIG SOA 13 1 \
        3600 20300101000000 20200101000000 1 @ AA==\n@ RRSIG NS 13 1 3600 20300101000000 20200101000000 1 @ \
        AA==\n";
    let zone = Zone::parse(format!("{head}{text}"), "example.").expect("a zone");
    assert!(zone.faults().is_empty(), "{:?}", zone.faults());
    zone
}

/// A name with data and a signature for it.
fn data(name: &str) -> String {
    format!("{name} A 192.0.2.1\n{name} RRSIG A 13 2 3600 20300101000000 20200101000000 1 @ AA==\n")
}

fn names_of(denial: &Denial<'_>) -> (Vec<String>, Vec<(String, Target)>) {
    let missing = denial.nsec.missing.get(&()).1.iter().map(|item| item.node.name().to_string()).collect();
    let next = denial
        .nsec
        .next
        .get(&())
        .1
        .iter()
        .chain(&denial.nsec.open)
        .map(|item| (item.record.owner().to_string(), item.target))
        .collect();
    (missing, next)
}

#[test]
fn a_closed_nsec_chain_is_right() {
    let text = format!(
        "{}{}@ NSEC A SOA NS RRSIG NSEC\na NSEC Cut.Example. A RRSIG NSEC\ncut NS ns.cut\nns.cut A \
        192.0.2.1\ncut NSEC z NS RRSIG NSEC\nz NSEC @ A RRSIG NSEC\n",
        data("a"),
        data("z")
    );
    let zone = zone(&text);
    let denial = Denial::of(&zone, &Limits::default(), &Serial);
    assert!(denial.nsec_is_in_force && !denial.is_absent);
    assert_eq!(names_of(&denial), (vec![], vec![]));
    assert!(denial.nsec.bitmaps.is_empty() && denial.nsec.alone.is_empty());
    assert_eq!(denial.wrong_ttls().count(), 0);
}

#[test]
fn every_break_of_an_nsec_chain_is_one_finding() {
    let chain = |edit: (&str, &str)| {
        let text = format!(
            "{}{}{}{}@ NSEC a SOA NS RRSIG NSEC\na NSEC b A RRSIG NSEC\nb NSEC c A RRSIG NSEC\nc NSEC d A \
            RRSIG NSEC\nd NSEC @ A RRSIG NSEC\n",
            data("a"),
            data("b"),
            data("c"),
            data("d")
        );
        assert!(text.contains(edit.0), "{}", edit.0);
        let zone = zone(&text.replace(edit.0, edit.1));
        names_of(&Denial::of(&zone, &Limits::default(), &Serial))
    };
    let next = |name: &str, target| (vec![], vec![(name.to_owned(), target)]);
    assert_eq!(chain(("b NSEC c A RRSIG NSEC\n", "")), (vec!["b.example.".to_owned()], vec![]));
    assert_eq!(
        chain(("a NSEC b A RRSIG NSEC\nb NSEC c A RRSIG NSEC\n", "a NSEC c A RRSIG NSEC\n")),
        (vec!["b.example.".to_owned()], vec![])
    );
    assert_eq!(chain(("a NSEC b", "a NSEC c")), next("a.example.", Target::Beyond));
    assert_eq!(chain(("a NSEC b", "a NSEC aa")), next("a.example.", Target::Missing));
    assert_eq!(chain(("b NSEC c", "b NSEC a")), next("b.example.", Target::NotBehind));
    assert_eq!(chain(("b NSEC c", "b NSEC example.net.")), next("b.example.", Target::OutOfZone));
    assert_eq!(chain(("d NSEC @", "d NSEC a")), next("d.example.", Target::NotBehind));
    assert_eq!(chain(("d NSEC @", "d NSEC dd")), next("d.example.", Target::Missing));
}

/// A complete NSEC3 chain, `opt_out` or not, over names and bitmaps.
fn nsec3_chain(flags: u8, names: &[(&str, &str)]) -> Vec<String> {
    let mut rows: Vec<(String, &str)> = names
        .iter()
        .map(|(name, types)| {
            (
                base32hex::encode(&nsec3_hash(Name::absolute(name).expect("a name").borrow_name(), &[], 0)),
                *types,
            )
        })
        .collect();
    rows.sort();
    let next = |at: usize| rows.get(at + 1).or(rows.first()).map_or("", |row| row.0.as_str());
    rows.iter()
        .enumerate()
        .map(|(at, (owner, types))| format!("{owner} NSEC3 1 {flags} 0 - {} {types}\n", next(at)))
        .collect()
}

const HASHED: [(&str, &str); 5] = [
    ("example.", "NS SOA RRSIG NSEC3PARAM"),
    ("a.example.", "A RRSIG"),
    ("ent.example.", ""),
    ("x.ent.example.", "A RRSIG"),
    ("cut.example.", "NS"),
];

fn nsec3_zone(chain: &[String]) -> Zone {
    let param = "@ NSEC3PARAM 1 0 0 -\n@ RRSIG NSEC3PARAM 13 1 3600 20300101000000 20200101000000 1 @ AA==\n";
    zone(&format!(
        "{param}{}{}cut NS ns.cut\nns.cut A 192.0.2.1\n{}",
        data("a"),
        data("x.ent"),
        chain.concat()
    ))
}

/// Missing names, wrong links, strays, left-out spans, wrong bitmaps.
fn counts(zone: &Zone) -> [u64; 5] {
    let denial = Denial::of(zone, &Limits::default(), &Serial);
    let faults = &denial.chains.first().expect("a chain").faults;
    [
        faults.missing.get(&()).0,
        faults.next.get(&()).0,
        faults.strays.get(&()).0,
        faults.left_out.get(&()).0,
        u64::from(!faults.bitmaps.is_empty()),
    ]
}

#[test]
fn a_closed_nsec3_chain_is_right() {
    assert_eq!(counts(&nsec3_zone(&nsec3_chain(0, &HASHED))), [0; 5]);
    assert_eq!(counts(&nsec3_zone(&nsec3_chain(1, &HASHED))), [0; 5]);
    assert_eq!(counts(&nsec3_zone(&nsec3_chain(1, HASHED.get(..4).expect("four")))), [0; 5]);
}

#[test]
fn every_break_of_an_nsec3_chain_is_one_finding() {
    assert_eq!(counts(&nsec3_zone(&nsec3_chain(0, HASHED.get(..4).expect("four")))), [0, 0, 0, 1, 0]);
    let whole = nsec3_chain(0, &HASHED);
    for at in 0..whole.len() {
        let mut chain = whole.clone();
        chain.remove(at);
        assert_eq!(counts(&nsec3_zone(&chain)), [1, 0, 0, 0, 0], "without {}", whole[at]);
    }
    let skipping: Vec<_> = HASHED.iter().filter(|row| row.0 != "ent.example.").copied().collect();
    assert_eq!(counts(&nsec3_zone(&nsec3_chain(0, &skipping))), [1, 0, 0, 0, 0]);
    let mut stray = HASHED.to_vec();
    stray.push(("gone.example.", "A RRSIG"));
    assert_eq!(counts(&nsec3_zone(&nsec3_chain(0, &stray))), [0, 0, 1, 0, 0]);
    let mut wrong = whole.clone();
    wrong[2] =
        wrong[2].replace(wrong[2].split(' ').nth(6).expect("a hash"), "0000000000000000000000000000000g");
    assert_eq!(counts(&nsec3_zone(&wrong)), [0, 1, 0, 0, 0]);
}

#[test]
fn an_owner_that_was_changed_is_one_finding() {
    for at in 0..HASHED.len() {
        let mut chain = nsec3_chain(0, &HASHED);
        let row = chain.remove(at);
        chain.push(format!("0000000000000000000000000000000g{}", row.get(32..).expect("a hash")));
        assert_eq!(counts(&nsec3_zone(&chain)), [1, 0, 0, 0, 0], "instead of {row}");
    }
}

#[test]
fn a_delegation_in_the_chain_needs_the_empty_names_above() {
    let names = [("example.", "NS SOA RRSIG NSEC3PARAM"), ("e.f.example.", "NS"), ("f.example.", "")];
    let above = |names: &[(&str, &str)]| {
        let text = format!(
            "@ NSEC3PARAM 1 0 0 -\n@ RRSIG NSEC3PARAM 13 1 3600 20300101000000 20200101000000 1 @ AA==\ne.f \
            NS a.b.\n{}",
            nsec3_chain(1, names).concat()
        );
        let zone = zone(&text);
        let denial = Denial::of(&zone, &Limits::default(), &Serial);
        let faults = &denial.chains.first().expect("a chain").faults;
        assert!(faults.missing.is_empty() && faults.left_out.is_empty());
        (faults.above_delegation.get(&()).0, faults.opted_out)
    };
    assert_eq!(above(&names), (0, 0));
    assert_eq!(above(names.get(..2).expect("two")), (1, 1));
    assert_eq!(above(names.get(..1).expect("one")), (0, 2));
}

#[test]
fn a_chain_of_other_parameters_is_foreign() {
    let chain: Vec<String> =
        nsec3_chain(0, &HASHED).iter().map(|row| row.replace("1 0 0 -", "1 0 3 -")).collect();
    let zone = nsec3_zone(&chain);
    let denial = Denial::of(&zone, &Limits::default(), &Serial);
    let chain = denial.chains.first().expect("a chain");
    assert_eq!(chain.standing, ChainUse::OnlyOne);
    assert!(chain.is_foreign && chain.faults.missing.is_empty());
}
