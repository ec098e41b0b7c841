//! The alliance that can be asked for help.

use std::collections::BTreeMap;

use righting_model::{Alliance, AllianceDecision, DecisionRule, HelpEffect, Member, Situation};

use super::desk::{Checked, Desk};
use crate::error::ScenarioError;
use crate::raw::{Decision, Effect, Located, RawAlliance, RawMember, RawScenario, Rule};

/// Ten years, hours.
pub(crate) const MOST_HOURS: f64 = 24.0 * 3660.0;
pub(crate) const MOST_TROOPS: f64 = 1e7;
const WHAT: &str = "`[alliance]`";

/// The alliance, if the scenario has one; the country of code `iso3` is the one who asks.
pub(crate) fn alliance(desk: &Desk<'_>, raw: &RawScenario, iso3: &str) -> Checked<Option<Alliance>> {
    let Some(table) = &raw.alliance else { return Ok(None) };
    let (raw, within) = (table.get(), table.span());
    let number = |value: &Option<Located<f64>>, key: &str, high: f64| {
        desk.number(desk.require(value, &within, WHAT, key, &format!("`{key}`"))?, key, 0.0, high)
    };
    let decision = desk.require(&raw.decision, &within, WHAT, "decision", "`decision`: as_happened or simulated")?;
    let effect = desk.require(&raw.effect, &within, WHAT, "effect", "`effect`: signal, direct or none")?;
    let sites = desk.require(&raw.sites, &within, WHAT, "sites", "`sites`")?;
    let name = desk.require(&raw.name, &within, WHAT, "name", "`name`")?;
    Ok(Some(Alliance {
        name: desk.text(name, "name")?.to_owned(),
        members: members(desk, table, iso3)?,
        decision: match decision.get() {
            Decision::AsHappened => AllianceDecision::AsHappened,
            Decision::Simulated => AllianceDecision::Simulated,
        },
        rule: decision_rule(desk, table, WHAT)?,
        effect: match effect.get() {
            Effect::Signal => HelpEffect::Signal,
            Effect::Direct => HelpEffect::Direct,
            Effect::None => HelpEffect::None,
        },
        decision_hours: number(&raw.decision_hours, "decision_hours", MOST_HOURS)?,
        arrival_hours: number(&raw.arrival_hours, "arrival_hours", MOST_HOURS)?,
        ramp_hours: number(&raw.ramp_hours, "ramp_hours", MOST_HOURS)?,
        withdrawal_hours: number(&raw.withdrawal_hours, "withdrawal_hours", MOST_HOURS)?,
        strength: number(&raw.strength, "strength", MOST_TROOPS)?,
        sites: desk.integer(sites, "sites", 0, 100_000)? as u32,
        freed: number(&raw.freed, "freed", MOST_TROOPS)?,
        situation: situation(desk, table, iso3)?,
    }))
}

/// What the request is about. What is not given is taken to be absent.
fn situation(desk: &Desk<'_>, table: &Located<RawAlliance>, iso3: &str) -> Checked<Situation> {
    let (raw, within) = (table.get(), table.span());
    let level = |value: &Option<Located<f64>>, key: &str, otherwise: f64| {
        value.as_ref().map_or(Ok(otherwise), |value| desk.number(value, key, 0.0, 1.0))
    };
    area(desk, raw)?;
    let inside = raw.area.is_empty() || raw.area.iter().any(|code| code.get() == iso3);
    let successor =
        desk.require(&raw.hostile_successor, &within, WHAT, "hostile_successor", "`hostile_successor`, from 0 to 1")?;
    Ok(Situation {
        hostile_successor: desk.number(successor, "hostile_successor", 0.0, 1.0)?,
        legal_ground: legal_ground(desk, table)?,
        outside_area: level(&raw.outside_area, "outside_area", if inside { 0.0 } else { 1.0 })?,
        rival: level(&raw.rival, "rival", 0.0)?,
        objection: level(&raw.objection, "objection", 0.0)?,
    })
}

fn legal_ground(desk: &Desk<'_>, table: &Located<RawAlliance>) -> Checked<f64> {
    let (raw, within) = (table.get(), table.span());
    let grounds = grounds(desk, raw)?;
    match (&raw.legal_ground, &raw.invokes) {
        (Some(level), None) => desk.number(level, "legal_ground", 0.0, 1.0),
        (None, Some(invoked)) => {
            let found = grounds.iter().find(|(id, _)| id == invoked.get());
            let known = grounds.iter().map(|(id, _)| id.as_str());
            found
                .map(|(_, level)| *level)
                .ok_or_else(|| desk.unknown(invoked.span(), "legal ground", invoked.get(), known))
        }
        (Some(_), Some(invoked)) => Err(Box::new(ScenarioError::Contradiction {
            at: desk.at(invoked.span()),
            what: WHAT.to_owned(),
            first: "legal_ground".to_owned(),
            second: "invokes".to_owned(),
            expected: "keep one of the two".to_owned(),
        })),
        (None, None) => {
            let expected = "`legal_ground`, from 0 to 1, or `invokes`, the id of a ground of the alliance";
            Err(desk.require::<()>(&None, &within, WHAT, "legal_ground", expected).expect_err("nothing was given"))
        }
    }
}

/// Whose yes makes the alliance's yes; `what` names the table that must say it.
pub(crate) fn decision_rule(desk: &Desk<'_>, table: &Located<RawAlliance>, what: &str) -> Checked<DecisionRule> {
    let expected = "`rule`: consensus, majority or lead";
    Ok(match desk.require(&table.get().rule, &table.span(), what, "rule", expected)?.get() {
        Rule::Consensus => DecisionRule::Consensus,
        Rule::Majority => DecisionRule::Majority,
        Rule::Lead => DecisionRule::LeadNation,
    })
}

/// Legal grounds: id and level.
pub(crate) fn grounds(desk: &Desk<'_>, raw: &RawAlliance) -> Checked<Vec<(String, f64)>> {
    let mut grounds: Vec<(String, f64)> = Vec::new();
    let mut seen: BTreeMap<String, std::ops::Range<usize>> = BTreeMap::new();
    for entry in &raw.ground {
        let (raw, within) = (entry.get(), entry.span());
        let what = "`[[ground]]`";
        let id = desk.require(&raw.id, &within, what, "id", "`id`, a short name")?;
        let level = desk.require(&raw.level, &within, what, "level", "`level`, from 0 to 1")?;
        let text = desk.require(&raw.text, &within, what, "text", "`text`, what the ground says")?;
        desk.text(text, "text")?;
        let name = desk.id(id, "id")?.to_owned();
        if let Some(first) = seen.insert(name.clone(), id.span()) {
            return Err(desk.duplicate("legal ground", &name, id.span(), first));
        }
        grounds.push((name, desk.number(level, "level", 0.0, 1.0)?));
    }
    Ok(grounds)
}

/// Members by name, each once; the treaty area must be made of them.
pub(crate) fn unique_members<'r>(
    desk: &Desk<'_>,
    raw: &'r RawAlliance,
) -> Checked<Vec<(&'r str, &'r Located<RawMember>)>> {
    let mut members = Vec::new();
    let mut seen: BTreeMap<&str, std::ops::Range<usize>> = BTreeMap::new();
    for entry in &raw.member {
        let name = &entry.get().name;
        let name = desk.require(name, &entry.span(), "`[[member]]` of the alliance", "name", "`name`")?;
        if let Some(first) = seen.insert(name.get(), name.span()) {
            return Err(desk.duplicate("member of the alliance", name.get(), name.span(), first));
        }
        members.push((desk.text(name, "name")?, entry));
    }
    area(desk, raw)?;
    Ok(members)
}

fn area(desk: &Desk<'_>, raw: &RawAlliance) -> Checked<()> {
    let codes = || raw.member.iter().filter_map(|member| member.get().iso3.as_ref()).map(|code| code.get().as_str());
    match raw.area.iter().find(|code| codes().all(|known| known != code.get())) {
        Some(stranger) => {
            let known: Vec<&str> = codes().collect();
            Err(desk.unknown(stranger.span(), "member of the alliance", stranger.get(), known.into_iter()))
        }
        None => Ok(()),
    }
}

/// Members that have a vote: not the one who asks, not former or future ones, not those who abstain.
fn members(desk: &Desk<'_>, table: &Located<RawAlliance>, iso3: &str) -> Checked<Vec<Member>> {
    let year = i64::from(desk.start.year());
    let mut members: Vec<Member> = Vec::new();
    for (name, entry) in unique_members(desk, table.get())? {
        let raw = entry.get();
        let itself = raw.iso3.as_ref().is_some_and(|code| code.get() == iso3);
        let past = raw.until.as_ref().is_some_and(|until| *until.get() < year);
        let future = raw.since.as_ref().is_some_and(|since| *since.get() > year);
        let lead = raw.lead.unwrap_or(false);
        let stance = raw.alignment.is_some() || raw.assets.is_some() || raw.overstretch.is_some();
        // A member of an alliance file that the scenario says nothing of abstains, which blocks nothing.
        if !(itself || past || future) && (lead || stance || raw.iso3.is_none()) {
            members.push(member(desk, name, entry)?);
        }
    }
    let leads = members.iter().filter(|member| member.lead).count();
    if leads == 1 {
        return Ok(members);
    }
    Err(Box::new(ScenarioError::Inconsistent {
        at: desk.at(table.span()),
        message: format!("the alliance has {} members of whom {leads} lead", members.len()),
        expected: "write `[[alliance.member]]` for each member, exactly one of them with `lead = true`".to_owned(),
        other: None,
    }))
}

fn member(desk: &Desk<'_>, name: &str, entry: &Located<RawMember>) -> Checked<Member> {
    let (raw, within) = (entry.get(), entry.span());
    let share = |value: &Option<Located<f64>>, key: &str, high: f64| {
        let what = format!("member `{name}`");
        desk.number(desk.require(value, &within, &what, key, &format!("`{key}`"))?, key, 0.0, high)
    };
    Ok(Member {
        name: name.to_owned(),
        lead: raw.lead.unwrap_or(false),
        troops: share(&raw.troops, "troops", MOST_TROOPS)?,
        alignment: share(&raw.alignment, "alignment", 1.0)?,
        assets: share(&raw.assets, "assets", 1.0)?,
        overstretch: share(&raw.overstretch, "overstretch", 1.0)?,
        opponent: raw.opponent.as_ref().map_or(Ok(0.0), |value| desk.number(value, "opponent", 0.0, 1.0))?,
    })
}
