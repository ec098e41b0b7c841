//! The JSON Schema of scenario files, for editors.

use serde_json::Value;

use crate::raw::RawScenario;

/// JSON Schema (2020-12) of a scenario file, made from the types that read it.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(RawScenario).to_value();
    without_null(&mut schema);
    without_fitted_defaults(&mut schema);
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

/// Drops the defaults of parameters: a new fit changes them, and `righting explain --sources` prints them.
fn without_fitted_defaults(schema: &mut Value) {
    let Some(Value::Object(types)) = schema.get_mut("$defs") else { return };
    for (_, section) in types.iter_mut().filter(|(name, _)| name.ends_with("Parameters")) {
        let Some(Value::Object(properties)) = section.get_mut("properties") else { continue };
        for property in properties.values_mut().filter_map(Value::as_object_mut) {
            property.remove("default");
        }
    }
}
