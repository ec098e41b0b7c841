//! What a place is made of.

/// A place of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    pub id: u32,
    pub name: String,
    pub region: usize,
    pub city: bool,
    pub latitude: f64,
    pub longitude: f64,
    pub population: u32,
    pub urban: bool,
    pub income_index: f64,
    pub plant_km: f64,
    pub killings: u32,
}
