//! Paths in commands that are to be pasted.

use std::path::Path;

/// A path as one word of a command line: as it is where that is plain, else quoted for the shell of the system.
pub fn quoted(path: impl AsRef<Path>) -> String {
    let text = path.as_ref().display().to_string();
    if cfg!(windows) { for_windows(&text) } else { for_shell(&text) }
}

/// For a POSIX shell: in single quotes, with a quote itself outside of them. A leading `-` would be an option.
fn for_shell(text: &str) -> String {
    let text = if text.starts_with('-') { format!("./{text}") } else { text.to_owned() };
    let plain = |letter: char| letter.is_alphanumeric() || "-_./+,:@%=".contains(letter);
    if !text.is_empty() && text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// For `cmd` and PowerShell: in double quotes, which no file name holds.
#[cfg_attr(not(windows), allow(dead_code, reason = "tested everywhere"))]
fn for_windows(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || r"-_.\/+:".contains(letter);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { format!("\"{text}\"") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_paths_stay_as_they_are() {
        for plain in ["runs/five-towns-2", "/tmp/a_b/c.d", "über/наш"] {
            assert_eq!(for_shell(plain), plain);
        }
        assert_eq!(for_shell("my case's"), r"'my case'\''s'");
        assert_eq!(["", "a b", "$HOME", "-x", "a;b"].map(for_shell), ["''", "'a b'", "'$HOME'", "./-x", "'a;b'"]);
        assert_eq!(for_windows(r"C:\my case"), r#""C:\my case""#);
        assert_eq!(for_windows(r"C:\case"), r"C:\case");
    }

    #[cfg(unix)]
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// A shell gives back what was quoted, whatever it is.
        #[test]
        fn a_shell_reads_the_path_back(name in "[^\u{0}-\u{1f}\u{7f}-\u{9f}]{1,24}") {
            let script = format!("printf %s {}", for_shell(&name));
            let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
            let said = String::from_utf8(output.stdout).unwrap();
            prop_assert_eq!(said.strip_prefix("./-").map_or(said.clone(), |rest| format!("-{rest}")), name);
        }
    }
}
