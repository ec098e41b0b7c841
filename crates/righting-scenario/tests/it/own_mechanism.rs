//! Parameters of a user's own mechanism, where the schedule is handed in.

use righting_model::{Mechanism, Schedule, Section, SectionInfo, Stage};
use righting_scenario::{Change, Scenario, Source, schema_with};

use crate::load;

righting_model::parameters! {
    /// Parameters of curfew fatigue.
    CurfewParameters in "curfew" {
        /// Time over which patrols tire by a factor e.
        tiring_days = 3.0 "days", 0.1..=100.0, Assumed "no figure was found; prior 1-10";
    }
}

struct Curfew;

impl Mechanism for Curfew {
    fn name(&self) -> &'static str {
        "curfew"
    }

    fn title(&self) -> &'static str {
        "Patrols tire of a curfew"
    }

    fn parameters(&self) -> Vec<SectionInfo> {
        vec![SectionInfo::of::<CurfewParameters>()]
    }

    fn act(&self, _: &mut Stage) -> Result<(), String> {
        Ok(())
    }
}

fn schedule() -> Schedule {
    Schedule::standard().after("policing", Curfew)
}

fn with_own(change: &str) -> Result<Scenario, Box<righting_scenario::ScenarioError>> {
    let change: Change = change.parse().expect("a path and a value");
    Scenario::load_with(&schedule(), &Source::Shipped("five-towns".to_owned()), &[change])
}

#[test]
fn a_parameter_of_ones_own_is_set_by_path_listed_and_refused_like_the_others() {
    for path in ["curfew.tiring_days", "parameters.curfew.tiring_days"] {
        let scenario = with_own(&format!("{path}=5.5")).unwrap_or_else(|error| panic!("{}", error.one_line()));
        assert_eq!(scenario.setup.parameters.section::<CurfewParameters>().tiring_days, 5.5);
        assert!(scenario.numbers.iter().any(|number| number.path.ends_with(CurfewParameters::INFO[0].path)));
    }
    assert!(with_own("curfew.tiring_days=500").expect_err("out of its range").one_line().contains("0.1 to 100"));
    assert_eq!(with_own("curfew.tiring_day=5").expect_err("no such name").nearest(), Some("curfew.tiring_days"));
    assert!(load("five-towns", &["curfew.tiring_days=5"]).is_err(), "the standard schedule does not know it");
}

#[test]
fn the_schema_knows_parameters_of_ones_own() {
    let schema = schema_with(&schedule());
    let own = &schema["$defs"]["CurfewParameters"]["properties"]["tiring_days"];
    assert_eq!((own["minimum"].as_f64(), own["maximum"].as_f64()), (Some(0.1), Some(100.0)));
    assert_eq!(schema["$defs"]["Parameters"]["properties"]["curfew"]["$ref"], "#/$defs/CurfewParameters");
}
