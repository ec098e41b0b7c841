//! What every stored thing stands on: files that appear whole or not at all, their checksums, folders of our own.

pub(crate) mod atomic;
pub(crate) mod checksums;
pub(crate) mod json;
pub(crate) mod older;
pub(crate) mod open;
pub(crate) mod own;
pub(crate) mod through;
