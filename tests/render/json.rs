//! `json` and `ndjson`: the documented keys, and nothing else.

use super::*;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

/// The value at a JSON pointer.
fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).expect("the document has it")
}

/// Without regard to order.
fn assert_keys(value: &Value, want: &str) {
    let mut have = keys(value);
    let mut want: Vec<&str> = want.split_whitespace().collect();
    have.sort_unstable();
    want.sort_unstable();
    assert_eq!(have, want);
}

const DIAGNOSTIC: &str = "code name severity message filename location end_location zone owner type breaks \
    help related include_stack holds url";
const ZONE: &str = "name name_from filename serial records rrsets names errors warnings infos";
const SUMMARY: &str =
    "errors warnings infos files zones records problems seconds by_rule not_shown not_checked";

#[test]
fn json_has_exactly_the_documented_keys() {
    let json: Value = serde_json::from_str(&render(&full(), Format::Json)).expect("it is JSON");
    assert_keys(&json, "version diagnostics zones summary");
    let main = at(&json, "/diagnostics/1");
    for diagnostic in [at(&json, "/diagnostics/0"), main] {
        assert_keys(diagnostic, DIAGNOSTIC);
        assert_keys(at(diagnostic, "/holds"), "from until");
    }
    assert_keys(at(main, "/related/0"), "filename location message");
    assert_keys(at(main, "/include_stack/0"), "filename location");
    for place in [
        at(main, "/location"),
        at(main, "/end_location"),
        at(main, "/related/0/location"),
        at(main, "/include_stack/0/location"),
    ] {
        assert_keys(place, "row column");
    }
    assert_keys(at(&json, "/zones/0"), ZONE);
    assert_keys(at(&json, "/summary"), SUMMARY);
    assert_keys(at(&json, "/summary/problems/0"), "subject message");
    assert_keys(at(&json, "/summary/by_rule/0"), "code name severity count");
    assert_keys(at(&json, "/summary/not_shown/0"), "code count");

    assert_eq!(at(main, "/type"), "CNAME");
    assert_eq!(at(main, "/location"), &serde_json::json!({"row": 2, "column": 9}));
    assert_eq!(at(main, "/end_location"), &serde_json::json!({"row": 2, "column": 10}));
    assert_eq!(at(main, "/holds"), &serde_json::json!({"from": "2026-09-21T14:13:20Z", "until": null}));
    assert_eq!(at(main, "/url"), "testzones/alias/cname-loop/README.md");
    assert_eq!(at(&json, "/diagnostics/0/owner"), &Value::Null);
    assert_eq!(at(&json, "/diagnostics/0/help"), &Value::Null);
    assert_eq!(at(&json, "/zones/0/errors"), 1201);
}

#[test]
fn ndjson_is_the_same_objects_with_a_kind() {
    let whole: Value = serde_json::from_str(&render(&full(), Format::Json)).expect("it is JSON");
    let lines: Vec<Value> = render(&full(), Format::Ndjson)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let kinds: Vec<&Value> = lines.iter().map(|line| at(line, "/kind")).collect();
    assert_eq!(kinds, ["diagnostic", "diagnostic", "zone", "summary"]);
    let objects = [
        at(&whole, "/diagnostics/0"),
        at(&whole, "/diagnostics/1"),
        at(&whole, "/zones/0"),
        at(&whole, "/summary"),
    ];
    for (line, object) in lines.iter().zip(objects) {
        let mut line = line.clone();
        line.as_object_mut().map(|line| line.remove("kind")).expect("each line is an object");
        if line.get("version").is_some_and(|version| version == "0.1.0") {
            line.as_object_mut().map(|line| line.remove("version")).expect("each line is an object");
        }
        assert_eq!(&line, object);
    }
}

#[test]
fn json_of_several_files_is_one_object() {
    let files = [one("a A 1\n", span(0, 0, 1)), checked(Vec::new(), Vec::new()), full()];
    let parts: Vec<Part> = files.iter().map(|file| findings(file, Format::Json, &PLAIN)).collect();
    for (parts, diagnostics, zones) in [(parts.as_slice(), 3, 3), (&[], 0, 0)] {
        let mut out = Vec::new();
        document(parts, &Totals::default(), Format::Json, &quiet(), &mut out)
            .expect("writing to memory does not fail");
        let json: Value = serde_json::from_slice(&out).expect("it is JSON");
        assert_eq!(at(&json, "/diagnostics").as_array().map(Vec::len), Some(diagnostics));
        assert_eq!(at(&json, "/zones").as_array().map(Vec::len), Some(zones));
    }
}
