//! Every folder of `tests/bad` is one bad scenario. Its message is kept whole, and reads as a user reads it.

use std::path::Path;

use righting_scenario::{Scenario, Source};

use crate::rendered;

#[test]
fn every_bad_scenario_is_refused_with_its_message() {
    let mut cases: Vec<String> = Path::new("tests/bad")
        .read_dir()
        .expect("cargo runs tests in the folder of the crate")
        .map(|entry| entry.expect("a folder can be listed").file_name().into_string().expect("names are UTF-8"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 100, "{} cases", cases.len());
    // A case that is lost takes its message with it, which would pass unseen.
    for kept in Path::new("tests/it/bad").read_dir().expect("the messages are kept") {
        let name = kept.expect("a folder can be listed").file_name().into_string().expect("names are UTF-8");
        let case = name.split('.').next().unwrap_or_default();
        assert!(cases.iter().any(|known| known == case), "the message of `{case}` has no scenario");
    }
    for case in cases {
        // Relative, so that the messages are the same on every machine.
        let folder = Path::new("tests/bad").join(&case);
        let error = match Scenario::load(&Source::Folder(folder), &[]) {
            Ok(_) => panic!("`{case}` was accepted"),
            Err(error) => error,
        };
        if let Some(at) = error.location() {
            assert!(at.span.end <= at.text.len() && at.line >= 1, "{case}: {at:?}");
        }
        insta::with_settings!({ snapshot_path => "bad", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case, rendered(&error));
        });
    }
}

#[test]
fn the_one_line_form_names_file_line_and_nearest_name() {
    let source = Source::Folder("tests/bad/region_unknown".into());
    let error = Scenario::load(&source, &[]).expect_err("the region is not known");
    insta::assert_snapshot!(error.one_line(), @"tests/bad/region_unknown/scenario.toml:10:22: no region is called `nort`; did you mean `north`? expected one of `north`, `south`");
}
