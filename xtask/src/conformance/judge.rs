//! One case: runs danelaw and compares what it says with what upstream expects.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use super::corpus::{Case, Expect};
use super::rules::Rules;

/// When zones without signatures are judged: any time, but always the same.
const FIXED_TIME: &str = "2026-01-01T00:00:00Z";

/// One thing on which danelaw and upstream differ.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Disagreement {
    /// The file, and `:LINE` where a single statement is meant.
    pub(super) place: String,
    /// The rule that speaks where nothing is expected, or `accepted`, `records`, `status`, `panic`.
    pub(super) what: String,
    /// For people.
    pub(super) detail: String,
}

/// A finding, as far as it matters here.
struct Finding {
    code: String,
    name: String,
    severity: String,
    message: String,
    file: String,
    row: u64,
}

impl Finding {
    fn is_refusal(&self) -> bool {
        // Faults of reading are in one family but for three, which belong to the record's.
        let reading = self.code.starts_with("SYN")
            || ["cds-delete-literal", "loc-malformed", "svc-param-malformed"].contains(&self.name.as_str());
        reading && self.severity == "error"
    }
}

/// Judges one case; `wanted` are upstream's words for its faults and the rules of which one must tell each.
pub(super) fn judge(
    danelaw: &Path,
    rules: &Rules,
    folder: &Path,
    case: &Case,
    wanted: &[(String, Vec<String>)],
) -> Result<Vec<Disagreement>, Box<dyn Error>> {
    let output = Command::new(danelaw)
        .current_dir(folder)
        .args(["check", "--isolated", "--output-format", "json", "--origin", &case.origin])
        .args(["--at", case.eval_time.as_deref().unwrap_or(FIXED_TIME)])
        .arg(&case.file)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", danelaw.display()))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    let at =
        |what: &str, detail: String| Disagreement { place: case.file.clone(), what: what.to_owned(), detail };
    if complaint.contains("panicked") {
        return Ok(vec![at("panic", complaint.lines().next().unwrap_or_default().to_owned())]);
    }
    let status = output.status.code();
    if !matches!(status, Some(0..=2)) {
        return Ok(vec![at("status", format!("{}: {}", output.status, complaint.trim()))]);
    }
    let Ok(report) = serde_json::from_slice::<Value>(&output.stdout) else {
        return Ok(if status == Some(2) {
            refused(case, complaint.trim())
        } else {
            vec![at("status", "no report".to_owned())]
        });
    };
    // What a domain should publish besides its MX is no upstream's question; where nothing speaks of mail, it
    // is nobody's.
    let (of_mail, findings): (Vec<_>, Vec<_>) =
        findings(&report).into_iter().partition(|finding| rules.is_of_mail(&finding.name));
    let speaks = || std::fs::read(folder.join(&case.file)).is_ok_and(|zone| speaks_of_mail(&zone));
    if let Some(finding) = of_mail.first().filter(|_| !speaks()) {
        return Ok(vec![at(
            &finding.name,
            format!("nothing in the zone speaks of mail: {}", finding.message),
        )]);
    }
    // Where it is known what must be said, any other error is not enough, and a warning may be.
    let is_named = case.expect == Expect::Error && !wanted.is_empty();
    let mut found =
        if is_named { untold(case, &findings, wanted) } else { whole(case, &findings, status == Some(2)) };
    if !case.statements.is_empty() {
        found.extend(statements(case, &findings, &report));
    }
    Ok(found)
}

/// Whether a zone has records that are about mail, or may have them in another file.
fn speaks_of_mail(zone: &[u8]) -> bool {
    const TYPES: &[&str] = &["MX", "SPF", "TYPE15", "TYPE16", "TYPE99", "SMIMEA", "OPENPGPKEY", "$INCLUDE"];
    const TEXTS: &[&str] =
        &["v=spf1", "spf2.0", "v=dmarc1", "v=dkim1", "v=sts", "v=tlsrpt", "v=bimi", "_domainkey", "_dmarc"];
    let zone = String::from_utf8_lossy(zone);
    let lower = zone.to_ascii_lowercase();
    TEXTS.iter().any(|text| lower.contains(text))
        || zone.split_whitespace().any(|word| TYPES.iter().any(|name| name.eq_ignore_ascii_case(word)))
}

/// A file that danelaw could not check at all.
fn refused(case: &Case, complaint: &str) -> Vec<Disagreement> {
    let is_expected = matches!(case.expect, Expect::Error | Expect::Warning | Expect::NoCrash);
    let detail = complaint.lines().next().unwrap_or_default().to_owned();
    if is_expected {
        Vec::new()
    } else {
        vec![Disagreement { place: case.file.clone(), what: "status".to_owned(), detail }]
    }
}

fn findings(report: &Value) -> Vec<Finding> {
    let text =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let all = report.get("diagnostics").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .map(|value| Finding {
            code: text(value, "code"),
            name: text(value, "name"),
            severity: text(value, "severity"),
            message: text(value, "message"),
            file: text(value, "filename"),
            row: value.pointer("/location/row").and_then(Value::as_u64).unwrap_or(0),
        })
        .collect()
}

/// The file as a whole: one disagreement for each rule that speaks out of turn.
fn whole(case: &Case, findings: &[Finding], is_unchecked: bool) -> Vec<Disagreement> {
    let at =
        |what: &str, detail: String| Disagreement { place: case.file.clone(), what: what.to_owned(), detail };
    let has =
        |severities: &[&str]| findings.iter().any(|finding| severities.contains(&finding.severity.as_str()));
    let is_strict = case.expect == Expect::Valid;
    match case.expect {
        Expect::NoCrash => Vec::new(),
        Expect::Error if is_unchecked || has(&["error"]) => Vec::new(),
        Expect::Warning if is_unchecked || has(&["error", "warning"]) => Vec::new(),
        Expect::Error => vec![at("accepted", "upstream refuses it, danelaw finds no error".to_owned())],
        Expect::Warning => vec![at("accepted", "upstream warns, danelaw does not".to_owned())],
        Expect::Valid | Expect::Readable => {
            let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
            for finding in findings
                .iter()
                .filter(|finding| finding.is_refusal() || (is_strict && finding.severity != "info"))
            {
                rules.entry(&finding.name).or_insert(finding);
            }
            rules
                .into_iter()
                .map(|(name, finding)| {
                    at(name, format!("{}:{}: {}", finding.file, finding.row, finding.message))
                })
                .collect()
        }
    }
}

/// The faults that upstream names and no rule that should tells.
fn untold(case: &Case, findings: &[Finding], wanted: &[(String, Vec<String>)]) -> Vec<Disagreement> {
    let is_told = |rules: &[String]| {
        findings.iter().any(|finding| finding.severity != "info" && rules.contains(&finding.name))
    };
    let untold = wanted.iter().filter(|(_, rules)| !is_told(rules));
    let told = || {
        findings
            .iter()
            .map(|finding| finding.name.as_str())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    };
    untold
        .map(|(text, rules)| Disagreement {
            place: case.file.clone(),
            what: text.clone(),
            detail: format!("expected {}, found {}", rules.join(" or "), told().join(", ")),
        })
        .collect()
}

/// Each statement of the file by itself, and then how many records there are.
fn statements(case: &Case, findings: &[Finding], report: &Value) -> Vec<Disagreement> {
    let mut found = Vec::new();
    let (mut more, mut fewer) = (0, 0);
    for (at, statement) in case.statements.iter().enumerate() {
        let end = case.statements.get(at + 1).map_or(u64::MAX, |next| next.line.max(statement.line + 1));
        let refusal = findings.iter().find(|finding| {
            finding.is_refusal() && finding.file == case.file && (statement.line..end).contains(&finding.row)
        });
        let place = format!("{}:{}", case.file, statement.line);
        match refusal {
            // What stands behind the last statement may be a directive.
            Some(finding) if statement.is_good && end != u64::MAX => {
                fewer += 1;
                found.push(Disagreement {
                    place,
                    what: finding.name.clone(),
                    detail: format!("{}: {}", statement.text, finding.message),
                });
            }
            None if !statement.is_good => {
                more += 1;
                found.push(Disagreement {
                    place,
                    what: "accepted".to_owned(),
                    detail: statement.text.clone(),
                });
            }
            _ => {}
        }
    }
    let good = case.statements.iter().filter(|statement| statement.is_good).count();
    let records = report
        .pointer("/summary/records")
        .and_then(Value::as_u64)
        .and_then(|records| usize::try_from(records).ok())
        .unwrap_or(0);
    let expected = (good + more).saturating_sub(fewer);
    if records != expected {
        found.push(Disagreement {
            place: case.file.clone(),
            what: "records".to_owned(),
            detail: format!("{records} records, expected {expected}"),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::corpus::Statement;
    use super::*;

    fn case(expect: Expect, statements: Vec<Statement>) -> Case {
        Case {
            file: "a.in".to_owned(),
            origin: ".".to_owned(),
            expect,
            eval_time: None,
            detail: String::new(),
            statements,
        }
    }

    fn finding(code: &str, severity: &str, row: u64) -> Finding {
        let [code, name, severity, message, file] =
            [code, "a-rule", severity, "a message", "a.in"].map(str::to_owned);
        Finding { code, name, severity, message, file, row }
    }

    #[test]
    fn a_valid_zone_has_nothing_above_info_and_a_readable_one_no_refusal() {
        let warning = [finding("NAM001", "warning", 1)];
        assert_eq!(whole(&case(Expect::Valid, Vec::new()), &warning, false).len(), 1);
        assert_eq!(whole(&case(Expect::Valid, Vec::new()), &[finding("NAM001", "info", 1)], false), []);
        assert_eq!(whole(&case(Expect::Readable, Vec::new()), &warning, false), []);
        assert_eq!(
            whole(&case(Expect::Readable, Vec::new()), &[finding("SYN001", "error", 1)], false).len(),
            1
        );
    }

    #[test]
    fn an_error_is_an_error_or_a_file_that_cannot_be_checked() {
        let case = case(Expect::Error, Vec::new());
        assert_eq!(whole(&case, &[], false).len(), 1);
        assert_eq!(whole(&case, &[], true), []);
        assert_eq!(whole(&case, &[finding("DEL001", "error", 1)], false), []);
    }

    #[test]
    fn a_fault_with_a_name_is_told_by_a_rule_that_is_about_it() {
        let case = case(Expect::Error, Vec::new());
        let wanted = |rule: &str| [("wrong bitmap".to_owned(), vec![rule.to_owned()])];
        let findings = [finding("DEN001", "warning", 1)];
        assert_eq!(untold(&case, &findings, &wanted("a-rule")), []);
        let found = untold(&case, &findings, &wanted("another"));
        assert_eq!(found.iter().map(|found| found.what.as_str()).collect::<Vec<_>>(), ["wrong bitmap"]);
        assert_eq!(untold(&case, &[finding("DEN001", "info", 1)], &wanted("a-rule")).len(), 1);
    }

    #[test]
    fn zones_speak_of_mail_or_do_not() {
        assert!(
            speaks_of_mail(b"@ mx 10 a")
                && speaks_of_mail(b"x TXT \"V=SPF1 -all\"")
                && speaks_of_mail(b"$INCLUDE x")
        );
        assert!(!speaks_of_mail(b"@ A 192.0.2.1\nmxhost TXT other"));
    }

    #[test]
    fn statements_are_held_against_the_lines_they_take() {
        let statement = |line, is_good| Statement { line, is_good, text: "@ A".to_owned() };
        let case = case(Expect::Error, vec![statement(1, true), statement(3, false), statement(5, false)]);
        let report = serde_json::json!({"summary": {"records": 1}});
        assert_eq!(
            statements(&case, &[finding("SYN001", "error", 4), finding("SYN001", "error", 5)], &report),
            []
        );
        let found =
            statements(&case, &[finding("SYN001", "error", 2), finding("SYN001", "error", 5)], &report);
        let what: Vec<_> = found.iter().map(|found| (found.place.as_str(), found.what.as_str())).collect();
        assert_eq!(what, [("a.in:1", "a-rule"), ("a.in:3", "accepted")]);
    }
}
