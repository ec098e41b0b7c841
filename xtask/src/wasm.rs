//! The engine for a page: built from Debian's packages and crates.io, kept beside its crate, and whether it is fresh.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::chores::{cargo, root};

/// Debian's compiler for browsers, the sources of its library, and the linker.
const PACKAGES: &str = "rustc-web rust-web-src lld-19";
const COMPILER: &str = "/usr/bin/rustc";
const LINKER: &str = "/usr/bin/wasm-ld-19";
const LIBRARY: &str = "/usr/src";
const TARGET: &str = "wasm32-unknown-unknown";
/// Crates of the workspace that the module is made of.
const CRATES: [&str; 6] =
    ["righting-cases", "righting-data", "righting-measure", "righting-model", "righting-scenario", "righting-wasm"];
/// Most bytes of the compressed module.
const MOST: u64 = 1_300_000;

/// The compressed module that pages embed.
fn module() -> PathBuf {
    root().join("crates/righting-wasm/dist/engine.wasm.gz")
}

/// What it was made of and by.
fn origin() -> PathBuf {
    root().join("crates/righting-wasm/dist/engine.txt")
}

/// `cargo xtask wasm`: builds the module anew.
pub fn write() -> Result<(), String> {
    if !installed() {
        return Err(format!("the packages {PACKAGES} are missing and could not be installed"));
    }
    let built = build()?;
    let kept =
        |path: &Path, bytes: &[u8]| std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()));
    let text = format!("sources {}\ncompiler {}\nbytes {}\n", sources()?, compiler()?, built.len());
    kept(&module(), &built)?;
    kept(&origin(), text.as_bytes())?;
    println!("{text}{}", module().display());
    Ok(())
}

/// Whether the module was made of the sources that stand here. Its bytes depend on the compiler and on where the sources
/// lie, so the sources are what is compared.
pub fn is_fresh() -> Result<(), String> {
    let told = std::fs::read_to_string(origin()).map_err(|error| format!("{}: {error}", origin().display()))?;
    let made_of = told.lines().find_map(|line| line.strip_prefix("sources ")).unwrap_or_default();
    let now = sources()?;
    if made_of == now {
        return small_enough(std::fs::metadata(module()).map_err(|error| error.to_string())?.len());
    }
    Err(format!("it was made of the sources {made_of}, which are {now} now; build it anew: cargo xtask wasm"))
}

fn small_enough(bytes: u64) -> Result<(), String> {
    if bytes < MOST { Ok(()) } else { Err(format!("it has {bytes} bytes, at most {MOST}")) }
}

/// Builds the module from the sources that stand here into a file for tests; none where the packages cannot be had.
pub fn rebuilt() -> Option<Result<PathBuf, String>> {
    installed().then(|| {
        let path = root().join("target/wasm/engine.wasm.gz");
        let built = build()?;
        small_enough(built.len() as u64)?;
        std::fs::write(&path, built).map_err(|error| error.to_string())?;
        Ok(path)
    })
}

/// Installs Debian's packages where they are missing and can be had.
fn installed() -> bool {
    let there = || compiler().is_ok() && Path::new(LINKER).exists();
    if !there() {
        let install = format!(
            "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends {PACKAGES} \
             >/dev/null"
        );
        let _ = Command::new("sh").args(["-c", &install]).status();
    }
    there()
}

/// The version of Debian's compiler.
fn compiler() -> Result<String, String> {
    let output = Command::new(COMPILER).arg("--version").output().map_err(|error| format!("{COMPILER}: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The compressed bytes of the module.
fn build() -> Result<Vec<u8>, String> {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    let home = home.unwrap_or_default();
    // No path of this machine gets into the module.
    let flags = format!(
        "-Ctarget-feature=+simd128 --remap-path-prefix={home}=cargo --remap-path-prefix={}=righting \
         --remap-path-prefix={LIBRARY}=rust",
        root().display()
    );
    let target = root().join("target/wasm");
    let mut build = cargo(&["build", "-Zbuild-std=std,panic_abort", "--profile", "page", "--package", "righting-wasm"]);
    build.args(["--locked", "--quiet", "--lib", "--target", TARGET]).arg("--target-dir").arg(&target);
    build.env("RUSTC", COMPILER).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS");
    build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", LINKER);
    build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    let status = build.status().map_err(|error| error.to_string())?;
    if !status.success() {
        return Err("the module was not built".to_owned());
    }
    let built = target.join(TARGET).join("page/righting_wasm.wasm");
    let output =
        Command::new("gzip").args(["-9", "-n", "-c"]).arg(&built).output().map_err(|error| error.to_string())?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("{} was not compressed", built.display())) }
}

/// One digest of all that the module is made of: the files of its crates, the versions of what they use, the profile.
fn sources() -> Result<String, String> {
    let mut hasher = blake3::Hasher::new();
    let mut part = |name: &str, bytes: &[u8]| {
        for bytes in [name.as_bytes(), bytes] {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
    };
    let mut files = Vec::new();
    for name in CRATES {
        let folder = root().join("crates").join(name);
        files
            .extend(["Cargo.toml", "build.rs"].map(|file| folder.join(file)).into_iter().filter(|file| file.is_file()));
        collect(&folder.join("src"), &mut files)?;
    }
    files.sort();
    for file in &files {
        let name = file.strip_prefix(root()).unwrap_or(file).to_string_lossy().replace('\\', "/");
        part(&name, &std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    part("dependencies", dependencies()?.as_bytes());
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    part("profiles", workspace.split_once("[profile").map_or("", |(_, profiles)| profiles).as_bytes());
    Ok(hasher.finalize().to_hex().to_string())
}

/// Names and versions of all that the module uses.
fn dependencies() -> Result<String, String> {
    let mut tree = cargo(&["tree", "--locked", "--package", "righting-wasm", "--target", TARGET]);
    let output =
        tree.args(["--edges", "normal,build", "--prefix", "none"]).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines: Vec<String> =
        text.lines().map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")).collect();
    lines.sort();
    lines.dedup();
    Ok(lines.join("\n"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
