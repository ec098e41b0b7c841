//! Partners: development projects and trade beyond the usual.
//!
//! A project adds its points to growth over one year that begins two years after its commitment, and
//! nothing before: +0.41 to +1.49 points for one more Chinese project (Dreher, Fuchs, Parks, Strange &
//! Tierney 2021, AEJ: Economic Policy 13(2):1-40). The figure is an input. Its cost is spent evenly until
//! it works; a part is given, the rest lent to the government. Trade raises output in proportion to what
//! the partner buys.

use crate::math;
use crate::recovery::stage::Months;

crate::parameters! {
    /// Parameters of partners' finance.
    FinanceParameters in "finance" {
        /// Points that a project adds to the growth of one year.
        growth = 0.0095 "per project", 0.0..=0.05, Read "Dreher et al. 2021: 0.41 to 1.49 points; the middle of the two";
        /// Time from the commitment of a project to its effect.
        lag_months = 24.0 "months", 0.0..=120.0, Read "Dreher et al. 2021: after two years";
        /// Cost of a project as a share of a year's output.
        cost = 0.003 "1", 0.0..=0.1, Assumed "a project of some USD 500 million in an economy of 170 billion; prior 0.0005-0.01";
        /// Share of the cost that partners give and do not lend.
        grant = 0.2 "1", 0.0..=1.0, Assumed "mostly loans; prior 0-0.4";
        /// Time from a partner's purchases to output.
        trade_months = 3.0 "months", 0.0..=36.0, Assumed "prior a month to half a year";
    }
}

/// Adds up what partners do in the month.
pub(crate) fn finance(months: &mut Months) {
    let own = months.parameters::<FinanceParameters>();
    let country = &months.setup.country;
    let now = f64::from(months.month);
    months.raised = 0.0;
    let mut under_way = 0.0;
    for partner in &months.setup.recovery.partners {
        let first = f64::from(partner.from.max(1));
        for committed in partner.from.max(1)..=months.month {
            let age = now - f64::from(committed);
            let projects = partner.projects_per_year / 12.0;
            let worked = ((age - own.lag_months) / 12.0).clamp(0.0, 1.0);
            months.raised += projects * own.growth * worked;
            under_way += if age < own.lag_months.max(1.0) { projects } else { 0.0 };
        }
        let traded = (now + 1.0 - first - own.trade_months).max(0.0) / 12.0;
        months.raised += partner.trade_share * math::ln(1.0 + partner.trade_growth) * traded;
    }
    months.projects = under_way * own.cost * 365.0 * country.output_per_day / own.lag_months.max(1.0);
    months.grants = own.grant * months.projects;
}
