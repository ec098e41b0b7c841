//! The page of a claims ledger.

use righting_lab::{ClaimVerdict, Ledger, Plausibility, Standing};
use righting_scenario::Scenario;

use crate::limits::LIMITS;
use crate::notices::{cautions, left_out};
use crate::report::Provenance;
use crate::section::{Section, SectionTable};
use crate::study::StudyPage;
use crate::words::counted;

/// The page of a claims ledger.
pub fn from_claims(ledger: &Ledger, scenario: &Scenario, seed: u64, replicates: u64) -> StudyPage {
    // Where no claim asks for runs none are made.
    let (asked, succeeded) = ledger.complete.map_or((0, 0), |complete| (replicates, complete as u64));
    let verdicts = &ledger.verdicts;
    let testable = verdicts.iter().filter(|verdict| verdict.standing != Standing::NotTestable).count();
    let of = counted(verdicts.len() as u64, "claim", "claims");
    let lead = format!("{testable} of {of} can be tested with what is at hand.");
    let mut section = Section::new("claims", "Claims and verdicts", lead);
    let row = |verdict: &ClaimVerdict| {
        let claim = &verdict.claim;
        let contested = if claim.contested { "contested" } else { "" };
        vec![
            claim.claim.clone(),
            claim.kind.name().to_owned(),
            contested.to_owned(),
            verdict.standing.name().to_owned(),
            verdict.evidence.join(" "),
        ]
    };
    let columns = ["Claim", "Kind", "Contested", "Verdict", "Evidence"];
    section.tables.push(SectionTable::new("Every claim of the source", columns, verdicts.iter().map(row).collect()));
    section.notes.push(
        "Claims are paraphrased. Runs weigh a claim at the parameters of the scenario as they are: they show what the model \
         makes of a claim, not what the world would have done."
            .to_owned(),
    );
    if !ledger.left_out.is_empty() {
        section.tables.push(left_out(&ledger.left_out));
    }
    StudyPage {
        title: format!("{}: claims", scenario.title),
        subtitle: "What the source says, held against the record or weighed by runs".to_owned(),
        warnings: cautions(scenario, &Plausibility::of(scenario)),
        provenance: Provenance::of_study(scenario, seed, asked, succeeded),
        sections: vec![section],
        limits: LIMITS.to_owned(),
    }
}
