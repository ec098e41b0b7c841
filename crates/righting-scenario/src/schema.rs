//! The JSON Schema of scenario files, for editors.

use righting_model::{Hypotheses, Registry, Schedule, SectionInfo, SwitchInfo};
use serde_json::{Map, Value, json};

use crate::raw::RawScenario;

/// JSON Schema (2020-12) of a scenario file, made from the types that read it and the registry of parameters.
pub fn schema() -> Value {
    schema_with(&Schedule::standard())
}

/// As [`schema`], with the parameters that the mechanisms of another schedule bring.
pub fn schema_with(schedule: &Schedule) -> Value {
    let mut schema = schemars::schema_for!(RawScenario).to_value();
    without_null(&mut schema);
    for (key, name) in [("parameters", "Parameters"), ("hypotheses", "Hypotheses")] {
        let about = schema["properties"][key]["description"].take();
        schema["properties"][key] = json!({ "$ref": format!("#/$defs/{name}"), "description": about });
    }
    if let Some(Value::Object(types)) = schema.get_mut("$defs") {
        types.extend(parameters(schedule.registry()));
        types.insert("Hypotheses".to_owned(), hypotheses());
    }
    schema
}

/// The schema as it is committed in `schemas/scenario.schema.json`.
pub fn schema_text() -> String {
    let mut text = format!("{:#}", schema());
    text.push('\n');
    text
}

/// Drops `null` as a type: TOML has none, and a key that is not given is simply absent.
fn without_null(value: &mut Value) {
    if let Value::Object(object) = value {
        if object.get("default") == Some(&Value::Null) {
            object.remove("default");
        }
        if let Some(Value::Array(types)) = object.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                object.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
            choices.retain(|choice| choice.get("type") != Some(&Value::from("null")));
            if let [Value::Object(only)] = choices.as_slice() {
                let only = only.clone();
                object.remove("anyOf");
                object.extend(only);
            }
        }
        object.values_mut().for_each(without_null);
    } else if let Value::Array(items) = value {
        items.iter_mut().for_each(without_null);
    }
}

/// The type of `[hypotheses]`.
fn hypotheses() -> Value {
    let switch = |info: &SwitchInfo| (info.name.to_owned(), json!({ "description": info.about, "type": "boolean" }));
    table("Contested structures of the model.", Hypotheses::SWITCHES.iter().map(switch).collect())
}

/// The types of `[parameters]`: one table for every section. Defaults are left out: a new fit changes them, and
/// `righting explain --sources` prints them.
fn parameters(registry: &Registry) -> Vec<(String, Value)> {
    let sections: Map<String, Value> = registry
        .sections()
        .iter()
        .map(|section| {
            let table = json!({ "$ref": format!("#/$defs/{}", type_name(section)), "description": section.about });
            (section.name.to_owned(), table)
        })
        .collect();
    let all = table("All parameters of the model, one section per mechanism.", sections);
    let mut types = vec![("Parameters".to_owned(), all)];
    types.extend(registry.sections().iter().map(|section| (type_name(section), section_table(section))));
    types
}

fn section_table(section: &SectionInfo) -> Value {
    let values = section.parameters.iter().map(|info| {
        let value = json!({
            "description": info.description, "type": "number", "minimum": info.low, "maximum": info.high
        });
        (info.name().to_owned(), value)
    });
    table(section.about, values.collect())
}

fn table(about: &str, properties: Map<String, Value>) -> Value {
    json!({ "additionalProperties": false, "description": about, "properties": properties, "type": "object" })
}

/// `hardship` as `HardshipParameters`.
fn type_name(section: &SectionInfo) -> String {
    let words = section.name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect::<String>() + "Parameters"
}
