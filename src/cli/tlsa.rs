//! `danelaw tlsa`: records from certificates and keys. Arguments only; the work is in the modules below.

mod advice;
mod generate;
mod output;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum, value_parser};

use super::{Env, Exit};
use crate::dane::{Matching, Parameters, Proto, Selector, Usage};
use crate::wire::Ttl;

/// Make TLSA records.
#[derive(Debug, Args)]
pub struct TlsaArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(GenerateArgs),
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
    }
}

fn ttl(text: &str) -> Result<Ttl, String> {
    match Ttl::parse(text.as_bytes()) {
        Ok(ttl) if ttl <= Ttl::MAX => Ok(ttl),
        Ok(ttl) => Err(format!("{ttl} is above {}, the most RFC 2181 section 8 allows", Ttl::MAX.0)),
        Err(_) => Err("expected seconds, or units as in 1h30m (s, m, h, d, w)".to_owned()),
    }
}
