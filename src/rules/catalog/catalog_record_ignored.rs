use crate::finding::Severity;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Node, Part, Purpose, Zone, catalog_version};

declare_rule! {
    /// A catalog zone has records that no consumer reads.
    ///
    /// A member without a `PTR` record, a property of another type than its own (`coo` is PTR, `group` TXT), a
    /// property of a member that is not there, or a name that is neither a member, nor a property that is
    /// defined, nor below `ext`. Catalogs of version 1 are not judged.
    ///
    /// ## Why it breaks
    /// Consumers pass over what they do not know. The zone is not served, or not as the property wants it.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version          TXT  "2"
    /// a1.zones         PTR  example.net.
    /// primaries        A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version          TXT  "2"
    /// a1.zones         PTR  example.net.
    /// primaries.ext    A    192.0.2.1
    /// ```
    code: "CAT005",
    name: "catalog-record-ignored",
    summary: "record of a catalog that no consumer reads",
    breaks: "servers that consume the catalog ignore the record (RFC 9432 sections 4.2 and 4.4)",
    severity: Severity::Warning,
    rfcs: &["RFC 9432 section 4.2", "RFC 9432 section 4.4"],
    since: "0.1.0",
    check: Check::Node(check),
    applies_to: &[Purpose::Catalog],
}

/// Types that a signer writes.
const SIGNED: &[Rtype] = &[types::RRSIG, types::NSEC, types::NSEC3];

fn check(node: Node<'_>, cx: &mut Cx<'_>) {
    if node.is_apex() || !is_version_2(cx.zone) {
        return;
    }
    let found: Vec<Rtype> =
        node.rrsets().map(|rrset| rrset.rtype()).filter(|rtype| !SIGNED.contains(rtype)).collect();
    let Some((what, help)) = reason(node, &found, cx.zone) else { return };
    let records = node.rrsets().filter(|rrset| !SIGNED.contains(&rrset.rtype())).map(|rrset| rrset.first());
    let Some(record) = records.min_by_key(|record| record.id()) else { return };
    cx.report_on(record, Part::Owner, |finding| {
        finding.message(format!("`{}` {what}", node.name())).help(help);
    });
}

fn is_version_2(zone: &Zone) -> bool {
    let txt = catalog_version(zone).and_then(|node| node.rrset(types::TXT));
    txt.is_some_and(|txt| txt.first().rdata() == b"\x012")
}

/// Why no consumer reads what is at a name, and what to do.
fn reason(node: Node<'_>, found: &[Rtype], zone: &Zone) -> Option<(String, String)> {
    if found.is_empty() {
        return None;
    }
    let name = node.name();
    let depth = name.label_count().checked_sub(zone.name().label_count())?;
    // From the apex down: `zones`, the member, its property.
    let label = |from_apex: usize| depth.checked_sub(from_apex).and_then(|at| name.labels().nth(at));
    let is = |from_apex: usize, text: &str| {
        label(from_apex).is_some_and(|label| label.eq_ignore_ascii_case(text.as_bytes()))
    };
    let unknown = || {
        let first = String::from_utf8_lossy(name.first_label()).into_owned();
        let help = format!("write it as `{first}.ext`, or remove it");
        Some(("is no property that is defined".to_owned(), help))
    };
    let of_type = |rtype: Rtype, what: &str| {
        let wanted = format!("{what} has no {rtype} record");
        (!found.contains(&rtype)).then(|| (wanted, format!("write it as `{name} {rtype} ...`")))
    };
    match depth {
        1 if is(1, "version") || is(1, "ext") => None,
        2 if is(1, "zones") => of_type(types::PTR, "is a member and"),
        3 if is(1, "zones") && is(3, "coo") => {
            of_type(types::PTR, "is `coo` and").or_else(|| orphan(name, zone))
        }
        3 if is(1, "zones") && is(3, "group") => {
            of_type(types::TXT, "is `group` and").or_else(|| orphan(name, zone))
        }
        3.. if is(1, "zones") && is(3, "ext") => None,
        2.. if is(1, "ext") => None,
        _ => unknown(),
    }
}

/// A property whose member is not there.
fn orphan(name: NameRef<'_>, zone: &Zone) -> Option<(String, String)> {
    let member = name.parent()?;
    let is_member = zone.node(member).is_some_and(|node| node.rrset(types::PTR).is_some());
    let help = format!("add `{member} PTR <zone>`, or remove the property");
    (!is_member).then(|| ("is a property of no member".to_owned(), help))
}
