//! Zone file lines: RFC 6698 section 2.2, RFC 3597 section 5.

use std::io::{self, Write};

use crate::publish::set::Emission;

/// `_25._tcp.mail.example.org. 3600 IN TLSA 3 1 1 ...`
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (set, tlsa, _) in emission.records() {
        writeln!(out, "{} {} IN TLSA {tlsa}", set.owner, set.ttl.0)?;
    }
    Ok(())
}

/// `_25._tcp.mail.example.org. 3600 IN TYPE52 \# 35 ...`
pub(super) fn write_generic(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (set, tlsa, _) in emission.records() {
        writeln!(out, "{} {} IN TYPE52 {}", set.owner, set.ttl.0, tlsa.generic())?;
    }
    Ok(())
}
