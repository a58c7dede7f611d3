//! The Markdown that `bench` prints.
//!
//! It must never leave out a run that went wrong.

use std::fmt::Write;
use std::fs;
use std::process::Command;
use std::time::Duration;

use super::Measured;
use super::danelaw::StartUp;
use super::inputs::{Input, Subject};
use super::measure::{End, Run, Sample, median};
use crate::gen_zone::Shape;

/// Memory a record may cost beside the file, in octets.
const OCTETS_A_RECORD: f64 = 60.0;

/// The machine, and how far to trust it.
pub(super) fn machine(runs: u32, timeout: Duration) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpuinfo = read("/proc/cpuinfo");
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let kernel = read("/proc/sys/kernel/osrelease");
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("unknown");
    let rustc = Command::new("rustc")
        .arg("--version")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    println!(
        "{cores} cores ({}), load {load}, Linux {}, {}.",
        model.trim_start_matches([' ', '\t', ':']),
        kernel.trim(),
        rustc.unwrap_or_default()
    );
    println!();
    println!(
        "Machines are noisy: compare figures of one table only, and trust CPU seconds before wall seconds. \
        Medians of {runs} runs, taken in"
    );
    println!(
        "turns; GNU time counts in steps of 0.01 s; files are in memory; a run is killed after {} s.",
        timeout.as_secs()
    );
    println!();
}

/// One table: every tool on one input.
pub(super) fn table(input: &Input, all: &[Measured]) {
    println!("## {}: {:.1} MB, {} records", input.subject, megabytes(input.octets), input.records);
    println!();
    println!("| tool | wall s, median (min-max) | CPU s, median | peak MB | exit | wall ratio | CPU ratio |");
    println!("|---|---|---|---|---|---|---|");
    // Nothing is slower or faster than a danelaw that did not do the work.
    let base = all
        .iter()
        .find(|measured| measured.tool == "danelaw" && measured.ended_as_expected())
        .map(Figures::of);
    for measured in all {
        println!("{}", row(measured, base.as_ref()));
    }
    println!();
    notes(input, all);
}

/// Medians of one tool on one input, scaled.
struct Figures {
    wall_s: f64,
    least_s: f64,
    most_s: f64,
    cpu_s: f64,
    peak_mb: f64,
    ended: usize,
}

impl Figures {
    fn of(measured: &Measured) -> Self {
        let scale = f64::from(measured.scale);
        let values = |of: fn(&Sample) -> f64| samples(measured).map(of).collect::<Vec<_>>();
        let wall = values(|sample| sample.wall_s);
        Self {
            wall_s: scale * median(&wall),
            least_s: scale * wall.iter().copied().fold(f64::INFINITY, f64::min),
            most_s: scale * wall.iter().copied().fold(0.0, f64::max),
            cpu_s: scale * median(&values(|sample| sample.cpu_s)),
            // GNU time counts in KiB; megabytes here are 10^6, as for files.
            peak_mb: values(|sample| f64::from(sample.peak_kib)).into_iter().fold(0.0, f64::max) * 1024.0
                / 1e6,
            ended: wall.len(),
        }
    }
}

fn samples(measured: &Measured) -> impl Iterator<Item = &Sample> {
    measured.runs.iter().filter_map(|run| match run {
        Run::Ended(sample) => Some(sample),
        Run::Killed => None,
    })
}

fn row(measured: &Measured, base: Option<&Figures>) -> String {
    let figures = Figures::of(measured);
    let mut name = measured.tool.to_owned();
    if let Some(version) = &measured.version {
        let _ = write!(name, " {version}");
    }
    if measured.scale > 1 {
        let _ = write!(name, " (x {}, scaled)", measured.scale);
    }
    let exit = exits(measured);
    if figures.ended == 0 {
        return format!("| {name} | - | - | - | {exit} | - | - |");
    }
    let ratio =
        |of: fn(&Figures) -> f64| base.map_or_else(|| "-".to_owned(), |base| ratio(of(&figures), of(base)));
    format!(
        "| {name} | {} ({}-{}) | {} | {:.1} | {exit} | {} | {} |",
        seconds(figures.wall_s),
        seconds(figures.least_s),
        seconds(figures.most_s),
        seconds(figures.cpu_s),
        figures.peak_mb,
        ratio(|figures| figures.wall_s),
        ratio(|figures| figures.cpu_s)
    )
}

fn seconds(value_s: f64) -> String {
    if value_s < 0.01 { "<0.01".to_owned() } else { format!("{value_s:.2}") }
}

/// How many times danelaw's figure; nothing where GNU time could not see danelaw's.
fn ratio(value: f64, base: f64) -> String {
    if base < 0.01 { "-".to_owned() } else { format!("{:.2}", value / base) }
}

/// Every way in which the runs ended, those that were not expected in bold.
fn exits(measured: &Measured) -> String {
    let mut ends: Vec<String> = Vec::new();
    for run in &measured.runs {
        let end = match run {
            Run::Ended(Sample { end: End::Status(status), .. }) if *status == measured.expected_status => {
                status.to_string()
            }
            Run::Ended(Sample { end: End::Status(status), .. }) => {
                format!("**{status}, expected {}**", measured.expected_status)
            }
            Run::Ended(Sample { end: End::Signal(signal), .. }) => format!("**signal {signal}**"),
            Run::Killed => "**killed, too slow**".to_owned(),
        };
        if !ends.contains(&end) {
            ends.push(end);
        }
    }
    ends.join("; ")
}

/// What the table cannot say: why a run failed, and what was scaled.
fn notes(input: &Input, all: &[Measured]) {
    let mut any = false;
    for measured in all {
        let failed = samples(measured).find(|sample| sample.end != End::Status(0));
        if let Some(sample) = failed {
            let complaint =
                if sample.complaint.is_empty() { "nothing on standard error" } else { &sample.complaint };
            let how = if measured.ended_as_expected() {
                "fails, as expected, and spends time on saying so"
            } else {
                "failed"
            };
            println!("- {} {how}: `{complaint}`", measured.tool);
            any = true;
        }
    }
    if input.subject.is_directory() {
        println!(
            "- danelaw checks the directory in one process; peers need a process a file, run over the first \
            files and scaled up."
        );
        any = true;
    }
    if any {
        println!();
    }
}

/// Peak memory of danelaw against what it may use.
pub(super) fn memory(loaded: &[(&Input, Vec<Measured>)]) {
    println!("## Memory of danelaw: at most 1.5 x file + {OCTETS_A_RECORD} octets a record");
    println!();
    println!("| input | peak MB | limit MB | |");
    println!("|---|---|---|---|");
    for (input, all) in loaded {
        let Some(measured) = all.iter().find(|measured| measured.tool == "danelaw") else { continue };
        let figures = Figures::of(measured);
        let limit_mb = 1.5 * megabytes(input.octets) + OCTETS_A_RECORD * float(input.records) / 1e6;
        let verdict = match figures.ended {
            0 => "not measured",
            _ if !measured.ended_as_expected() => "failed, so this says nothing",
            _ if figures.peak_mb <= limit_mb => "within",
            _ => "**over**",
        };
        println!("| {} | {:.1} | {limit_mb:.1} | {verdict} |", input.subject, figures.peak_mb);
    }
    println!();
}

/// CPU seconds per million records at growing sizes.
pub(super) fn linearity(loaded: &[(&Input, Vec<Measured>)]) {
    let sizes: Vec<_> = loaded
        .iter()
        .filter(|(input, _)| {
            matches!(input.subject, Subject::Plain(Shape::Tld100k | Shape::Tld1m | Shape::Tld5m))
        })
        .collect();
    if sizes.is_empty() {
        return;
    }
    if sizes.len() < 2 {
        println!("Linearity needs two of tld100k, tld1M and tld5M in --shapes.");
        println!();
        return;
    }
    println!("## CPU seconds per million records");
    println!();
    let names: Vec<String> = sizes.iter().map(|(input, _)| input.subject.to_string()).collect();
    println!("| tool | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
    for tool in sizes
        .iter()
        .flat_map(|(_, all)| all)
        .map(|measured| measured.tool)
        .take(sizes.first().map_or(0, |(_, all)| all.len()))
    {
        let cells: Vec<String> = sizes.iter().map(|(input, all)| per_million(input, all, tool)).collect();
        println!("| {tool} | {} |", cells.join(" | "));
    }
    println!();
}

fn per_million(input: &Input, all: &[Measured], tool: &str) -> String {
    let Some(measured) = all.iter().find(|measured| measured.tool == tool) else { return "-".to_owned() };
    let figures = Figures::of(measured);
    if figures.ended == 0 {
        return "killed".to_owned();
    }
    let failed = if measured.ended_as_expected() { "" } else { " (failed)" };
    format!("{:.2}{failed}", figures.cpu_s / (float(input.records) / 1e6))
}

/// What a zone costs danelaw, by how many there are in one run.
pub(super) fn zones(loaded: &[(&Input, Vec<Measured>)]) {
    let runs = loaded.iter().filter(|(input, _)| input.subject.is_directory());
    let rows: Vec<_> = runs
        .filter_map(|(input, all)| Some((input, all.iter().find(|measured| measured.tool == "danelaw")?)))
        .collect();
    if rows.is_empty() {
        return;
    }
    println!("## Many zones in one run of danelaw: the same for each zone, however many there are");
    println!();
    println!("| input | zones | CPU ms a zone | peak kB a zone | |");
    println!("|---|---|---|---|---|");
    for (input, measured) in rows {
        let (figures, zones) =
            (Figures::of(measured), float(u64::try_from(input.files.len()).unwrap_or(u64::MAX)));
        let verdict = if measured.ended_as_expected() { "" } else { "failed, so this says nothing" };
        println!(
            "| {} | {zones} | {:.3} | {:.1} | {verdict} |",
            input.subject,
            1e3 * figures.cpu_s / zones,
            1e3 * figures.peak_mb / zones
        );
    }
    println!();
}

/// From starting a process to its exit.
pub(super) fn start_up(rows: &[StartUp]) {
    println!("## One 20-record zone, end to end");
    println!();
    println!("| process | mean ms | min ms | failed |");
    println!("|---|---|---|---|");
    for row in rows {
        let failed =
            if row.failed == 0 { "0".to_owned() } else { format!("**{} of {}**", row.failed, row.starts) };
        println!(
            "| `{}` | {:.2} | {:.2} | {failed} |",
            row.name,
            1e3 * row.mean.as_secs_f64(),
            1e3 * row.min.as_secs_f64()
        );
    }
    println!();
}

fn megabytes(octets: u64) -> f64 {
    float(octets) / 1e6
}

/// Exact below 2^53, which no file here reaches.
fn float(value: u64) -> f64 {
    let high = u32::try_from(value >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(value & 0xFFFF_FFFF).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}
