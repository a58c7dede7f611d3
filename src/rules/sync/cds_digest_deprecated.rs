use crate::dnssec::digest_standing;
use crate::dnssec::sync::is_delete;
use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `CDS` has a SHA-1 (1) or GOST R 34.11-94 (3) digest.
    ///
    /// ## Why it breaks
    /// Neither may be used for new DS. Parents refuse it, and validators that dropped SHA-1 pass over the DS.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 1 8ddcedd6…
    /// example. 3600 CDNSKEY 257 3 13 0pwetjo6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 257 3 13 0pwetjo6…
    /// ```
    code: "CDS008",
    name: "cds-digest-deprecated",
    summary: "CDS with a deprecated digest",
    breaks: "the parent would publish a DS that must not be used, or refuse the set (RFC 9905 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9905 section 2", "RFC 9906 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::CDS], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(&digest_type) =
        record.rdata().get(3).filter(|digest_type| digest_standing(**digest_type).is_out())
    else {
        return;
    };
    let Some(digest) = digest::of_ds(digest_type).filter(|_| !is_delete(record)) else { return };
    cx.report_on(record, Part::Field(types::cds::DIGEST_TYPE), |finding| {
        finding
            .message(format!("CDS digest is {}, SHA-256 is needed", digest.name))
            .help("write the CDS that `danelaw ds --cds` prints");
    });
}
