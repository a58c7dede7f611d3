use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Completeness, Evidence, Zone};

declare_rule! {
    /// The file is named for another zone than the one it holds.
    ///
    /// ## Why it breaks
    /// Nothing breaks by it. A file that was copied for a new zone and not changed looks like this.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=mail.example.zone
    /// $ORIGIN shop.example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=db.example
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "SYN043",
    name: "file-name-disagreement",
    summary: "file is named for another zone",
    breaks: "nothing by itself; the file may be a copy in which the zone's name was not changed",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5"],
    since: "0.1.0",
    check: Check::File(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if zone.completeness() == Completeness::Fragment || zone.soa().is_none() {
        return;
    }
    let Some(candidate) =
        cx.naming.candidates.iter().find(|candidate| candidate.evidence == Evidence::FileName)
    else {
        return;
    };
    let name = candidate.name.clone();
    if tells_nothing(name.borrow_name(), zone.name()) {
        return;
    }
    cx.report(zone.start(), |finding| {
        finding
            .message(format!("file is named for `{name}` and holds zone `{}`", zone.name()))
            .help("rename the file, or correct `$ORIGIN` or the owner of the SOA");
    });
}

/// Top-level domains that end a file's name only where it is the name of a zone.
const COMMON: [&[u8]; 3] = [b"com", b"net", b"org"];

/// Whether a file's name is a way to write the zone's name, or one that says too little.
fn tells_nothing(file: NameRef<'_>, zone: NameRef<'_>) -> bool {
    // `internal.zone`, `db.192.0.2`, `10.zone`.
    if file.label_count() < 2 || file.labels().all(|label| label.iter().all(u8::is_ascii_digit)) {
        return true;
    }
    // `basic.yaml.zone` and `web.prod.db` name no zone.
    let last = |name: NameRef<'_>| name.labels().last().map(<[u8]>::to_ascii_lowercase).unwrap_or_default();
    if last(file) != last(zone) && !COMMON.contains(&last(file).as_slice()) {
        return true;
    }
    // `example.com.internal.zone`, `db.internal.example.com`: a view, a date, a version.
    contains(file, zone) || contains(zone, file)
}

/// Whether the labels of `inner` stand in `outer` one after the other.
fn contains(outer: NameRef<'_>, inner: NameRef<'_>) -> bool {
    let outer: Vec<&[u8]> = outer.labels().collect();
    let inner: Vec<&[u8]> = inner.labels().collect();
    inner.is_empty()
        || outer
            .windows(inner.len())
            .any(|window| window.iter().zip(&inner).all(|(a, b)| a.eq_ignore_ascii_case(b)))
}
