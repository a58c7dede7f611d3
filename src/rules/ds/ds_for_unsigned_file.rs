use crate::dnssec::Speaker;
use crate::dnssec::chain::UnsignedChild;
use crate::finding::Severity;
use crate::resolve::place;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A parent zone that is checked in the same run has `DS` records of this zone, and the file has no
    /// `DNSKEY`.
    ///
    /// ## Why it breaks
    /// It does not where a server signs the zone when it loads this file. Published as it is, it is bogus:
    /// the DS says that the zone is signed.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// ```
    code: "DS008",
    name: "ds-for-unsigned-file",
    summary: "a checked parent has DS, and this file is not signed",
    breaks: "if a server publishes this file as it is, validators answer SERVFAIL for every name (RFC 4035 \
        section 5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 5.2"],
    since: "0.1.0",
    check: Check::UnsignedChild(check),
}

fn check(child: &UnsignedChild<'_>, cx: &mut Cx<'_>) {
    let UnsignedChild { zone, speaker, ds } = *child;
    let Some(soa) = zone.soa().filter(|_| speaker == Speaker::Checked) else { return };
    cx.report_on(soa, Part::Owner, |finding| {
        let message = format!("`{}` has no DNSKEY, and the parent has {ds}", zone.name());
        finding
            .message(message)
            .help(format!("check the signed zone instead, or take the DS away ({})", place(ds.record)));
    });
}
