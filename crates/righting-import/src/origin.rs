//! The data sets that files come from: what they are called, their licence, and what they count.

use righting_data::{EventField, ForeignForm, Mapping};

use crate::request::Request;

/// A source of rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    /// Name, as rows bear it.
    pub source: String,
    /// Licence, as rows bear it.
    pub licence: String,
    /// Whether a day without a row is a day without a protest or riot.
    pub counts_demonstrations: bool,
    /// Whether a day without a row is a day without dead.
    pub counts_deaths: bool,
    /// Whether a day without a row is a day without detentions.
    pub counts_detained: bool,
}

impl Origin {
    /// The origin of a file.
    pub fn of(form: Option<ForeignForm>, file: &str, request: &Request) -> Self {
        let (source, licence) = match form {
            Some(ForeignForm::Acled | ForeignForm::AcledWeekly) => {
                ("ACLED", "terms of ACLED (acleddata.com): its rows may not be handed on")
            }
            Some(ForeignForm::Ged) => ("UCDP GED", "CC BY 4.0"),
            Some(ForeignForm::Views) => ("VIEWS", "CC BY 4.0"),
            Some(ForeignForm::MassMobilization) => ("Mass Mobilization", "not stated: ask Clark and Regan"),
            _ => (file, "not stated"),
        };
        let maps = |field| request.mapping.as_ref().is_some_and(|mapping: &Mapping| mapping.has(field));
        let mapped = form.is_none();
        let acled = matches!(form, Some(ForeignForm::Acled | ForeignForm::AcledWeekly));
        Self {
            source: request.source.clone().unwrap_or_else(|| source.to_owned()),
            licence: request.licence.clone().unwrap_or_else(|| licence.to_owned()),
            counts_demonstrations: mapped || acled || form == Some(ForeignForm::MassMobilization),
            counts_deaths: acled || form == Some(ForeignForm::Ged) || maps(EventField::Deaths),
            counts_detained: maps(EventField::Detained),
        }
    }
}
