//! One process under GNU time: how long, how much CPU, how much memory, and how it ended.
//!
//! It must never let a slow tool run on, nor take a failed run for a fast one.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the process did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Run {
    /// It ended by itself.
    Ended(Sample),
    /// It took longer than the limit and was killed.
    Killed,
}

/// What GNU time saw.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) wall_s: f64,
    /// User and system.
    pub(super) cpu_s: f64,
    pub(super) peak_kib: u32,
    pub(super) end: End,
    /// The first line of its standard error, for a run that failed.
    pub(super) complaint: String,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Status(i32),
    Signal(i32),
}

/// Runs commands under GNU time and a limit.
pub(super) struct Runner {
    time: PathBuf,
    timeout: Duration,
    figures: PathBuf,
    complaints: PathBuf,
}

impl Runner {
    /// Finds GNU time.
    pub(super) fn new(timeout: Duration) -> Result<Self, String> {
        let time = PathBuf::from("/usr/bin/time");
        if !time.exists() {
            return Err("GNU time is needed at /usr/bin/time: install the package `time` (the shell's own \
                `time` does not report memory)"
                .into());
        }
        let scratch =
            |name: &str| std::env::temp_dir().join(format!("danelaw-bench-{}-{name}", std::process::id()));
        Ok(Self { time, timeout, figures: scratch("figures"), complaints: scratch("complaints") })
    }

    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Runs a command to its end or to the limit, its output thrown away.
    pub(super) fn run(&self, command: &[OsString]) -> Result<Run, String> {
        let failed =
            |error: io::Error| format!("cannot run {}: {error}", command.join(" ".as_ref()).display());
        fs::write(&self.figures, "").map_err(failed)?;
        let complaints = fs::File::create(&self.complaints).map_err(failed)?;
        let start = Instant::now();
        // `timeout` makes a process group of its own and kills all of it, GNU time and shell loops included.
        let status = Command::new("timeout")
            .args(["--signal=KILL", &self.timeout.as_secs().to_string()])
            .arg(&self.time)
            .args(["-f", "%e %U %S %M", "-o"])
            .arg(&self.figures)
            .args(command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(complaints)
            .status()
            .map_err(failed)?;
        let figures = fs::read_to_string(&self.figures).map_err(failed)?;
        if figures.is_empty() && start.elapsed() >= self.timeout {
            return Ok(Run::Killed);
        }
        let Some(mut sample) = parse(&figures) else {
            return Err(format!(
                "GNU time said `{}` of {} ({status})",
                figures.trim(),
                command.join(" ".as_ref()).display()
            ));
        };
        if let Some(signal) = status.signal() {
            sample.end = End::Signal(signal);
        } else if let (End::Status(_), Some(code)) = (sample.end, status.code()) {
            sample.end = End::Status(code);
        }
        sample.complaint = first_line(&self.complaints);
        Ok(Run::Ended(sample))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // Left-over scratch files do no harm.
        let _ = fs::remove_file(&self.figures);
        let _ = fs::remove_file(&self.complaints);
    }
}

fn first_line(file: &Path) -> String {
    let octets = fs::read(file).unwrap_or_default();
    String::from_utf8_lossy(&octets).lines().next().unwrap_or_default().chars().take(160).collect()
}

/// Reads `%e %U %S %M`, and the line GNU time puts before it when the command failed.
fn parse(text: &str) -> Option<Sample> {
    let mut end = End::Status(0);
    for line in text.lines() {
        let last = line.rsplit(' ').next().and_then(|word| word.parse().ok());
        if line.starts_with("Command exited with non-zero status ") {
            end = End::Status(last?);
        } else if line.starts_with("Command terminated by signal ") {
            end = End::Signal(last?);
        }
    }
    let mut fields = text.lines().next_back()?.split(' ');
    let mut seconds = || fields.next()?.parse::<f64>().ok();
    let (wall_s, user_s, system_s) = (seconds()?, seconds()?, seconds()?);
    let peak_kib = fields.next()?.parse().ok()?;
    fields.next().is_none().then_some(Sample {
        wall_s,
        cpu_s: user_s + system_s,
        peak_kib,
        end,
        complaint: String::new(),
    })
}

/// The middle value, or the mean of the two middle ones; 0 of none.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied().unwrap_or_default();
    match middle.checked_sub(1).and_then(|lower| sorted.get(lower)) {
        Some(lower) if sorted.len().is_multiple_of(2) => f64::midpoint(*lower, upper),
        Some(_) | None => upper,
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the values are exact in binary")]
mod tests {
    use super::*;

    #[test]
    fn median_of_odd_even_and_nothing() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(&[1.5]), 1.5);
        assert_eq!(median(&[]), 0.0);
    }

    #[test]
    fn reads_what_gnu_time_writes() {
        let sample = parse("1.50 1.25 0.25 40960\n").expect("four fields");
        assert_eq!(
            (sample.wall_s, sample.cpu_s, sample.peak_kib, sample.end),
            (1.5, 1.5, 40_960, End::Status(0))
        );
    }

    #[test]
    fn reads_failures() {
        let exited = parse("Command exited with non-zero status 2\n0.00 0.00 0.00 1234\n")
            .expect("a failed run has figures too");
        assert_eq!(exited.end, End::Status(2));
        let killed = parse("Command terminated by signal 11\n0.50 0.25 0.00 1234\n")
            .expect("a crashed run has figures too");
        assert_eq!(killed.end, End::Signal(11));
    }

    #[test]
    fn refuses_anything_else() {
        for text in ["", "1.0 2.0 3.0\n", "a b c d\n", "1.0 2.0 3.0 4 5\n"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_slow_command_is_killed_and_a_failing_one_reported() {
        let Ok(runner) = Runner::new(Duration::from_secs(1)) else { return };
        let command = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(runner.run(&command(&["sh", "-c", "sleep 60; true"])), Ok(Run::Killed));
        let failing = runner.run(&command(&["sh", "-c", "echo why >&2; exit 3"]));
        let how = failing.map(|run| match run {
            Run::Ended(sample) => Some((sample.end, sample.complaint)),
            Run::Killed => None,
        });
        assert_eq!(how, Ok(Some((End::Status(3), "why".to_owned()))));
    }
}
