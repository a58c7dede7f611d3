use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_lookups::{MX_HOSTS, Trouble};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An `mx` of an SPF record leads to more than ten hosts.
    ///
    /// ## Why it breaks
    /// Receivers look up the addresses of ten hosts at most; with one more the result is permerror.
    ///
    /// ## Bad
    /// ```zone,bad,also=mta-sts-missing-below,mail
    /// @   TXT  "v=spf1 mx:pool.example -all"
    /// $GENERATE 1-11 pool  MX   "10 h$.example.net."
    /// pool                 TXT  "v=spf1 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:192.0.2.0/28 -all"
    /// ```
    code: "SPF020",
    name: "spf-mx-too-many-hosts",
    summary: "SPF mx of more than 10 hosts",
    breaks: "receivers return permerror, and mail fails SPF (RFC 7208 section 4.6.4)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 4.6.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::usable(mail) {
        for (site, name, trouble) in spf_records::troubles(mail, domain) {
            let Trouble::MxHosts(count) = trouble else { continue };
            cx.report_on(said.record, said.part(site.at), |finding| {
                finding.message(format!(
                    "SPF term `{}` leads to {count} MX hosts of `{name}`, {MX_HOSTS} are the most",
                    site.text()
                ));
                finding.help("write `ip4:` and `ip6:` with the networks of these hosts instead");
            });
        }
    }
}
