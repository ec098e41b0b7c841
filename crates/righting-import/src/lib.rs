//! Files of events become drafts of a scenario's record.
//!
//! [`Import::prepare`] reads files that ACLED, UCDP GED, VIEWS, Mass Mobilization or anybody else published, finds the
//! region and place of every row, and drafts facts, events for the timeline, and targets. Its [`Account`] says what
//! became of every row: none is dropped in silence. [`Import::write`] amends the folder, all files or none; rows that
//! stand there are neither lost nor doubled.
//!
//! [`Migration`] does the same for a scenario of version 0.1.0: it becomes one of today as far as meaning allows, and every
//! step is told.
//!
//! ```
//! use righting_import::{Import, Input, Request};
//! use righting_scenario::{Scenario, Source, init};
//!
//! let folder = tempfile::tempdir()?;
//! let case = folder.path().join("my-case");
//! init("five-towns", &case)?;
//! let text = "day,town,people\n2030-03-03,Dunwater,200\n2030-03-05,Nowhere,90\n";
//! let input = Input { path: "events.csv".into(), bytes: text.into() };
//! let mapping = "date=day,place=town,crowd=people".parse()?;
//! let request = Request { mapping: Some(mapping), ..Request::default() };
//!
//! let source = Source::Folder(case);
//! let import = Import::prepare(&source, vec![input], &request)?;
//! assert_eq!((import.account.files[0].read, import.account.lost()), (2, 1));
//! import.write()?;
//! assert!(!Scenario::load(&source, &[])?.record.facts.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod atlas;
mod countries;
mod days;
mod draft;
mod error;
mod folder;
mod found;
mod import;
mod merge;
mod migrate;
mod origin;
mod read;
mod request;
mod sighting;
mod views;

pub use account::{Account, Drafted, FileAccount, Unmatched};
pub use error::ImportError;
pub use found::Input;
pub use import::Import;
pub use migrate::{Became, KEPT, Migration, Step};
pub use request::Request;
