//! What a page calls: numbers and bytes in the module's memory, no more.
//!
//! Every call but the first two answers with the number of bytes that it left at [`answer`]; a negative number says that
//! they are an error's text. The caller writes what it sends into a piece of memory that it took with [`take`] and gives
//! it back with [`give_back`]. The names are exported for browsers only: elsewhere a system has an `open` of its own.

use std::cell::RefCell;

use righting_measure::{Digest, together};
use righting_scenario::Change;
use serde::de::DeserializeOwned;

use crate::arm::Replicate;
use crate::laboratory::Laboratory;

thread_local! {
    static LABORATORY: RefCell<Option<Laboratory>> = const { RefCell::new(None) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Takes a piece of memory.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn take(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Gives a piece of memory back.
///
/// # Safety
/// It was taken with this length and not given back yet.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn give_back(at: *mut u8, length: usize) {
    // SAFETY: as the caller promises, this is the box that `take` made.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(at, length)) });
}

/// Where the bytes of the last answer stand.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|bytes| bytes.as_ptr())
}

/// Opens the laboratory with an [`Opening`](crate::Opening) in JSON.
///
/// # Safety
/// The bytes were taken with this length.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn open(at: *const u8, length: usize) -> i32 {
    // SAFETY: as the caller promises.
    let opening = unsafe { read(at, length) };
    told(opening.and_then(Laboratory::open).map(|laboratory| {
        LABORATORY.set(Some(laboratory));
        Vec::new()
    }))
}

/// Makes an arm under changes in JSON, a list of texts: `path=value` or `without id`. Answers with an
/// [`ArmInfo`](crate::ArmInfo) in JSON.
///
/// # Safety
/// The bytes were taken with this length.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn arm(number: usize, at: *const u8, length: usize) -> i32 {
    // SAFETY: as the caller promises.
    let texts = unsafe { read::<Vec<String>>(at, length) };
    let changes = texts.and_then(|texts| texts.iter().map(|text| Change::read(text)).collect::<Result<Vec<_>, _>>());
    told(changes.and_then(|changes| {
        let info = with(|laboratory| laboratory.arm(number, &changes))?;
        serde_json::to_vec(&info).map_err(|error| error.to_string())
    }))
}

/// Simulates a replicate of an arm; the seed in two halves. Answers with the 32 bytes of its digest and then 64-bit
/// floats: the endpoints, then the columns. A replicate that failed answers with the digest alone.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn run(arm: usize, seed_low: u32, seed_high: u32, replicate: u32) -> i32 {
    let seed = u64::from(seed_high) << 32 | u64::from(seed_low);
    told(with(|laboratory| laboratory.run(arm, seed, replicate)).map(|replicate| bytes(&replicate)))
}

/// Answers with the digest of a run, 32 bytes, from those of its replicates, one after the other.
///
/// # Safety
/// The bytes were taken with this length.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn digest(at: *const u8, length: usize) -> i32 {
    // SAFETY: as the caller promises.
    let bytes = unsafe { std::slice::from_raw_parts(at, length) };
    told(Ok(together(bytes.as_chunks().0.iter().map(|digest| Digest(*digest))).0.to_vec()))
}

fn bytes(replicate: &Replicate) -> Vec<u8> {
    let numbers = replicate.endpoints.iter().chain(&replicate.columns);
    replicate.digest.0.into_iter().chain(numbers.flat_map(|number| number.to_le_bytes())).collect()
}

fn with<T>(work: impl FnOnce(&mut Laboratory) -> Result<T, String>) -> Result<T, String> {
    LABORATORY.with_borrow_mut(|laboratory| work(laboratory.as_mut().ok_or("the laboratory is not open")?))
}

/// Reads what a caller sent.
///
/// # Safety
/// The bytes were taken with this length.
unsafe fn read<T: DeserializeOwned>(at: *const u8, length: usize) -> Result<T, String> {
    // SAFETY: as the caller promises.
    let bytes = unsafe { std::slice::from_raw_parts(at, length) };
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

/// Leaves an answer and says how long it is.
fn told(answer: Result<Vec<u8>, String>) -> i32 {
    let (sign, bytes) = match answer {
        Ok(bytes) => (1, bytes),
        Err(text) => (-1, text.into_bytes()),
    };
    let length = sign * i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    ANSWER.set(bytes);
    length
}
