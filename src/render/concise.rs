//! One line for each finding: `file:line:column: severity[code/name]: message`.

use std::fmt::Write as _;

use super::place::Places;
use crate::report::Checked;
use crate::wire::printable;

pub(super) fn write(checked: &Checked, out: &mut String) {
    let places = Places::new(checked);
    for finding in &checked.findings {
        let at = places.position(finding.span.source, finding.span.start);
        let _ = writeln!(
            out,
            "{}:{}:{}: {}[{}/{}]: {}",
            printable(places.filename(finding.span.source)),
            at.row,
            at.column,
            finding.severity,
            finding.code,
            finding.name,
            printable(&finding.message)
        );
    }
}
