//! A progress bar on a terminal when work takes longer than a second, and nothing otherwise.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How long to wait before anything is drawn.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);

/// Runs `work`, which counts finished files in the number it is given.
pub fn with_progress<T>(shown: bool, files: usize, work: impl FnOnce(&AtomicU64) -> T) -> T {
    let done = AtomicU64::new(0);
    if !shown {
        return work(&done);
    }
    let (finished, wait) = mpsc::channel::<()>();
    let done = &done;
    std::thread::scope(|scope| {
        scope.spawn(move || draw(&wait, done, u64::try_from(files).unwrap_or(u64::MAX)));
        let outcome = work(done);
        drop(finished);
        outcome
    })
}

fn draw(wait: &mpsc::Receiver<()>, done: &AtomicU64, files: u64) {
    if wait.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = if files > 1 { ProgressBar::new(files) } else { ProgressBar::new_spinner() };
    let bar = bar.with_elapsed(PATIENCE);
    let template =
        if files > 1 { "{bar:30} {pos}/{len} files, {elapsed}" } else { "{spinner} checking, {elapsed}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    while wait.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.set_position(done.load(Ordering::Relaxed));
        bar.tick();
    }
    bar.finish_and_clear();
}
