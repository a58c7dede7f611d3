//! The SPF test suite of openspf.org: cases that a record's text, or the zones around it, decide without a
//! message.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use danelaw::limits::Limits;
use danelaw::mail::spf::{self, Selection};
use danelaw::mail::spf_lookups::{Evaluation, Evaluator, LOOKUPS, Trouble, VOIDS};
use danelaw::parse::{self, IncludePolicy, Setup};
use danelaw::resolve::{Given, Perspective};
use danelaw::source::{Disk, Placeholders, Source};
use danelaw::wire::Name;
use danelaw::workers::Serial;
use danelaw::zone::{Completeness, Zone};
use serde_json::Value;

use crate::compared::{Compared, octets, text_of};

/// Compares the cases.
pub(crate) fn compare(folder: &Path, compared: &mut Compared) -> Result<(), Box<dyn Error>> {
    let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(folder.join("cases.json"))?)?;
    let zones = zones(&fs::read_to_string(folder.join("rfc7208-tests.yml"))?)?;
    compared.part("openspf-rfc7208", |compared| {
        cases.iter().for_each(|case| one(case, &zones, compared));
        Ok(())
    })
}

fn one(case: &Value, zones: &BTreeMap<String, Zone>, compared: &mut Compared) {
    let limits = Limits::default();
    let results: Vec<&str> =
        case["result"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let word = |key: &str| case[key].as_str().unwrap_or_default();
    let place = format!("suite {}/{}", word("scenario"), word("id"));
    let records: Vec<Vec<u8>> =
        case["record"].as_array().into_iter().flatten().filter_map(Value::as_str).map(octets).collect();
    let selected: Vec<&Vec<u8>> =
        records.iter().filter(|record| spf::select(record) == Selection::Record).collect();
    let is_broken = || selected.iter().any(|record| !spf::parse(&text_of(record), &limits).is_usable());
    match word("offline_class") {
        "syntax" => {
            compared.note(&place, "syntax", "permerror", if is_broken() { "permerror" } else { "no fault" })
        }
        // A suite that goes on to compare addresses has read the record.
        "eval" | "dns-temperror" if !records.is_empty() => {
            compared.note(&place, "syntax", "no fault", if is_broken() { "permerror" } else { "no fault" })
        }
        "selection-none" => compared.note(&place, "selection", "0", &selected.len().to_string()),
        "selection-multiple" => {
            compared.note(&place, "selection", "several", if selected.len() > 1 { "several" } else { "one" })
        }
        // Where the suite leaves a choice both are right.
        "graph" if results == ["permerror"] => {
            let found =
                zones.get(word("scenario")).map_or("no zone", |zone| graph(zone, word("domain"), &limits));
            compared.note(&place, "graph", "permerror", found);
        }
        _ => {}
    }
}

fn graph(zone: &Zone, domain: &str, limits: &Limits) -> &'static str {
    let given = Given::new([zone], &[], &[], limits);
    let evaluator = Evaluator::new(Perspective::of(zone, &given), limits);
    let evaluation = Name::absolute(domain).ok().and_then(|name| evaluator.evaluate(name.borrow_name()));
    match evaluation {
        None => "no record",
        Some(found) if is_permerror(&found) => "permerror",
        Some(_) => "no fault",
    }
}

fn is_permerror(found: &Evaluation<'_>) -> bool {
    let (v4, v6) = found.void_counts();
    found.known() > LOOKUPS
        || v4.max(v6) > VOIDS
        || found.troubles.iter().any(|(_, _, trouble)| !matches!(trouble, Trouble::Everybody(_)))
}

/// The zone of each scenario: of the suite's YAML as much as its data need.
fn zones(yaml: &str) -> Result<BTreeMap<String, Zone>, Box<dyn Error>> {
    let mut zones = BTreeMap::new();
    for scenario in yaml.split("\n---\n").skip(1) {
        let title = scenario.lines().find_map(|line| line.strip_prefix("description: ")).unwrap_or_default();
        let data = scenario.split_once("\nzonedata:\n").map_or("", |(_, data)| data);
        zones.insert(title.trim().to_owned(), zone(&records(data))?);
    }
    Ok(zones)
}

/// Owner, type and value of each record; SPF records are TXT records too, where the owner has none of its
/// own.
fn records(data: &str) -> Vec<(String, String, String)> {
    let (mut found, mut owner): (Vec<(String, String, String)>, _) = (Vec::new(), String::new());
    for line in data.lines() {
        if let Some(name) = line
            .strip_prefix("  ")
            .filter(|line| !line.starts_with(' '))
            .and_then(|line| line.strip_suffix(':'))
        {
            owner = name.trim_matches('\'').trim_matches('"').to_owned();
        } else if let Some((rtype, value)) =
            line.trim().strip_prefix("- ").and_then(|item| item.split_once(':'))
        {
            found.push((owner.clone(), rtype.trim().to_owned(), value.trim().to_owned()));
        } else if let Some((_, _, value)) = found.last_mut().filter(|_| line.starts_with("      ")) {
            // A value that goes on over lines.
            value.push(' ');
            value.push_str(line.trim());
        }
    }
    let has_txt: Vec<String> =
        found.iter().filter(|(_, rtype, _)| rtype == "TXT").map(|(owner, _, _)| owner.clone()).collect();
    found.retain(|(owner, rtype, _)| rtype != "SPF" || !has_txt.contains(owner));
    found
}

fn zone(records: &[(String, String, String)]) -> Result<Zone, Box<dyn Error>> {
    let mut text = "$TTL 60\n. SOA . . 1 60 60 60 60\n. NS a.root-servers.net.\n".to_owned();
    for (owner, rtype, value) in records {
        // Names that cannot be written are no names that could be asked for.
        let Ok(owner) = Name::absolute(owner) else { continue };
        let bare = |value: &str| value.trim().trim_matches('"').trim_matches('\'').to_owned();
        match (rtype.as_str(), value.as_str()) {
            (_, "NONE" | "TIMEOUT") => {}
            ("SPF" | "TXT", value) if !value.starts_with('[') => {
                let value = bare(value).replace('\\', "\\\\").replace('"', "\\\"");
                let strings: Vec<String> = octets(&value)
                    .chunks(200)
                    .map(|chunk| format!("\"{}\"", String::from_utf8_lossy(chunk)))
                    .collect();
                text.push_str(&format!("{owner} TXT {}\n", strings.join(" ")));
            }
            ("A" | "AAAA", value) => text.push_str(&format!("{owner} {rtype} {}\n", bare(value))),
            ("MX", value) => {
                let inner = value.trim_matches(|c| c == '[' || c == ']');
                let (preference, host) = inner.split_once(',').unwrap_or(("0", ""));
                let host = bare(host);
                text.push_str(&format!("{owner} MX {} {host}.\n", preference.trim()));
            }
            _ => {}
        }
    }
    let (limits, origin) = (Limits::default(), Name::root());
    let setup = Setup {
        files: &Disk,
        includes: &IncludePolicy::default(),
        limits: &limits,
        workers: &Serial,
        origin: &origin,
        placeholders: &Placeholders::default(),
    };
    let parsed = parse::parse(Source::new("suite.zone", None, text.into_bytes()), &setup);
    match parsed.faults.first() {
        Some((_, fault)) => Err(format!("a record of the suite cannot be read: {fault:?}").into()),
        None => Ok(Zone::build(parsed, origin, Completeness::Whole, &Serial)),
    }
}
