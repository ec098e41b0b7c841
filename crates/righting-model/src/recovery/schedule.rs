//! The schedule of a month: one table that the recovery obeys and that is printed and documented.

use crate::recovery::stage::Months;
use crate::recovery::{books, finance, incomes, livelihood, output, people, prices, rebuilding, reform, relapse};

/// One mechanism of a month.
#[derive(Clone, Copy)]
pub struct MonthMechanism {
    /// Name: its file and, where it has any, its section of parameters.
    pub name: &'static str,
    /// What it does, in words.
    pub title: &'static str,
    /// Its rule.
    pub rule: &'static str,
    pub(crate) act: fn(&mut Months),
}

/// The mechanisms, in the order of a month.
pub const MONTH: &[MonthMechanism] = &[
    MonthMechanism {
        name: "people",
        title: "Crowds are home, the detained are released",
        rule: "released = detained (1 - e^(-month / detention))",
        act: people::people,
    },
    MonthMechanism {
        name: "reform",
        title: "Reforms are phased in",
        rule: "transfers, a levy, the watched price, law-based governance",
        act: reform::reform,
    },
    MonthMechanism {
        name: "finance",
        title: "Partners commit projects and buy",
        rule: "a project adds its points to growth over the third year, and nothing before",
        act: finance::finance,
    },
    MonthMechanism {
        name: "rebuilding",
        title: "Destroyed facilities are rebuilt",
        rule: "each at even pace over its months, at its cost",
        act: rebuilding::rebuilding,
    },
    MonthMechanism {
        name: "output",
        title: "Uncertainty fades, output follows",
        rule: "du/dt = lost - u/T_u; dg/dt = scar u - g/T_g; exact over any step",
        act: output::output,
    },
    MonthMechanism {
        name: "prices",
        title: "Prices pass through, wages catch up",
        rule: "d ln P = trend + share dp - slope g; wages follow within their lag",
        act: prices::prices,
    },
    MonthMechanism {
        name: "incomes",
        title: "Incomes are earned, taxed, topped up",
        rule: "y = y0 * level * real wage * incidence - levy + transfer, by place and class",
        act: incomes::incomes,
    },
    MonthMechanism {
        name: "books",
        title: "The books are closed",
        rule: "output = households + firms + taxes; debt rises by spending less revenue",
        act: books::books,
    },
    MonthMechanism {
        name: "livelihood",
        title: "Legitimacy follows livelihood",
        rule: "departure -> weight * (y / y before - 1); promises fade unless reforms keep them",
        act: livelihood::livelihood,
    },
    MonthMechanism {
        name: "relapse",
        title: "A spark may start an outbreak",
        rule: "chance = 1 - e^(-sparks e^(-x / size)), x the rise at which an outbreak's share of people is out",
        act: relapse::relapse,
    },
];
