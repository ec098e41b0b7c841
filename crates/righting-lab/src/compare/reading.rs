//! Two stored runs read side by side.

use righting_measure::{Endpoints, endpoints, order_day};
use righting_model::{Quantity, Trace};
use righting_store::StoredRun;

use crate::error::LabError;
use righting_infer::{ascending, quantile};

/// National quantities whose difference is followed by day, with a label.
pub const FOLLOWED: [(Quantity, &str); 3] = [
    (Quantity::Active, "Active"),
    (Quantity::Dead, "Deaths since the start"),
    (Quantity::DetainedTotal, "Detentions since the start"),
];

/// The difference of a national quantity by day.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Course {
    /// Which.
    pub quantity: Quantity,
    /// Mean difference, by day.
    pub mean: Vec<f64>,
    /// 5th percentile, by day.
    pub p5: Vec<f64>,
    /// 95th percentile, by day.
    pub p95: Vec<f64>,
}

/// What two runs read side by side give.
pub(super) struct Read {
    pub rows: Vec<(u32, Endpoints, Endpoints)>,
    pub unpaired: usize,
    pub first_difference: Option<u32>,
    pub identical: usize,
    pub never_in_order: [usize; 2],
    pub courses: Vec<Course>,
}

pub(super) fn read(base: &StoredRun, other: &StoredRun, limit: f64) -> Result<Read, LabError> {
    belong_together(base, other)?;
    let days = base.manifest().days as usize;
    let mut read = Read {
        rows: Vec::new(),
        unpaired: 0,
        first_difference: None,
        identical: 0,
        never_in_order: [0; 2],
        courses: Vec::new(),
    };
    let mut by_day = vec![vec![Vec::new(); days]; FOLLOWED.len()];
    let (mut left, mut right) = (base.replicates()?, other.replicates()?);
    let (mut a, mut b) = (left.next().transpose()?, right.next().transpose()?);
    while let (Some((number, first)), Some((same, second))) = (&a, &b) {
        // A replicate that failed in one run has no pair.
        if number != same {
            read.unpaired += 1;
            if number < same {
                a = left.next().transpose()?;
            } else {
                b = right.next().transpose()?;
            }
            continue;
        }
        read.rows.push((*number, endpoints(first, limit), endpoints(second, limit)));
        for (never, trace) in read.never_in_order.iter_mut().zip([first, second]) {
            *never += usize::from(order_day(trace, limit).is_none());
        }
        match first_day_apart(first, second) {
            None => read.identical += 1,
            Some(day) => read.first_difference = Some(read.first_difference.map_or(day, |earliest| earliest.min(day))),
        }
        for ((quantity, _), columns) in FOLLOWED.iter().zip(&mut by_day) {
            for (day, column) in columns.iter_mut().enumerate() {
                column.push(second.national(day, *quantity) - first.national(day, *quantity));
            }
        }
        (a, b) = (left.next().transpose()?, right.next().transpose()?);
    }
    read.unpaired += left.count() + right.count() + usize::from(a.is_some()) + usize::from(b.is_some());
    if read.rows.is_empty() {
        return Err(LabError::NoReplicates);
    }
    read.courses = FOLLOWED.iter().zip(by_day).map(|((quantity, _), columns)| course(*quantity, &columns)).collect();
    Ok(read)
}

/// First day on which any number of the nation or of any place differs.
fn first_day_apart(a: &Trace, b: &Trace) -> Option<u32> {
    let same = |day: usize| {
        a.nation(day) == b.nation(day) && (0..a.places()).all(|place| a.place(day, place) == b.place(day, place))
    };
    (0..a.days()).find(|&day| !same(day)).map(|day| day as u32)
}

fn course(quantity: Quantity, columns: &[Vec<f64>]) -> Course {
    let at = |p: f64| columns.iter().map(|column| quantile(&ascending(column), p)).collect();
    let mean = columns.iter().map(|column| column.iter().sum::<f64>() / column.len() as f64).collect();
    Course { quantity, mean, p5: at(0.05), p95: at(0.95) }
}

/// Pairs need one seed, and days and places that can be laid side by side.
fn belong_together(base: &StoredRun, other: &StoredRun) -> Result<(), LabError> {
    let (a, b) = (base.manifest(), other.manifest());
    let keys = |places: &[righting_store::PlaceEntry]| places.iter().map(|place| place.key).collect::<Vec<_>>();
    let pairs = [
        ("seed", a.seed.to_string(), b.seed.to_string()),
        ("engine", a.engine.clone(), b.engine.clone()),
        ("first day", a.start.to_string(), b.start.to_string()),
        ("number of days", a.days.to_string(), b.days.to_string()),
        ("number of places", a.places.len().to_string(), b.places.len().to_string()),
        ("list of places", format!("{:?}", keys(&a.places)), format!("{:?}", keys(&b.places))),
    ];
    match pairs.into_iter().find(|(_, a, b)| a != b) {
        None => Ok(()),
        Some((what, base, other)) => Err(LabError::NoPairs { what, base, other }),
    }
}
