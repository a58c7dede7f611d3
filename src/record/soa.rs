//! Timers of SOA records that programs and operators ship as their defaults. Judges nothing.

use crate::rr::types;
use crate::zone::Record;

/// Refresh, retry, expire and minimum of defaults that nobody chose for the zone at hand.
const SHIPPED: [[u32; 4]; 4] = [
    // Windows Server, Samba.
    [900, 600, 86_400, 3600],
    // Debian's zones for BIND, `db.local` and others.
    [604_800, 86_400, 2_419_200, 604_800],
    [604_800, 86_400, 2_419_200, 86_400],
    // AS112: RFC 7534 section 3.5.
    [604_800, 60, 604_800, 604_800],
];

/// Whether the timers of an SOA are the defaults of a program or operator.
#[must_use]
pub fn is_shipped(soa: Record<'_>) -> bool {
    let timers = [types::soa::REFRESH, types::soa::RETRY, types::soa::EXPIRE, types::soa::MINIMUM]
        .map(|field| soa.u32(field));
    SHIPPED.iter().any(|shipped| shipped.map(Some) == timers)
}
