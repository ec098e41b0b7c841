//! What is read out of a run, wherever it was made: in the program, on a cluster, in a page.
//!
//! [`Cells`] are the numbers of a table as they are stored, 32 bits each; a [`Digest`] stands for all cells and events of
//! a run, so that two machines can tell with one line that they got the same; [`Endpoint`]s are the few numbers that
//! studies compare. No file is read or written here, so that a browser measures a run by the same functions.
//!
//! ```
//! use righting_measure::{Ground, Stored, endpoints, order_limit, together};
//! # use righting_model::{Country, EngineKind, Governance, Place, Region, Seat, Setup, Simulation};
//! # let place = Place {
//! #     key: 1, name: "City".into(), region: 0, latitude: 45.0, longitude: 60.0, population: 20_000, urban: true,
//! #     seat: Seat::National, rest: false, radius_km: None, income: 1e5, poverty_rate: 0.06, producer_km: 0.0, past_killings: 0.0,
//! #     security_weight: 1.0,
//! # };
//! # let governance = Governance {
//! #     rule_of_law: -0.4, control_of_corruption: -0.3, voice_and_accountability: -1.2, government_effectiveness: 0.1,
//! # };
//! # let country = Country {
//! #     name: "One City".into(), regions: vec![Region { id: "all".into(), name: "All".into(), polity: 0 }], places: vec![place],
//! #     facilities: vec![], gini: 0.28, income_variance_between: 0.1, governance, output_per_day: 1.0,
//! # };
//! let ground = Ground::of(&country);
//! let limit = order_limit(country.population());
//! let simulation = Simulation::new(Setup::new(country, 5));
//! let digest = |seed| {
//!     let trace = simulation.run(EngineKind::default(), seed, 0).unwrap();
//!     assert!(endpoints(&trace, limit).iter().all(|endpoint| *endpoint >= 0.0));
//!     together([Stored::of(&ground, 0, &trace).unwrap().digest(0)]).to_string()
//! };
//! assert_eq!(digest(1), digest(1));
//! ```

mod cells;
mod digest;
mod endpoint;
mod ground;
mod order;
mod stored;

pub use cells::{Cells, Misfit, is_count, is_counted, is_mean};
pub use digest::{Digest, digest_of, failed, together};
pub use endpoint::{Endpoint, Endpoints, endpoints};
pub use ground::Ground;
pub use order::{ORDER_FLOOR, ORDER_PER_100_000, order_day, order_limit};
pub use stored::{Stored, Table, recovery_cells};
