//! A parallel map whose results come out in order and of which only a few are alive at a time.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Beginning of the names of the threads that convert documents.
pub const WORKER: &str = "munidoc-";

/// Results that may wait for their turn, for each thread.
const AHEAD: usize = 4;

/// Runs `work(0)`, `work(1)`, … `work(count - 1)` on at most `jobs` threads (0: one for each core) and hands the
/// results to `sink` in that order, on the calling thread.
///
/// A thread takes no new number while [`AHEAD`] results for each thread wait for a slow one before them.
///
/// # Errors
/// The first error of `sink`; numbers not yet taken are then left out.
///
/// # Panics
/// A panic of `work` goes on in the calling thread, when its turn comes.
pub(super) fn ordered<T: Send, E>(
    count: usize,
    jobs: usize,
    work: impl Fn(usize) -> T + Sync,
    mut sink: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let jobs = if jobs == 0 { thread::available_parallelism().map_or(1, usize::from) } else { jobs };
    let jobs = jobs.min(count).max(1);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).thread_name(|i| format!("{WORKER}{i}")).build();
    let Ok(pool) = pool else {
        // The system gives no threads: the calling one does it all.
        return (0..count).try_for_each(|i| sink(i, work(i)));
    };
    let desk = Desk::new(count, jobs * AHEAD);
    pool.in_place_scope(|scope| {
        let _closing = Closing(&desk);
        for _ in 0..jobs {
            scope.spawn(|_| {
                while let Some(i) = desk.take() {
                    desk.put(i, catch_unwind(AssertUnwindSafe(|| work(i))));
                }
            });
        }
        for i in 0..count {
            match desk.wait_for(i) {
                Ok(made) => sink(i, made)?,
                Err(panic) => resume_unwind(panic),
            }
        }
        Ok(())
    })
}

/// Where the threads take numbers and leave results.
struct Desk<T> {
    state: Mutex<State<T>>,
    /// A number may be taken.
    room: Condvar,
    /// A result was left.
    news: Condvar,
    count: usize,
    window: usize,
}

struct State<T> {
    next: usize,
    handed_on: usize,
    closed: bool,
    ready: BTreeMap<usize, thread::Result<T>>,
}

impl<T> Desk<T> {
    fn new(count: usize, window: usize) -> Desk<T> {
        let state = State { next: 0, handed_on: 0, closed: false, ready: BTreeMap::new() };
        Desk { state: Mutex::new(state), room: Condvar::new(), news: Condvar::new(), count, window }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next number, when there is room for its result; `None` when all are taken or the desk is closed.
    fn take(&self) -> Option<usize> {
        let full = |s: &mut State<T>| !s.closed && s.next < self.count && s.next >= s.handed_on + self.window;
        let mut state = self.room.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        if state.closed || state.next >= self.count {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    fn put(&self, i: usize, made: thread::Result<T>) {
        self.lock().ready.insert(i, made);
        self.news.notify_one();
    }

    fn wait_for(&self, i: usize) -> thread::Result<T> {
        let mut state = self.lock();
        loop {
            if let Some(made) = state.ready.remove(&i) {
                state.handed_on = i + 1;
                self.room.notify_all();
                return made;
            }
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Sends the threads home however the calling thread leaves: done, stopped by the sink, or in a panic.
struct Closing<'a, T>(&'a Desk<T>);

impl<T> Drop for Closing<'_, T> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::time::Duration;

    use super::*;

    /// Counts how many are alive.
    struct Alive<'a>(usize, &'a AtomicUsize);

    impl Drop for Alive<'_> {
        fn drop(&mut self) {
            self.1.fetch_sub(1, SeqCst);
        }
    }

    #[test]
    fn results_come_in_order_and_few_are_alive() {
        for jobs in [1, 2, 8] {
            let (alive, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut seen = 0;
            let work = |i: usize| {
                most.fetch_max(alive.fetch_add(1, SeqCst) + 1, SeqCst);
                if i.is_multiple_of(50) {
                    thread::sleep(Duration::from_millis(20)); // a slow one holds the others back
                }
                Alive(i, &alive)
            };
            let result: Result<(), ()> = ordered(400, jobs, work, |i, made| {
                assert_eq!((i, made.0), (seen, seen));
                seen += 1;
                Ok(())
            });
            assert_eq!((result, seen), (Ok(()), 400));
            let bound = jobs * AHEAD + 1;
            assert!(most.load(SeqCst) <= bound, "{} alive, at most {bound} expected", most.load(SeqCst));
        }
    }

    #[test]
    fn nothing_to_do_is_done_at_once() {
        assert_eq!(ordered(0, 8, |i| i, |_, _| Err("never called")), Ok(()));
    }

    #[test]
    fn a_panic_of_work_or_sink_reaches_the_caller() {
        let work = catch_unwind(|| ordered(9, 2, |i| assert!(i != 3), |_, ()| Ok::<_, ()>(())));
        assert!(work.is_err());
        let sink =
            catch_unwind(|| ordered(900, 2, |i| i, |i, _| if i == 3 { panic!("sink") } else { Ok::<_, ()>(()) }));
        assert!(sink.is_err());
    }
}
