//! Work shared out over threads; what comes back does not tell how many there were.

/// Results of `count` tasks in order, on at most `threads` threads.
pub(crate) fn in_order<T: Send>(count: usize, threads: usize, task: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = threads.clamp(1, count.max(1));
    let task = &task;
    let mut found: Vec<(usize, T)> = std::thread::scope(|scope| {
        let every = |thread| move || (thread..count).step_by(threads).map(|index| (index, task(index))).collect();
        let working: Vec<_> = (0..threads).map(|thread| scope.spawn(every(thread))).collect();
        let joined = |one: std::thread::ScopedJoinHandle<'_, Vec<(usize, T)>>| match one.join() {
            Ok(found) => found,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        working.into_iter().flat_map(joined).collect()
    });
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn any_number_of_threads_gives_the_same_list() {
        for threads in [0, 1, 3, 8, 40] {
            assert_eq!(in_order(10, threads, |index| index * index), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
        }
        assert!(in_order(0, 4, |index| index).is_empty());
    }
}
