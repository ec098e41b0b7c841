//! What `righting why` tells, in words and as JSON.

use jiff::civil::Date;
use righting_lab::{Certainty, Estimate, JoiningAccount, Why};
use righting_report::{counted, percent};
use righting_scenario::Scenario;
use serde::Serialize;

use crate::terminal::{count, table};

/// What is told of a day. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
pub struct Told<'a> {
    place: &'a str,
    day: Date,
    replicates: &'a [u32],
    residents: u64,
    /// Mean over replicates, people.
    account: &'a JoiningAccount,
    /// Hazard of joining per day and person who is ready, mean over replicates.
    hazard: f64,
    /// Share of residents who could be mobilised, now and were the affront at rest.
    pool: f64,
    pool_at_rest: f64,
    /// 5th, 50th and 95th percentile over replicates of those who joined.
    joined: [f64; 3],
    /// The account of every day.
    course: Vec<ToldDay<'a>>,
}

#[derive(Serialize)]
struct ToldDay<'a> {
    day: Date,
    #[serde(flatten)]
    account: &'a JoiningAccount,
}

impl<'a> Told<'a> {
    pub fn of(found: &'a Why, place: &'a str, scenario: &Scenario, day: u32) -> Self {
        let account = &found.account;
        let course = found.course.iter().enumerate();
        Self {
            place,
            day: scenario.date(day),
            replicates: &found.replicates,
            residents: found.residents,
            account,
            hazard: over(account.expected, account.ready),
            pool: over(account.pool, account.residents),
            pool_at_rest: over(account.pool_at_rest, account.residents),
            joined: found.joined,
            course: course.map(|(day, account)| ToldDay { day: scenario.date(day as u32), account }).collect(),
        }
    }
}

fn over(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// A day in words.
pub fn text(found: &Why, place: &str, day: Date) -> String {
    let account = &found.account;
    let of = match found.replicates.as_slice() {
        [one] => format!("replicate {one}"),
        several => format!("mean of {}", counted(several.len() as u64, "replicate", "replicates")),
    };
    let [p5, p50, p95] = found.joined;
    let band = if found.replicates.len() > 1 {
        format!("; {} in half of the runs, {} to {} in nine of ten", count(p50), count(p5), count(p95))
    } else {
        String::new()
    };
    format!(
        "{place}, {day}, {of}: {} residents, of whom {} could be mobilised ({} were the affront at rest and nobody called) and \
         {} were ready through the day\n\n{}\n{}\n{} did join{band}; people count where they live\n",
        count(found.residents as f64),
        share(over(account.pool, account.residents)),
        share(over(account.pool_at_rest, account.residents)),
        count(account.ready),
        reasons(account),
        changes(account),
        count(account.joined),
    )
}

/// What moved those who were expected.
fn reasons(account: &JoiningAccount) -> String {
    let rows = [
        ("the affront itself", account.affront),
        ("calls to gather", account.call),
        ("organisers with outside support", account.organisers),
        ("news of others who joined", account.news),
        ("expected to join", account.expected),
    ];
    let row = |(what, people): (&str, f64)| {
        let hazard = format!("{:.4}", over(people, account.ready));
        vec![what.to_owned(), count(people), percent(over(people, account.expected)), hazard]
    };
    table(&["what moved them", ">people", ">share", ">a day and ready person"], rows.map(row))
}

/// What makes it more or fewer.
fn changes(account: &JoiningAccount) -> String {
    let signed = |people: f64| {
        let sign = match people {
            _ if people.abs() < 0.05 => "",
            _ if people < 0.0 => "-",
            _ => "+",
        };
        format!("{sign}{}", count(people.abs()))
    };
    let rows = [
        ("an average place and day, no forces, no curfew", count(account.usual)),
        ("the day of the week", signed(account.weekday)),
        ("what no data show: the place, its day, the nation's mood", signed(account.fields)),
        ("deterred by forces", signed(account.forces)),
        ("kept by a curfew", signed(account.curfew)),
        ("expected to join", count(account.expected)),
    ];
    table(&["what makes it more or fewer", ">people"], rows.map(|(what, people)| vec![what.to_owned(), people]))
}

/// A share of residents, which may be small.
fn share(share: f64) -> String {
    if share >= 0.1 { percent(share) } else { format!("{:.3} %", 100.0 * share) }
}

/// How sure the main numbers are, in words.
pub fn sureness(found: &Certainty, scenario: &Scenario) -> String {
    let part = |estimate: &Estimate| {
        format!("{} ({} to {})", percent(estimate.value), percent(estimate.low), percent(estimate.high))
    };
    let rows = found.rows.iter().map(|row| {
        let [p5, p50, p95] = row.band.map(count);
        let name = if row.quantity == "peak" { "largest crowd" } else { row.quantity };
        let mut cells = vec![name.to_owned(), p50, format!("{p5} to {p95}"), format!("{:.2}", row.sd)];
        cells.extend([&row.chance, &row.levels, &row.structure].map(part));
        cells
    });
    let levels = if found.levels_drawn {
        "levels and shapes that are neither fitted nor set are drawn"
    } else {
        "every level stands as it is in this run, so no variance is theirs: `--levels drawn` draws them"
    };
    format!(
        "{}: {} structures, each as likely, x {} of levels x {}; shares of the variance of ln(1 + x), with 95 % intervals over \
         draws of levels\n{}{levels}\n",
        scenario.id,
        found.structures,
        counted(found.draws.into(), "draw", "draws"),
        counted(found.chances.into(), "chance", "chances"),
        table(&["what", ">median", ">5-95 %", ">sd of ln", ">chance", ">levels", ">structure"], rows),
    )
}
