//! The claims ledger: what the source of a scenario says, and what tests each claim. Verdicts are computed by the
//! laboratory, never written here.

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_spanned::Spanned;

use crate::change::Change;
use crate::error::ScenarioError;

/// A claim, paraphrased.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Identifier.
    pub id: String,
    /// What is claimed, in our words.
    pub claim: String,
    /// What sort of claim it is.
    pub kind: ClaimKind,
    /// What tests it, in words.
    pub test: String,
    /// Sources disagree, or only one side says so.
    pub contested: bool,
    /// What tests it, for the program. A claim agrees with the record when every test does.
    pub tests: Vec<ClaimTest>,
}

/// What sort of claim it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// Of what happened: checked against the record.
    Record,
    /// Of what caused what: weighed by runs.
    Mechanism,
    /// Of what would come: came true or not.
    Forecast,
    /// A judgement: what would have to be measured.
    Judgement,
}

impl ClaimKind {
    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Mechanism => "mechanism",
            Self::Forecast => "forecast",
            Self::Judgement => "judgement",
        }
    }
}

/// One test of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ClaimTest {
    /// A target of the record lies within bounds.
    Target {
        /// Identifier of the target.
        id: String,
        /// Its lower end is at least this.
        #[serde(deserialize_with = "finite")]
        at_least: f64,
    },
    /// The first recorded onset of a quantity is no later than a date.
    Onset {
        /// `active` or `rioting`.
        quantity: String,
        /// The date.
        by: Date,
    },
    /// Facts of a kind say at least this much: each of the places named, or any row where none is named.
    Fact {
        /// Kind of the fact.
        kind: String,
        /// Places that must each have a row.
        #[serde(default)]
        places: Vec<String>,
        /// Rows from this date on.
        #[serde(default)]
        from: Option<Date>,
        /// The latest row's value is at least this.
        #[serde(deserialize_with = "finite")]
        at_least: f64,
    },
    /// The first fact of a kind is of a date.
    Dated {
        /// Kind of the fact.
        kind: String,
        /// The date.
        on: Date,
    },
    /// The first fact of one kind follows that of another within days.
    Follows {
        /// Kind of the earlier.
        first: String,
        /// Kind of the later.
        then: String,
        /// Days between, at most.
        #[serde(deserialize_with = "days")]
        days: i32,
    },
    /// A quotient of two published numbers lies within bounds.
    Ratio {
        /// Earlier number.
        #[serde(deserialize_with = "finite")]
        from: f64,
        /// Later number.
        #[serde(deserialize_with = "finite")]
        to: f64,
        /// Quotient at least.
        #[serde(deserialize_with = "finite")]
        low: f64,
        /// Quotient at most.
        #[serde(deserialize_with = "finite")]
        high: f64,
        /// Where both were published.
        source: String,
    },
    /// In a case of the table of assistance the body was asked and refused.
    Refused {
        /// Identifier of the case.
        case: String,
    },
    /// Runs with changes, beside runs without: the changes move an endpoint the way the claim says.
    Compare {
        /// Things taken out.
        #[serde(default)]
        without: Vec<String>,
        /// Values changed, `path=value`.
        #[serde(default)]
        set: Vec<String>,
        /// Endpoint of a comparison, such as `deaths`.
        endpoint: String,
        /// Where the claim puts the changed runs.
        expect: Expect,
    },
    /// A contested structure switched on brings the runs closer to the record.
    Hypothesis {
        /// Switch, such as `armed_groups`.
        switch: String,
    },
    /// Nothing at hand tests it.
    Nothing {
        /// Why.
        because: String,
    },
}

/// Where a claim puts changed runs beside those of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expect {
    /// Above.
    More,
    /// Below.
    Less,
}

impl ClaimTest {
    /// Changes of a comparison.
    ///
    /// # Errors
    /// The text that is no change.
    pub fn changes(&self) -> Result<Vec<Change>, String> {
        match self {
            Self::Compare { without, set, .. } => {
                let without = without.iter().map(|id| Ok(Change::Without { id: id.clone() }));
                without.chain(set.iter().map(|text| text.parse())).collect()
            }
            Self::Hypothesis { switch } => {
                Ok(vec![Change::Set { path: format!("hypotheses.{switch}"), value: "true".to_owned() }])
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// Days that two facts of one record can lie apart: a century.
const MOST_DAYS: i32 = 36_525;

/// A number that something can be held against.
fn finite<'de, D: Deserializer<'de>>(numbers: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(numbers)?;
    if number.is_finite() {
        Ok(number)
    } else {
        Err(D::Error::custom(format!("expected a finite number, found {number}")))
    }
}

fn days<'de, D: Deserializer<'de>>(numbers: D) -> Result<i32, D::Error> {
    let days = i64::deserialize(numbers)?;
    i32::try_from(days)
        .ok()
        .filter(|days| (0..=MOST_DAYS).contains(days))
        .ok_or_else(|| D::Error::custom(format!("expected 0 to {MOST_DAYS} days, found {days}")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
    claims: Vec<Spanned<Claim>>,
}

/// Reads a ledger; `shown` names the file in messages.
pub(crate) fn read_claims(shown: &str, text: &std::sync::Arc<str>) -> Result<Vec<Claim>, Box<ScenarioError>> {
    let refuse = |span: Option<std::ops::Range<usize>>, message: &str| {
        let at = crate::location::Location::new(shown.to_owned(), text.clone(), span.unwrap_or(0..0));
        Box::new(crate::explain::explain(at, message))
    };
    let ledger = toml::from_str::<Ledger>(text).map_err(|error| refuse(error.span(), error.message()))?;
    let mut claims: Vec<Claim> = Vec::new();
    for claim in ledger.claims {
        let span = claim.span();
        let claim = claim.into_inner();
        let twin =
            claims.iter().any(|known| known.id == claim.id).then(|| format!("two claims are called `{}`", claim.id));
        if let Some(fault) = twin.or_else(|| claim.fault()) {
            return Err(refuse(Some(span), &fault));
        }
        claims.push(claim);
    }
    Ok(claims)
}

impl Claim {
    /// What is wrong with it in itself, if anything is.
    fn fault(&self) -> Option<String> {
        let Self { id, kind, .. } = self;
        self.tests.iter().find_map(|test| {
            let by_runs = matches!(test, ClaimTest::Compare { .. } | ClaimTest::Hypothesis { .. });
            let of_causes = *kind == ClaimKind::Mechanism;
            match test {
                _ if by_runs && !of_causes => {
                    let kind = kind.name();
                    Some(format!("claim `{id}` is of kind `{kind}` and tested by runs, which show what causes what in the model only"))
                }
                ClaimTest::Compare { without, set, .. } if without.is_empty() && set.is_empty() => {
                    Some(format!("claim `{id}` compares the scenario with itself: give `without` or `set`"))
                }
                ClaimTest::Compare { .. } => {
                    let changes = test.changes().unwrap_or_default();
                    let (first, second) = crate::change::contradiction(&changes)?;
                    Some(format!("claim `{id}` changes `{first}` and `{second}`, which contradict each other"))
                }
                ClaimTest::Ratio { from, .. } if *from <= 0.0 => {
                    Some(format!("claim `{id}` has a ratio from {from}, expected a number above 0"))
                }
                ClaimTest::Ratio { low, high, .. } if low > high => {
                    Some(format!("claim `{id}` has a ratio of at least {low} and at most {high}, which none is"))
                }
                _ => None,
            }
        })
    }
}
