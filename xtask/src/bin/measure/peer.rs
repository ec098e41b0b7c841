//! The peer: Starsim, a plain SIR, in a Python environment of its own.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Versions of Python that the peer is known to install on.
const PYTHONS: [&str; 4] = ["python3.12", "python3.11", "python3.13", "python3"];

/// Agent-days per second of the peer, and the ratio of ours to it.
pub fn measure(agents: &[&str], ours: f64) -> Result<String, Box<dyn Error>> {
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bench/peers");
    let environment = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/xtask-peers");
    let python = environment.join("bin/python");
    if !python.exists() {
        let mut made = false;
        for version in PYTHONS {
            made = made
                || Command::new(version).args(["-m", "venv"]).arg(&environment).status().is_ok_and(|s| s.success());
        }
        if !made {
            return Err("no Python for the peer".into());
        }
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(peers.join("requirements.txt"));
    let installed = pip.output()?;
    if !installed.status.success() {
        return Err(String::from_utf8_lossy(&installed.stderr).into());
    }
    let output = Command::new(&python).arg(peers.join("starsim_sir.py")).args(agents).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let told: serde_json::Value = serde_json::from_str(text.lines().last().ok_or("the peer printed nothing")?)?;
    let mut page = format!(
        "{} {}, a plain SIR, one thread, beside Righting's {:.0} million resident-days per second. The models differ: \
         Starsim visits every agent every day, Righting only those who act.\n\n\
         | agents | agent-days per second | Righting / Starsim |\n|---|---|---|\n",
        told["peer"].as_str().unwrap_or_default(),
        told["version"].as_str().unwrap_or_default(),
        ours / 1e6
    );
    for row in told["rows"].as_array().into_iter().flatten() {
        let rate = row["agent_days_per_second"].as_f64().ok_or("the peer gave no rate")?;
        let _ = writeln!(page, "| {} | {:.2} million | {:.0} |", row["agents"], rate / 1e6, ours / rate);
    }
    Ok(page)
}
