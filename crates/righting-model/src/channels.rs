//! How a spark goes through the country: channels of news and people between places, region by region.

/// What a setup fixes: places in the order of their regions, and how news and people go between them.
#[derive(Default)]
pub(crate) struct Channels {
    /// Place of each slot, region by region.
    pub order: Vec<usize>,
    /// First slot of each region, and the end.
    pub starts: Vec<usize>,
    /// Weight of news inside regions: block by block, from row to column.
    pub near: Vec<f32>,
    /// Weight of news of a region in each slot; zero in its own.
    pub far: Vec<Vec<f32>>,
    /// Slot and share of the places of assembly of each slot.
    pub trips: Vec<Vec<(usize, f32)>>,
    /// Affront per unit of a rise, and its part in the load that the rise puts on people, the basket's being the rest.
    pub exposure: Vec<f32>,
    pub affronted: Vec<f32>,
}
