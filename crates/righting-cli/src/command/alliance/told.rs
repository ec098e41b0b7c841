//! Alliances, decisions and the backtest, in words and tables.

use righting_lab::{Backtest, Brier, Decision};
use righting_model::Term;
use righting_scenario::AssistanceCase;

use crate::terminal::table;

/// One decision: a member a row, a term a column.
pub fn decision(case: &AssistanceCase, decision: &Decision) -> String {
    let shown: Vec<usize> =
        (0..Term::ALL.len()).filter(|&i| decision.members.iter().any(|member| member.terms[i] != 0.0)).collect();
    let names: Vec<String> = shown.iter().map(|&i| format!(">{}", Term::ALL[i].name())).collect();
    let mut headings = vec!["member"];
    headings.extend(names.iter().map(String::as_str));
    headings.push(">utility");
    let rows = decision.members.iter().map(|member| {
        let name = if member.lead { format!("{} (lead)", member.name) } else { member.name.clone() };
        let terms = shown.iter().map(|&i| format!("{:+.2}", member.terms[i]));
        std::iter::once(name).chain(terms).chain([format!("{:+.2}", member.utility)]).collect()
    });
    let outcome = if case.helped { "helped" } else { "did not help" };
    format!(
        "{}: {} and the {}, {}\n{}\n{}decided by {}; a member below {:.2} vetoes under consensus\nchance of a yes \
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
    let score = |name: &str, brier: &Brier| {
        let shown = [brier.model, brier.always_no, brier.always_yes, brier.majority].map(|score| format!("{score:.3}"));
        let counts = [brier.cases.to_string(), brier.helped.to_string()];
        std::iter::once(name.to_owned()).chain(counts).chain(shown).collect::<Vec<_>>()
    };
    let scores = table(
        &["Brier score", ">cases", ">helped", ">model", ">always no", ">always yes", ">majority"],
        [score("CSTO", &study.brier.csto), score("others", &study.brier.others)],
    );
    let weights = study.weights.iter().map(|weight| {
        let band = format!("{:.2} to {:.2}", weight.p5, weight.p95);
        vec![weight.name.to_owned(), format!("{:.2}", weight.default), format!("{:.2}", weight.p50), band]
    });
    let weights = table(&["weight", ">prior", ">median", ">5-95 %"], weights);
    let correct = study.rows.iter().filter(|row| row.correct).count();
    format!(
        "{cases}{correct} of {} on the right side of one half, each left out of the fit\n\n{scores}\n{weights}\nThe \
         CSTO has helped once: left out, nothing of the CSTO's own says yes, and no score of the group can tell \
         more than that.\nThe other cases are those remembered, and accepted requests are remembered better: their \
         share of yes is no base rate.\n",
        study.cases
    )
}
