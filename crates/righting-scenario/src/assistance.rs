//! Cases in which help from outside was asked for, or might have been, as the decision model reads them.

use jiff::civil::Date;
use righting_cases::{ASSISTANCE_CASES, ASSISTANCE_MEMBERS};
use righting_data::{CaseRule, read_assistance};
use righting_model::{DecisionRule, Member, Situation};

use crate::data_error::data_error;
use crate::error::ScenarioError;

/// A coded case; the coding rules are in `packs/alliances/README.md`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AssistanceCase {
    /// Identifier, such as `KAZ-2022`.
    pub id: String,
    /// Who asked, or was in need.
    pub requester: String,
    /// Who was asked.
    pub body: String,
    /// Cases of one group are counted together.
    pub group: String,
    /// A formal request to this body is documented.
    pub asked: bool,
    /// Date of the request, or of the need.
    pub date: Date,
    /// Forces were sent, or held ready at the requester's wish.
    pub helped: bool,
    /// How the body decides.
    pub rule: DecisionRule,
    /// Threat to the requesting government, 0 to 1.
    pub regime_risk: f64,
    /// What the request is about.
    pub situation: Situation,
    /// Members whose stance is coded.
    pub members: Vec<Member>,
    /// Why the case has these levels.
    pub basis: String,
    /// Why the members have theirs, in their order.
    pub member_basis: Vec<String>,
    /// Where it was read.
    pub source: String,
    /// `found`, `mixed` or `general-knowledge`.
    pub source_kind: String,
}

/// The cases that ship with the program, in the order of their table.
///
/// # Errors
/// When a table is not what it should be; a test holds that those that ship are.
pub fn assistance_cases() -> Result<Vec<AssistanceCase>, Box<ScenarioError>> {
    let [cases, members] = [ASSISTANCE_CASES, ASSISTANCE_MEMBERS].map(|(name, text)| (text.as_bytes(), name));
    let cases = read_assistance(cases, members).map_err(|error| {
        let is_of_cases = error.file == ASSISTANCE_CASES.0;
        let (file, text) = if is_of_cases { ASSISTANCE_CASES } else { ASSISTANCE_MEMBERS };
        Box::new(data_error(&error, file, &text.into()))
    })?;
    Ok(cases.into_iter().map(case).collect())
}

fn case(case: righting_data::AssistanceCase) -> AssistanceCase {
    let member = |member: &righting_data::CaseMember| Member {
        name: member.name.clone(),
        lead: member.lead,
        troops: 0.0,
        alignment: member.alignment,
        assets: member.assets,
        overstretch: member.overstretch,
        opponent: member.opponent,
    };
    AssistanceCase {
        rule: match case.rule {
            CaseRule::Consensus => DecisionRule::Consensus,
            CaseRule::Majority => DecisionRule::Majority,
            CaseRule::Lead => DecisionRule::LeadNation,
        },
        situation: Situation {
            hostile_successor: case.hostile_successor,
            legal_ground: case.legal_ground,
            outside_area: case.outside_area,
            rival: case.rival,
            objection: case.objection,
        },
        members: case.members.iter().map(member).collect(),
        member_basis: case.members.iter().map(|member| member.basis.clone()).collect(),
        id: case.id,
        requester: case.requester,
        body: case.body,
        group: case.group,
        asked: case.asked,
        date: case.date,
        helped: case.helped,
        regime_risk: case.regime_risk,
        basis: case.basis,
        source: case.source,
        source_kind: case.source_kind,
    }
}
