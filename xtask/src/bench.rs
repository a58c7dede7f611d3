//! `cargo xtask bench`: danelaw against its peers, whole processes on the same files, taking turns.
//!
//! It must never judge: it reports what was measured and what failed, and no build depends on a time.

mod danelaw;
mod inputs;
mod instructions;
mod measure;
mod path;
mod report;
mod signed;
mod tools;

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;

use crate::Outcome;
use crate::gen_zone::Shape;
pub(crate) use danelaw::build as build_danelaw;
use inputs::{Input, Subject};
use measure::{End, Run, Runner};
use tools::Tool;

/// Arguments of `bench`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to measure
    #[arg(default_value = "load")]
    what: What,
    /// Inputs to measure on, of `gen-zone` and signed ones [default: all but tld5M, which takes minutes, or
    /// what is quick to sign]
    #[arg(long, value_delimiter = ',', value_parser = Subject::parse)]
    shapes: Vec<Subject>,
    /// Peers to measure, by name (default: all that are installed; `none` for danelaw alone)
    #[arg(long, value_delimiter = ',')]
    peers: Option<Vec<String>>,
    /// How many times every tool runs
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Where the inputs are, and are made if missing
    #[arg(long, default_value = "bench")]
    dir: PathBuf,
    /// The danelaw to measure, instead of building one in release mode
    #[arg(long)]
    danelaw: Option<PathBuf>,
    /// Seconds after which a run is killed
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

/// What to measure.
#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Reading and checking a zone without signatures
    Load,
    /// Reading, checking and verifying a signed zone
    Signed,
    /// Instructions of one thread under valgrind, which do not depend on what else the machine does; on
    /// inputs of its own
    Instructions,
}

impl What {
    /// What is measured on where nobody says.
    fn shapes(self) -> &'static str {
        match self {
            What::Load | What::Instructions => {
                "tld100k,tld1M,tld1M-rel,tld1M-shuffled,host100k,small,small40k"
            }
            What::Signed => {
                "tld100k-p256-nsec,tld100k-p256-nsec3,tld100k-p256-optout,tld100k-ed25519-nsec,tld100k-rsa2048-nsec,host100k-p256-nsec"
            }
        }
    }
}

/// All runs of one tool on one input.
struct Measured {
    tool: &'static str,
    version: Option<String>,
    /// Set where only a part of the input was measured: what to multiply by.
    scale: u32,
    expected_status: i32,
    runs: Vec<Run>,
}

impl Measured {
    fn ended_as_expected(&self) -> bool {
        let expected = End::Status(self.expected_status);
        self.runs.iter().all(|run| matches!(run, Run::Ended(sample) if sample.end == expected))
    }

    fn was_killed(&self) -> bool {
        self.runs.iter().any(|run| matches!(run, Run::Killed))
    }
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    if matches!(args.what, What::Instructions) {
        return instructions::run(args.peers.as_deref(), &args.dir, &danelaw_of(args)?);
    }
    let subjects = match args.shapes.as_slice() {
        [] => args.what.shapes().split(',').map(Subject::parse).collect::<Result<Vec<_>, _>>()?,
        shapes => shapes.to_vec(),
    };
    measure(args, &subjects)
}

/// The danelaw to measure.
fn danelaw_of(args: &Args) -> Result<PathBuf, Box<dyn std::error::Error>> {
    match &args.danelaw {
        Some(path) if path.is_file() => Ok(path.clone()),
        Some(path) => Err(format!("{} is not a file", path.display()).into()),
        None => danelaw::build(),
    }
}

fn measure(args: &Args, subjects: &[Subject]) -> Outcome {
    let runner = Runner::new(Duration::from_secs(args.timeout))?;
    let peers = tools::chosen(args.peers.as_deref())?;
    let danelaw = danelaw_of(args)?;
    let inputs = inputs::prepare(subjects, &args.dir)?;
    report::machine(args.runs, runner.timeout());
    let tools = tools::installed(&danelaw, &peers, &inputs);
    let mut loaded: Vec<(&Input, Vec<Measured>)> = Vec::new();
    for input in &inputs {
        let measured = take_turns(&runner, tools.iter().filter(|tool| tool.suits(input)), input, args.runs)?;
        report::table(input, &measured);
        loaded.push((input, measured));
    }
    report::memory(&loaded);
    report::linearity(&loaded);
    report::zones(&loaded);
    if let Some((small, all)) = loaded.iter().find(|(input, _)| input.subject.is(Shape::Small)) {
        if all.iter().any(|measured| measured.tool == "danelaw" && measured.was_killed()) {
            println!("One small zone was not measured: danelaw was too slow on the directory.");
        } else {
            report::start_up(&danelaw::start_up(&danelaw, small)?);
        }
    }
    Ok(())
}

/// Runs A B C A B C ... so that what else the machine does falls on all alike.
fn take_turns<'t>(
    runner: &Runner,
    tools: impl Iterator<Item = &'t Tool> + Clone,
    input: &Input,
    runs: u32,
) -> Result<Vec<Measured>, Box<dyn std::error::Error>> {
    let mut measured = Vec::new();
    for tool in tools.clone() {
        measured.push(Measured {
            tool: tool.name,
            version: tool.version.clone(),
            scale: tool.scale(input),
            expected_status: tool.expected_status(input),
            runs: Vec::new(),
        });
    }
    for round in 1..=runs {
        for (tool, measured) in tools.clone().zip(&mut measured) {
            // One that was killed once is not waited for again.
            if measured.was_killed() {
                continue;
            }
            eprintln!("{}: run {round} of {runs}, {}", input.subject, tool.name);
            measured.runs.push(runner.run(&tool.command(input))?);
        }
    }
    Ok(measured)
}
