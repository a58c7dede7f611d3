//! `danelaw ds`: arguments, files, exit status. Which records keys make is decided elsewhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::document::write_document;
use super::session::{bare, options, with_origin};
use super::{Env, Exit, tell};
use crate::dnssec::{DsLine, DsRecord, Key, compare_ds, ds_records, keys_for_ds};
use crate::error::Problem;
use crate::reader::Input;
use crate::render;
use crate::session::Session;
use crate::source::{Source, key_material, name_of};
use crate::zone::Zone;

/// Print the DS records of the keys in zone files and `K*.key` files.
///
/// Of a zone the keys with the SEP bit are taken, of a file with loose DNSKEY records all. Revoked keys are
/// left out: nobody may trust them.
///
/// Exit status: 0 records printed, or all is as in --compare; 1 something differs; 2 an input could not be
/// used, or a DS was not checked since its digest type is not computed here.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw ds example.org.zone.signed
  danelaw ds Kexample.org.+013+12345.key --digest sha256,sha384
  danelaw ds example.org.zone.signed --compare dsset-example.org.
  dig +noall +answer example.org DNSKEY | danelaw ds -")]
pub struct DsArgs {
    /// Zone files and key files; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,
    /// Name of the zone, where its file does not say it
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Keys without the SEP bit too
    #[arg(long)]
    all: bool,
    /// Digests; repeatable, or with commas
    #[arg(long, value_enum, value_name = "DIGEST", value_delimiter = ',', default_value = "sha256")]
    digest: Vec<DigestArg>,
    /// Print CDS and CDNSKEY records, for the zone itself
    #[arg(long, conflicts_with = "compare")]
    cds: bool,
    /// Say which DS of this file name a key, and which keys lack one
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// How records are printed
    #[arg(long, value_enum, default_value = "zone")]
    format: Format,
}

/// A digest, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DigestArg {
    /// Type 2
    Sha256,
    /// Type 4
    Sha384,
    /// Type 1, which must not be used for new records
    Sha1,
}

impl DigestArg {
    fn digest_type(self) -> u8 {
        match self {
            DigestArg::Sha1 => 1,
            DigestArg::Sha256 => 2,
            DigestArg::Sha384 => 4,
        }
    }
}

/// How records are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// DS 12345 13 2 ..., as zone files have it
    Zone,
    /// TYPE43 \# 36 ..., for software that does not know DS (RFC 3597)
    Generic,
    /// One object with the records and their keys
    Json,
}

/// Runs `danelaw ds`.
pub fn run(args: &DsArgs, env: &mut Env<'_>) -> Exit {
    match made(args, env) {
        Ok(exit) => exit,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

fn made(args: &DsArgs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let mut reader = Reader::new(args.origin.as_deref(), env)?;
    let mut problems = Vec::new();
    let mut zones = Vec::new();
    for path in &args.inputs {
        match reader.input(path) {
            Ok(input) => zones.push(input),
            Err(problem) => problems.push(problem),
        }
    }
    let mut records: Vec<DsRecord> = Vec::new();
    let digests: Vec<u8> = args.digest.iter().map(|digest| digest.digest_type()).collect();
    let mut known: BTreeSet<(Vec<u8>, Vec<u8>)> = BTreeSet::new();
    for input in &zones {
        // A zone without any SEP bit is compared by all its keys.
        let Some(zone) = input.zone() else { continue };
        let keys = |all| keys_for_ds(zone, input.filename(), all);
        let keys =
            keys(args.all).or_else(|problem| if args.compare.is_some() { keys(true) } else { Err(problem) });
        match keys {
            Ok(keys) => {
                let made = |key| ds_records(key, &digests, args.cds, input.filename());
                for made in keys.into_iter().flat_map(made) {
                    // A key in two files is one key.
                    if known.insert((made.owner.borrow_name().to_lowercase().to_vec(), made.rdata.clone())) {
                        records.push(made);
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    let zsks: Vec<&str> =
        records.iter().map(|made| made.key.as_str()).filter(|key| key.ends_with("(ZSK)")).collect();
    if let (Some(zsk), true) = (zsks.first(), zsks.len() < records.len()) {
        let _ = writeln!(
            env.stderr,
            "note: {zsk} has no SEP bit: the parent needs the DS of the key that signs DNSKEY"
        );
    }
    if args.digest.contains(&DigestArg::Sha1) {
        let _ =
            writeln!(env.stderr, "warning: SHA-1 must not be used for new DS records (RFC 9905 section 2)");
    }
    let differs = match &args.compare {
        None => {
            write_document(None, env, |out| match args.format {
                Format::Zone => render::ds::zone(&records, out),
                Format::Generic => render::ds::generic(&records, out),
                Format::Json => render::ds::json(&records, out),
            })?;
            false
        }
        Some(path) => {
            let zones: Vec<&Zone> = zones.iter().filter_map(Input::zone).collect();
            let compared = compare_ds(&reader.beside(path)?, &name_of(path), &zones, &records)?;
            write_document(None, env, |out| match args.format {
                Format::Zone | Format::Generic => render::ds::compared(&compared, out),
                Format::Json => render::ds::compared_json(&compared, out),
            })?;
            problems.extend(compared.iter().filter_map(DsLine::problem));
            compared.iter().any(DsLine::is_different)
        }
    };
    problems.iter().for_each(|problem| tell(env, problem));
    Ok(Exit::of(problems.is_empty(), differs))
}

/// All keys of a zone or key file, for other subcommands.
pub(super) fn keys_of<T>(
    path: &Path,
    env: &mut Env<'_>,
    take: impl Fn(Key<'_>) -> T,
) -> Result<Vec<T>, Problem> {
    let input = Reader::new(None, env)?.input(path)?;
    let Some(zone) = input.zone() else { return Ok(Vec::new()) };
    Ok(keys_for_ds(zone, input.filename(), true)?.into_iter().map(take).collect())
}

/// Reads what is given with one set of options.
struct Reader<'a> {
    session: Session<'a>,
}

impl<'a> Reader<'a> {
    /// A reader for zones of this name, or of any.
    fn new(origin: Option<&str>, env: &mut Env<'a>) -> Result<Reader<'a>, Problem> {
        Ok(Reader { session: bare(with_origin(options(env.now), origin)?, env) })
    }

    /// A zone or loose keys.
    fn input(&mut self, path: &Path) -> Result<Input, Problem> {
        let input = self
            .session
            .open(path)
            .and_then(no_private_key)
            .map(|source| self.session.reader().read(source))?;
        match input.failure() {
            Some(problem) => Err(problem),
            None => Ok(input),
        }
    }

    /// A DS set or a parent zone.
    fn beside(&mut self, path: &Path) -> Result<Zone, Problem> {
        let source = self.session.open(path).and_then(no_private_key)?;
        self.session.reader().parent(source)
    }
}

fn no_private_key(source: Source) -> Result<Source, Problem> {
    match key_material(&source.bytes) {
        Some(what) => Err(Problem::new(
            source.name,
            format!("this is {what}: give the `.key` file with the DNSKEY, which is public"),
        )),
        None => Ok(source),
    }
}
