//! What ships inside the program, as bytes: scenarios, alliances, and the tables of `packs/`. It knows nothing of what
//! they mean; `righting-scenario` and `righting-world` read them.
//!
//! With the feature `scenarios` it holds the scenarios and alliances, with `world` the packed tables of the world; the
//! tables that every scenario may need are always there.
//!
//! ```
//! let (name, text) = righting_cases::INDICATORS;
//! assert_eq!(name, "packs/indicators/indicators.csv");
//! assert!(text.starts_with("iso3,"));
//! ```

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// Files of a scenario: path inside its folder, and content.
pub type Files = &'static [(&'static str, &'static [u8])];

/// A table as text, with the name that messages give it.
pub type NamedText = (&'static str, &'static str);

macro_rules! text {
    ($path:literal) => {
        ($path, include_str!(concat!("../", $path)))
    };
}

/// Structural indicators of countries by year.
pub const INDICATORS: NamedText = text!("packs/indicators/indicators.csv");

/// How large an affront is, and how long it lasts, by kind.
pub const AFFRONTS: NamedText = text!("packs/affronts/kinds.csv");

/// Requests for outside help and how they were answered.
pub const ASSISTANCE_CASES: NamedText = text!("packs/alliances/cases.csv");

/// How each member of each case is coded.
pub const ASSISTANCE_MEMBERS: NamedText = text!("packs/alliances/members.csv");

/// The world, as packed in `packs/world`; what ends in `.zst` is compressed.
#[cfg(feature = "world")]
pub mod world {
    /// Countries and their codes.
    pub const COUNTRIES: &str = include_str!("../packs/world/countries.csv");
    /// First administrative units.
    pub const UNITS: &[u8] = include_bytes!("../packs/world/units.csv.zst");
    /// Populated places.
    pub const PLACES: &[u8] = include_bytes!("../packs/world/places.tsv.zst");
    /// Boundaries of the units.
    pub const SHAPES: &[u8] = include_bytes!("../packs/world/shapes.json.zst");
    /// Indicators by country and year.
    pub const INDICATORS: &[u8] = include_bytes!("../packs/world/indicators.csv.zst");
    /// Residents by age and sex.
    pub const AGES: &[u8] = include_bytes!("../packs/world/age-sex.csv.zst");
    /// Disputed areas: what the data assign, and the alternative.
    pub const DISPUTED: &str = include_str!("../packs/world/disputed.csv");
}
