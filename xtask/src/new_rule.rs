//! Writes the files of a new rule: the rule with a failing example, and its fixture folder.

use std::fs;

use crate::Outcome;
use crate::codegen::root;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder under src/rules and testzones, such as `alias`
    group: String,
    /// The rule's name, such as `cname-loop`
    name: String,
}

const RULE: &str = r#"use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// Say what is found.
    ///
    /// ## Why it breaks
    /// Say who fails, and when.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A   192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A   192.0.2.1
    /// ```
    code: "XXX000",
    name: "@NAME@",
    summary: "a few words",
    breaks: "who fails and when",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5"],
    since: "@VERSION@",
    check: Check::Rrset(&[types::A], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for record in rrset.records() {
        let _ = (record, Part::Whole, &cx);
    }
}
"#;

const ZONE: &str = "\
$ORIGIN example.
$TTL 3600
@     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
      NS   ns1.example.net.
      NS   ns2.example.net.
";

pub(crate) fn run(args: &Args) -> Outcome {
    let plain = |text: &str, joint: u8| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == joint)
    };
    if !plain(&args.group, b'_') || !plain(&args.name, b'-') {
        return Err("a group is lower-case words joined by underscores, a name is joined by hyphens".into());
    }
    let module = args.name.replace('-', "_");
    let rule = root().join("src/rules").join(&args.group).join(format!("{module}.rs"));
    let folder = root().join("testzones").join(&args.group).join(&args.name);
    if rule.exists() || folder.exists() {
        return Err(format!("{} exists already", args.name).into());
    }
    if let Some(parent) = rule.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::create_dir_all(&folder)?;
    fs::write(&rule, RULE.replace("@NAME@", &args.name).replace("@VERSION@", env!("CARGO_PKG_VERSION")))?;
    fs::write(folder.join("bad.zone"), format!("{ZONE}www   A    192.0.2.1   ;~ {}\n", args.name))?;
    fs::write(folder.join("good.zone"), format!("{ZONE}www   A    192.0.2.1\n"))?;
    println!(
        "written: {} and {}\nthen: cargo xtask codegen, cargo xtask bless, cargo test",
        rule.display(),
        folder.display()
    );
    Ok(())
}
