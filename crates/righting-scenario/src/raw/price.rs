//! Goods and rises of their prices, as written.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

use super::located::Located;

/// A good whose price is watched.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RawCommodity {
    /// Name by which changes of its price refer to it.
    pub id: Option<Located<String>>,
    /// One line for tables.
    pub label: Option<Located<String>>,
    /// Price before the crisis, national currency.
    pub price: Option<Located<f64>>,
    /// Share of household spending, direct and indirect, 0 to 1; `hardship.basket_share` unless given.
    pub weight: Option<Located<f64>>,
}

/// A change in percent, such as "43 %".
#[derive(Debug, Clone)]
pub(crate) struct Percent(pub String);

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Percent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("percent in quotes, such as \"43 %\"")
            }

            fn visit_str<E>(self, text: &str) -> Result<Percent, E> {
                Ok(Percent(text.to_owned()))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl JsonSchema for Percent {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Percent".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^ *[-−+]?[0-9]+([.,][0-9]+)? *% *$" })
    }
}
