//! `righting serve`

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use righting_serve::{Command, Config, Ended, Limits, NewCommand, Ready, ServeError, interrupted};

use crate::called::{Call, Interrupt};
use crate::fail::Fail;
use crate::session::{is_held, say};
use crate::terminal::emit;
use righting_store::quoted;

/// Shows scenarios and stored runs as pages in a browser on this machine, with a laboratory on the native engine.
///
/// Prints an address that opens once, in one browser. Nobody else can ask: the server listens on 127.0.0.1 only. It reads
/// what lies under the root and nothing outside; it writes only with --edit. Ends with Ctrl-C.
#[derive(Debug, Args)]
pub struct Serve {
    /// Folder whose scenarios and runs are shown; links that lead out of it are not followed.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Port; 0 takes a free one.
    #[arg(long, default_value_t = 8765)]
    port: u16,
    /// Saves scenarios, stores runs, calibrations and forecasts under DIR/runs, and keeps finished jobs under DIR/jobs.
    #[arg(long)]
    edit: bool,
    /// Memory of the whole server, megabytes: beyond it the latest job is ended.
    #[arg(long, value_name = "MB", default_value_t = 4096, value_parser = clap::value_parser!(u32).range(256..))]
    memory: u32,
}

/// A command of the program, called in this process.
struct Called(Call, Interrupt);

impl Command for Called {
    fn run(&self, arguments: &[String], progress: Box<dyn FnMut(u64, u64)>) -> Ended {
        let called = (self.0)(arguments, &self.1, progress);
        Ended { code: called.code, output: called.output, said: called.said }
    }

    fn interrupt(&self) {
        self.1.raise();
    }
}

impl Serve {
    pub fn run(self, call: Call) -> Result<(), Fail> {
        if is_held() {
            return Err(Fail::input("`serve` runs until it is interrupted", "start it from a terminal"));
        }
        let command: NewCommand = Arc::new(move || Arc::new(Called(call, Interrupt::default())));
        let limits = Limits::default().with_memory((self.memory as usize) << 20);
        let config = Config { root: self.root.clone(), port: self.port, edit: self.edit, limits, command };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Fail::from(ServeError::System(error)))?;
        runtime.block_on(async {
            let ready = Ready::new(config).await?;
            let writes = if self.edit { "it may be written" } else { "nothing is written: --edit saves and stores" };
            say(&format!(
                "shows {}; {writes}. Open this once, in one browser; Ctrl-C ends the server",
                quoted(&self.root)
            ));
            emit(&format!("{}\n", ready.address()))?;
            Ok(ready.run(interrupted()).await?)
        })
    }
}
