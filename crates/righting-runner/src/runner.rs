//! Work on many items in parallel that a raised flag ends after the items under way.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What `run` makes of each item, in their order; `None` for those that were not begun when `stop` was raised.
///
/// Items are begun in order, so what is missing lies at the end but for one item per thread. Called in a pool, it takes
/// the threads of that pool.
pub(crate) fn until<T: Sync, R: Send>(items: &[T], stop: &AtomicBool, run: impl Fn(&T) -> R + Sync) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<R>>> = Mutex::new(items.iter().map(|_| None).collect());
    let work = || {
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            let result = run(item);
            results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
        }
    };
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(items.len()) {
            scope.spawn(|_| work());
        }
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_a_flag_ends_after_what_is_under_way() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let items: Vec<usize> = (0..200).collect();
        let whole = pool.install(|| until(&items, &AtomicBool::new(false), |item| 2 * item));
        assert_eq!(whole, (0..200).map(|item| Some(2 * item)).collect::<Vec<_>>());
        let stop = AtomicBool::new(false);
        let cut = pool.install(|| {
            until(&items, &stop, |&item| {
                stop.fetch_or(item == 50, Ordering::Relaxed);
            })
        });
        let done = cut.iter().flatten().count();
        assert!((51..=53).contains(&done) && cut[..51].iter().all(Option::is_some), "{done}");
    }
}
