//! The thread pool: the only file that names it.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::workers::Workers;

/// A pool of threads that are started when the first parallel work is asked for.
pub struct Pool {
    threads: usize,
    pool: std::sync::OnceLock<Option<rayon::ThreadPool>>,
}

impl Pool {
    /// A pool of `threads` threads; 0 means one for each core.
    #[must_use]
    pub fn new(threads: usize) -> Pool {
        Pool { threads: Pool::threads(threads), pool: std::sync::OnceLock::new() }
    }

    /// How many threads `wanted` means.
    #[must_use]
    pub fn threads(wanted: usize) -> usize {
        if wanted == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { wanted }
    }
}

impl Workers for Pool {
    fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
        if jobs <= 1 || self.threads <= 1 {
            return (0..jobs).for_each(job);
        }
        match self.pool.get_or_init(|| rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().ok())
        {
            Some(pool) => pool.install(|| (0..jobs).into_par_iter().with_max_len(1).for_each(job)),
            // No thread could be started: there are bounds on threads and on memory.
            None => (0..jobs).for_each(job),
        }
    }
}
