//! `cargo xtask gen-zone`: large zones that are the same on every machine, and that no checker has anything
//! to say about.
//!
//! It must never read the clock or another source of randomness: a zone follows from its shape, its size and
//! its seed alone.

mod delegations;
mod hosts;
mod random;
mod small;
mod writer;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::Outcome;
use writer::{Style, ZoneWriter};

/// The zone that every single-file shape writes.
pub(crate) const ORIGIN: &str = "example.";

/// The seed of the zones that `bench` measures.
pub(crate) const DEFAULT_SEED: u64 = 1;

/// Raised whenever the same shape, size and seed would give other octets, so that old inputs are not mistaken
/// for new ones.
const FORMAT: u32 = 1;

/// How the first line of every file starts.
pub(crate) const HEADER_START: &str = "; gen-zone ";

/// The most names a zone can have: five letters out of 25, see [`random::label`].
const MAX_COUNT: u64 = random::LABELS;

/// Arguments of `gen-zone`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What kind of zone to write
    shape: Shape,
    /// File to write (`-` is standard output), or the directory to write for `small` and `small40k`
    #[arg(long)]
    out: PathBuf,
    /// How many delegations, hosts or files, in place of the number that belongs to the shape
    #[arg(
        long, value_parser = clap::value_parser!(u64).range(1..=MAX_COUNT),
        required_if_eq("shape", "delegations")
    )]
    count: Option<u64>,
    /// Start of the random numbers
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
}

/// What kind of zone to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// 100,000 delegations in canonical order, names absolute
    #[value(name = "tld100k")]
    Tld100k,
    /// 1,000,000 delegations in canonical order, names absolute
    #[value(name = "tld1M")]
    Tld1m,
    /// 5,000,000 delegations in canonical order, names absolute
    #[value(name = "tld5M")]
    Tld5m,
    /// The delegations of tld1M with `$ORIGIN` and relative names
    #[value(name = "tld1M-rel")]
    Tld1mRel,
    /// The delegations of tld1M, not in canonical order
    #[value(name = "tld1M-shuffled")]
    Tld1mShuffled,
    /// 100,000 hosts with A, AAAA, MX, TXT, CNAME, TLSA, CAA and SRV
    #[value(name = "host100k")]
    Host100k,
    /// A directory of 10,000 zones of about 20 records
    #[value(name = "small")]
    Small,
    /// As small, with 40,000 zones
    #[value(name = "small40k")]
    Small40k,
    /// As tld100k, with as many delegations as `--count` says
    #[value(name = "delegations")]
    Delegations,
}

impl Shape {
    /// How many delegations, hosts or files make this shape.
    pub(crate) fn count(self) -> u64 {
        match self {
            Self::Tld100k | Self::Host100k | Self::Delegations => 100_000,
            Self::Tld1m | Self::Tld1mRel | Self::Tld1mShuffled => 1_000_000,
            Self::Tld5m => 5_000_000,
            Self::Small => 10_000,
            Self::Small40k => 40_000,
        }
    }

    /// Whether it is a directory of small zones.
    pub(crate) fn is_directory(self) -> bool {
        matches!(self, Self::Small | Self::Small40k)
    }

    /// What the shape is called in a bench directory.
    pub(crate) fn file_name(self) -> String {
        if self.is_directory() { self.to_string() } else { format!("{self}.zone") }
    }

    fn style(self) -> Style {
        match self {
            Self::Tld1mRel | Self::Small | Self::Small40k => Style::Relative,
            Self::Tld100k
            | Self::Tld1m
            | Self::Tld5m
            | Self::Tld1mShuffled
            | Self::Host100k
            | Self::Delegations => Style::Absolute,
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_possible_value() {
            Some(value) => f.write_str(value.get_name()),
            None => Ok(()),
        }
    }
}

/// Everything the octets of a zone follow from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub(crate) shape: Shape,
    pub(crate) count: u64,
    pub(crate) seed: u64,
}

impl Recipe {
    /// The recipe `bench` uses for a shape.
    pub(crate) fn of(shape: Shape) -> Self {
        Self { shape, count: shape.count(), seed: DEFAULT_SEED }
    }

    /// The first line of every file written, by which a stale file is told from a current one.
    pub(crate) fn header(&self) -> String {
        format!("{HEADER_START}{} --count {} --seed {}, format {FORMAT}", self.shape, self.count, self.seed)
    }
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let recipe = Recipe {
        shape: args.shape,
        count: args.count.unwrap_or_else(|| args.shape.count()),
        seed: args.seed,
    };
    let records = if args.out.as_os_str() == "-" {
        if recipe.shape.is_directory() {
            return Err(format!("`{}` is a directory: name one with --out", recipe.shape).into());
        }
        write_zone(&recipe, &mut BufWriter::new(io::stdout().lock()))?
    } else {
        make(&recipe, &args.out)?
    };
    eprintln!("{}: {records} records to {}", recipe.shape, args.out.display());
    Ok(())
}

/// Writes the zone, or the directory of zones, to `out` and returns its number of records.
///
/// The work happens under another name beside it, so that an interrupted run never leaves half a zone under
/// the name asked for.
pub(crate) fn make(recipe: &Recipe, out: &Path) -> io::Result<u64> {
    let mut partial = out.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let records = if recipe.shape.is_directory() {
        make_small(recipe, out, &partial)?
    } else {
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&partial)?);
        let records = write_zone(recipe, &mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        records
    };
    fs::rename(&partial, out)?;
    Ok(records)
}

fn make_small(recipe: &Recipe, out: &Path, partial: &Path) -> io::Result<u64> {
    if partial.exists() {
        fs::remove_dir_all(partial)?;
    }
    fs::create_dir_all(partial)?;
    let mut records = 0;
    for index in 0..recipe.count {
        let mut text = Vec::new();
        records += small::write(recipe, index, &mut text)?;
        fs::write(partial.join(small::file_name(index)), text)?;
    }
    if out.exists() {
        // Only a directory this task wrote is replaced, never somebody's own.
        let first = fs::read_to_string(out.join(small::file_name(0)))?;
        if !first.starts_with(HEADER_START) {
            return Err(io::Error::other(format!(
                "{} exists and was not written by gen-zone",
                out.display()
            )));
        }
        fs::remove_dir_all(out)?;
    }
    Ok(records)
}

/// Writes one zone of any shape that is no directory and returns its number of records.
fn write_zone(recipe: &Recipe, out: &mut dyn Write) -> io::Result<u64> {
    let mut zone = ZoneWriter::new(out, recipe.shape.style(), ORIGIN, &recipe.header())?;
    match recipe.shape {
        Shape::Host100k => hosts::write(recipe, &mut zone)?,
        Shape::Tld100k
        | Shape::Tld1m
        | Shape::Tld5m
        | Shape::Tld1mRel
        | Shape::Tld1mShuffled
        | Shape::Delegations => {
            delegations::write(recipe, &mut zone)?;
        }
        Shape::Small | Shape::Small40k => {
            return Err(io::Error::other(format!("`{}` is a directory of zones", recipe.shape)));
        }
    }
    zone.finish()
}

/// The first files of a directory of small zones in order, and the zone of each.
pub(crate) fn small_files(dir: &Path, count: u64) -> Vec<(String, PathBuf)> {
    (0..count).map(|index| (small::origin(index), dir.join(small::file_name(index)))).collect()
}

#[cfg(test)]
mod tests;
