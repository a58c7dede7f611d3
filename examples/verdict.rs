//! Says what clients of a mail server do: its certificate chain against the TLSA records of a zone, RFC 7672.

use std::error::Error;
use std::io::{self, Write};

use danelaw::cert;
use danelaw::dane::{Material, Served, Service, Unsigned};
use danelaw::source::Memory;
use danelaw::wire::Timestamp;
use danelaw::{Options, Session, Source};

const CHAIN: &[u8] = include_bytes!("../testzones/_certs/mail.with-root.pem");

const TEXT: &str = "\
$ORIGIN example.org.
$TTL 3600
@               SOA  ns1 hostmaster 2026120101 14400 3600 1209600 3600
@               NS   ns1
@               MX   10 mail
ns1             A    192.0.2.53
mail            A    192.0.2.25
_25._tcp.mail   TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000
";

/// Prints the verdict on each service.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let files = Memory::default();
    let mut session = Session::new(Options::at(Timestamp(1_796_083_200)), &files);
    session.read_sources([Source::new("example.org.zone", None, TEXT.into())]);
    let chain = Material { name: "fullchain.pem".to_owned(), parts: cert::read(CHAIN)? };
    let mut served = Served::new(Service::parse("_25._tcp.mail.example.org")?);
    served.chains.push(chain);
    session.add_served(served);
    // Nobody looks at TLSA records of an unsigned zone: this one is signed before it is served.
    let given = session.given();
    for judged in session.verdicts(&given, Some(Unsigned::SignedLater)) {
        let verdict = judged.on_records();
        writeln!(out, "{}: {}: {}", judged.service.owner(), verdict.kind.as_str(), verdict.reason)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout())
}
