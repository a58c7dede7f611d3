use crate::finding::Severity;
use crate::mail::TextFault;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::SpfFault;
use crate::mail::spf_records::{self, FaultRule};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A term of an SPF record does not fit the grammar.
    ///
    /// Strings that are joined without a space are `spf-strings-joined`, values that are no domain
    /// `spf-value-no-domain`, characters outside ASCII `spf-not-ascii`.
    ///
    /// ## Why it breaks
    /// One broken term voids the whole record, also where it stands behind `all`: receivers return permerror
    /// and do not look at the terms that are right.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ip4:192.0.2.0/33 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:192.0.2.0/24 -all"
    /// ```
    code: "SPF002",
    name: "spf-syntax",
    summary: "SPF term that cannot be read",
    breaks: "receivers return permerror for the whole record, and every message from the domain fails SPF \
        (RFC 7208 section 4.6)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 4.6", "RFC 7208 section 12"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, said) in spf_records::records(mail) {
        for (_, fault) in
            spf_records::faults(said).into_iter().filter(|(teller, _)| *teller == FaultRule::Syntax)
        {
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("SPF: {}", fault.detail)).help(help(fault));
            });
        }
        if said.said.faults.dropped() > 0 {
            cx.unshown(u64::try_from(said.said.faults.dropped()).unwrap_or(u64::MAX));
        }
    }
}

fn help(fault: &TextFault<SpfFault>) -> String {
    if let Some(meant) = &fault.suggestion {
        return format!("write `{meant}`");
    }
    let text = match fault.kind {
        SpfFault::Mechanism => {
            "write one of `all`, `include:`, `a`, `mx`, `ip4:`, `ip6:`, `exists:`, or delete the term"
        }
        SpfFault::Qualifier => "write the mechanism right behind its qualifier, as in `-all`",
        SpfFault::NoValue => {
            "write `:` and the value right behind the mechanism, as in `include:_spf.example.net`"
        }
        SpfFault::Value | SpfFault::BareWord => "delete what stands behind the mechanism",
        SpfFault::Ip4 => "write four numbers of at most 255 without leading zeros, as in `ip4:192.0.2.1`",
        SpfFault::Ip6 => "write the address as in `ip6:2001:db8::1`",
        SpfFault::PrefixLength => "write the prefix length as in `/24`, or `/24//64` behind `a` and `mx`",
        SpfFault::EmptyDomain => "write a domain there, or delete the term",
        SpfFault::TopLabel => "write the domain in full, as in `include:_spf.example.net`",
        SpfFault::Macro => "write macros as in `%{i}`, and a percent sign as `%%`",
        SpfFault::ModifierName => "delete the `=`, or write `redirect=` or `exp=`",
        SpfFault::Repeated => "delete one of the two",
        SpfFault::Octet => {
            "separate terms by one space, and delete every other blank, line end and control character"
        }
        SpfFault::NonAscii => "write ASCII characters only",
    };
    text.to_owned()
}
