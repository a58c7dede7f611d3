//! `danelaw tlsa`: records from certificates and keys, and what becomes of them. Arguments only; the work is
//! in the modules below.

mod check;
mod generate;
mod hook;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum, value_parser};

pub(super) use check::not_checked;

use super::inputs::WalkArgs;
use super::services::ServiceArgs;
use super::settings::ConfigArgs;
use super::timing::duration;
use super::{Env, Exit};
use crate::dane::{Advice, Anchor, Matching, Parameters, Proto, Recipe, Selector, Usage};
use crate::error::Problem;
use crate::publish::Form;
use crate::wire::{Name, Ttl};

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
    Hook(Box<HookArgs>),
}

/// Print the TLSA records that match certificates or keys.
///
/// Inputs are PEM or DER: certificates, chains, certificate requests, public keys, and private keys, of which
/// only the public half is used. Every input is combined with every service. Usage 3 and 1 take the first
/// certificate of a file, usage 2 and 0 a CA certificate above it (see --anchor).
///
/// With --from-zone the services are those that the zone names: port 25 of its MX targets and the ports of
/// its SRV targets, as far as they are in the zone. What the zone has there already is held against the new
/// records, and standard error says what to add, keep and remove.
///
/// Exit status: 0 records printed, 2 when an input could not be used; as zone, generic and json the records
/// of the others are printed still, every other form would take away the records that could not be made.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("owner").args(["host", "service", "from_zone"]).required(true).multiple(true)))]
#[command(group(ArgGroup::new("hosts").args(["host", "from_zone"]).multiple(true)))]
#[command(after_help = "Examples:
  danelaw tlsa generate cert.pem --host mail.example.org --port 25
  danelaw tlsa generate rsa.pem ecdsa.pem --host mx1.example.org --host mx2.example.org --port 25
  danelaw tlsa generate fullchain.pem --usage dane-ta --service _25._tcp.mail.example.org
  danelaw tlsa generate --from-zone example.org.zone --next-key next.pem --emit nsupdate fullchain.pem | \
  nsupdate -l
  openssl s_client -connect mail.example.org:465 </dev/null | danelaw tlsa generate - --host \
  mail.example.org --port 465")]
struct GenerateArgs {
    /// Certificate, chain, request or key file; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,
    /// Host name, with or without the final dot; repeatable, each with every --port
    #[arg(long, value_name = "NAME", requires = "port")]
    host: Vec<String>,
    /// Port from 1 to 65535, of every --host and every host of --from-zone; repeatable
    #[arg(long, value_name = "PORT", requires = "hosts", value_parser = value_parser!(u16).range(1..))]
    port: Vec<u16>,
    /// Transport for --port
    #[arg(long, value_enum, default_value = "tcp")]
    proto: Proto,
    /// Whole owner name such as _25._tcp.mail.example.org; repeatable
    #[arg(long, value_name = "OWNER")]
    service: Vec<String>,
    /// Zone file whose MX and SRV records say the services; `-` is standard input
    #[arg(long, value_name = "ZONE")]
    from_zone: Option<PathBuf>,
    /// Of --from-zone only the services at or below this name: a host, or a whole owner name; repeatable
    #[arg(long, value_name = "NAME", requires = "from_zone")]
    only: Vec<String>,
    /// Name of the zone, where --from-zone does not say it; some forms of --emit need it
    #[arg(long, value_name = "NAME", visible_alias = "origin")]
    zone: Option<String>,
    /// Certificate, request or key that comes next: its records stand beside the current ones; repeatable
    #[arg(long, value_name = "FILE")]
    next_key: Vec<PathBuf>,
    #[command(flatten)]
    record: RecordArgs,
    /// Time to live: seconds, or units as in 1h30m [default: what --from-zone has there, or 3600]
    #[arg(long, value_parser = duration)]
    ttl: Option<Ttl>,
    /// In which form records are printed
    #[arg(long, visible_alias = "format", value_name = "FORM", value_enum, default_value = "zone")]
    emit: Form,
}

/// Say what clients will do with the TLSA records of zones and the certificates that servers send.
///
/// Verdicts: authenticated; opportunistic (DANE does not apply: no TLSA record, or an unsigned zone);
/// not-checked (it says what is missing); tls-required (no record is usable: TLS, and nobody authenticated);
/// refused (no connection). Certificates of usage 2 are verified up to the CA that the record names, at --at,
/// with the names of RFC 7672.
///
/// Every domain with MX records in the zones has a verdict of its own, over all its hosts: mail is kept back
/// only where every host refuses it. Signatures over MX, address, CNAME and TLSA records, and the proof that
/// there are none, are verified as a resolver does it.
///
/// Exit status: 0 every service is judged, and no service or domain is refused or tls-required; 1 one is; 2
/// something could not be read, or a service is not-checked, be it one of the zones whose certificate is not
/// given or one that an option names. The others are judged still. A domain that is not-checked for an MX
/// host in no zone given is reported, and changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw tlsa check example.org.zone --cert _25._tcp.mail.example.org=fullchain.pem
  danelaw tlsa check zones/ --cert _25._tcp.mx.example.org=rsa.pem --cert _25._tcp.mx.example.org=ecdsa.pem
  danelaw tlsa check zones/ --cert _25._tcp.mx.example.org=next/fullchain.pem --at +30d --format json")]
struct CheckArgs {
    /// Zone files, directories of them, or `-` for standard input
    #[arg(value_name = "ZONE", default_value = ".")]
    zones: Vec<PathBuf>,
    #[command(flatten)]
    services: ServiceArgs,
    /// The parent zone of one of the zones, a DS set or trust anchors: a zone without DS there is not secure;
    /// repeatable
    #[arg(long, value_name = "FILE")]
    parent: Vec<PathBuf>,
    /// Name of the zone, for all files given
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Judge at this time: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// What zone files without signatures are taken for [default: signed-later, unless another zone given is
    /// signed]
    #[arg(long, value_enum, value_name = "WHAT")]
    unsigned: Option<UnsignedArg>,
    /// Short for --unsigned signed-later
    #[arg(long, conflicts_with = "unsigned")]
    assume_signed: bool,
    /// How verdicts are written
    #[arg(long, value_enum, default_value = "human", visible_alias = "output-format")]
    format: VerdictFormat,
    /// Write verdicts to this file instead of standard output
    #[arg(short = 'O', long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    walk: WalkArgs,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
}

/// What zone files without signatures are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum UnsignedArg {
    /// What a signer reads: the server or a tool signs the zone before it is served
    SignedLater,
    /// What is served: DANE does not apply to it
    AsIs,
}

/// Say at a renewal whether DNS must change, and whether the new certificate may be deployed.
///
/// It is for the hooks of ACME clients, and finds out from environment and arguments which chain was renewed:
/// RENEWED_LINEAGE (certbot), LEGO_HOOK_CERT_PATH or LEGO_CERT_PATH (lego), CERT_PATH with Le_Domain
/// (acme.sh), deploy_cert and its words (dehydrated, whose other words it passes over without a sound; words
/// of others are refused). The records are those of the renewed chain and of each key that the client made
/// for the next renewal (NAME.key.next of acme.sh, privkey.roll.pem of dehydrated).
///
/// Only services whose host the certificate names are looked at, and published records stay, unless --prune
/// takes away the others. Where the published records would have clients refuse the new chain, it says so;
/// the records that it prints are to be published first then.
///
/// Exit status: 0 nothing to do, or records printed and the chain may be deployed; 1 it must not be deployed
/// yet; 2 whether it may be is not known ("not checked:" says why: no zone is given, a certificate path
/// cannot be judged), something could not be read, or nobody known called. Deploy on 0 alone.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("reach").args(["host", "from_zone"]).multiple(true)))]
#[command(group(ArgGroup::new("state").args(["published", "from_zone"]).multiple(true)))]
#[command(after_help = "Examples:
  certbot renew --deploy-hook 'danelaw tlsa hook --from-zone /etc/zones/example.org.zone'
  lego run --deploy-hook 'danelaw tlsa hook --service _25._tcp.mail.example.org --published \
  /etc/zones/example.org.zone'
  danelaw tlsa hook --from-zone example.org.zone -- \"$@\"
  danelaw tlsa hook --cert fullchain.pem --from-zone example.org.zone --emit nsupdate | nsupdate -l")]
struct HookArgs {
    /// What the client says to its hook: danelaw tlsa hook "$@"
    #[arg(value_name = "WORD", trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
    /// The renewed chain, whatever a client says
    #[arg(long, value_name = "FILE")]
    cert: Option<PathBuf>,
    /// The renewed key, whatever a client says; next keys are looked for beside it
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Key, request or certificate that comes next, in place of those that are found; repeatable
    #[arg(long, value_name = "FILE")]
    next_key: Vec<PathBuf>,
    /// Zone file whose MX and SRV records say the services
    #[arg(long, value_name = "ZONE")]
    from_zone: Option<PathBuf>,
    /// Of --from-zone only the services at or below this name; repeatable
    #[arg(long, value_name = "NAME", requires = "from_zone")]
    only: Vec<String>,
    /// Whole owner name such as _25._tcp.mail.example.org; repeatable
    #[arg(long, value_name = "OWNER")]
    service: Vec<String>,
    /// Host name; repeatable, each with every --port
    #[arg(long, value_name = "NAME", requires = "port")]
    host: Vec<String>,
    /// Port from 1 to 65535, of every --host and every host of --from-zone; repeatable
    #[arg(long, value_name = "PORT", requires = "reach", value_parser = value_parser!(u16).range(1..))]
    port: Vec<u16>,
    /// Transport for --port
    #[arg(long, value_enum, default_value = "tcp")]
    proto: Proto,
    /// Also services whose host the certificate does not name
    #[arg(long)]
    any_name: bool,
    /// Root certificates that clients of usage 0 and 1 trust, as a PEM bundle; `system` takes those of this
    /// system
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    /// Name of the zone, where the zone file does not say it
    #[arg(long, value_name = "NAME", visible_alias = "origin")]
    zone: Option<String>,
    // Its [[service]] with the renewed chain is meant too.
    #[command(flatten)]
    config: ConfigArgs,
    /// The zone as it is served now [default: --from-zone]
    #[arg(long, value_name = "ZONE")]
    published: Option<PathBuf>,
    /// When the zone got the record of the renewed key: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or before now
    /// as in -2h
    #[arg(long, value_name = "TIME", requires = "state", allow_hyphen_values = true)]
    published_at: Option<String>,
    /// How long until every server of the zone has a new version [default: SOA refresh + retry]
    #[arg(long, value_name = "DURATION", requires = "state", value_parser = duration)]
    propagation: Option<Ttl>,
    /// Judge at this time: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// Take away the published records that neither the renewed chain nor a next key has, nor another chain
    /// that the configuration has for the service: when every server sends the new chain
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    record: RecordArgs,
    /// Time to live: seconds, or units as in 1h30m [default: what the zone has there, or 3600]
    #[arg(long, value_parser = duration)]
    ttl: Option<Ttl>,
    /// In which form records are printed; those that say how to change something print nothing where nothing
    /// changes
    #[arg(long, visible_alias = "format", value_name = "FORM", value_enum, default_value = "zone")]
    emit: Form,
    /// Write the records to this file instead of standard output
    #[arg(short = 'O', long, value_name = "FILE")]
    output_file: Option<PathBuf>,
}

/// How verdicts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum VerdictFormat {
    /// A line for each service, and why below it
    Human,
    /// One object with all services
    Json,
}

/// Which records certificates and keys make.
#[derive(Debug, Clone, Copy, Args)]
struct RecordArgs {
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
}

impl RecordArgs {
    fn recipe(self) -> Recipe {
        let RecordArgs { usage, selector, matching, anchor } = self;
        Recipe { parameters: Parameters { usage, selector, matching }, anchor }
    }
}

/// Runs `danelaw tlsa`.
pub fn run(args: &TlsaArgs, env: &mut Env<'_>) -> Exit {
    match &args.command {
        Command::Generate(args) => generate::run(args, env),
        Command::Check(args) => check::run(args, env),
        Command::Hook(args) => hook::run(args, env),
    }
}

/// Writes warnings and notes. When nobody listens, that is no failure of the records.
fn write_advice(advice: &Advice, err: &mut dyn Write) {
    for note in &advice.notes {
        let _ = writeln!(err, "note: {note}");
    }
    for warning in &advice.warnings {
        let _ = writeln!(err, "warning: {warning}");
    }
}

/// Writes what could not be done.
fn write_problems(problems: &[Problem], err: &mut dyn Write) {
    for problem in problems {
        let _ = writeln!(err, "error: {problem}");
    }
}

/// The name that `--zone` says.
fn zone_name(text: Option<&str>) -> Result<Option<Name>, Vec<Problem>> {
    let name = |text| {
        Name::absolute(text).map_err(|_| vec![Problem::new(format!("--zone {text}"), "not a domain name")])
    };
    text.map(name).transpose()
}
