//! `righting completions`

use clap::Args;
use clap_complete::Shell;

use crate::fail::Fail;
use crate::terminal::emit;

/// Prints the completions of a shell.
#[derive(Debug, Args)]
pub struct Completions {
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> Result<(), Fail> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut super::program(), "righting", &mut text);
        emit(&String::from_utf8_lossy(&text))
    }
}
