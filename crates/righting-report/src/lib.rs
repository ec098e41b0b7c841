//! The report: everything a reader should see of a run, as one HTML file that needs no network.
//!
//! A [`Report`] holds the numbers of the page: daily bands by place, the record, the onset of each
//! region, events, hypotheses, provenance and the statement of limits. [`Report::validate`] says
//! whether they fit together; [`render`] puts them into the page, whose script and style are the
//! built front end of `web/`. A study without a run of its own has a [`StudyPage`] of [`Section`]s,
//! put into the same page by [`render_study`]. [`render_live`] puts the engine itself beside a report, and a [`Live`]
//! laboratory in which a reader runs it again. [`render_served`] makes the pages of a server, whose script is a file of its own.
//!
//! ```
//! use righting_report::{Band, Quantity, Report, Series, render};
//!
//! let mut report = Report::new("A week of protest", "Examplia");
//! report.dates = ["2022-01-01", "2022-01-02"].map(String::from).to_vec();
//! report.quantities.push(Quantity::new("active", "Active", "people", "people in protests or riots"));
//! let band = Band { p5: vec![0.0, 3.0], p25: vec![0.0, 7.0], p50: vec![0.0, 9.0],
//!                   p75: vec![1.0, 12.0], p95: vec![2.0, 20.0], mean: vec![0.3, 10.1] };
//! report.series.push(Series::new("nation", "active", band));
//! report.tell();
//!
//! report.validate()?;
//! let page = render(&report);
//! assert!(page.starts_with("<!doctype html>") && page.contains("Examplia"));
//! # Ok::<(), righting_report::ReportError>(())
//! ```

mod borders;
mod data_source;
mod error;
mod event;
mod expected;
mod from_backtest;
mod from_calibration;
mod from_claims;
mod from_compare;
mod from_curve;
mod from_diagnosis;
mod from_forecast;
mod from_run;
mod from_scenario;
mod from_scores;
mod from_trial;
mod limits;
mod live;
mod notices;
mod number;
mod opening;
mod order;
mod place;
mod reasons;
mod record;
mod recovery;
mod render;
mod report;
mod section;
mod section_map;
mod series;
mod side_by_side;
mod society;
mod study;
mod validate;
mod vanishing;
mod where_harm;
mod withheld;
mod words;

pub use data_source::{DataSource, data_sources};
pub use error::{FromRunError, ReportError};
pub use event::{Event, Hypothesis};
pub use expected::{Expected, ranked};
pub use from_backtest::{backtest_remarks, from_backtest, whose};
pub use from_calibration::from_calibration;
pub use from_claims::from_claims;
pub use from_compare::{endpoint_label, first_day, from_compare};
pub use from_curve::{from_curve, unreturned};
pub use from_diagnosis::from_diagnosis;
pub use from_forecast::from_forecast;
pub use from_run::{from_run, provenance_of};
pub use from_scenario::{charted, from_scenario};
pub use from_scores::{SCORE_HEADINGS, from_scores, score_cells};
pub use from_trial::from_trial;
pub use limits::LIMITS;
pub use live::{Ally, Controls, Dated, Knob, Live, Toggle};
pub use notices::{cautions, left_out};
pub use number::{count, signed, value};
pub use opening::{Course, Reach, Starts};
pub use order::{Unreturned, order_sentence};
pub use place::{Marker, Onset, Region};
pub use record::{Check, FirstPlace, Reading, Record};
pub use render::{Served, render, render_live, render_served, render_study};
pub use report::{Provenance, Report};
pub use righting_lab::LIMITS_OF_A_FORECAST;
pub use section::{Axis, Figure, Line, Scale, Section, SectionTable};
pub use section_map::{Layer, LayerRow, SectionMap};
pub use series::{Band, Quantity, Series};
pub use side_by_side::{Side, side_by_side};
pub use study::StudyPage;
pub use vanishing::{Falling, Falls, vanishing_sentence};
pub use where_harm::Land;
pub use words::{Calendar, about, counted, days, listed, percent, percent_of, two_digits, whole};
