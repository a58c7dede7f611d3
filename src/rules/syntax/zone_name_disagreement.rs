use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::{SourceId, Span};
use crate::zone::{Candidate, Completeness, Evidence, Zone};

declare_rule! {
    /// The zone is called one name by `--origin` or a `; danelaw: zone` comment, and another by its SOA.
    ///
    /// ## Why it breaks
    /// A name server loads the file under the name in its configuration. Where the SOA has another owner it
    /// refuses the file.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=example.zone
    /// ; danelaw: zone example.
    /// $ORIGIN example.org.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=example.zone
    /// ; danelaw: zone example.
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "SYN042",
    name: "zone-name-disagreement",
    summary: "the zone's names differ",
    breaks: "a name server that has the zone under one of the names refuses the file or serves it under the \
        wrong one",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.2"],
    since: "0.1.0",
    check: Check::File(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if zone.completeness() == Completeness::Fragment {
        return;
    }
    let Some((said, found)) = cx.naming.disagreement().map(|(said, found)| (said.clone(), found.clone()))
    else {
        return;
    };
    cx.report(span(&found), |finding| {
        let by = match said.evidence {
            Evidence::Configuration => "its configuration",
            Evidence::Given => "`--origin`",
            _ => "the comment",
        };
        finding.message(format!("zone is `{}` by its SOA and `{}` by {by}", found.name, said.name));
        finding.here(format!("SOA is at `{}`", found.name));
        if said.evidence == Evidence::Comment {
            finding.label(span(&said), format!("says `{}`", said.name));
            finding.help(format!(
                "write `; danelaw: zone {}`, or correct `$ORIGIN` or the owner of the SOA",
                found.name
            ));
        } else if said.evidence == Evidence::Configuration {
            finding.help(format!(
                "write zone `{}` in the configuration, or correct `$ORIGIN` or the owner of the SOA",
                found.name
            ));
        } else {
            finding.help(format!(
                "give `--origin {}`, or correct `$ORIGIN` or the owner of the SOA",
                found.name
            ));
        }
    });
}

fn span(candidate: &Candidate) -> Span {
    Span::new(SourceId(0), candidate.span.0, candidate.span.1)
}
