//! Incomes by place and class: earned, taxed, topped up; and who is poor.
//!
//! y = y0 * level * real wage * (1 - skew * k * loss), k rising from the poorest to the richest class and
//! summing to nothing over incomes, so the skew moves losses between classes and makes none. Losses of
//! slumps that fall on the poor are common; the size is assumed. A levy takes a share of the richest
//! classes of every place, a transfer pays equal sums per head to the poorest. Money is in prices before
//! the crisis.

use crate::country::INCOME_CLASSES;
use crate::recovery::stage::Months;

crate::parameters! {
    /// Parameters of incomes.
    IncomesParameters in "incomes" {
        /// How much more than in proportion the poorest class loses, relative to the richest, in a slump.
        skew = 0.3 "1", 0.0..=1.0, Assumed "informal work goes first; prior 0-0.6";
        /// Share of the people of a place who receive transfers.
        poorest = 0.4 "1", 0.05..=1.0, Assumed "the poorest two fifths";
        /// Share of the people of a place who pay the levy.
        richest = 0.2 "1", 0.05..=1.0, Assumed "the richest fifth";
        /// Share of output taken in taxes.
        tax = 0.2 "1", 0.0..=0.6, Assumed "revenue of about a fifth of output; prior 0.15-0.25";
    }
}

/// Disposable income of every class of every place.
pub(crate) fn incomes(months: &mut Months) {
    let places = &months.setup.country.places;
    let spread = &months.spread;
    let classes = INCOME_CLASSES as f64;
    let before: f64 = places.iter().zip(&months.living).map(|(place, &living)| living * place.income).sum();
    let receiving: f64 = spread.receives.iter().sum::<f64>() / classes * months.living.iter().sum::<f64>();
    let top_up = if receiving > 0.0 { months.transfer * before / receiving } else { 0.0 };
    for (place, row) in places.iter().enumerate() {
        let factor = months.level[place] * months.real[place];
        let loss = (1.0 - factor / months.path).max(0.0);
        let account = &mut months.accounts[place];
        (account.earned, account.levied, account.received) = (0.0, 0.0, 0.0);
        for class in 0..INCOME_CLASSES {
            let incidence = (1.0 + spread.skew[class] * loss).max(0.0);
            let earned = row.income * spread.relative[class] * factor * incidence;
            let levied = months.levy * spread.pays[class] * earned;
            let received = top_up * spread.receives[class];
            months.disposable[place][class] = earned - levied + received;
            let people = months.living[place] / classes;
            account.earned += people * earned;
            account.levied += people * levied;
            account.received += people * received;
        }
    }
}
