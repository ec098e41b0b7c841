//! Acts of government against each other, against the days simulated and against the alliance.

use righting_model::{Order, Setup, When};

use super::pair::Pair;
use crate::alliance_file::AllianceFile;
use crate::check::desk::{Checked, Desk};
use crate::error::ScenarioError;
use crate::raw::{Located, RawScenario};
use crate::warning::Warning;

pub(super) const WITHDRAWN: Pair = Pair {
    kind: "withdrawal_before_request",
    first: "`withdraw_alliance`",
    second: "`request_alliance`",
    rule: "error where the withdrawal is dated before the request; warning where nothing requests help",
};
pub(super) const LATE: Pair = Pair {
    kind: "after_the_last_day",
    first: "`at` of a shock or action",
    second: "`time.days`, as the caller set it",
    rule: "warning where fewer days are simulated than the scenario was written for: what comes later is left out",
};
pub(super) const MEMBER: Pair = Pair {
    kind: "member_of_no_alliance",
    first: "`[[alliance.member]]` without `iso3`",
    second: "the members of the alliance file",
    rule: "warning where the file has no member of that name: a new one has a vote",
};
pub(super) const VOTER: Pair = Pair {
    kind: "member_code_unknown",
    first: "`iso3` of a member of the alliance",
    second: "the codes of ISO 3166-1",
    rule: "warning",
};

/// Withdrawals of allies against requests.
pub(super) fn withdrawals(desk: &Desk<'_>, raw: &RawScenario, setup: &Setup) -> Checked<()> {
    let of = |order: Order| setup.actions.iter().filter(move |action| action.order == order);
    let span = |id: &str| {
        let named = |own: &Located<String>| own.get() == id;
        raw.action.iter().find(|entry| entry.get().id.as_ref().is_some_and(named)).map_or(0..0, Located::span)
    };
    let dated = |when: &When| if let When::At(minute) = when { Some(*minute) } else { None };
    let first = of(Order::RequestAlliance).map(|action| dated(&action.when).unwrap_or(0)).min();
    for action in of(Order::WithdrawAlliance) {
        let Some(first) = first else {
            let message = format!("`{}` withdraws allies whom nothing requests", action.id);
            let warning = Warning::new(WITHDRAWN.kind, desk.at(span(&action.id)), message);
            desk.warn(warning.help("add an action of kind `request_alliance`, or remove this one"));
            continue;
        };
        if dated(&action.when).is_some_and(|minute| minute <= first) {
            let request = of(Order::RequestAlliance).min_by_key(|action| dated(&action.when).unwrap_or(0));
            return Err(Box::new(ScenarioError::Inconsistent {
                at: desk.at(span(&action.id)),
                message: format!("`{}` withdraws the allies before the first request for them", action.id),
                expected: "date the withdrawal after the request".to_owned(),
                other: request.map(|request| desk.at(span(&request.id))),
            }));
        }
    }
    Ok(())
}

/// What lies after the last day that the caller asked for.
pub(crate) fn left_out(desk: &Desk<'_>, raw: &RawScenario, left: &[String]) {
    let Some(days) = raw.time.as_ref().and_then(|time| time.get().days.as_ref()).filter(|_| !left.is_empty()) else {
        return;
    };
    let names: Vec<String> = left.iter().take(5).map(|id| format!("`{id}`")).collect();
    let more = left.len().saturating_sub(5);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let what = if left.len() == 1 {
        "comes after the last day simulated and is"
    } else {
        "come after the last day simulated and are"
    };
    let message = format!("{}{more} {what} left out", names.join(", "));
    let help = format!("days that the scenario was written for: {}; simulated: {}", desk.written_days, desk.days);
    desk.warn(Warning::new(LATE.kind, desk.at(days.span()), message).help(help));
}

/// Members that the scenario names, against those of the alliance file and the list of countries.
pub(super) fn members(desk: &Desk<'_>, raw: &RawScenario, file: Option<&AllianceFile>) {
    let members = raw.alliance.iter().flat_map(|alliance| &alliance.get().member);
    for entry in members {
        let (Some(name), code) = (&entry.get().name, &entry.get().iso3) else { continue };
        if let Some(code) = code.as_ref().filter(|code| !super::economy::is_country(code.get())) {
            let message = format!("member `{}` has the code `{}`, which is no country's", name.get(), code.get());
            let help = "write an ISO 3166-1 alpha-3 code";
            desk.warn(Warning::new(VOTER.kind, desk.at(code.span()), message).help(help));
        }
        let Some(file) = file.filter(|_| code.is_none()) else { continue };
        if file.members.iter().all(|member| member.name != *name.get()) {
            let near = crate::names::nearest(name.get(), file.members.iter().map(|member| member.name.as_str()));
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            let message =
                format!("`{}` is no member of the alliance `{}`, and so has a vote of its own", name.get(), file.id);
            let help = format!("{near}a new member takes `iso3`");
            desk.warn(Warning::new(MEMBER.kind, desk.at(name.span()), message).help(help));
        }
    }
}
