use crate::finding::Severity;
use crate::record::policy::{ADDRESS_TRIGGERS, TriggerFault, misspelt_trigger, trigger_fault};
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part, Purpose};

declare_rule! {
    /// The trigger of a policy zone is no network, or of no kind that resolvers know.
    ///
    /// Below `rpz-ip`, `rpz-client-ip` and `rpz-nsip` a trigger is a prefix length and an address whose octets
    /// or groups are written from the last to the first; `zz` stands for groups of zeros.
    ///
    /// ## Why it breaks
    /// `named` logs `invalid rpz IP address` and loads the zone without the trigger, other resolvers do the
    /// same. What was to be blocked is not.
    ///
    /// ## Bad
    /// ```zone,bad,whole,also=policy-zone-not-judged,file=rpz.example.zone
    /// $ORIGIN rpz.example.
    /// $TTL 3600
    /// @ SOA localhost. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS localhost.
    /// 1.2.0.192.rpz-client-ip  CNAME  rpz-drop.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,also=policy-zone-not-judged,file=rpz.example.zone
    /// $ORIGIN rpz.example.
    /// $TTL 3600
    /// @ SOA localhost. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS localhost.
    /// 32.1.2.0.192.rpz-client-ip  CNAME  rpz-drop.
    /// ```
    code: "RPZ002",
    name: "policy-trigger-malformed",
    summary: "trigger of a policy zone is no network",
    breaks: "resolvers pass over the trigger, and its action is never taken (draft-vixie-dnsop-dns-rpz \
        section 4)",
    severity: Severity::Error,
    rfcs: &["draft-vixie-dnsop-dns-rpz"],
    since: "0.1.0",
    check: Check::Node(check),
    applies_to: &[Purpose::Policy],
}

fn check(node: Node<'_>, cx: &mut Cx<'_>) {
    let name = node.name();
    let Some(within) = name.label_count().checked_sub(cx.zone.name().label_count() + 1) else { return };
    let Some(kind) = name.labels().nth(within) else { return };
    let Some(record) = node.rrsets().map(|rrset| rrset.first()).min_by_key(|record| record.id()) else {
        return;
    };
    if let Some(meant) = misspelt_trigger(kind).filter(|_| within > 0) {
        let kind = String::from_utf8_lossy(kind).into_owned();
        cx.report_on(record, Part::Owner, |finding| {
            finding
                .message(format!("`{kind}` is no kind of trigger"))
                .here("read as a name that is asked for")
                .help(format!("write `{meant}` for `{kind}`"));
        });
        return;
    }
    let is_address = ADDRESS_TRIGGERS.iter().any(|trigger| kind.eq_ignore_ascii_case(trigger.as_bytes()));
    if !is_address || within == 0 {
        return;
    }
    let labels: Vec<&[u8]> = name.labels().take(within).collect();
    let Some(fault) = trigger_fault(&labels) else { return };
    let trigger = name.relative_to(cx.zone.name());
    cx.report_on(record, Part::Owner, |finding| {
        finding.message(format!("trigger `{trigger}`: {fault}"));
        let address = labels.iter().map(|label| String::from_utf8_lossy(label)).collect::<Vec<_>>().join(".");
        let kind = String::from_utf8_lossy(kind);
        finding.help(match &fault {
            TriggerFault::NoPrefix(bits) => format!("write `{bits}.{address}.{kind}` for one address"),
            TriggerFault::HostBits(network) => format!("write `{network}.{kind}` for the network"),
            _ => format!("write a network as in `24.0.2.0.192.{kind}` or `48.zz.db8.2001.{kind}`"),
        });
    });
}
