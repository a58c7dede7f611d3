//! Names of a zone, looked up by hash and by order, compared with a walk over all of its owners.

use danelaw::limits::Limits;
use danelaw::parse::{IncludePolicy, Setup, parse};
use danelaw::rr::types;
use danelaw::source::{Memory, Placeholders, Source};
use danelaw::wire::{Name, NameRef};
use danelaw::workers::Serial;
use danelaw::zone::{Completeness, Lookup, Node, Zone};
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_assert_eq, proptest};

fn zone(text: &str) -> Zone {
    let origin = Name::absolute("Example.").expect("a name");
    let (files, includes, limits) = (Memory::default(), IncludePolicy::default(), Limits::default());
    let setup = Setup {
        files: &files,
        includes: &includes,
        limits: &limits,
        workers: &Serial,
        origin: &origin,
        placeholders: &Placeholders::default(),
    };
    let parsed = parse(Source::new("zone", None, text.as_bytes().to_vec()), &setup);
    Zone::build(parsed, origin.clone(), Completeness::Whole, &Serial)
}

fn shown(lookup: Lookup<'_>) -> String {
    let at = |what: &str, node: Node<'_>| format!("{what} {}", node.name());
    match lookup {
        Lookup::OutOfZone => "outside".to_owned(),
        Lookup::Delegated(node) => at("delegated", node),
        Lookup::Redirected(node) => at("redirected", node),
        Lookup::Exists(node) => at("exists", node),
        Lookup::EmptyNonTerminal => "empty".to_owned(),
        Lookup::Wildcard(node) => at("wildcard", node),
        Lookup::Unread => "unread".to_owned(),
        _ => "does not exist".to_owned(),
    }
}

/// What a walk over all owners finds.
fn expected(zone: &Zone, name: NameRef<'_>) -> String {
    if !name.is_at_or_below(zone.name()) {
        return "outside".to_owned();
    }
    let owner = |name: NameRef<'_>| zone.nodes().find(|node| node.name() == name);
    let above: Vec<NameRef<'_>> = std::iter::successors(Some(name), |name| name.parent())
        .take_while(|name| name.is_at_or_below(zone.name()))
        .collect();
    for &at in above.iter().rev() {
        let Some(node) = owner(at) else { continue };
        if node.has(&[types::NS]) && !node.is_apex() {
            return format!("delegated {}", node.name());
        }
        if node.has(&[types::DNAME]) && at != name {
            return format!("redirected {}", node.name());
        }
    }
    if let Some(node) = owner(name) {
        return format!("exists {}", node.name());
    }
    let exists = |name: NameRef<'_>| zone.nodes().any(|node| node.name().is_at_or_below(name));
    if exists(name) {
        return "empty".to_owned();
    }
    let encloser = above.into_iter().find(|&name| exists(name));
    let source = encloser.and_then(|encloser| owner(Name::parse(b"*", encloser).ok()?.borrow_name()));
    source.map_or("does not exist".to_owned(), |node| format!("wildcard {}", node.name()))
}

/// Up to four labels out of few, so that names are above, below and beside each other.
fn name() -> impl Strategy<Value = String> {
    let label = proptest::sample::select(vec!["a", "B", "b", "*", "aaaaaaaaaa", "\\000", "\\001", "ns"]);
    vec(label, 0..5).prop_map(|labels| labels.iter().map(|label| format!("{label}.")).collect())
}

proptest! {
    #[test]
    fn a_lookup_finds_what_a_walk_finds(
        records in vec((name(), proptest::sample::select(vec!["A 192.0.2.1", "NS b.example.", "DNAME a", "MX 1 B", "CNAME c.example"])), 0..14),
        asked in vec(name(), 1..20),
    ) {
        let text: String = records.iter().map(|(owner, rdata)| format!("{owner}eXample. 1 {rdata}\n")).collect();
        let zone = zone(&text);
        for name in asked.iter().flat_map(|name| [format!("{name}example."), format!("{name}EXAMPLE."), name.clone()]) {
            let name = Name::absolute(if name.is_empty() { "." } else { &name }).expect("a name");
            let name = name.borrow_name();
            prop_assert_eq!(shown(zone.lookup(name)), expected(&zone, name), "{} in\n{}", name, &text);
            let before = zone.nodes().take_while(|node| node.name().canonical_cmp(name).is_lt()).count();
            prop_assert_eq!(zone.position_of(name), before);
            prop_assert_eq!(zone.node(name).map(|node| node.position()), zone.nodes().position(|node| node.name() == name));
        }
    }

    #[test]
    fn what_records_lead_to_has_the_number_of_its_name(
        targets in vec((name(), proptest::bool::ANY), 0..20),
    ) {
        let text: String = targets
            .iter()
            .enumerate()
            .map(|(at, (target, is_relative))| {
                let target = format!("{target}{}", if *is_relative { "x" } else { "example." });
                format!("o{at}.example. 1 {}{target}\n", ["MX 1 ", "NS ", "SRV 1 2 3 ", "SVCB 1 "][at % 4])
            })
            .collect();
        let zone = zone(&text);
        let records: Vec<_> = zone.nodes().flat_map(Node::rrsets).flat_map(|rrset| rrset.records()).collect();
        for record in &records {
            let target = record.target().expect("a target");
            prop_assert_eq!(zone.name_id(target.name()), Some(target.id()));
            prop_assert_eq!(target.node().map(Node::position), zone.node(target.name()).map(Node::position));
            prop_assert_eq!(shown(target.lookup()), shown(zone.lookup(target.name())));
            let is_relative = !zone.text(record.span(danelaw::zone::Part::Rdata)).ends_with(b".");
            prop_assert_eq!(target.is_relative(), is_relative);
            for other in &records {
                let other = other.target().expect("a target");
                prop_assert_eq!(target.id() == other.id(), target.name() == other.name());
            }
        }
    }
}
