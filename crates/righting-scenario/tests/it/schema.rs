//! The JSON Schema of scenario files.

use std::path::Path;

#[test]
fn the_committed_schema_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/scenario.schema.json");
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == righting_scenario::schema_text(),
        "schemas/scenario.schema.json is stale: run `cargo run -p righting-scenario --example schema`"
    );
}

#[test]
fn the_schema_knows_every_key_that_is_read_and_refuses_others() {
    let schema = righting_scenario::schema();
    let keys: Vec<&str> = schema["properties"].as_object().expect("a table").keys().map(String::as_str).collect();
    for key in
        ["time", "country", "records", "shock", "action", "hypotheses", "alliance", "parameters", "clock", "source"]
    {
        assert!(keys.contains(&key), "{key}");
    }
    assert_eq!(schema["additionalProperties"], false);
    let types = schema["$defs"].as_object().expect("named types");
    for (name, table) in types.iter().filter(|(_, table)| table.get("properties").is_some()) {
        assert_eq!(table["additionalProperties"], false, "{name}");
    }
    for info in righting_model::Registry::standard().infos() {
        let (section, name) = info.path.split_once('.').expect("section and name");
        let described = types.iter().any(|(known, table)| {
            known.to_lowercase() == format!("{}parameters", section.replace('_', ""))
                && table["properties"].get(name).is_some()
        });
        assert!(described, "{}", info.path);
    }
}
