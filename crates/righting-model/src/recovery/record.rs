//! The record of a month: a row for the nation and every region.

use std::sync::LazyLock;

use crate::quantity::{RECOVERY_QUANTITIES, RECOVERY_QUANTITY_COUNT, RecoveryQuantity};
use crate::recovery::stage::Months;
use crate::spread::{FIFTHS, fifths};
use crate::trace::RecoveryRow;
use crate::world::FacilityState;

/// Keeps the month.
pub(crate) fn record(months: &Months, rows: &mut Vec<RecoveryRow>) {
    let country = &months.setup.country;
    let mut sums = vec![Sum::default(); country.regions.len() + 1];
    for (place, row) in country.places.iter().enumerate() {
        let [willing, grievance] = months.mood[place];
        let row_of_place = place_row(months, place, willing, grievance);
        for index in [0, row.region + 1] {
            sums[index].add(&row_of_place, months.living[place], months.output_before[place]);
        }
    }
    for (index, sum) in sums.into_iter().enumerate() {
        let mut row = sum.row();
        let mut set = |quantity: RecoveryQuantity, value: f64| row[quantity.column()] = value;
        set(RecoveryQuantity::PriceLevel, months.price_level);
        set(RecoveryQuantity::Governance, months.score);
        set(RecoveryQuantity::ToleratedRise, months.tolerated[index]);
        set(RecoveryQuantity::RelapseChance, months.chance[index]);
        set(RecoveryQuantity::RelapseRisk, 1.0 - months.calm[index]);
        set(RecoveryQuantity::Relapsed, if months.relapsed && index == 0 { 1.0 } else { 0.0 });
        rows.push(row);
    }
}

fn place_row(months: &Months, place: usize, willing: f64, grievance: f64) -> RecoveryRow {
    use RecoveryQuantity as Q;
    let mut row = [0.0; RECOVERY_QUANTITY_COUNT];
    let (world, account) = (&months.world, &months.accounts[place]);
    let billion = 1e9;
    let fifths = fifths(&months.disposable[place]);
    let rest = &months.spread;
    let burned = |&&facility: &&usize| world.facilities[facility] == FacilityState::Burned;
    for (quantity, value) in [
        (Q::Output, account.output / billion),
        (Q::OutputPath, account.path / billion),
        (Q::Uncertainty, world.uncertainty[place]),
        (Q::Price, world.price[place]),
        (Q::Income, fifths.iter().sum::<f64>() / FIFTHS as f64),
        (Q::Income1, fifths[0]),
        (Q::Income2, fifths[1]),
        (Q::Income3, fifths[2]),
        (Q::Income4, fifths[3]),
        (Q::Income5, fifths[4]),
        (Q::Poverty, rest.poverty(place, months.setup.country.places[place].income, &months.disposable[place])),
        (Q::HouseholdIncome, account.earned / billion),
        (Q::Profits, account.profits / billion),
        (Q::Taxes, account.taxes / billion),
        (Q::Levies, account.levied / billion),
        (Q::Transfers, account.received / billion),
        (Q::Rebuilding, months.rebuilding[place]),
        (Q::Projects, account.projects / billion),
        (Q::Grants, account.grants / billion),
        (Q::Debt, account.debt / billion),
        (Q::Residents, months.living[place]),
        (Q::Detained, f64::from(world.people.detained[place])),
        (Q::Dead, f64::from(world.people.dead(place))),
        (Q::FacilitiesDestroyed, months.landscape.facilities[place].iter().filter(burned).count() as f64),
        (Q::Legitimacy, months.legitimacy[place]),
        (Q::Grievance, grievance),
        (Q::Willing, willing),
    ] {
        row[quantity.column()] = value;
    }
    row
}

/// How places count in a row of a region or the nation.
#[derive(Clone, Copy)]
enum Weighing {
    Equal,
    People,
    Output,
}

impl Weighing {
    fn of(self, people: f64, output: f64) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::People => people,
            Self::Output => output,
        }
    }
}

/// By column; asked once, as an answer compares texts.
static WEIGHING: LazyLock<[Weighing; RECOVERY_QUANTITY_COUNT]> = LazyLock::new(|| {
    std::array::from_fn(|column| match RECOVERY_QUANTITIES[column].quantity {
        quantity if quantity.adds_up() => Weighing::Equal,
        RecoveryQuantity::Uncertainty => Weighing::Output,
        _ => Weighing::People,
    })
});

/// Rows of places on their way to a row of a region or the nation.
#[derive(Clone)]
struct Sum {
    row: RecoveryRow,
    people: f64,
    output: f64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { row: [0.0; RECOVERY_QUANTITY_COUNT], people: 0.0, output: 0.0 }
    }
}

impl Sum {
    fn add(&mut self, place: &RecoveryRow, people: f64, output: f64) {
        for ((sum, value), weighing) in self.row.iter_mut().zip(place).zip(WEIGHING.iter()) {
            *sum += weighing.of(people, output) * value;
        }
        self.people += people;
        self.output += output;
    }

    /// Sums, and means over residents or over output.
    fn row(mut self) -> RecoveryRow {
        for (value, weighing) in self.row.iter_mut().zip(WEIGHING.iter()) {
            let weight = weighing.of(self.people, self.output);
            *value /= if weight > 0.0 { weight } else { 1.0 };
        }
        let value = |quantity: RecoveryQuantity| self.row[quantity.column()];
        let (output, path) = (value(RecoveryQuantity::Output), value(RecoveryQuantity::OutputPath));
        self.row[RecoveryQuantity::OutputGap.column()] = if path > 0.0 { 1.0 - output / path } else { 0.0 };
        self.row
    }
}
