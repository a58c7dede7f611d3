//! Octets that DNS is made of: names, numbers, times, text encodings. Knows no record type and does no I/O.

pub mod base16;
pub mod base32hex;
mod lower;
mod name;
mod num;
mod printable;
mod serial;
mod spelling;
mod timestamp;
mod ttl;

pub use lower::{Lower, NameHashes};
pub(crate) use name::unescape;
pub use name::{Labels, Name, NameError, NameKey, NameRef};
pub use num::{u16_of, u32_of};
pub use printable::{excerpt, is_hazard, is_plain, printable};
pub use serial::Serial;
pub use spelling::{edit_distance, nearest_of};
pub use timestamp::{Timestamp, TimestampError};
pub use ttl::{Ttl, TtlError, duration_text, rough_duration_text};
