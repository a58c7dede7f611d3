//! Commands of the Azure CLI: each adds one record.

use std::io::{self, Write};

use crate::dane::{Parameters, Tlsa};
use crate::publish::set::Emission;

/// The resource group is the shell's variable `RG`.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (set, tlsa) in emission.additions() {
        let Tlsa { parameters: Parameters { usage, selector, matching }, .. } = tlsa;
        write!(
            out,
            "az network dns record-set tlsa add-record -g \"$RG\" --zone-name {}",
            emission.zone_text()
        )?;
        write!(out, " --record-set-name {} --certificate-usage {}", emission.relative(set), usage.number())?;
        write!(out, " --selector {} --matching-type {}", selector.number(), matching.number())?;
        writeln!(out, " --certificate-data {}", tlsa.hex())?;
    }
    Ok(())
}
