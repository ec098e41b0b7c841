//! A price that rises, as a person writes it: `fuel=+40%@2022-03-25`.

use std::str::FromStr;

use jiff::civil::Date;

use crate::error::WorldError;

/// A price that rises on a day, everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceRise {
    /// What becomes dearer, for people.
    pub good: String,
    /// Change in percent; below zero if the price falls.
    pub percent: f64,
    /// First day of the new price.
    pub day: Date,
}

impl PriceRise {
    /// Name of the shock in the scenario.
    pub(crate) fn id(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        format!("price_{}", self.good.chars().map(plain).collect::<String>())
    }

    fn wrong(&self, problem: String) -> WorldError {
        WorldError::Price { found: format!("{}={:+}%@{}", self.good, self.percent, self.day), problem }
    }

    pub(crate) fn within(&self, first: Date, last: Date) -> Result<(), WorldError> {
        if (first..=last).contains(&self.day) {
            return Ok(());
        }
        Err(self.wrong(format!("is dated outside the scenario, which runs from {first} to {last}")))
    }
}

impl FromStr for PriceRise {
    type Err = WorldError;

    fn from_str(text: &str) -> Result<Self, WorldError> {
        let wrong = |problem: &str| WorldError::Price { found: text.to_owned(), problem: problem.to_owned() };
        let (good, rest) = text.split_once('=').ok_or_else(|| wrong("has no `=`"))?;
        let (change, day) = rest.split_once('@').ok_or_else(|| wrong("has no day after `@`"))?;
        let good = good.trim();
        if good.is_empty() || good.len() > 40 || good.chars().any(char::is_control) {
            return Err(wrong("names no good of at most 40 letters"));
        }
        let number = change.trim().strip_suffix('%').ok_or_else(|| wrong("has no `%`"))?.trim();
        let percent: f64 = number.parse().map_err(|_| wrong(&format!("has `{number}` where a number is due")))?;
        if !(-90.0..=900.0).contains(&percent) || percent == 0.0 {
            return Err(wrong("does not change by -90 to 900 percent"));
        }
        let day: Date = day.trim().parse().map_err(|_| wrong(&format!("has `{}` where a day is due", day.trim())))?;
        Ok(Self { good: good.to_owned(), percent, day })
    }
}

#[cfg(test)]
mod tests {
    use super::PriceRise;

    #[test]
    fn read_as_written() {
        let rise: PriceRise = "fuel=+40%@2022-03-25".parse().unwrap();
        assert_eq!((rise.good.as_str(), rise.percent, rise.day.to_string().as_str()), ("fuel", 40.0, "2022-03-25"));
        assert_eq!(rise.id(), "price_fuel");
        let said = |text: &str| text.parse::<PriceRise>().unwrap_err().to_string();
        assert!(said("fuel").contains("has no `=`"));
        assert!(said("fuel=40@2022-03-25").contains("has no `%`"));
        assert!(said("fuel=x%@2022-03-25").contains("has `x` where a number is due"));
        assert!(said("fuel=+40%@soon").contains("has `soon` where a day is due"));
        assert!(said("fuel=+9000%@2022-03-25").contains("does not change"));
    }
}
