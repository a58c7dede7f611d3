//! How lower layers ask for parallel work without knowing the thread pool.

/// Runs independent jobs, in any order, on any number of threads.
pub trait Workers: Sync {
    /// Calls `job(0)` to `job(jobs - 1)`, each once, and returns when all have returned.
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync));
}

/// Runs every job on the calling thread, in order.
pub struct Serial;

impl Workers for Serial {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        (0..jobs).for_each(job);
    }
}
