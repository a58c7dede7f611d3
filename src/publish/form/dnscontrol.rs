//! Lines of a `D(...)` in the `dnsconfig.js` of DNSControl.

use std::io::{self, Write};

use crate::dane::{Parameters, Tlsa};
use crate::publish::set::Emission;

/// `TLSA("_25._tcp.mail", 3, 1, 1, "..."),`; the TTL only where somebody chose it, since the file has a
/// default of its own.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (set, tlsa, _) in emission.records() {
        let Tlsa { parameters: Parameters { usage, selector, matching }, .. } = tlsa;
        let ttl = if set.ttl_said { format!(", TTL({})", set.ttl.0) } else { String::new() };
        let (owner, numbers) = (
            emission.relative(set),
            [usage.number(), selector.number(), matching.number()].map(|number| number.to_string()),
        );
        writeln!(out, "TLSA(\"{owner}\", {}, \"{}\"{ttl}),", numbers.join(", "), tlsa.hex())?;
    }
    Ok(())
}
