use crate::finding::Severity;
use crate::record::caa::{self, Caa};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `CAA` set names CAs for wildcard certificates with `issuewild`, and has no `issue`.
    ///
    /// ## Why it breaks
    /// `issuewild` says nothing of certificates without a wildcard. Any CA may issue those, which is most
    /// often not what was meant.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  0 issuewild "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  0 issue "ca.example.net"
    /// @  CAA  0 issuewild "ca.example.net"
    /// ```
    code: "REC032",
    name: "caa-issuewild-alone",
    summary: "CAA issuewild without issue",
    breaks: "any CA may issue certificates without a wildcard for this name (RFC 8659 section 4.3)",
    severity: Severity::Info,
    rfcs: &["RFC 8659 section 4.3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CAA], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let tagged = |tag: &'static str| {
        rrset.records().filter(move |record| Caa::of(*record).is_some_and(|caa| caa.has_tag(&[tag])))
    };
    if tagged("issue").next().is_some() || cx.zone.may_have(rrset.owner(), types::CAA) {
        return;
    }
    // To forbid wildcards and nothing else is a policy of its own.
    let names_ca =
        |caa: Caa<'_>| caa::check_issuer(caa.value).is_ok() && !caa::issuer(caa.value).0.is_empty();
    let Some(record) = tagged("issuewild").find(|record| Caa::of(*record).is_some_and(names_ca)) else {
        return;
    };
    cx.report_on(record, Part::Field(types::caa::TAG), |finding| {
        finding
            .message(format!("CAA of `{}` has `issuewild` and no `issue`", rrset.owner()))
            .help("add an `issue` record that names the CA, or `issue \";\"` to permit nobody");
    });
}
