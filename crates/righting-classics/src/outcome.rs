//! What a classic gives back: named quantities, claims beside what was published, tables, charts.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::chart::Chart;
use crate::figure::figure;
use crate::stats::{deviation, mean};

/// Where a published number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Read in the paper or in quotations of it.
    Published,
    /// Follows from the equations; no source is needed.
    Derived,
    /// Measured elsewhere with the same rules.
    Measured,
    /// From memory of the literature; not verified against the source.
    Recalled,
}

impl Mark {
    /// As printed beside the number.
    pub fn label(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Derived => "derived",
            Self::Measured => "measured elsewhere",
            Self::Recalled => "recalled, not verified",
        }
    }
}

/// One published statement beside what was obtained.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Short name, fixed for ever: `epstein-A1`.
    pub id: &'static str,
    /// What is compared.
    pub what: String,
    /// The published value, in words and numbers.
    pub published: String,
    /// Where that comes from.
    pub mark: Mark,
    /// What was obtained.
    pub obtained: String,
    /// What counts as a hit; the note says where this was changed after a result was seen.
    pub rule: String,
    /// Whether the rule holds.
    pub hit: bool,
    /// Why, where it misses or surprises.
    pub note: String,
}

/// A named number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantity {
    /// Name as in JSON and in tables.
    pub name: String,
    /// Value.
    pub value: f64,
    /// Unit, or empty for a pure number.
    pub unit: &'static str,
}

/// Values of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", untagged)]
pub enum Values {
    /// Words.
    Text(Vec<String>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Real numbers.
    Real(Vec<f64>),
}

/// A column of a tidy table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// One value per row.
    pub values: Values,
}

impl Column {
    /// Values in the column.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Text(v) => v.len(),
            Values::Whole(v) => v.len(),
            Values::Real(v) => v.len(),
        }
    }

    /// Whether the column has no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A tidy table; all columns are equally long.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Name, fit for a file.
    pub name: &'static str,
    /// Columns from left to right.
    pub columns: Vec<Column>,
}

impl Table {
    /// An empty table.
    pub fn new(name: &'static str) -> Self {
        Self { name, columns: Vec::new() }
    }

    /// With one more column of words.
    pub fn text(mut self, name: &'static str, values: Vec<String>) -> Self {
        self.columns.push(Column { name, values: Values::Text(values) });
        self
    }

    /// With one more column of whole numbers.
    pub fn whole(mut self, name: &'static str, values: Vec<i64>) -> Self {
        self.columns.push(Column { name, values: Values::Whole(values) });
        self
    }

    /// With one more column of real numbers.
    pub fn real(mut self, name: &'static str, values: Vec<f64>) -> Self {
        self.columns.push(Column { name, values: Values::Real(values) });
        self
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }
}

/// The result of one classic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Name of the model, as on the command line.
    pub model: &'static str,
    /// One line on what was run.
    pub title: String,
    /// Settings in force.
    pub settings: Vec<(&'static str, String)>,
    /// Numbers.
    pub quantities: Vec<Quantity>,
    /// How fast it ran: no result, and different every time.
    pub timing: Vec<Quantity>,
    /// Published beside obtained.
    pub claims: Vec<Claim>,
    /// Tidy tables.
    pub tables: Vec<Table>,
    /// Charts as SVG.
    pub charts: Vec<Chart>,
}

impl Outcome {
    /// An outcome with nothing in it yet.
    pub fn new(model: &'static str, title: impl Into<String>) -> Self {
        Self {
            model,
            title: title.into(),
            settings: Vec::new(),
            quantities: Vec::new(),
            timing: Vec::new(),
            claims: Vec::new(),
            tables: Vec::new(),
            charts: Vec::new(),
        }
    }

    /// Notes a setting.
    pub fn set(&mut self, name: &'static str, value: impl ToString) {
        self.settings.push((name, value.to_string()));
    }

    /// Notes a number.
    pub fn note(&mut self, name: impl Into<String>, value: f64, unit: &'static str) {
        self.quantities.push(Quantity { name: name.into(), value, unit });
    }

    /// Notes the mean and the standard deviation of a sample as `name_mean` and `name_sd`; what the
    /// sample is too small for is not a number.
    pub fn note_sample(&mut self, name: &str, values: &[f64], unit: &'static str) {
        let known = |least: usize, value: f64| if values.len() < least { f64::NAN } else { value };
        self.note(format!("{name}_mean"), known(1, mean(values)), unit);
        self.note(format!("{name}_sd"), known(2, deviation(values)), unit);
    }

    /// A noted number.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.quantities.iter().find(|q| q.name == name).map(|q| q.value)
    }

    /// One flat JSON object: model, settings, quantities and timing by name, then the claims. Tables
    /// and charts are for files and are left out.
    pub fn to_json(&self) -> Value {
        let mut value = self.record();
        if let Value::Object(object) = &mut value {
            object.extend(self.timing.iter().map(|quantity| (quantity.name.clone(), json!(quantity.value))));
        }
        value
    }

    /// The same without the timing: equal for equal seeds.
    pub fn record(&self) -> Value {
        let mut object = Map::new();
        object.insert("model".into(), json!(self.model));
        object.insert("title".into(), json!(self.title));
        for (name, value) in &self.settings {
            object.insert((*name).into(), plain(value));
        }
        for quantity in &self.quantities {
            object.insert(quantity.name.clone(), json!(quantity.value));
        }
        object.insert("claims".into(), json!(self.claims));
        Value::Object(object)
    }

    /// The same for a terminal.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for (name, value) in &self.settings {
            text += &format!("  {name} {value}\n");
        }
        let quantities = || self.quantities.iter().chain(&self.timing);
        let width = quantities().map(|q| q.name.len()).max().unwrap_or(0);
        for Quantity { name, value, unit } in quantities() {
            text += format!("{name:<width$}  {} {unit}", figure(*value)).trim_end();
            text.push('\n');
        }
        for claim in &self.claims {
            let verdict = if claim.hit { "hit " } else { "MISS" };
            text += &format!("{verdict} {}: {}\n", claim.id, claim.what);
            text += &format!("     {}: {}\n", claim.mark.label(), claim.published);
            text += &format!("     obtained: {}   (hit if {})\n", claim.obtained, claim.rule);
            if !claim.note.is_empty() {
                text += &format!("     {}\n", claim.note);
            }
        }
        text
    }
}

/// A setting as JSON: whole numbers whole, other numbers as numbers, the rest as text.
fn plain(value: &str) -> Value {
    let whole = value.parse::<u64>().map(|number| json!(number));
    whole.or_else(|_| value.parse::<f64>().map(|number| json!(number))).unwrap_or_else(|_| json!(value))
}
