//! The alliance that can be asked for help.

use std::collections::BTreeMap;

use righting_model::{Alliance, AllianceDecision, DecisionRule, HelpEffect, Member, Situation};

use super::{Checked, Desk};
use crate::error::ScenarioError;
use crate::raw::{Decision, Effect, Located, RawAlliance, RawMember, RawScenario};

/// Ten years, hours.
const MOST_HOURS: f64 = 24.0 * 3660.0;
const MOST_TROOPS: f64 = 1e7;

/// The alliance, if the scenario has one.
pub(crate) fn alliance(desk: &Desk<'_>, raw: &RawScenario) -> Checked<Option<Alliance>> {
    let Some(table) = &raw.alliance else { return Ok(None) };
    let (raw, within) = (table.get(), table.span());
    let what = "`[alliance]`";
    let number = |value: &Option<Located<f64>>, key: &str, high: f64| {
        desk.number(desk.require(value, &within, what, key, &format!("`{key}`"))?, key, 0.0, high)
    };
    let decision = desk.require(&raw.decision, &within, what, "decision", "`decision`: as_happened or simulated")?;
    let effect = desk.require(&raw.effect, &within, what, "effect", "`effect`: signal, direct or none")?;
    let sites = desk.require(&raw.sites, &within, what, "sites", "`sites`")?;
    let name = desk.require(&raw.name, &within, what, "name", "`name`")?;
    Ok(Some(Alliance {
        name: desk.text(name, "name")?.to_owned(),
        members: members(desk, raw, table)?,
        decision: match decision.get() {
            Decision::AsHappened => AllianceDecision::AsHappened,
            Decision::Simulated => AllianceDecision::Simulated,
        },
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
        rule: DecisionRule::Consensus,
        situation: Situation {
            legal_ground: number(&raw.legal_ground, "legal_ground", 1.0)?,
            hostile_successor: number(&raw.hostile_successor, "hostile_successor", 1.0)?,
            ..Situation::default()
        },
    }))
}

fn members(desk: &Desk<'_>, raw: &RawAlliance, table: &Located<RawAlliance>) -> Checked<Vec<Member>> {
    let mut members: Vec<Member> = Vec::new();
    let mut seen: BTreeMap<String, std::ops::Range<usize>> = BTreeMap::new();
    for entry in &raw.member {
        let member = member(desk, entry)?;
        let at = entry.get().name.as_ref().map_or(entry.span(), Located::span);
        if let Some(first) = seen.insert(member.name.clone(), at.clone()) {
            return Err(desk.duplicate("member of the alliance", &member.name, at, first));
        }
        members.push(member);
    }
    let leads = members.iter().filter(|member| member.lead).count();
    if leads == 1 {
        return Ok(members);
    }
    Err(Box::new(ScenarioError::Inconsistent {
        at: desk.at(table.span()),
        message: format!("the alliance has {} members of whom {leads} lead", members.len()),
        expected: "write `[[alliance.member]]` for each member, exactly one of them with `lead = true`".to_owned(),
    }))
}

fn member(desk: &Desk<'_>, entry: &Located<RawMember>) -> Checked<Member> {
    let (raw, within) = (entry.get(), entry.span());
    let what = "`[[alliance.member]]`";
    let name = desk.text(desk.require(&raw.name, &within, what, "name", "`name`")?, "name")?;
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
        opponent: 0.0,
    })
}
