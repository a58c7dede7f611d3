use crate::dane::pin::Pins;
use crate::dane::{AS_OF, Authority, Keys, Standing, Usage};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The `TLSA` records are all of CAs of Let's Encrypt, and lack one that may issue the next certificate.
    ///
    /// Known are its CAs as of 2026-08-21: YR1, YR2 and YR3 issue for RSA keys or stand by to, YE1, YE2 and
    /// YE3 for ECDSA keys. Not reported where a root of theirs is there that the usual chain has, or any
    /// record that is of no known CA.
    ///
    /// ## Why it breaks
    /// Let's Encrypt picks one of its CAs for each certificate, and takes a stand-by one into service without
    /// notice. After a renewal by a CA that is not among the records nothing matches.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _993._tcp.mx  TLSA  2 1 1 2e8307068b6db620e4a39d068b5dee5d6ef5788cbb2c0b6d23ead84fcc17178c
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _993._tcp.mx  TLSA  2 1 1 2e8307068b6db620e4a39d068b5dee5d6ef5788cbb2c0b6d23ead84fcc17178c
    /// _993._tcp.mx  TLSA  2 1 1 9d637b3d27a9e570d07607b9ccadb80a70915c7af72afce12841b1b1da825fd1
    /// _993._tcp.mx  TLSA  2 1 1 51aaa87d984b559ac69e929f888a022d832e089ff4dba0a412b5101bca4bc799
    /// ```
    code: "DAN046",
    name: "tlsa-ca-set-incomplete",
    summary: "TLSA records lack a CA that may issue",
    breaks: "a certificate that another CA of Let's Encrypt issues matches no record: mail is refused (RFC \
        7671 section 8.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8.1", "RFC 7671 section 5.2"],
    since: "0.1.0",
    check: Check::Pins(check),
}

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let pins = &pins.usable;
    // Any other record may match whatever CA issues.
    if pins.iter().any(|pin| {
        pin.usage() != Usage::DaneTa && !pin.is_ca_as_server() || pin.authority().is_none_or(is_sent_root)
    }) {
        return;
    }
    let anchors = || {
        pins.iter().filter(|pin| pin.usage() == Usage::DaneTa).filter_map(|pin| Some((pin, pin.authority()?)))
    };
    for keys in [Keys::Rsa, Keys::Ecdsa] {
        let first = anchors()
            .find(|(_, authority)| authority.standing == Standing::Issuing && authority.keys == keys);
        let lacking: Vec<&Authority> = Authority::issuing(keys)
            .filter(|wanted| !anchors().any(|(_, authority)| authority == *wanted))
            .collect();
        let Some((pin, _)) = first.filter(|_| !lacking.is_empty()) else { continue };
        let names: Vec<&str> =
            lacking.iter().filter_map(|authority| authority.name.rsplit(' ').next()).collect();
        cx.report_on(pin.record, Part::Owner, |finding| {
            finding.message(format!(
                "TLSA pins CAs of Let's Encrypt without {}, which may issue next",
                names.join(" and ")
            ));
            finding.label(
                pin.record.span(Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA)),
                format!("its CAs are known as of {AS_OF}"),
            );
            let lines: Vec<String> =
                lacking.iter().map(|authority| format!("`2 1 1 {}`", authority.key)).collect();
            finding.help(format!(
                "add {}, or `3 1 1` with the digest of a server key that renewals keep",
                lines.join(" and ")
            ));
        });
    }
}

/// Whether servers send a certificate of this root, so that it matches whatever CA below it issued.
fn is_sent_root(authority: &Authority) -> bool {
    authority.standing == Standing::Root && !authority.is_left_out()
}
