//! The allocator: replicates on many threads take and give back the same few megabytes all the time.

use libmimalloc_sys::{mi_option_set, mi_option_t};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// `mi_option_purge_delay` of mimalloc.h, which the bindings leave out: milliseconds until freed memory goes back to the
/// system, -1 for never.
const PURGE_DELAY: mi_option_t = 15;

/// Keeps freed memory for the next replicate: given back after 10 ms, as by default, its pages would be cleared and
/// mapped anew for every one, a sixth of the time of a run.
pub fn keep() {
    // SAFETY: it stores a number among the options of the allocator, before there are other threads.
    unsafe { mi_option_set(PURGE_DELAY, -1) };
}
