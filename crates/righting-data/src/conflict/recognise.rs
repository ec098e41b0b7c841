//! Which data set a file is of, by the names in its header.

use super::acled::ACLED;
use super::ged::GED;
use super::mass::MASS;
use super::views::VIEWS;
use super::weekly::WEEKLY;
use crate::column::Form;
use crate::error::{DataError, Problem};
use crate::table::{Table, clip, same};

/// A form in which files of events come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ForeignForm {
    /// ACLED, an event a row.
    Acled,
    /// ACLED, counts by week and region.
    AcledWeekly,
    /// UCDP GED.
    Ged,
    /// VIEWS.
    Views,
    /// Mass Mobilization.
    MassMobilization,
}

impl ForeignForm {
    /// Every one of them.
    pub const ALL: [ForeignForm; 5] = [Self::Acled, Self::AcledWeekly, Self::Ged, Self::Views, Self::MassMobilization];

    /// The word in commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acled => "acled",
            Self::AcledWeekly => "acled-weekly",
            Self::Ged => "ged",
            Self::Views => "views",
            Self::MassMobilization => "mass-mobilization",
        }
    }

    fn form(self) -> &'static Form {
        match self {
            Self::Acled => &ACLED,
            Self::AcledWeekly => &WEEKLY,
            Self::Ged => &GED,
            Self::Views => &VIEWS,
            Self::MassMobilization => &MASS,
        }
    }

    /// Columns that no other form has.
    const fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Acled => &["event_date", "event_type"],
            Self::AcledWeekly => &["WEEK", "EVENTS"],
            Self::Ged => &["type_of_violence", "date_start"],
            Self::Views => &["month_id"],
            Self::MassMobilization => &["protesterviolence", "country"],
        }
    }
}

/// Fields of a release of GED without a header.
const GED_FIELDS: usize = 49;

/// The form of a file.
///
/// # Errors
/// When the file is no text, or its header is that of none of the forms; the error names what stands there.
pub fn recognise(bytes: &[u8], file: &str) -> Result<ForeignForm, DataError> {
    let known: Vec<&str> = ForeignForm::ALL.iter().flat_map(|form| form.form().every_name()).collect();
    let header = Table::header_of(bytes, file, &known)?;
    let has = |name: &&str| header.iter().any(|found| same(name, found));
    if let Some(form) = ForeignForm::ALL.into_iter().find(|form| form.marks().iter().all(has)) {
        return Ok(form);
    }
    let bare = header.len() == GED_FIELDS && header[0].bytes().all(|byte| byte.is_ascii_digit());
    if bare {
        return Ok(ForeignForm::Ged);
    }
    if header.iter().all(String::is_empty) {
        return Err(refuse(file, Problem::Empty));
    }
    let listed: Vec<String> = header.iter().take(8).map(|name| format!("`{}`", clip(name))).collect();
    let more = if header.len() > 8 { ", ..." } else { "" };
    Err(refuse(file, Problem::Unrecognised { columns: format!("{}{more}", listed.join(", ")) }))
}

fn refuse(file: &str, problem: Problem) -> DataError {
    DataError { file: file.to_owned(), line: 1, column: None, span: None, problem: Box::new(problem) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_the_form() {
        for (header, form) in [
            ("event_id_cnty,event_date,event_type,country", ForeignForm::Acled),
            ("EVENT_ID_CNTY;EVENT_DATE;EVENT_TYPE;COUNTRY", ForeignForm::Acled),
            ("WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,EVENTS", ForeignForm::AcledWeekly),
            ("id,type_of_violence,date_start,date_end", ForeignForm::Ged),
            (",month_id,priogrid_id,outcome", ForeignForm::Views),
            ("id,country,protest,protesterviolence", ForeignForm::MassMobilization),
        ] {
            assert_eq!(recognise(header.as_bytes(), "x.csv").unwrap(), form, "{header}");
        }
        let bare = format!("12{}", ",".repeat(48));
        assert_eq!(recognise(bare.as_bytes(), "x.csv").unwrap(), ForeignForm::Ged);
        let error = recognise(b"day,town\n1,2\n", "x.csv").unwrap_err();
        assert_eq!(
            error.to_string(),
            "x.csv:1: the columns `day`, `town` are those of no data set that is known; say which column holds what"
        );
    }
}
