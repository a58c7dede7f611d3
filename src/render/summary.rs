//! Totals in one line, and counts by rule as a table.

use std::fmt::Write as _;

use crate::report::Totals;

/// One line: what was found in how much, and how long it took.
///
/// It says `clean` only when something was checked, nothing was found, and nothing was left out.
#[must_use]
pub fn summary_line(totals: &Totals) -> String {
    let counts = [(totals.errors, "error"), (totals.warnings, "warning"), (totals.infos, "info")];
    let found: Vec<String> = counts
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    let scope = if totals.zones == 0 { counted(totals.files, "file") } else { counted(totals.zones, "zone") };
    let scope = format!("{scope} ({}) in {:.2} s", counted(totals.records, "record"), totals.seconds);
    let unchecked = match totals.problems {
        0 => String::new(),
        problems => format!("{} could not be checked", counted(problems, "input")),
    };
    match (found.split_last(), unchecked.as_str()) {
        (None, "") if totals.zones == 0 => format!("nothing was checked in {:.2} s", totals.seconds),
        (None, _) if totals.zones == 0 => format!("nothing was checked: {unchecked}"),
        (None, "") => format!("clean: no findings in {scope}"),
        (None, _) => format!("no findings in {scope}; {unchecked}"),
        (Some(found), "") => format!("found {} in {scope}", joined(found)),
        (Some(found), _) => format!("found {} in {scope}; {unchecked}", joined(found)),
    }
}

/// Whose names are guesses, and how many files were taken for no zone: one line each, for people.
pub(super) fn named(totals: &Totals) -> Vec<String> {
    let (count, shown) = (totals.guessed.0, &totals.guessed.1);
    let more = count.saturating_sub(u64::try_from(shown.len()).unwrap_or(u64::MAX));
    let more = (more > 0).then(|| format!("{} more with names that are guesses", counted(more, "zone")));
    let passed = totals.passed_over;
    let passed =
        (passed > 0).then(|| format!("{} passed over (--show-files lists them)", counted(passed, "file")));
    shown.iter().cloned().chain(more).chain(passed).collect()
}

/// What was not looked at because it is behind a symbolic link: one line each, for people.
#[must_use]
pub fn links_remarks(not_followed: u64, outside: u64) -> Vec<String> {
    let remark = |count: u64, which: &str, hint: &str| {
        let were = if count == 1 { "was" } else { "were" };
        (count > 0)
            .then(|| format!("{}{which} {were} not followed ({hint})", counted(count, "symbolic link")))
    };
    let outside = remark(outside, " to outside of the directory", "name the file or directory itself");
    remark(not_followed, "", "use --follow").into_iter().chain(outside).collect()
}

/// What no finding says because nothing is known of it: one line each, for people.
pub(super) fn not_checked(totals: &Totals) -> Vec<String> {
    let zones = totals.ds_unknown;
    let whose = if zones == 1 { "its parent" } else { "their parents" };
    let ds = (zones > 0).then(|| {
        format!("the DS of {} at {whose} (give them with --ds or --parent)", counted(zones, "signed zone"))
    });
    ds.into_iter().collect()
}

/// Findings by rule, the most frequent first.
pub(super) fn table(totals: &Totals) -> String {
    let mut rows: Vec<_> = totals.by_rule.iter().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.code));
    let width =
        |cell: fn(&crate::report::RuleCount) -> usize| rows.iter().map(|row| cell(row)).max().unwrap_or(0);
    let (counts, codes, names) =
        (width(|row| grouped(row.count).len()), width(|row| row.code.len()), width(|row| row.name.len()));
    let mut out = String::new();
    for row in rows {
        let _ = writeln!(
            out,
            "{:>counts$}  {:<codes$}  {:<names$}  {}",
            grouped(row.count),
            row.code,
            row.name,
            row.severity
        );
    }
    out
}

/// `1,234`.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 zone`, `2 zones`.
fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
fn joined((last, before): (&String, &[String])) -> String {
    if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(counts: [u64; 3], files: u64, zones: u64, problems: u64) -> Totals {
        let [errors, warnings, infos] = counts;
        Totals {
            errors,
            warnings,
            infos,
            files,
            zones,
            records: 1234,
            problems,
            seconds: 0.012,
            ..Totals::default()
        }
    }

    #[test]
    fn the_line_counts_what_was_found() {
        assert_eq!(
            summary_line(&totals([2, 1, 3], 1, 1, 0)),
            "found 2 errors, 1 warning and 3 infos in 1 zone (1,234 records) in 0.01 s"
        );
        assert_eq!(
            summary_line(&totals([0, 1, 1], 2, 2, 0)),
            "found 1 warning and 1 info in 2 zones (1,234 records) in 0.01 s"
        );
        assert_eq!(
            summary_line(&totals([1, 0, 0], 1, 0, 0)),
            "found 1 error in 1 file (1,234 records) in 0.01 s"
        );
        assert_eq!(
            summary_line(&totals([1, 0, 0], 2, 1, 1)),
            "found 1 error in 1 zone (1,234 records) in 0.01 s; 1 input could not be checked"
        );
    }

    #[test]
    fn clean_is_said_only_when_all_was_checked() {
        assert_eq!(
            summary_line(&totals([0, 0, 0], 3, 3, 0)),
            "clean: no findings in 3 zones (1,234 records) in 0.01 s"
        );
        assert_eq!(
            summary_line(&totals([0, 0, 0], 4, 3, 1)),
            "no findings in 3 zones (1,234 records) in 0.01 s; 1 input could not be checked"
        );
        assert_eq!(
            summary_line(&totals([0, 0, 0], 2, 0, 2)),
            "nothing was checked: 2 inputs could not be checked"
        );
        assert_eq!(summary_line(&Totals::default()), "nothing was checked in 0.00 s");
    }

    #[test]
    fn what_is_not_checked_is_said_once() {
        assert_eq!(not_checked(&Totals::default()), Vec::<String>::new());
        let one = not_checked(&Totals { ds_unknown: 1, ..Totals::default() });
        assert_eq!(one, ["the DS of 1 signed zone at its parent (give them with --ds or --parent)"]);
        let many = not_checked(&Totals { ds_unknown: 1200, ..Totals::default() });
        assert_eq!(many, ["the DS of 1,200 signed zones at their parents (give them with --ds or --parent)"]);
    }

    #[test]
    fn thousands_are_grouped() {
        for (count, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (123_456, "123,456"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(count), text);
        }
    }
}
