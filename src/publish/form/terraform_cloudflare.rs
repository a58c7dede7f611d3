//! Resources of the Terraform provider `cloudflare`, laid out as `terraform fmt` does.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use crate::dane::{Parameters, Tlsa};
use crate::publish::set::Emission;
use crate::wire::base16;

/// One resource for each record. Its label depends on nothing but the record: records that come or go leave
/// the others alone.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (at, (set, tlsa, _)) in emission.records().enumerate() {
        let Tlsa { parameters: Parameters { usage, selector, matching }, .. } = tlsa;
        let name = emission.relative(set);
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "resource \"cloudflare_dns_record\" \"{}\" {{", label(&name, tlsa))?;
        writeln!(out, "  zone_id = var.zone_id")?;
        writeln!(out, "  name    = \"{name}\"")?;
        writeln!(out, "  type    = \"TLSA\"")?;
        writeln!(out, "  ttl     = {}", set.ttl.0)?;
        writeln!(out, "  data = {{")?;
        writeln!(out, "    usage         = {}", usage.number())?;
        writeln!(out, "    selector      = {}", selector.number())?;
        writeln!(out, "    matching_type = {}", matching.number())?;
        writeln!(out, "    certificate   = \"{}\"", tlsa.hex())?;
        writeln!(out, "  }}\n}}")?;
    }
    Ok(())
}

/// `tlsa_25_tcp_mail_` and eight digits that tell the records of one owner apart.
fn label(name: &str, tlsa: &Tlsa) -> String {
    let digest = base16::encode(&Sha256::digest(tlsa.rdata()));
    let words: Vec<&str> = name.split(['.', '_']).filter(|word| !word.is_empty()).collect();
    format!("tlsa_{}_{}", words.join("_"), digest.chars().take(8).collect::<String>())
}
