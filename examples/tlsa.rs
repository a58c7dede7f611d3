//! Prints the TLSA records 3 1 1 and 2 1 1 of a certificate chain: RFC 7671 section 5.

use std::error::Error;
use std::io::{self, Write};

use danelaw::cert;
use danelaw::dane::{Matching, Parameters, Selector, Service, Tlsa, Usage};

const CHAIN: &[u8] = include_bytes!("../testzones/_certs/mail.with-root.pem");

/// Prints records.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let service = Service::parse("_25._tcp.mail.example.org")?;
    // Private keys beside the certificates would be dropped here: only public parts are kept.
    let chain = cert::read(CHAIN)?;
    let (Some(server), Some(anchor)) = (chain.first(), chain.last()) else {
        return Err("the file holds no certificate".into());
    };
    for (part, usage) in [(server, Usage::DaneEe), (anchor, Usage::DaneTa)] {
        let parameters = Parameters { usage, selector: Selector::Spki, matching: Matching::Sha256 };
        writeln!(out, "{} IN TLSA {}", service.owner(), Tlsa::of(part, parameters)?)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout())
}
