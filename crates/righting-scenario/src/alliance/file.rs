//! An alliance file checked on its own.

use std::path::Path;

use righting_model::Registry;
use serde::Deserialize;
use serde_spanned::Spanned;
use toml::de::DeValue;

use super::{HEAD, as_scenario};
use crate::alliance_file::{AllianceFile, AllianceMember, Ground};
use crate::check::{self, Checked, Desk};
use crate::error::ScenarioError;
use crate::explain::explain;

use crate::location::SourceMap;
use crate::number::Number;
use crate::raw::{Located, RawAlliance, RawAllianceHead};
use crate::reader::Library;
use crate::source::Source;
use crate::tree;

impl AllianceFile {
    /// Reads and checks an alliance: one that ships, by name, or a TOML file.
    ///
    /// # Errors
    /// A [`ScenarioError`] that names the file, the line, what was found and what was expected.
    pub fn load(name: &str) -> Checked<Self> {
        let mut map = SourceMap::default();
        let path = Path::new(name);
        let mut library = if name.ends_with(".toml") {
            let file = Source::File(path.to_owned());
            Library::open(&file, &mut SourceMap::default())?.0
        } else {
            Library::default()
        };
        let inside = path.file_name().map_or(name.into(), |inside| inside.to_string_lossy());
        let asked = map.add("the command line", inside.as_ref().into(), 0);
        let name = Located::new(inside.clone().into_owned(), asked..asked + inside.len());
        let mut offsets = Vec::new();
        super::follow(&mut library, &mut map, &name, &mut vec![name.get().clone()], &mut offsets)?;
        for &behind in &offsets[1..] {
            check(&map, behind)?;
        }
        check(&map, offsets[0])
    }
}

/// Checks the alliance file that starts at an offset of the map.
pub(crate) fn check(map: &SourceMap, offset: usize) -> Checked<AllianceFile> {
    let desk = Desk::new(map, Registry::standard());
    let root = offset..offset;
    let mut body = tree::parse(map, offset)?;
    let numbers_of = as_scenario(body.clone());
    let mut head = tree::Table::new();
    for key in HEAD {
        if let Some((key, value)) = body.remove_entry(*key) {
            head.insert(key, value);
        }
    }
    let refuse =
        |error: toml::de::Error| Box::new(explain(map.locate(error.span().unwrap_or(root.clone())), error.message()));
    let head =
        RawAllianceHead::deserialize(toml::de::Deserializer::from(Spanned::new(root.clone(), head))).map_err(refuse)?;
    let table: Located<RawAlliance> =
        Located::deserialize(toml::de::Deserializer::from(Spanned::new(root.clone(), body))).map_err(refuse)?;
    let raw = table.get();
    let what = "the alliance file";
    let format = desk.require(&head.format, &root, what, "format", "`format = 1`")?;
    desk.integer(format, "format", 1, 1)?;
    let id = desk.id(desk.require(&head.id, &root, what, "id", "`id`, a short name")?, "id")?;
    let name = desk.text(desk.require(&raw.name, &root, what, "name", "`name`")?, "name")?;
    let treaty =
        desk.text(desk.require(&raw.treaty, &root, what, "treaty", "`treaty`, what it rests on")?, "treaty")?;
    let rule = check::decision_rule(&desk, &table, what)?;
    let members = members(&desk, raw, &root)?;
    check::grounds(&desk, raw)?;
    let strangers =
        [("base", raw.base.as_ref().map(Located::span)), ("decision", raw.decision.as_ref().map(Located::span))];
    if let Some((key, span)) = strangers.into_iter().find_map(|(key, span)| Some((key, span?))) {
        return Err(Box::new(ScenarioError::Misplaced {
            at: desk.at(span),
            what: "an alliance file".to_owned(),
            key: key.to_owned(),
            expected: ["rule", "area", "guaranteed_by", "ground", "member", "strength"].map(str::to_owned).to_vec(),
        }));
    }
    let hours = |value: &Option<Located<f64>>, key: &str| {
        value.as_ref().map(|value| desk.number(value, key, 0.0, check::MOST_HOURS)).transpose()
    };
    hours(&raw.ramp_hours, "ramp_hours")?;
    hours(&raw.withdrawal_hours, "withdrawal_hours")?;
    let text = |value: &Option<Located<String>>| value.as_ref().map_or_else(String::new, |text| text.get().clone());
    let listed = |list: &[Located<String>]| list.iter().map(|name| name.get().clone()).collect();
    Ok(AllianceFile {
        id: id.to_owned(),
        name: name.to_owned(),
        treaty: treaty.to_owned(),
        rule,
        area: listed(&raw.area),
        guaranteed_by: listed(&raw.guaranteed_by),
        grounds: raw
            .ground
            .iter()
            .map(Located::get)
            .map(|ground| Ground {
                id: text(&ground.id),
                text: text(&ground.text),
                level: ground.level.as_ref().map_or(0.0, |level| *level.get()),
            })
            .collect(),
        members,
        strength: raw.strength.as_ref().map(|v| desk.number(v, "strength", 0.0, check::MOST_TROOPS)).transpose()?,
        decision_hours: hours(&raw.decision_hours, "decision_hours")?,
        arrival_hours: hours(&raw.arrival_hours, "arrival_hours")?,
        numbers: numbers(&desk, numbers_of)?,
    })
}

fn members(desk: &Desk<'_>, raw: &RawAlliance, root: &std::ops::Range<usize>) -> Checked<Vec<AllianceMember>> {
    let mut members = Vec::new();
    for (name, entry) in check::unique_members(desk, raw)? {
        let member = entry.get();
        let what = format!("member `{name}`");
        let expected = "`iso3`, an ISO 3166-1 alpha-3 code";
        let iso3 = desk.require(&member.iso3, &entry.span(), &what, "iso3", expected)?;
        if let Some(troops) = &member.troops {
            desk.number(troops, "troops", 0.0, check::MOST_TROOPS)?;
        }
        let year = |value: &Option<Located<i64>>, key: &str| {
            value.as_ref().map(|value| desk.integer(value, key, 1800, 2200)).transpose()
        };
        members.push(AllianceMember {
            name: name.to_owned(),
            iso3: desk.text(iso3, "iso3")?.to_owned(),
            lead: member.lead.unwrap_or(false),
            since: year(&member.since, "since")?,
            until: year(&member.until, "until")?,
        });
    }
    let leads = members.iter().filter(|member| member.lead).count();
    if leads == 1 {
        return Ok(members);
    }
    Err(Box::new(ScenarioError::Inconsistent {
        at: desk.at(root.clone()),
        message: format!("the alliance has {} members of whom {leads} lead", members.len()),
        expected: "write `[[member]]` for each member, exactly one of them with `lead = true`".to_owned(),
        other: None,
    }))
}

/// Numbers with the file's own `[[source]]` rows; a row about no number must be a mistake.
fn numbers(desk: &Desk<'_>, mut tree: tree::Table<'_>) -> Checked<Vec<Number>> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Sources {
        source: Vec<Located<crate::raw::RawSource>>,
    }
    let rows = tree.remove("source").unwrap_or_else(|| Spanned::new(0..0, DeValue::Array(Default::default())));
    let mut root = tree::Table::new();
    root.insert(Spanned::new(0..0, "source".into()), rows);
    let sources = Sources::deserialize(toml::de::Deserializer::from(Spanned::new(0..0, root)))
        .map_err(|error| Box::new(explain(desk.at(error.span().unwrap_or(0..0)), error.message())))?;
    check::stated(desk, &sources.source, &tree, true)
}
