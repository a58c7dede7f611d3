//! `danelaw mail generate`: arguments, files, exit status. What is proposed is decided elsewhere.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::certificates::read_material;
use crate::cli::document::{refuse_input, replace, write_document};
use crate::cli::inputs::{WalkArgs, time};
use crate::cli::session::{Asked, Begun, read_zones};
use crate::cli::settings::ConfigArgs;
use crate::cli::timing::duration;
use crate::cli::{Env, Exit, tell};
use crate::error::Problem;
use crate::limits::Limits;
use crate::publish::mail::{PolicyFile, Situation, Stage, Wishes, destinations, includes, propose};
use crate::render::mail_set;
use crate::resolve::Perspective;
use crate::source::{Files, describe, name_of};
use crate::wire::{Name, Timestamp, Ttl, printable};
use crate::zone::Zone;

/// Print a starting set of mail records for a domain.
///
/// From the MX records of the domain and the certificates given: SPF (RFC 7208), DMARC (RFC 9989), MTA-STS
/// with its policy file (RFC 8461), TLS-RPT (RFC 8460), and TLSA 3 1 1 for each MX host in the zone (RFC
/// 7672). A domain without mail (`MX 0 .`, or no MX and no sign of mail) gets the records that say so.
///
/// The output is zone text, to be added to the zone. What the zone has and is sound is named and not printed
/// again; what has to go first is named with the record that takes its place.
///
/// Mail systems that are known by their MX hosts, with what SPF gets for them: *.mail.protection.outlook.com
/// and *.mx.microsoft (include:spf.protection.outlook.com), *.mail.protection.office365.us
/// (include:spf.protection.office365.us), *.mail.protection.partner.outlook.cn
/// (include:spf.protection.partner.outlook.cn), smtp.google.com, *.l.google.com and *.googlemail.com
/// (include:_spf.google.com). Whatever else sends is for --spf-include to say.
///
/// Exit status: 0 the set is printed, 2 something could not be read or made.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw mail generate example.org example.org.zone
  danelaw mail generate example.org example.org.zone --cert fullchain.pem --policy mta-sts.txt
  danelaw mail generate example.org --zone example.org.zone --stage enforce --rua mailto:dmarc@example.org
  danelaw mail generate example.org zones/ --spf-include spf.example.net --format json")]
pub(super) struct GenerateArgs {
    /// The mail domain; international names in their xn-- form
    #[arg(value_name = "DOMAIN")]
    domain: String,
    /// Zone files, directories of them, or `-` for standard input [default: .]
    #[arg(value_name = "ZONE")]
    zones: Vec<PathBuf>,
    /// The same as an option; repeatable
    #[arg(long = "zone", value_name = "FILE")]
    more_zones: Vec<PathBuf>,
    /// Name of the zone, for all files given
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// How strict the set is
    #[arg(long, value_enum, default_value = "start")]
    stage: Stage,
    /// Where reports go, a mailbox that must exist; repeatable [default: mailto:postmaster@DOMAIN]
    #[arg(long, value_name = "URI", value_delimiter = ',')]
    rua: Vec<String>,
    /// Where TLS reports go, mailto or https; repeatable [default: as --rua]
    #[arg(long, value_name = "URI", value_delimiter = ',')]
    tls_rua: Vec<String>,
    /// Domain whose SPF record says who else sends for this one; repeatable
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',')]
    spf_include: Vec<String>,
    /// ip4 and ip6 with the addresses of the MX hosts instead of mx
    #[arg(long)]
    spf_addresses: bool,
    /// The domain takes and sends no mail
    #[arg(long)]
    parked: bool,
    /// Host that serves the MTA-STS policy: mta-sts becomes an alias of it, where the zone has none
    #[arg(long, value_name = "HOST")]
    mta_sts_host: Option<String>,
    /// Write the MTA-STS policy to this file; a sound one that is there already stays
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Certificate, chain or key of the MX hosts that it names: makes their TLSA records; repeatable
    #[arg(long, value_name = "FILE")]
    cert: Vec<PathBuf>,
    /// Time to live: seconds, or units as in 1h30m; where a set has records already, theirs
    #[arg(long, value_name = "DURATION", default_value = "3600", value_parser = duration)]
    ttl: Ttl,
    /// Records only: what else has to be done goes to standard error
    #[arg(long)]
    no_comments: bool,
    /// How the set is printed
    #[arg(long, value_enum, default_value = "zone")]
    format: Format,
    /// The time that the MTA-STS id is made of: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    walk: WalkArgs,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
}

/// How the set is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Zone text with comments
    Zone,
    /// One object with the records, the policy and what else has to be done
    Json,
}

/// Runs the subcommand.
pub(super) fn run(args: &GenerateArgs, env: &mut Env<'_>) -> Exit {
    let mut problems = Vec::new();
    let done = generate(args, env, &mut problems);
    problems.extend(done.err());
    problems.iter().for_each(|problem| tell(env, problem));
    Exit::of(problems.is_empty(), false)
}

fn generate(args: &GenerateArgs, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Result<(), Problem> {
    let domain = domain(&args.domain)?;
    let now = time(args.at.as_deref(), env.now)?;
    let wishes = wishes(args, now, env)?;
    let mut paths: Vec<PathBuf> = args.zones.iter().chain(&args.more_zones).cloned().collect();
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let asked = Asked {
        now,
        paths: &paths,
        origin: args.origin.as_deref(),
        include_roots: &args.include_root,
        walk: &args.walk,
        config: &args.config,
        jobs: 0,
    };
    let Begun { mut session, inputs, .. } = asked.begin(env)?;
    read_zones(&mut session, &inputs, env);
    problems.extend_from_slice(session.problems());
    let zones: Vec<&Zone> = session.zones().map(|(zone, _)| zone).collect();
    if zones.is_empty() {
        return if problems.is_empty() {
            Err(Problem::new(args.domain.as_str(), "no zone is given"))
        } else {
            Ok(())
        };
    }
    // That it cannot be read is told already.
    if !problems.is_empty()
        && zones.iter().any(|zone| domain.borrow_name().is_at_or_below(zone.name()) && !zone.is_read())
    {
        return Ok(());
    }
    let given = session.given();
    let answers = Perspective::of_user(&given);
    let situation = Situation::of(&domain, &zones, answers, session.limits(), wishes.is_parked)?;
    if let Some(path) = &args.policy {
        refuse_input(path, env.files)?;
    }
    let policy = args.policy.as_deref().map(|path| read_policy(path, env.files)).transpose()?;
    let set = propose(&situation, &wishes, policy.as_ref())?;
    if let (Some(path), Some(text)) = (&args.policy, set.policy_to_write()) {
        replace(path, &|out| out.write_all(text.as_bytes()))?;
    }
    match args.format {
        Format::Json => write_document(None, env, |out| mail_set::json(&set, out)),
        Format::Zone if args.no_comments => {
            mail_set::remarks(&set, env.stderr);
            write_document(None, env, |out| mail_set::records(&set, out))
        }
        Format::Zone => write_document(None, env, |out| mail_set::zone(&set, out)),
    }
}

/// The domain that is asked for.
fn domain(text: &str) -> Result<Name, Problem> {
    let problem = |message: String| Problem::new(text, message);
    if let Some(c) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !"-_.".contains(*c)) {
        return Err(problem(match c {
            '@' => "is a mail address: give the domain behind the `@`".to_owned(),
            c if !c.is_ascii() => format!(
                "has `{}` in it: give international names in their xn-- form (A-labels)",
                printable(&c.to_string())
            ),
            c => format!("has `{}` in it, which no mail domain has", printable(&c.to_string())),
        }));
    }
    let name = Name::absolute(text).map_err(|_| problem("is not a domain name".to_owned()))?;
    if name.borrow_name().is_root() {
        Err(problem("is the root, not a mail domain".to_owned()))
    } else {
        Ok(name.borrow_name().to_lowercase())
    }
}

fn wishes(args: &GenerateArgs, now: Timestamp, env: &mut Env<'_>) -> Result<Wishes, Problem> {
    let limits = Limits::default();
    let mta_sts_host = args.mta_sts_host.as_deref().map(|text| {
        let message = "is not a host name: international names are given in their xn-- form";
        domain(text).map_err(|_| Problem::new(format!("--mta-sts-host {text}"), message))
    });
    let mut stdin_used = false;
    Ok(Wishes {
        stage: args.stage,
        rua: destinations("--rua", &args.rua, false, &limits)?,
        tls_rua: destinations("--tls-rua", &args.tls_rua, true, &limits)?,
        spf_includes: includes(&args.spf_include)?,
        by_addresses: args.spf_addresses,
        is_parked: args.parked,
        mta_sts_host: mta_sts_host.transpose()?,
        certificates: args
            .cert
            .iter()
            .map(|path| read_material(path, &mut stdin_used, env))
            .collect::<Result<_, _>>()?,
        ttl: args.ttl,
        now,
    })
}

/// The file that `--policy` names, where there is one.
fn read_policy(path: &Path, files: &dyn Files) -> Result<PolicyFile, Problem> {
    let name = name_of(path);
    match files.read(path, Limits::default().policy_octets) {
        Ok(text) => PolicyFile::new(name, Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => PolicyFile::new(name, None),
        Err(error) => Err(Problem::new(format!("--policy {name}"), describe(&error))),
    }
}
