//! `danelaw tlsa`: records from certificates and keys, and what becomes of them. Arguments only; the work is in the modules below.

mod advice;
mod check;
mod generate;
mod output;
mod verdicts;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum, value_parser};

use super::{Env, Exit};
use crate::dane::{Matching, Parameters, Proto, Selector, Usage};
use crate::wire::Ttl;

/// Make TLSA records, and say whether those of a zone fit the certificates in service.
#[derive(Debug, Args)]
pub struct TlsaArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(GenerateArgs),
    Check(CheckArgs),
}

/// Print the TLSA records that match certificates or keys.
///
/// Inputs are PEM or DER: certificates, chains, certificate requests, public keys, and private keys, of which only
/// the public half is used. Every input is combined with every service. Usage 3 and 1 take the first certificate of
/// a file, usage 2 and 0 a CA certificate above it (see --anchor).
///
/// Exit status: 0 records printed, 2 when an input could not be used; the records of the others are printed still.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("owner").args(["host", "service"]).required(true).multiple(true)))]
#[command(after_help = "Examples:
  danelaw tlsa generate cert.pem --host mail.example.org --port 25
  danelaw tlsa generate rsa.pem ecdsa.pem --host mx1.example.org --host mx2.example.org --port 25
  danelaw tlsa generate fullchain.pem --usage dane-ta --service _25._tcp.mail.example.org
  openssl s_client -connect mail.example.org:465 </dev/null | danelaw tlsa generate - --host mail.example.org --port 465")]
struct GenerateArgs {
    /// Certificate, chain, request or key file; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,
    /// Host name, with or without the final dot; repeatable, each with every --port
    #[arg(long, value_name = "NAME", requires = "port")]
    host: Vec<String>,
    /// Port from 1 to 65535; repeatable
    #[arg(long, value_name = "PORT", requires = "host", value_parser = value_parser!(u16).range(1..))]
    port: Vec<u16>,
    /// Transport for --host and --port
    #[arg(long, value_enum, default_value = "tcp")]
    proto: ProtoArg,
    /// Whole owner name such as _25._tcp.mail.example.org; repeatable
    #[arg(long, value_name = "OWNER")]
    service: Vec<String>,
    /// Certificate usage: 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE
    #[arg(long, default_value = "3")]
    usage: Usage,
    /// Selector: 0 Cert, 1 SPKI
    #[arg(long, default_value = "1")]
    selector: Selector,
    /// Matching type: 0 Full, 1 SHA2-256, 2 SHA2-512
    #[arg(long, default_value = "1")]
    matching: Matching,
    /// Which CA certificates usage 2 and 0 take from a chain
    #[arg(long, value_enum, default_value = "top")]
    anchor: Anchor,
    /// Time to live: seconds, or units as in 1h30m
    #[arg(long, default_value = "3600", value_parser = ttl)]
    ttl: Ttl,
    /// How records are printed
    #[arg(long, value_enum, default_value = "zone")]
    format: Format,
}

/// Say what clients will do with the TLSA records of zones and the certificates that servers send.
///
/// Verdicts: authenticated; opportunistic (DANE does not apply: no TLSA record, or an unsigned zone); not-checked (it says
/// what is missing); tls-required (no record is usable: TLS, and nobody authenticated); refused (no connection).
/// Certificates of usage 2 are verified up to the CA that the record names, at --at, with the names of RFC 7672.
///
/// Exit status: 0 no service is refused or tls-required, 1 one is, 2 something could not be read; the others are judged
/// still.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw tlsa check example.org.zone --cert _25._tcp.mail.example.org=fullchain.pem
  danelaw tlsa check zones/ --cert _25._tcp.mx.example.org=rsa.pem --cert _25._tcp.mx.example.org=ecdsa.pem
  danelaw tlsa check zones/ --cert _25._tcp.mx.example.org=next/fullchain.pem --at +30d --format json")]
struct CheckArgs {
    /// Zone files, directories of them, or `-` for standard input
    #[arg(value_name = "ZONE", default_value = ".")]
    zones: Vec<PathBuf>,
    /// A service and the chain its server sends, PEM or DER; repeatable, several files for a server of several chains
    #[arg(long, value_name = "OWNER=FILE")]
    cert: Vec<String>,
    /// Name of the zone, for all files given
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Judge at this time: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// Judge unsigned zone files as the signed zones that a signer makes of them
    #[arg(long)]
    assume_signed: bool,
    /// How verdicts are written
    #[arg(long, value_enum, default_value = "human", visible_alias = "output-format")]
    format: VerdictFormat,
    /// Write verdicts to this file instead of standard output
    #[arg(short = 'O', long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// Read no danelaw.toml
    #[arg(long)]
    isolated: bool,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
}

/// How verdicts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum VerdictFormat {
    /// A line for each service, and why below it
    Human,
    /// One object with all services
    Json,
}

impl GenerateArgs {
    fn parameters(&self) -> Parameters {
        Parameters { usage: self.usage, selector: self.selector, matching: self.matching }
    }
}

/// Transport, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ProtoArg {
    Tcp,
    Udp,
    Sctp,
}

impl From<ProtoArg> for Proto {
    fn from(proto: ProtoArg) -> Proto {
        match proto {
            ProtoArg::Tcp => Proto::Tcp,
            ProtoArg::Udp => Proto::Udp,
            ProtoArg::Sctp => Proto::Sctp,
        }
    }
}

/// Which CA certificates of a chain become trust anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Anchor {
    /// The last one that the chain leads to: it changes least often
    Top,
    /// The one that issued the server's certificate
    Issuer,
    /// Each of them
    All,
}

/// How records are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// TLSA 3 1 1 ..., as zone files have it
    Zone,
    /// TYPE52 \# 35 ..., for servers that do not know TLSA (RFC 3597)
    Generic,
    /// One object with the records, their sources and the warnings
    Json,
}

/// Runs `danelaw tlsa`.
pub fn run(args: &TlsaArgs, env: &mut Env<'_>) -> Exit {
    match &args.command {
        Command::Generate(args) => generate::run(args, env),
        Command::Check(args) => check::run(args, env),
    }
}

fn ttl(text: &str) -> Result<Ttl, String> {
    match Ttl::parse(text.as_bytes()) {
        Ok(ttl) if ttl <= Ttl::MAX => Ok(ttl),
        Ok(ttl) => Err(format!("{ttl} is above {}, the most RFC 2181 section 8 allows", Ttl::MAX.0)),
        Err(_) => Err("expected seconds, or units as in 1h30m (s, m, h, d, w)".to_owned()),
    }
}
