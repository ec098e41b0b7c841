//! Columns of every table: names, types, units, descriptions.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use righting_measure::{is_count, is_counted, is_mean};
use righting_model::{QUANTITIES, Quantity, RECOVERY_QUANTITIES, RecoveryInfo, RecoveryQuantity};

/// A table of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Table {
    /// One row per replicate and day.
    Nation,
    /// One row per replicate, day and region.
    Regions,
    /// One row per replicate, day and place.
    Places,
    /// One row per dated happening.
    Events,
    /// One row per replicate, month of the recovery, and nation or region.
    Recovery,
    /// One row per place, quantity and day: mean and quantiles over the replicates that succeeded.
    Summary,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 6] = [Self::Nation, Self::Regions, Self::Places, Self::Events, Self::Recovery, Self::Summary];

    /// Name of the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Regions => "regions",
            Self::Places => "places",
            Self::Events => "events",
            Self::Recovery => "recovery",
            Self::Summary => "summary",
        }
    }

    /// Its file in the run folder.
    pub fn file(self) -> String {
        format!("{}.parquet", self.name())
    }

    const fn about(self) -> &'static str {
        match self {
            Self::Nation => {
                "One row per replicate and day. Counts are whole numbers, rounded where the model has fractions."
            }
            Self::Regions => {
                "One row per replicate, day and region. Counts are sums over the region's places, so a daily peak is \
                 the sum of the peaks of its places; quantities of unit 1 are means over its residents. \
                 `allied` and `output_lost` are known for the nation only and 0 here."
            }
            Self::Places => {
                "One row per replicate, day and place. `allied` and `output_lost` are known for the nation only and 0 here."
            }
            Self::Events => "One row per dated happening, in the order of replicate and time.",
            Self::Recovery => {
                "One row per replicate, month after the last day of the crisis, and nation or region; only in runs with \
                 months of recovery. Money is in prices before the crisis. `price_level` and `governance` are the \
                 nation's, and `relapsed` is 0 in regions."
            }
            Self::Summary => {
                "One row per place, quantity and day, over the replicates that succeeded: every quantity for the \
                 nation and the regions; `active_peak`, `rioting_peak`, `detained_total` and `dead` for the places. \
                 Quantiles are linear between order statistics."
            }
        }
    }

    fn keys(self) -> &'static [Key] {
        match self {
            Self::Nation => &[SCENARIO, REPLICATE, SEED, TIME],
            Self::Regions => &[SCENARIO, REPLICATE, SEED, TIME, REGION],
            Self::Places => &[SCENARIO, REPLICATE, SEED, TIME, REGION, PLACE, PLACE_NAME],
            Self::Events => {
                &[SCENARIO, REPLICATE, SEED, TIME, MINUTE, KIND, LEVEL, REGION_IF, PLACE_IF, PLACE_NAME_IF, SUBJECT]
            }
            Self::Recovery => &[SCENARIO, REPLICATE, SEED, TIME, MONTH, LEVEL, REGION_IF],
            Self::Summary => &[
                SCENARIO,
                SEED,
                SUCCEEDED,
                LEVEL,
                REGION_IF,
                PLACE_IF,
                PLACE_NAME_IF,
                TIME,
                QUANTITY,
                UNIT,
                MEAN,
                P5,
                P25,
                P50,
                P75,
                P95,
            ],
        }
    }

    /// Its columns, in their order.
    pub fn columns(self) -> Vec<ColumnInfo> {
        let mut columns: Vec<ColumnInfo> = self.keys().iter().map(Key::info).collect();
        if self.is_wide() {
            columns.extend(QUANTITIES.iter().map(|info| {
                let mean = if self == Self::Regions && is_mean(info.quantity) { " (mean over residents)" } else { "" };
                let about = format!("{}{mean}", info.description);
                ColumnInfo::measured(info.name, is_count(info.quantity), info.unit, about)
            }));
        }
        if self == Self::Recovery {
            columns.extend(RECOVERY_QUANTITIES.iter().map(|info| {
                ColumnInfo::measured(info.name, is_counted(info.quantity), info.unit, info.description.to_owned())
            }));
        }
        columns
    }

    /// Whether the table has one column per quantity.
    pub(crate) const fn is_wide(self) -> bool {
        matches!(self, Self::Nation | Self::Regions | Self::Places)
    }

    pub(crate) fn schema(self) -> Arc<Schema> {
        let mut fields: Vec<Field> = self.keys().iter().map(Key::field).collect();
        if self.is_wide() {
            fields.extend(QUANTITIES.iter().map(|info| Field::new(info.name, quantity_type(info.quantity), false)));
        }
        if self == Self::Recovery {
            let measured = |info: &RecoveryInfo| Field::new(info.name, recovery_type(info.quantity), false);
            fields.extend(RECOVERY_QUANTITIES.iter().map(measured));
        }
        Arc::new(Schema::new(fields))
    }
}

fn quantity_type(quantity: Quantity) -> DataType {
    if is_count(quantity) { DataType::Int32 } else { DataType::Float32 }
}

fn recovery_type(quantity: RecoveryQuantity) -> DataType {
    if is_counted(quantity) { DataType::Int32 } else { DataType::Float32 }
}

/// Quantities that the summary has for places.
pub(crate) const PLACE_SUMMARY: [Quantity; 4] =
    [Quantity::ActivePeak, Quantity::RiotingPeak, Quantity::DetainedTotal, Quantity::Dead];

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInfo {
    /// Name in the table.
    pub name: &'static str,
    /// Type in words, such as `uint32 or null`.
    pub kind: String,
    /// Unit; empty where there is none.
    pub unit: &'static str,
    /// What it is.
    pub about: String,
}

impl ColumnInfo {
    fn measured(name: &'static str, counted: bool, unit: &'static str, about: String) -> Self {
        Self { name, kind: if counted { "int32" } else { "float32" }.to_owned(), unit, about }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Count32,
    Count64,
    Date,
    Number,
}

/// A column that is no quantity.
struct Key {
    name: &'static str,
    kind: Kind,
    nullable: bool,
    unit: &'static str,
    about: &'static str,
}

impl Key {
    fn info(&self) -> ColumnInfo {
        let kind = match self.kind {
            Kind::Text => "text",
            Kind::Count32 => "uint32",
            Kind::Count64 => "uint64",
            Kind::Date => "date",
            Kind::Number => "float64",
        };
        let kind = if self.nullable { format!("{kind} or null") } else { kind.to_owned() };
        ColumnInfo { name: self.name, kind, unit: self.unit, about: self.about.to_owned() }
    }

    fn field(&self) -> Field {
        let kind = match self.kind {
            Kind::Text => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            Kind::Count32 => DataType::UInt32,
            Kind::Count64 => DataType::UInt64,
            Kind::Date => DataType::Date32,
            Kind::Number => DataType::Float64,
        };
        Field::new(self.name, kind, self.nullable)
    }
}

const fn key(name: &'static str, kind: Kind, unit: &'static str, about: &'static str) -> Key {
    Key { name, kind, nullable: false, unit, about }
}

const fn optional(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, nullable: true, unit: "", about }
}

const SCENARIO: Key = key("scenario", Kind::Text, "", "identifier of the scenario");
const REPLICATE: Key = key("replicate", Kind::Count32, "", "number of the replicate, from 0");
const SEED: Key = key("seed", Kind::Count64, "", "seed of the ensemble");
const TIME: Key = key("time", Kind::Date, "local date", "day; values stand for its end unless described otherwise");
const REGION: Key = key("region", Kind::Text, "", "identifier of the region");
const PLACE: Key = key("place", Kind::Count32, "", "key of the place: its geonameid, or a small number for a rest");
const PLACE_NAME: Key = key("place_name", Kind::Text, "", "name of the place; names repeat, keys do not");
const MINUTE: Key = key("minute", Kind::Count32, "min", "minutes after the start of the first day");
const MONTH: Key = key("month", Kind::Count32, "months", "months after the last day of the crisis, from 1");
const KIND: Key = key("kind", Kind::Text, "", "kind of happening");
const LEVEL: Key = key("level", Kind::Text, "", "`nation`, `region` or `place`");
const REGION_IF: Key = optional("region", Kind::Text, "identifier of the region; null for the nation");
const PLACE_IF: Key = optional("place", Kind::Count32, "key of the place; null for nation and regions");
const PLACE_NAME_IF: Key = optional("place_name", Kind::Text, "name of the place; null for nation and regions");
const SUBJECT: Key = optional("subject", Kind::Text, "identifier of the shock, action or facility; null if none");
const SUCCEEDED: Key = key("replicates", Kind::Count32, "", "replicates that succeeded");
const QUANTITY: Key = key("quantity", Kind::Text, "", "name of the quantity");
const UNIT: Key = key("unit", Kind::Text, "", "its unit");
const MEAN: Key = key("mean", Kind::Number, "as `unit`", "mean");
const P5: Key = key("p5", Kind::Number, "as `unit`", "5 % quantile");
const P25: Key = key("p25", Kind::Number, "as `unit`", "25 % quantile");
const P50: Key = key("p50", Kind::Number, "as `unit`", "median");
const P75: Key = key("p75", Kind::Number, "as `unit`", "75 % quantile");
const P95: Key = key("p95", Kind::Number, "as `unit`", "95 % quantile");

/// Every column of every table in Markdown, with type, unit and description.
pub fn schema_markdown() -> String {
    let mut text = String::new();
    for table in Table::ALL {
        let _ = writeln!(text, "## `{}`\n\n{}\n", table.file(), table.about());
        text.push_str("| column | type | unit | description |\n|---|---|---|---|\n");
        for ColumnInfo { name, kind, unit, about } in table.columns() {
            let _ = writeln!(text, "| `{name}` | {kind} | {unit} | {about} |");
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_described_once() {
        let text = schema_markdown();
        for table in Table::ALL {
            let section = text.split("## ").find(|part| part.starts_with(&format!("`{}`", table.file()))).unwrap();
            for field in table.schema().fields() {
                assert_eq!(section.matches(&format!("| `{}` | ", field.name())).count(), 1, "{}", field.name());
            }
        }
    }

    #[test]
    fn cells_are_scalar() {
        for table in Table::ALL {
            for field in table.schema().fields() {
                assert!(!field.data_type().is_nested(), "{}", field.name());
            }
        }
    }
}
