use crate::finding::Severity;
use crate::record::reverse::{Tree, labels};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{NameRef, excerpt};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `PTR` record of a reverse zone stands at a name that no address has.
    ///
    /// There is a number above 255 or with a zero in front, or there are too many labels; a label starts as a comment of
    /// another language does, `#` or `//`; in `ip6.arpa.` a
    /// label is no hexadecimal digit, or there are not 32 of them.
    ///
    /// The forms of RFC 2317, service discovery, wildcards and gateways of networks are left out.
    ///
    /// ## Why it breaks
    /// The reverse name of an address has its four octets, or 32 digits, from the last to the first. A label
    /// too much is often the whole address written below a zone that has a part of it already.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=2.0.192.in-addr.arpa.zone
    /// $ORIGIN 2.0.192.in-addr.arpa.
    /// $TTL 3600
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// 300  PTR  host.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=2.0.192.in-addr.arpa.zone
    /// $ORIGIN 2.0.192.in-addr.arpa.
    /// $TTL 3600
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// 30   PTR  host.example.net.
    /// ```
    code: "REV001",
    name: "reverse-owner-malformed",
    summary: "PTR at a name that stands for no address",
    breaks: "nobody asks for this name: the address it is meant for has no PTR (RFC 1035 section 3.5)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 3.5", "RFC 3596 section 2.5"],
    since: "0.1.0",
    check: Check::Rrset(&[types::PTR], check),
}

fn check(ptr: Rrset<'_>, cx: &mut Cx<'_>) {
    let owner = ptr.owner();
    let Some(tree) = Tree::of(owner) else { return };
    let node = ptr.node();
    if node.is_apex()
        || node.is_cut()
        || node.is_below_cut()
        || owner.labels().any(|label| label.starts_with(b"_") || label == b"*")
    {
        return;
    }
    let Some(fault) = fault(owner, tree) else { return };
    let is_comment = labels(owner).any(|label| label.starts_with(b"#") || label.starts_with(b"//"));
    cx.report_on(ptr.first(), Part::Owner, |finding| {
        finding.message(format!("PTR at `{}`: {fault}", excerpt(owner.to_string().as_bytes(), 40))).help(
            match tree {
                _ if is_comment => "write `;` in front to keep the line as a comment, or remove it",
                Tree::Ipv4 => {
                    "write the last octets of the address, the last one first, relative to the zone"
                }
                Tree::Ipv6 => {
                    "write the last digits of the address, the last one first, a dot between any two"
                }
            },
        );
    });
}

fn fault(owner: NameRef<'_>, tree: Tree) -> Option<String> {
    let count = labels(owner).count();
    let wrong = labels(owner).find(|label| !tree.has(label));
    match (tree, wrong) {
        (Tree::Ipv4, Some(label)) if label.starts_with(b"#") || label.starts_with(b"//") => {
            Some(format!("`{}` is no comment, which starts with `;`", excerpt(label, 24)))
        }
        // What is no number is one of the many forms of RFC 2317.
        (Tree::Ipv4, Some(label)) if !label.iter().all(u8::is_ascii_digit) => None,
        (Tree::Ipv4, Some(label)) => Some(format!("`{}` is no octet", excerpt(label, 24))),
        (Tree::Ipv6, Some(label)) => Some(format!("`{}` is no digit", excerpt(label, 24))),
        (Tree::Ipv4, None) => (count > tree.depth()).then(|| format!("{count} octets, expected 4")),
        (Tree::Ipv6, None) => (count != tree.depth()).then(|| format!("{count} digits, expected 32")),
    }
}
