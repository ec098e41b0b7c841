//! Requests for outside help and how they are coded, `packs/alliances/cases.csv` and `members.csv`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::column::{Form, Holds, column, words};
use crate::error::{DataError, Problem};
use crate::identifier::unique;
use crate::table::{Row, Table};

/// How a body decides, as the table names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseRule {
    /// No member vetoes, and the lead gains.
    Consensus,
    /// More than half of the members gain, the lead among them.
    Majority,
    /// The lead gains.
    Lead,
}

/// A case in which help from outside was asked for, or might have been; features from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct AssistanceCase {
    /// Identifier.
    pub id: String,
    /// Row of the table of requests that it codes, if it is one.
    pub request: Option<String>,
    /// Who asked, or was in need.
    pub requester: String,
    /// Its ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// Who was asked.
    pub body: String,
    /// Cases of one group are counted together.
    pub group: String,
    /// How the body decides.
    pub rule: CaseRule,
    /// A formal request to this body is documented.
    pub asked: bool,
    /// Date of the request, or of the need.
    pub date: Date,
    /// Forces were sent, or held ready at the requester's wish.
    pub helped: bool,
    /// Threat to the requesting government.
    pub regime_risk: f64,
    /// Chance of a successor hostile to the lead.
    pub hostile_successor: f64,
    /// How well the legal ground fits.
    pub legal_ground: f64,
    /// Outside the treaty area.
    pub outside_area: f64,
    /// Pull of the lead's rivals.
    pub rival: f64,
    /// Objection of third powers.
    pub objection: f64,
    /// Why these levels.
    pub basis: String,
    /// Where it was read.
    pub source: String,
    /// `found`, `mixed` or `general-knowledge`.
    pub source_kind: String,
    /// Members whose stance is coded.
    pub members: Vec<CaseMember>,
}

/// A member in a case; features from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseMember {
    /// Name.
    pub name: String,
    /// Leads.
    pub lead: bool,
    /// Alignment with the requesting government.
    pub alignment: f64,
    /// Assets at risk.
    pub assets: f64,
    /// Overstretch elsewhere.
    pub overstretch: f64,
    /// What it values in the opposing state.
    pub opponent: f64,
    /// Why these levels.
    pub basis: String,
}

const RULES: [(&str, CaseRule); 3] =
    [("consensus", CaseRule::Consensus), ("majority", CaseRule::Majority), ("lead", CaseRule::Lead)];
const RULE_WORDS: [&str; 3] = words(&RULES);
const LEVEL: Holds = Holds::Number { low: 0.0, high: 1.0 };

/// `packs/alliances/cases.csv` as declared.
pub(crate) const CASES: Form = Form::new(
    "packs/alliances/cases.csv",
    "Requests for outside help and how they are coded. It ships with the program.",
    &[
        column("id", Holds::Text, "identifier, such as `KAZ-2022`"),
        column("request", Holds::Text, "row of the table of requests that it codes, if it is one").or_empty(),
        column("requester", Holds::Text, "who asked, or was in need"),
        column("iso3", Holds::Text, "its ISO 3166-1 alpha-3 code"),
        column("body", Holds::Text, "who was asked"),
        column("group", Holds::Text, "which cases are counted together, such as those of one alliance"),
        column("rule", Holds::Words(&RULE_WORDS), "how the body decides"),
        column("asked", Holds::Flag, "1 where a formal request to this body is documented"),
        column("date", Holds::Date, "date of the request, or of the need"),
        column("helped", Holds::Flag, "1 where forces were sent, or held ready at the requester's wish"),
        column("regime_risk", LEVEL, "threat to the requesting government").unit("share"),
        column("hostile_successor", LEVEL, "probability of a successor hostile to the lead").unit("share"),
        column("legal_ground", LEVEL, "how well the legal ground fits").unit("share"),
        column("outside_area", LEVEL, "whether it lies outside the treaty area").unit("share"),
        column("rival", LEVEL, "pull of the lead's rivals").unit("share"),
        column("objection", LEVEL, "objection of third powers").unit("share"),
        column("basis", Holds::Text, "why these levels"),
        column("source", Holds::Text, "where it was read"),
        column("source_kind", Holds::Text, "`found`, `mixed` or `general-knowledge`"),
    ],
)
.at_least("a row for each case");

/// `packs/alliances/members.csv` as declared.
pub(crate) const MEMBERS: Form = Form::new(
    "packs/alliances/members.csv",
    "The members of the body in each of those cases. It ships with the program.",
    &[
        column("case", Holds::Text, "`id` of the case"),
        column("member", Holds::Text, "name of the member"),
        column("lead", Holds::Flag, "1 for the one that leads"),
        column("alignment", LEVEL, "alignment with the requesting government").unit("share"),
        column("assets", LEVEL, "assets at risk").unit("share"),
        column("overstretch", LEVEL, "overstretch elsewhere").unit("share"),
        column("opponent", LEVEL, "what it values in the opposing state").unit("share"),
        column("basis", Holds::Text, "why these levels"),
    ],
)
.at_least("a row for each member");

/// Reads the table of cases and that of their members; each is bytes and a name for messages.
pub fn read_assistance(cases: (&[u8], &str), members: (&[u8], &str)) -> Result<Vec<AssistanceCase>, DataError> {
    let table = Table::of(cases.0, cases.1, &CASES)?;
    let mut seen = BTreeMap::new();
    let mut read = Vec::new();
    for row in table.rows() {
        let id = row.name("id")?.to_owned();
        unique(&mut seen, row, "id", "case", id.clone())?;
        read.push(case(row, id)?);
    }
    let members = Table::of(members.0, members.1, &MEMBERS)?;
    for row in members.rows() {
        let id = row.name("case")?;
        let Some(index) = read.iter().position(|case| case.id == id) else {
            return Err(row.unknown("case", "case", read.iter().map(|case| case.id.as_str())));
        };
        let case = &mut read[index];
        let member = member(row)?;
        if member.lead && case.members.iter().any(|other| other.lead) {
            return Err(row.unexpected("lead", "0, as the case has a lead already"));
        }
        case.members.push(member);
    }
    match read.iter().zip(table.rows()).find(|(case, _)| !case.members.iter().any(|member| member.lead)) {
        Some((case, row)) => {
            let expected = "a case with one member that leads".to_owned();
            Err(row.error("id", Problem::Value { found: case.id.clone(), expected }))
        }
        None => Ok(read),
    }
}

fn case(row: Row<'_>, id: String) -> Result<AssistanceCase, DataError> {
    let level = |column: &str| row.real(column);
    let text = |column: &str| row.name(column).map(str::to_owned);
    Ok(AssistanceCase {
        id,
        request: Some(row.text("request").to_owned()).filter(|request| !request.is_empty()),
        requester: text("requester")?,
        iso3: text("iso3")?,
        body: text("body")?,
        group: row.name("group")?.to_owned(),
        rule: row.choice("rule", "rule", &RULES)?,
        asked: row.flag("asked")?,
        date: row.date("date")?,
        helped: row.flag("helped")?,
        regime_risk: level("regime_risk")?,
        hostile_successor: level("hostile_successor")?,
        legal_ground: level("legal_ground")?,
        outside_area: level("outside_area")?,
        rival: level("rival")?,
        objection: level("objection")?,
        basis: text("basis")?,
        source: text("source")?,
        source_kind: text("source_kind")?,
        members: Vec::new(),
    })
}

fn member(row: Row<'_>) -> Result<CaseMember, DataError> {
    let level = |column: &str| row.real(column);
    Ok(CaseMember {
        name: row.name("member")?.to_owned(),
        lead: row.flag("lead")?,
        alignment: level("alignment")?,
        assets: level("assets")?,
        overstretch: level("overstretch")?,
        opponent: level("opponent")?,
        basis: row.name("basis")?.to_owned(),
    })
}
