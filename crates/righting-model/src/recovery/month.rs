//! The story of a month.
//!
//! The world goes on as the crisis left it. Each month walks the [`MONTH`] table: people come home, reforms
//! and partners act, facilities are rebuilt, output and prices move, incomes follow and the books are
//! closed; legitimacy follows livelihood, and the chance of a relapse is read off the same equations that
//! began the crisis. Then a row is kept for the nation and every region.

use crate::recovery::record::record;
use crate::recovery::schedule::MONTH;
use crate::recovery::stage::Months;
use crate::stage::Stage;
use crate::trace::Recovery;

/// Goes on in months from where a run has ended.
pub(crate) fn recover(stage: &Stage) -> Recovery {
    let (plan, regions) = (&stage.setup.recovery, stage.setup.country.regions.len());
    let mut rows = Vec::with_capacity(plan.months as usize * (regions + 1));
    let mut months = Months::new(stage);
    for month in 1..=plan.months {
        months.month = month;
        MONTH.iter().for_each(|mechanism| (mechanism.act)(&mut months));
        record(&months, &mut rows);
    }
    Recovery::from_rows(regions, rows)
}
