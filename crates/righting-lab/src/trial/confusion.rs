//! Which account is found in records that are known to follow one.

use serde::Serialize;

use super::account::Account;
use righting_infer::{Known, Table};

/// Share of the table that a record takes.
const KEPT: f64 = 0.05;

/// Most records held out per account; a third of its runs at most.
const RECORDS: usize = 100;

/// Records of known accounts, and what was found in them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Confusion {
    /// Records per account.
    pub records: Vec<u64>,
    /// Mean probability of every account (column) in records of each (row).
    pub probabilities: Vec<Vec<f64>>,
    /// Records of each account (row) in which each (column) is the most probable.
    pub found: Vec<Vec<u64>>,
    /// Of every structure: share of records with it, and of records without it, in which it is found (probability over
    /// a half); `None` where there are no such records.
    pub switches: Vec<[Option<f64>; 2]>,
}

impl Confusion {
    /// Infers the accounts of held-out runs from the other runs: the nearest in what a regression of the structures on
    /// the summaries says (semi-automatic model choice: Prangle, Fearnhead, Cox, Biggs and French 2014, Stat. Appl.
    /// Genet. Mol. Biol. 13: 67-82). `runs` are from the priors, by account.
    pub fn new(accounts: &[Account], runs: &[Vec<Vec<f64>>]) -> Self {
        let held = |runs: &Vec<Vec<f64>>| (runs.len() / 3).min(RECORDS);
        let mut labels = Vec::new();
        let mut known = Vec::new();
        for (label, (account, runs)) in accounts.iter().zip(runs).enumerate() {
            for summaries in &runs[held(runs)..] {
                labels.push(label);
                known.push(Known { responses: account.on.map(f64::from).to_vec(), summaries: summaries.clone() });
            }
        }
        let table = Table::new(&known);
        let count = accounts.len();
        let mut confusion = Self {
            records: runs.iter().map(|runs| held(runs) as u64).collect(),
            probabilities: vec![vec![0.0; count]; count],
            found: vec![vec![0; count]; count],
            switches: Vec::new(),
        };
        let mut hits = [[0_u64; 2]; 3];
        let mut shown = [[0_u64; 2]; 3];
        for (truth, runs) in runs.iter().enumerate() {
            for record in &runs[..held(runs)] {
                let (near, weights) = table.nearest(record, KEPT);
                let mut probability = vec![0.0; count];
                near.iter().zip(weights).for_each(|(&index, weight)| probability[labels[index]] += weight);
                let best = (0..count).fold(0, |best, at| if probability[at] > probability[best] { at } else { best });
                confusion.found[truth][best] += 1;
                let mean = confusion.probabilities[truth].iter_mut().zip(&probability);
                mean.for_each(|(sum, p)| *sum += p / held(runs) as f64);
                for switch in 0..3 {
                    let without = usize::from(!accounts[truth].on[switch]);
                    let on: f64 = probability.iter().zip(accounts).filter(|(_, a)| a.on[switch]).map(|(p, _)| p).sum();
                    shown[switch][without] += 1;
                    hits[switch][without] += u64::from(on > 0.5);
                }
            }
        }
        let share = |switch: usize| {
            [0, 1].map(|at| (shown[switch][at] > 0).then(|| hits[switch][at] as f64 / shown[switch][at] as f64))
        };
        confusion.switches = (0..3).map(share).collect();
        confusion
    }
}

#[cfg(test)]
mod tests {
    use super::super::account::accounts;
    use super::*;
    use righting_infer::stream::{Use, normals, stream};

    #[test]
    fn accounts_that_show_are_found_and_accounts_that_do_not_are_not() {
        // The first structure lifts the first summary by 6 standard deviations, the others do nothing.
        let accounts = accounts();
        let mut rng = stream(5, Use::Effects, 0);
        let runs: Vec<Vec<Vec<f64>>> = accounts
            .iter()
            .map(|account| {
                let run = |_| {
                    let noise = normals(&mut rng, 2);
                    vec![noise[0] + if account.on[0] { 6.0 } else { 0.0 }, noise[1]]
                };
                (0..300).map(run).collect()
            })
            .collect();
        let confusion = Confusion::new(&accounts, &runs);
        assert_eq!(confusion.records, vec![100; 8]);
        let shares: Vec<[f64; 2]> = confusion.switches.iter().map(|shares| shares.map(Option::unwrap)).collect();
        let [[found, wrongly], [chance, likewise], _] = shares[..] else { panic!("three structures") };
        assert!(found > 0.97 && wrongly < 0.03, "{:?}", confusion.switches);
        // 400 records each way, 4 standard errors of 0.025.
        assert!((chance - likewise).abs() < 0.14, "{:?}", confusion.switches);
        assert!(confusion.probabilities.iter().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-9));
    }
}
