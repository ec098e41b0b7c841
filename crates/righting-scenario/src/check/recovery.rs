//! The months after the crisis: reforms and partners.

use std::collections::BTreeMap;

use righting_model::{Partner, RecoveryPlan, Reform, ReformKind};

use super::desk::{Checked, Desk};
use crate::raw::{Located, RawPartner, RawReform, RawScenario, ReformKindName};

/// Most months a recovery may last: ten years.
pub const MOST_MONTHS: u32 = 120;

/// The recovery; of no months unless the scenario or the caller asks for some.
pub(crate) fn recovery(desk: &Desk<'_>, raw: &RawScenario) -> Checked<RecoveryPlan> {
    let Some(table) = &raw.recovery else { return Ok(RecoveryPlan::default()) };
    let raw = table.get();
    let months =
        raw.months.as_ref().map_or(Ok(0), |months| desk.integer(months, "months", 0, i64::from(MOST_MONTHS)))?;
    let mut plan = RecoveryPlan { months: months as u32, ..RecoveryPlan::default() };
    let mut seen = BTreeMap::new();
    for entry in &raw.reform {
        let reform = reform(desk, entry)?;
        let at = entry.get().id.as_ref().map_or(entry.span(), Located::span);
        if let Some(first) = seen.insert(reform.id.clone(), at.clone()) {
            return Err(desk.duplicate("reform", &reform.id, at, first));
        }
        if entry.get().on.unwrap_or(true) {
            plan.reforms.push(reform);
        }
    }
    let mut seen = BTreeMap::new();
    for entry in &raw.partner {
        let partner = partner(desk, entry)?;
        let at = entry.get().name.as_ref().map_or(entry.span(), Located::span);
        if let Some(first) = seen.insert(partner.name.clone(), at.clone()) {
            return Err(desk.duplicate("partner", &partner.name, at, first));
        }
        if entry.get().on.unwrap_or(true) {
            plan.partners.push(partner);
        }
    }
    Ok(plan)
}

fn reform(desk: &Desk<'_>, entry: &Located<RawReform>) -> Checked<Reform> {
    let (raw, within) = (entry.get(), entry.span());
    let what = "`[[recovery.reform]]`";
    let id = desk.id(desk.require(&raw.id, &within, what, "id", "`id`, a short name")?, "id")?;
    let what = format!("reform `{id}`");
    let kind = desk.require(&raw.kind, &within, &what, "kind", "`kind`: transfer, levy, price or law")?;
    let size = desk.require(&raw.size, &within, &what, "size", "`size`, how far it goes")?;
    let share = || desk.number(size, "size", 0.0, 1.0);
    Ok(Reform {
        kind: match kind.get() {
            ReformKindName::Transfer => ReformKind::Transfer { share: share()? },
            ReformKindName::Levy => ReformKind::Levy { share: share()? },
            ReformKindName::Price => ReformKind::Price { ratio: desk.number(size, "size", 0.01, 100.0)? },
            ReformKindName::Law => ReformKind::Law { rise: share()? },
        },
        label: raw.label.as_ref().map_or(Ok(id), |label| desk.text(label, "label"))?.to_owned(),
        id: id.to_owned(),
        from: month(desk, &raw.from_month, "from_month")?,
        over: month(desk, &raw.over_months, "over_months")?,
    })
}

fn partner(desk: &Desk<'_>, entry: &Located<RawPartner>) -> Checked<Partner> {
    let (raw, within) = (entry.get(), entry.span());
    let what = "`[[recovery.partner]]`";
    let name = desk.text(desk.require(&raw.name, &within, what, "name", "`name`")?, "name")?;
    let or_none = |value: &Option<Located<f64>>, key: &str, low: f64, high: f64| {
        value.as_ref().map_or(Ok(0.0), |value| desk.number(value, key, low, high))
    };
    Ok(Partner {
        name: name.to_owned(),
        projects_per_year: or_none(&raw.projects_per_year, "projects_per_year", 0.0, 100.0)?,
        from: month(desk, &raw.from_month, "from_month")?,
        trade_share: or_none(&raw.trade_share, "trade_share", 0.0, 1.0)?,
        trade_growth: or_none(&raw.trade_growth, "trade_growth", -0.5, 0.5)?,
    })
}

fn month(desk: &Desk<'_>, value: &Option<Located<i64>>, key: &str) -> Checked<u32> {
    value.as_ref().map_or(Ok(1), |value| desk.integer(value, key, 1, i64::from(MOST_MONTHS))).map(|month| month as u32)
}
