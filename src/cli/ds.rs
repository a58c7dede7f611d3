//! `danelaw ds`: DS records from DNSKEY records. Arguments only; the work is in the modules below.

mod compare;
mod output;
mod read;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::document::write_document;
use super::{Env, Exit, tell};
use crate::dnssec::{Key, ds_digest};
use crate::error::Problem;
use crate::wire::{Name, u16_of};

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

/// One record to print.
struct Made {
    owner: Name,
    rtype: crate::rr::Rtype,
    rdata: Vec<u8>,
    /// The key, as messages call it.
    key: String,
    filename: String,
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
    let reader = read::Reader::new(args.origin.as_deref(), env.now)?;
    let mut problems = Vec::new();
    let mut zones = Vec::new();
    for path in &args.inputs {
        match reader.input(path, env) {
            Ok(input) => zones.push(input),
            Err(problem) => problems.push(problem),
        }
    }
    let mut records: Vec<Made> = Vec::new();
    let mut known: BTreeSet<(Vec<u8>, Vec<u8>)> = BTreeSet::new();
    for input in &zones {
        // A zone without any SEP bit is compared by all its keys.
        let keys = read::keys(input, args.all)
            .or_else(|problem| if args.compare.is_some() { read::keys(input, true) } else { Err(problem) });
        match keys {
            Ok(keys) => {
                for made in keys.into_iter().flat_map(|key| records_of(key, args, input.filename())) {
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
            write_document(None, env, |out| output::records(args.format, &records, out))?;
            false
        }
        Some(path) => {
            let compared = compare::compare(&reader.beside(path, env)?, path, &zones, &records)?;
            write_document(None, env, |out| output::compared(args.format, &compared, out))?;
            problems.extend(compared.iter().filter_map(compare::Line::problem));
            compared.iter().any(compare::Line::is_different)
        }
    };
    problems.iter().for_each(|problem| tell(env, problem));
    Ok(match (problems.is_empty(), differs) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Clean,
    })
}

/// All keys of a zone or key file, for other subcommands.
pub(super) fn keys_of<T>(
    path: &Path,
    env: &mut Env<'_>,
    take: impl Fn(Key<'_>) -> T,
) -> Result<Vec<T>, Problem> {
    let input = read::Reader::new(None, env.now)?.input(path, env)?;
    Ok(read::keys(&input, true)?.into_iter().map(take).collect())
}

/// The records that one key makes.
fn records_of(key: Key<'_>, args: &DsArgs, filename: &str) -> Vec<Made> {
    use crate::rr::types;
    let (owner, dnskey) = (key.record.owner(), key.record.rdata());
    let one = |rtype, rdata| Made {
        owner: owner.to_name(),
        rtype,
        rdata,
        key: key.to_string(),
        filename: filename.to_owned(),
    };
    let mut made = Vec::new();
    let mut done = Vec::new();
    for digest_type in args.digest.iter().map(|digest| digest.digest_type()) {
        if done.contains(&digest_type) {
            continue;
        }
        done.push(digest_type);
        let Some(digest) = ds_digest(digest_type, owner, dnskey) else { continue };
        let mut rdata = key.tag().0.to_be_bytes().to_vec();
        rdata.extend([key.algorithm().0, digest_type]);
        rdata.extend(digest);
        made.push(one(if args.cds { types::CDS } else { types::DS }, rdata));
    }
    if args.cds {
        made.push(one(types::CDNSKEY, dnskey.to_vec()));
    }
    made
}

/// `\# 36 3039...`: RFC 3597 section 5.
fn generic(rdata: &[u8]) -> String {
    format!("\\# {} {}", u16_of(rdata.len()), crate::wire::base16::encode(rdata))
}
