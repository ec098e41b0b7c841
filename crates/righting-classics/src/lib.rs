//! Published models of civil unrest, re-implemented from their rules.
//!
//! ```
//! use righting_classics::{Chance, epstein::{Parameters, Rules, Society}};
//! let run = Parameters::run(2, true)?;
//! let mut society = Society::new(Rules::BROOKINGS, run, Chance::new(1, 0))?;
//! let counts = society.step();
//! assert_eq!(counts.active + counts.quiet + counts.jailed, 1120);
//! # Ok::<(), righting_classics::ClassicError>(())
//! ```

mod book;
mod chance;
mod chart;
pub mod contagion;
pub mod davies;
mod effort;
pub mod epstein;
mod error;
mod figure;
pub mod granovetter;
pub mod hawkes;
pub mod kuran;
pub mod lang_de_sterck;
pub mod moro;
mod options;
mod outcome;
mod registry;
pub mod siegel;
pub mod stats;
mod torus;

pub use book::book_page;
pub use chance::Chance;
pub use chart::{Chart, Series, Stroke, chart};
pub use effort::Effort;
pub use error::ClassicError;
pub use figure::figure;
pub use options::Options;
pub use outcome::{Claim, Column, Mark, Outcome, Quantity, Table, Values};
pub use registry::{Classic, classic, classics, replication};
pub use torus::{Rings, Shape, Torus, Window};
