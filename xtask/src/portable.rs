//! Calls that only Unix has stand behind a gate.
//!
//! Other systems' standard libraries are not at hand in CI, so nothing is compiled for them. This
//! reads the sources instead: a file that names a Unix-only module must name the gate too.

use std::path::Path;

const UNIX_ONLY: [&str; 4] = ["std::os::unix", "std::os::linux", "std::os::fd", "libc::"];
const GATES: [&str; 6] = [
    "cfg(unix)",
    "cfg!(unix)",
    "target_os = \"linux\"",
    "cfg(all(unix",
    "cfg(any(unix",
    "cfg(target_family = \"unix\")",
];

/// Whether every Rust file of the crates gates what only Unix has.
pub fn unix_is_gated(crates: &Path) -> Result<(), String> {
    let mut open = Vec::new();
    let names = |text: &str| UNIX_ONLY.iter().find(|name| text.contains(*name)).copied();
    visit(crates, &mut |path, text| {
        // An integration test's module is gated where it is declared.
        let declared = || {
            let (Some(folder), Some(stem)) = (path.parent(), path.file_stem()) else { return false };
            let stem = format!("mod {};", stem.to_string_lossy());
            ["main.rs", "mod.rs", "lib.rs"].iter().any(|file| {
                let holder = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
                holder.split(&stem).next().is_some_and(|before| {
                    before.len() < holder.len() && before.trim_end().lines().last().is_some_and(is_gate)
                })
            })
        };
        if let Some(name) = names(text)
            && !text.lines().any(is_gate)
            && !declared()
        {
            open.push(format!("{}: {name}", path.display()));
        }
    })?;
    if open.is_empty() { Ok(()) } else { Err(format!("not behind cfg(unix): {}", open.join(", "))) }
}

fn is_gate(line: &str) -> bool {
    GATES.iter().any(|gate| line.contains(gate))
}

/// Shows every Rust file below a folder.
pub fn visit(folder: &Path, see: &mut impl FnMut(&Path, &str)) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            visit(&path, see)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            see(&path, &std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_call_is_found_and_a_gated_one_is_not() {
        let folder = std::env::temp_dir().join(format!("xtask-portable-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("gated.rs"), "#[cfg(unix)]\nuse std::os::unix::fs::PermissionsExt;\n").unwrap();
        assert_eq!(unix_is_gated(&folder), Ok(()));
        std::fs::write(folder.join("open.rs"), "use std::os::unix::fs::PermissionsExt;\n").unwrap();
        assert!(unix_is_gated(&folder).unwrap_err().contains("open.rs"));
        std::fs::write(folder.join("main.rs"), "#[cfg(unix)]\nmod open;\n").unwrap();
        assert_eq!(unix_is_gated(&folder), Ok(()));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
