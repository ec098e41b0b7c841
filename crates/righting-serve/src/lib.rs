//! A server on this machine: a gallery of scenarios and stored runs, a laboratory on the native engine, an editor that
//! checks while one types, and jobs.
//!
//! Three types to know. A [`Config`] says which folder is shown, whether it may be written, and the [`Limits`]. A [`Ready`]
//! server listens on 127.0.0.1 and has an address that opens once, in one browser; it answers until it is told to end.
//! Everything that scripts may ask is described by [`description`], which is made from the handlers.
//!
//! Commands that store something (runs, calibrations, forecasts) are those of the program: it stands above this crate and
//! hands in a [`NewCommand`].
//!
//! ```
//! use std::sync::Arc;
//! use righting_serve::{Command, Config, Ended, Limits, Ready};
//!
//! /// A program that has no command.
//! struct Nothing;
//! impl Command for Nothing {
//!     fn run(&self, arguments: &[String], _progress: Box<dyn FnMut(u64, u64)>) -> Ended {
//!         Ended { code: 2, output: String::new(), said: format!("there is no {}", arguments[0]) }
//!     }
//!     fn interrupt(&self) {}
//! }
//!
//! let root = tempfile::tempdir()?;
//! let command: righting_serve::NewCommand = Arc::new(|| Arc::new(Nothing));
//! let config = Config { root: root.path().to_owned(), port: 0, edit: false, limits: Limits::default(), command };
//! tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
//!     let ready = Ready::new(config).await?;
//!     assert!(ready.address().starts_with("http://127.0.0.1:"));
//!     ready.run(async {}).await
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod api;
mod command;
mod counted;
mod files;
mod guard;
mod jobs;
mod json;
mod library;
mod limits;
mod listed;
mod listen;
mod listing;
mod origin;
mod problem;
mod refusal;
mod root;
mod server;
mod session;

pub use api::description;
pub use command::{Command, Ended, NewCommand};
pub use limits::Limits;
pub use listen::{Config, Ready, ServeError, interrupted};
