//! Where results go.

use std::path::{Path, PathBuf};

/// `runs/<name>`, or the first `runs/<name>-<n>` that is free; on resuming the last one that is not.
pub fn default_folder(name: &str, resume: bool) -> PathBuf {
    let nth = |n: u32| Path::new("runs").join(if n == 1 { name.to_owned() } else { format!("{name}-{n}") });
    let free = (1..).find(|&n| !nth(n).exists()).unwrap_or(1);
    nth(if resume { free.saturating_sub(1).max(1) } else { free })
}
