use righting_classics::Chance;
use righting_classics::epstein::{Parameters, Rules, Society};

/// Counts of active and jailed after 60 ticks, by rules. A change here changes published results:
/// it belongs in the changelog under *Regression*.
#[test]
fn pinned_runs() {
    let after = |rules| {
        let mut society = Society::new(rules, Parameters::model_one(), Chance::new(42, 0)).expect("a society");
        let mut total = 0;
        let mut last = society.counts();
        for _ in 0..60 {
            last = society.step();
            total += last.active;
        }
        (total, last.jailed)
    };
    let pinned = [after(Rules::TEXT), after(Rules::BROOKINGS), after(Rules::MESA)];
    assert_eq!(pinned, PINNED);
}

const PINNED: [(u32, u32); 3] = [(15, 20), (912, 9), (150, 67)];
