use crate::finding::Severity;
use crate::record::policy::{ACTIONS, misspelt_action};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Rrset};

declare_rule! {
    /// The `CNAME` of a policy zone looks like an action and is none.
    ///
    /// The actions with a name are `rpz-passthru.`, `rpz-drop.` and `rpz-tcp-only.`, each with a dot at its
    /// end.
    ///
    /// ## Why it breaks
    /// Resolvers take any other target for the name of a host that they answer with: a top-level name, or one
    /// below the policy zone, that does not exist. What was to pass is blocked.
    ///
    /// ## Bad
    /// ```zone,bad,whole,also=policy-zone-not-judged,file=rpz.example.zone
    /// $ORIGIN rpz.example.
    /// $TTL 3600
    /// @ SOA localhost. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS localhost.
    /// www.example.com  CNAME  rpz-passtrough.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,also=policy-zone-not-judged,file=rpz.example.zone
    /// $ORIGIN rpz.example.
    /// $TTL 3600
    /// @ SOA localhost. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS localhost.
    /// www.example.com  CNAME  rpz-passthru.
    /// ```
    code: "RPZ003",
    name: "policy-action-misspelt",
    summary: "target in a policy zone looks like an action",
    breaks: "resolvers answer with an alias of a name that does not exist (draft-vixie-dnsop-dns-rpz \
        section 3)",
    severity: Severity::Warning,
    rfcs: &["draft-vixie-dnsop-dns-rpz"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME], check),
    applies_to: &[Purpose::Policy],
}

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    for record in cname.records() {
        let Some(target) = record.name(types::cname::CANONICAL_NAME) else { continue };
        let label = target.first_label();
        let is_action = ACTIONS.iter().any(|action| label.eq_ignore_ascii_case(action.as_bytes()));
        let is_relative = target.parent() == Some(cx.zone.name());
        let meant = match target.label_count() {
            1 if !is_relative => misspelt_action(label),
            _ if is_relative && is_action => {
                ACTIONS.into_iter().find(|action| label.eq_ignore_ascii_case(action.as_bytes()))
            }
            _ if is_relative => misspelt_action(label).filter(|_| label.starts_with(b"rpz-")),
            _ => None,
        };
        let Some(meant) = meant else { continue };
        cx.report_on(record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            finding
                .message(format!("CNAME target `{target}` is no action, but looks like `{meant}.`"))
                .help(format!("write `{meant}.` with the dot"));
        });
    }
}
