use righting_classics::epstein::{Counts, Ending, Parameters, Ratio, Rebellion, Rules, Schedule, Society, run_many};
use righting_classics::stats::mean;
use righting_classics::{Chance, ClassicError, Effort, Options, Shape, book_page, classic, classics, replication};

fn all_rules() -> [Rules; 4] {
    [Rules::TEXT, Rules::BROOKINGS, Rules::MESA, Rules { sight: Shape::Moore, ..Rules::MESA }]
}

#[test]
fn people_are_conserved_under_all_rules() {
    for rules in all_rules() {
        for seed in 0..4 {
            let mut society = Society::new(rules, Parameters::model_one(), Chance::new(seed, 0)).expect("a society");
            let Counts { active, quiet, jailed, cops, .. } = society.counts();
            for _ in 0..120 {
                let now = society.step();
                assert_eq!(now.active + now.quiet + now.jailed, active + quiet + jailed);
                assert_eq!(now.cops, cops);
            }
        }
    }
    let mut shared = Rebellion::new(Parameters::model_one(), Chance::new(1, 0)).expect("a society");
    for _ in 0..120 {
        let now = shared.step();
        assert_eq!(now.active + now.quiet + now.jailed, 1_120);
    }
}

#[test]
fn runs_are_bit_identical_by_seed_and_on_any_number_of_threads() {
    let run = |seed| run_many(Rules::BROOKINGS, &Parameters::model_one(), 80, seed, 4).expect("runs");
    let threads = |n| rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("a pool");
    let one = threads(1).install(|| run(3));
    let three = threads(3).install(|| run(3));
    let counts =
        |runs: &[righting_classics::epstein::Replicate]| runs.iter().flat_map(|r| r.counts.clone()).collect::<Vec<_>>();
    assert_eq!(counts(&one), counts(&three));
    assert_ne!(counts(&one), counts(&run(4)));
}

#[test]
fn nobody_acts_at_the_threshold_of_legitimacy_and_some_do_under_it() {
    for (rules, exact) in [(Rules::BROOKINGS, 1.0 - 0.1 / 0.9), (Rules::TEXT, 0.9)] {
        let most = |legitimacy| {
            let parameters = Parameters { legitimacy, cops: 0.0, ..Parameters::model_one() };
            let runs = run_many(rules, &parameters, 30, 5, 2).expect("runs");
            runs.iter().flat_map(|r| r.counts.iter().map(|c| c.active)).max()
        };
        assert_eq!(most(exact), Some(0));
        assert!(most(exact - 0.02) > Some(20));
    }
}

#[test]
fn run_two_gives_the_papers_waits_and_activations() {
    // 6 runs of 2,500 ticks: means of such batches scatter by about 6 % of 59 and 5 % of 720, so
    // these bounds fail a right program in under 1 of 1,000 seeds; the seed is fixed besides.
    let runs = run_many(Rules::BROOKINGS, &Parameters::model_one(), 2_500, 1, 6).expect("runs");
    let bursts = || runs.iter().flat_map(|r| &r.outbursts);
    let waits: Vec<f64> = bursts().filter_map(|b| b.wait.map(f64::from)).collect();
    let activations: Vec<f64> = bursts().map(|b| b.activation as f64).collect();
    assert!((46.0..76.0).contains(&mean(&waits)), "{}", mean(&waits));
    assert!((590.0..850.0).contains(&mean(&activations)), "{}", mean(&activations));
    let real = Rules { ratio: Ratio::Real, ..Rules::BROOKINGS };
    let calm = run_many(real, &Parameters::model_one(), 600, 1, 2).expect("runs");
    assert!(calm.iter().all(|r| r.outbursts.is_empty()));
}

#[test]
fn a_jump_of_legitimacy_beats_a_longer_slide() {
    let peaks = |run| -> Vec<u32> {
        let parameters = Parameters::run(run, true).expect("a run");
        let runs = run_many(Rules::BROOKINGS, &parameters, 160, 2, 4).expect("runs");
        runs.iter().filter_map(|r| r.counts.iter().map(|c| c.active).max()).collect()
    };
    let (slide, jump) = (peaks(3), peaks(4));
    assert!(slide.iter().all(|&p| p < 50), "{slide:?}");
    assert!(jump.iter().filter(|&&p| p > 100).count() >= 3, "{jump:?}");
}

#[test]
fn groups_coexist_under_legitimacy_and_perish_without() {
    let peace = Parameters::run(6, true).expect("a run");
    let mut society = Society::new(Rules::BROOKINGS, peace, Chance::new(1, 0)).expect("a society");
    assert_eq!(society.until_genocide(150), Ok(Ending::Coexistence));
    assert_eq!(society.killed(), [0, 0]);
    for seed in 0..3 {
        let war = Parameters::run(7, true).expect("a run");
        let mut society = Society::new(Rules::BROOKINGS, war, Chance::new(seed, 0)).expect("a society");
        let ending = society.until_genocide(6_000).expect("two groups");
        let Ending::Genocide { victor, .. } = ending else { panic!("no genocide: {ending:?}") };
        let counts = society.counts();
        assert_eq!(counts.active + counts.quiet + counts.jailed, counts.groups.iter().sum::<u32>());
        assert!(victor.is_none_or(|v| counts.groups[usize::from(v)] > 0));
    }
}

#[test]
fn peacekeepers_come_when_they_should() {
    let mut parameters = Parameters::run(7, true).expect("a run");
    parameters.schedule = Schedule::Peacekeepers { at: 20, density: 0.04 };
    let mut society = Society::new(Rules::BROOKINGS, parameters, Chance::new(9, 0)).expect("a society");
    let cops: Vec<u32> = (0..21).map(|_| society.step().cops).collect();
    assert!(cops[..19].iter().all(|&c| c == 0));
    // A crowded grid may not have room for all 64.
    assert!((1..=64).contains(&cops[20]));
}

#[test]
fn every_classic_runs_light_and_speaks_in_json_and_text() {
    let outcomes = replication(Effort::Light, 1, |_| {}).expect("a replication");
    assert_eq!(outcomes.len(), classics().len());
    for outcome in &outcomes {
        assert!(!outcome.claims.is_empty() && !outcome.tables.is_empty(), "{}", outcome.model);
        assert!(outcome.charts.iter().all(|c| c.svg.ends_with("</svg>") && !c.svg.contains("NaN")));
        for table in &outcome.tables {
            let rows = table.rows();
            let lengths: Vec<usize> = table.columns.iter().map(righting_classics::Column::len).collect();
            assert!(lengths.iter().all(|&l| l == rows), "{} {}", outcome.model, table.name);
        }
        assert!(outcome.claims.iter().all(|claim| claim.hit || !claim.note.is_empty()), "{}", outcome.model);
        assert!(outcome.to_json()["claims"].as_array().is_some_and(|c| !c.is_empty()));
    }
    // Claims that hold whatever the effort.
    let sure = [
        "granovetter-100-1",
        "granovetter-sigma",
        "granovetter-r",
        "lang-regime",
        "lang-fixed-point",
        "epstein-A6",
        "epstein-A10",
        "epstein-A10-text",
        "epstein-A4-jail",
        "kuran-1991",
        "contagion-C1",
        "hawkes-rate",
        "davies-numbers",
        "davies-delay",
    ];
    for claim in outcomes.iter().flat_map(|o| &o.claims).filter(|c| sure.contains(&c.id)) {
        assert!(claim.hit, "{}: {} for {}", claim.id, claim.obtained, claim.published);
    }
    let page = book_page(&outcomes);
    assert!(page.contains("**miss**") && page.contains("recalled, not verified"));
}

#[test]
fn the_command_of_the_issue_prints_its_quantities() {
    let options = Options {
        rules: Some("brookings".into()),
        run: Some(2),
        replicates: Some(2),
        ticks: Some(400),
        ..Options::default()
    };
    let json = classic("epstein", &options).expect("an outcome").to_json();
    for name in ["wait_mean", "wait_sd", "activation_mean", "activation_sd", "outbursts", "updates_per_second"] {
        assert!(json[name].is_number(), "{name}");
    }
}

/// The committed page of the book: as many rows as it says, and a reason under every miss.
#[test]
fn the_page_of_the_book_keeps_its_misses() {
    let page = include_str!("../../../../docs/classics/replication.md");
    let rows: Vec<&str> =
        page.lines().filter(|line| line.ends_with("| hit |") || line.ends_with("| **miss** |")).collect();
    let misses: Vec<&&str> = rows.iter().filter(|row| row.ends_with("| **miss** |")).collect();
    let head = format!("{} of {} statements are met", rows.len() - misses.len(), rows.len());
    assert!(page.contains(&head), "{head}");
    for miss in misses {
        let what = miss.trim_start_matches("| ").split(" | ").next().unwrap_or_default();
        assert!(page.contains(&format!("* {what}: ")), "{what}");
    }
    for classic in classics() {
        assert!(page.contains(classic.title) && page.contains(classic.citation), "{}", classic.name);
    }
}

#[test]
fn bad_requests_say_what_is_wrong() {
    let with = |change: fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        options
    };
    let error = |name: &str, options: &Options| match classic(name, options) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{name} ran"),
    };
    assert!(error("epstien", &Options::default()).starts_with("unknown classic `epstien`: expected one of epstein"));
    assert!(error("epstein", &with(|o| o.rules = Some("nlogo".into()))).contains("expected one of text"));
    assert!(error("epstein", &with(|o| o.run = Some(9))).contains("from 1 to 8"));
    assert!(error("epstein", &with(|o| o.side = Some(12))).contains("twice the vision"));
    assert!(error("epstein", &with(|o| o.cops = Some(0.5))).contains("sum to 1"));
    assert!(error("epstein", &with(|o| o.jail = Some(u32::MAX))).contains("jail term is 4294967295"));
    assert!(error("epstein", &with(|o| o.ticks = Some(0))).contains("ticks is 0"));
    assert!(error("lang-de-sterck", &with(|o| o.replicates = Some(3))).contains("no option `replicates`"));
    let wrong = classic("hawkes", &with(|o| o.run = Some(2)));
    assert_eq!(wrong, Err(ClassicError::Option { model: "hawkes", option: "run" }));
}
