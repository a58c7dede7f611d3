//! The files that are measured: made if missing or stale, and read once so that all tools find them in
//! memory.
//!
//! It must never replace a file that `gen-zone` did not write.

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::signed::Signed;
use crate::gen_zone::{self, ORIGIN, Recipe, Shape};

/// What is measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A zone as `gen-zone` writes it.
    Plain(Shape),
    /// Such a zone, signed.
    Signed(Signed),
}

impl Subject {
    /// The subject of a name.
    pub(super) fn parse(name: &str) -> Result<Subject, String> {
        let plain = Shape::from_str(name, false).map(Subject::Plain);
        plain.or_else(|_| Signed::from_str(name, false).map(Subject::Signed)).map_err(|_| {
            let plain = Shape::value_variants().iter().map(ToString::to_string);
            let names: Vec<String> =
                plain.chain(Signed::value_variants().iter().map(ToString::to_string)).collect();
            format!("there are {}", names.join(", "))
        })
    }

    /// Whether this is a directory of small zones.
    pub(super) fn is_directory(self) -> bool {
        matches!(self, Subject::Plain(shape) if shape.is_directory())
    }

    /// Whether this is the unsigned zone of a shape.
    pub(super) fn is(self, shape: Shape) -> bool {
        self == Subject::Plain(shape)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Plain(shape) => shape.fmt(f),
            Subject::Signed(signed) => signed.fmt(f),
        }
    }
}

/// One file, or a directory of small zones.
pub(super) struct Input {
    pub(super) subject: Subject,
    pub(super) path: PathBuf,
    /// Every zone in it: the origin and the file.
    pub(super) files: Vec<(String, PathBuf)>,
    pub(super) octets: u64,
    pub(super) records: u64,
}

/// Makes what is missing in `dir` and counts what is there.
pub(super) fn prepare(subjects: &[Subject], dir: &Path) -> Result<Vec<Input>, Box<dyn Error>> {
    fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let mut inputs = Vec::new();
    for &subject in subjects {
        let (path, files) = match subject {
            Subject::Plain(shape) => plain(&Recipe::of(shape), dir)?,
            Subject::Signed(signed) => {
                let path = dir.join(format!("{signed}.zone"));
                if is_missing(&path, &signed.header())? {
                    let (unsigned, _) = plain(&Recipe::of(signed.shape()), dir)?;
                    eprintln!("signing {}", path.display());
                    signed.make(&unsigned, &path)?;
                }
                (path.clone(), vec![(ORIGIN.to_owned(), path)])
            }
        };
        inputs.push(counted(subject, path, files)?);
    }
    Ok(inputs)
}

/// The zone of a recipe, which is made in `dir` where it is missing.
pub(super) fn of(recipe: &Recipe, dir: &Path) -> Result<Input, Box<dyn Error>> {
    fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let (path, files) = plain(recipe, dir)?;
    Ok(counted(Subject::Plain(recipe.shape), path, files)?)
}

fn counted(subject: Subject, path: PathBuf, files: Files) -> Result<Input, String> {
    let mut input = Input { subject, path, files, octets: 0, records: 0 };
    for (_, file) in &input.files {
        let (octets, records) = count(file).map_err(|error| format!("{}: {error}", file.display()))?;
        input.octets += octets;
        input.records += records;
    }
    Ok(input)
}

/// Every zone of an input: the origin and the file.
type Files = Vec<(String, PathBuf)>;

/// Makes a zone of `gen-zone` where it is missing: its path, and its files.
fn plain(recipe: &Recipe, dir: &Path) -> Result<(PathBuf, Files), Box<dyn Error>> {
    let path = dir.join(recipe.shape.file_name());
    let files = match recipe.shape.is_directory() {
        true => gen_zone::small_files(&path, recipe.count),
        false => vec![(ORIGIN.to_owned(), path.clone())],
    };
    let first = files.first().map_or(&path, |(_, file)| file);
    if is_missing(first, &recipe.header())? {
        eprintln!("making {}", path.display());
        gen_zone::make(recipe, &path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok((path, files))
}

/// Whether a file is not there or stale; a file of somebody else is an error.
fn is_missing(file: &Path, header: &str) -> Result<bool, String> {
    match first_line(file) {
        Some(line) if line == header => Ok(false),
        Some(line) if !line.starts_with(gen_zone::HEADER_START) => {
            Err(format!("{} is in the way: gen-zone did not write it", file.display()))
        }
        Some(_) | None => Ok(true),
    }
}

fn first_line(file: &Path) -> Option<String> {
    let mut line = String::new();
    BufReader::new(File::open(file).ok()?).read_line(&mut line).ok()?;
    Some(line.trim_end().to_owned())
}

/// Octets and records of a zone that has one record a line.
fn count(file: &Path) -> io::Result<(u64, u64)> {
    let mut reader = BufReader::with_capacity(1 << 20, File::open(file)?);
    let (mut octets, mut records) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok((octets, records));
        }
        octets += u64::try_from(length).unwrap_or(u64::MAX);
        records += u64::from(!line.starts_with(b";") && !line.starts_with(b"$"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_as_it_is_printed() {
        for name in ["tld100k", "tld1M-rel", "small", "small40k", "tld100k-p256-nsec", "tld1M-p256-nsec"] {
            assert_eq!(Subject::parse(name).map(|subject| subject.to_string()), Ok(name.to_owned()));
        }
        assert!(Subject::parse("tld100k-p256").is_err_and(|error| error.contains("tld100k-rsa2048-nsec")));
    }
}
