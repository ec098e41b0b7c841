//! The books: every sum paid is received. Output goes to households, taxes and firms; the government
//! spends what it took without the crisis, plus reform, rebuilding and projects, and borrows the difference.

use crate::mechanisms::hardship::HardshipParameters;
use crate::recovery::incomes::IncomesParameters;
use crate::recovery::prices::PricesParameters;
use crate::recovery::stage::Months;

/// Closes the month.
pub(crate) fn books(months: &mut Months) {
    let tax = months.parameters::<IncomesParameters>().tax;
    let freed =
        months.parameters::<PricesParameters>().royalty * months.parameters::<HardshipParameters>().basket_share;
    let residents: f64 = months.living.iter().sum();
    for (place, account) in months.accounts.iter_mut().enumerate() {
        let billion = 1e9;
        let share = months.living[place] / residents.max(1.0);
        let before = months.output_before[place] * billion;
        account.output = before * months.level[place];
        account.path = before * months.path;
        let royalty = freed * (months.world.price[place] - months.price_before[place]).max(0.0) * account.earned;
        account.taxes = tax * account.output + royalty;
        account.profits = account.output - account.earned - account.taxes;
        account.projects = months.projects * share * billion;
        account.grants = months.grants * share * billion;
        let spending = tax * account.path + account.received + months.rebuilding[place] * billion + account.projects;
        account.debt += spending - account.taxes - account.levied - account.grants;
    }
}
