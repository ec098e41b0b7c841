//! Alliances, decisions and the backtest, in words and tables.

use righting_lab::{Backtest, Brier, Decision};
use righting_model::{Mark, Term};
use righting_report::{backtest_remarks, whose};
use righting_scenario::{AllianceFile, AssistanceCase};

use crate::terminal::{count, table};

/// The alliances that ship.
pub fn alliances(alliances: &[AllianceFile]) -> String {
    let rows = alliances.iter().map(|alliance| {
        let lead = alliance.members.iter().find(|member| member.lead).map_or("", |member| member.name.as_str());
        let members = alliance.members.iter().filter(|member| member.until.is_none()).count();
        let hours = |hours: Option<f64>| hours.map_or_else(String::new, count);
        vec![
            alliance.id.clone(),
            alliance.name.clone(),
            members.to_string(),
            lead.to_owned(),
            alliance.rule.name().to_owned(),
            hours(alliance.strength),
            hours(alliance.decision_hours),
            hours(alliance.arrival_hours),
            alliance.guaranteed_by.join(", "),
        ]
    });
    let headings = ["id", "name", ">members", "lead", "rule", ">troops", ">hours to yes", ">to arrival", "behind it"];
    table(&headings, rows)
}

/// One alliance, with its grounds, members and the origin of its numbers.
pub fn alliance(alliance: &AllianceFile) -> String {
    let grounds =
        alliance.grounds.iter().map(|ground| vec![ground.id.clone(), count(ground.level), ground.text.clone()]);
    let members = alliance.members.iter().map(|member| {
        let year = |year: Option<i64>| year.map_or_else(String::new, |year| year.to_string());
        let area = alliance.area.is_empty() || alliance.area.contains(&member.iso3);
        let lead = if member.lead { "lead" } else { "" };
        let area = if area { "in the area" } else { "" };
        vec![member.name.clone(), member.iso3.clone(), lead.into(), year(member.since), year(member.until), area.into()]
    });
    let numbers =
        alliance.numbers.iter().filter(|number| !number.path.contains("since") && !number.path.contains("until"));
    let numbers = numbers.map(|number| {
        let mark = number.mark.map_or("", |mark| match mark {
            Mark::Read => "read",
            Mark::Fitted => "fitted",
            Mark::Assumed => "assumed",
            Mark::Interim => "interim",
        });
        let path = number.path.trim_start_matches("alliance.").to_owned();
        vec![path, number.value.clone(), mark.to_owned(), number.source.clone()]
    });
    format!(
        "{}: {}\ndecides by {}\n\n{}\n{}\n{}",
        alliance.name,
        alliance.treaty,
        alliance.rule.name(),
        table(&["ground", ">level", "text"], grounds),
        table(&["member", "code", "", "since", "until", ""], members),
        table(&["number", ">value", "", "source"], numbers),
    )
}

/// One decision: a term a row, a member a column.
pub fn decision(case: &AssistanceCase, decision: &Decision) -> String {
    let mut headings = vec!["utility by term".to_owned()];
    headings.extend(
        decision
            .members
            .iter()
            .map(|member| if member.lead { format!(">{} (lead)", member.name) } else { format!(">{}", member.name) }),
    );
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let signed = |value: f64| if value.abs() < 0.005 { "0".to_owned() } else { format!("{value:+.2}") };
    let rows =
        (0..Term::ALL.len()).filter(|&i| decision.members.iter().any(|member| member.terms[i] != 0.0)).map(|i| {
            let terms = decision.members.iter().map(|member| signed(member.terms[i]));
            std::iter::once(Term::ALL[i].name().to_owned()).chain(terms).collect()
        });
    let sum = std::iter::once("sum".to_owned()).chain(decision.members.iter().map(|m| signed(m.utility))).collect();
    let rows = rows.chain([sum]);
    let why: String = decision.members.iter().map(|member| format!("* {}: {}\n", member.name, member.basis)).collect();
    let outcome = if case.helped { "helped" } else { "did not help" };
    format!(
        "{}: {} and the {}, {}\n{}\n{why}{}decided by {}; a member below {:.2} vetoes under consensus\nchance of a yes \
         {:.2} (Monte Carlo error {:.3}), by weights learnt from all other cases; in fact it {outcome}\n",
        case.id,
        case.requester,
        case.body,
        case.date,
        case.basis,
        table(&headings, rows),
        case.rule.name(),
        -decision.veto,
        decision.probability,
        decision.error,
    )
}

/// The table of cases, the scores, and what they do not show.
pub fn backtest(study: &Backtest) -> String {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let rows = study.rows.iter().map(|row| {
        vec![
            row.id.clone(),
            row.body.clone(),
            row.date.to_string(),
            yes(row.asked),
            yes(row.helped),
            format!("{:.2}", row.probability),
            if row.correct { "correct" } else { "MISS" }.to_owned(),
        ]
    });
    let cases = table(&["case", "body", "date", "asked", "helped", ">chance", ""], rows);
    let score = |(group, brier): (&String, &Brier)| {
        let shown = [brier.model, brier.always_no, brier.always_yes, brier.majority].map(|score| format!("{score:.3}"));
        let counts = [brier.cases.to_string(), brier.helped.to_string()];
        std::iter::once(whose(study, group)).chain(counts).chain(shown).collect::<Vec<_>>()
    };
    let scores = table(
        &["Brier score of", ">cases", ">helped", ">model", ">always no", ">always yes", ">majority"],
        study.brier.iter().map(score),
    );
    let weights = study.weights.iter().map(|weight| {
        let band = format!("{:.2} to {:.2}", weight.p5, weight.p95);
        vec![weight.name.to_owned(), format!("{:.2}", weight.default), format!("{:.2}", weight.p50), band]
    });
    let weights = table(&["weight", ">prior", ">median", ">5-95 %"], weights);
    let correct = study.rows.iter().filter(|row| row.correct).count();
    format!(
        "{cases}{correct} of {} on the right side of one half, each left out of the fit\n\n{scores}\n{weights}\n{}\n",
        study.cases,
        backtest_remarks(study).join("\n"),
    )
}
