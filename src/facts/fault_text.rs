//! How a fault of reading is told: its note, with the field it is in where that says more.

use crate::fault::Fault;

/// Most characters of a message.
const MOST: usize = 80;

/// The note, behind the name of the field unless that is in it already or leaves no room.
#[must_use]
pub fn message(fault: &Fault) -> String {
    if fault.field.is_empty() || fault.note.contains(fault.field) {
        return fault.note.clone();
    }
    let text = format!("{}: {}", fault.field, fault.note);
    if text.chars().count() > MOST { fault.note.clone() } else { text }
}
