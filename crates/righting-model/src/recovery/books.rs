//! The books: every sum paid is received. Output goes to households, taxes and firms; the government
//! spends what it took without the crisis, plus reform, rebuilding and projects, and borrows the difference.

use crate::recovery::month::Months;

/// A place's part of a month's flows, units of national currency.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Account {
    /// Income of households from output.
    pub earned: f64,
    /// What the levy takes.
    pub levied: f64,
    /// What transfers pay.
    pub received: f64,
    /// What firms keep.
    pub profits: f64,
    /// Taxes on output, and the budget's share of a freed price.
    pub taxes: f64,
    /// Output.
    pub output: f64,
    /// Output without crisis, reform or partner.
    pub path: f64,
    /// Spending on projects and the part of it that is given.
    pub projects: f64,
    pub grants: f64,
    /// Debt added since the crisis.
    pub debt: f64,
}

/// Closes the month.
pub(crate) fn books(months: &mut Months) {
    let parameters = &months.setup.parameters;
    let tax = parameters.incomes.tax;
    let freed = parameters.prices.royalty * parameters.hardship.basket_share;
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
