//! The files that are measured: made if missing or stale, and read once so that all tools find them in memory.
//!
//! It must never replace a file that `gen-zone` did not write.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::gen_zone::{self, ORIGIN, Recipe, Shape};

/// One file, or the directory of the small shape.
pub(super) struct Input {
    pub(super) shape: Shape,
    pub(super) path: PathBuf,
    /// Every zone in it: the origin and the file.
    pub(super) files: Vec<(String, PathBuf)>,
    pub(super) octets: u64,
    pub(super) records: u64,
}

/// Makes what is missing in `dir` and counts what is there.
pub(super) fn prepare(shapes: &[Shape], dir: &Path) -> Result<Vec<Input>, Box<dyn Error>> {
    fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let mut inputs = Vec::new();
    for &shape in shapes {
        let recipe = Recipe::of(shape);
        let path = dir.join(shape.file_name());
        let files = match shape {
            Shape::Small => gen_zone::small_files(&path, recipe.count),
            Shape::Tld100k | Shape::Tld1m | Shape::Tld5m | Shape::Tld1mRel | Shape::Tld1mShuffled | Shape::Host100k | Shape::Delegations => {
                vec![(ORIGIN.to_owned(), path.clone())]
            }
        };
        let found = files.first().and_then(|(_, file)| first_line(file));
        match found {
            Some(line) if line == recipe.header() => {}
            Some(line) if !line.starts_with(gen_zone::HEADER_START) => {
                return Err(format!("{} is in the way: gen-zone did not write it", path.display()).into());
            }
            Some(_) | None => {
                eprintln!("making {}", path.display());
                gen_zone::make(&recipe, &path).map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
        let mut input = Input { shape, path, files, octets: 0, records: 0 };
        for (_, file) in &input.files {
            let (octets, records) = count(file).map_err(|error| format!("{}: {error}", file.display()))?;
            input.octets += octets;
            input.records += records;
        }
        inputs.push(input);
    }
    Ok(inputs)
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
