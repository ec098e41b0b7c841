//! Mass Mobilization (Clark and Regan 2016): protests against governments with 50 people or more, 1990 to 2020.
//!
//! The file of the Harvard Dataverse has a column each for day, month and year, and up to seven answers of the state in
//! words; files made of it often have whole dates and a flag for each answer. Rows with `protest` 0 say that a
//! country had none in a year. Answers such as `killings` say that people died, and not how many.

use super::count::{Count, crowd};
use super::event::{Act, ConflictEvent};
use super::foreign::{Foreign, gather};
use super::reading::{crowd_of, days};
use crate::column::{Form, Holds, column};
use crate::error::{DataError, Problem};
use crate::table::{DateOrder, Row, Table};
use jiff::civil::Date;

/// A file of Mass Mobilization, the columns that are read.
pub(crate) const MASS: Form = Form::new(
    "Mass Mobilization file",
    "Protests against governments with 50 people or more, of the Mass Mobilization project.",
    &[
        column("id", Holds::Text, "identifier"),
        column("country", Holds::Text, "country"),
        column("year", Holds::Whole { low: 1900, high: 2200 }, "year").optional(),
        column("protest", Holds::Flag, "`0` where the country had no protest in the year").optional(),
        column("protesterviolence", Holds::Flag, "`1` where protesters were violent").or_empty(),
        column("location", Holds::Text, "places, the first of which is taken; `national` is the whole country")
            .or_empty(),
        column("participants", Holds::Text, "people, a number or words such as `1000s`").optional(),
        column("participants_category", Holds::Text, "people by classes such as `1000-1999`").optional(),
        column("start_date", Holds::Date, "first day").optional(),
        column("end_date", Holds::Date, "last day").optional(),
        column("startday", Holds::Whole { low: 1, high: 31 }, "day, where there is no `start_date`").optional(),
        column("startmonth", Holds::Whole { low: 1, high: 12 }, "month").optional(),
        column("startyear", Holds::Whole { low: 1900, high: 2200 }, "year").optional(),
        column("endday", Holds::Whole { low: 1, high: 31 }, "the same of the last day").optional(),
        column("endmonth", Holds::Whole { low: 1, high: 12 }, "month").optional(),
        column("endyear", Holds::Whole { low: 1900, high: 2200 }, "year").optional(),
        column("killings", Holds::Flag, "`1` where the state killed").optional(),
        column("arrests", Holds::Flag, "`1` where the state arrested").optional(),
        column("stateresponse1", Holds::Text, "answer of the state in words, up to `stateresponse7`").optional(),
    ],
)
.at_least("a row for each protest");

const ANSWERS: [&str; 7] = [
    "stateresponse1",
    "stateresponse2",
    "stateresponse3",
    "stateresponse4",
    "stateresponse5",
    "stateresponse6",
    "stateresponse7",
];

/// Reads Mass Mobilization, protests and the years without one.
///
/// # Errors
/// When the file as a whole cannot be read: no table, a column missing.
pub fn read_mass_mobilization(
    bytes: &[u8],
    file: &str,
    order: Option<DateOrder>,
) -> Result<Foreign<ConflictEvent>, DataError> {
    let (table, malformed) = Table::read_foreign(bytes, file, &MASS, None)?;
    if !table.has("start_date") && !table.has("startyear") {
        let expected = "start_date, or startday, startmonth and startyear".to_owned();
        return Err(table.whole(Problem::MissingColumn { column: "start_date".to_owned(), expected }));
    }
    let whole = table.has("start_date");
    Ok(gather(&table, malformed, |row| protest(row, whole, order)))
}

fn protest(row: Row<'_>, whole: bool, order: Option<DateOrder>) -> Result<ConflictEvent, DataError> {
    if !row.text("protest").is_empty() && !row.flag("protest")? {
        return quiet_year(row);
    }
    let (date, date_end) = if whole { days(row, "start_date", "end_date", order, "2022-01-05")? } else { parts(row)? };
    let violent = !row.text("protesterviolence").is_empty() && row.flag("protesterviolence")?;
    let flag = |column: &str| -> Result<bool, DataError> { Ok(!row.text(column).is_empty() && row.flag(column)?) };
    let answer = |word: &str| ANSWERS.iter().any(|column| row.text(column).eq_ignore_ascii_case(word));
    // Only a yes counts: a no says that none were told of, not that none were.
    let some = |yes: bool| yes.then_some(Count::at_least(1));
    Ok(ConflictEvent {
        id: row.name("id")?.to_owned(),
        kind: if violent { "violent protest" } else { "protest" }.to_owned(),
        act: if violent { Act::Riot } else { Act::Protest },
        country: row.name("country")?.to_owned(),
        location: row.text("location").to_owned(),
        crowd: crowd_of(row, "participants", crowd).or_else(|| crowd_of(row, "participants_category", crowd)),
        deaths: some(flag("killings")? || answer("killings")),
        detained: some(flag("arrests")? || answer("arrests")),
        ..ConflictEvent::on(date, date_end, row.line())
    })
}

/// A year without a protest: no event, of a whole country.
fn quiet_year(row: Row<'_>) -> Result<ConflictEvent, DataError> {
    let year = row.whole("year")? as i16;
    let day = |month, day| Date::new(year, month, day).map_err(|_| row.unexpected("year", "a year"));
    Ok(ConflictEvent {
        id: row.name("id")?.to_owned(),
        kind: "no protest".to_owned(),
        act: Act::Protest,
        country: row.name("country")?.to_owned(),
        events: 0,
        ..ConflictEvent::on(day(1, 1)?, day(12, 31)?, row.line())
    })
}

/// The days from columns for day, month and year.
fn parts(row: Row<'_>) -> Result<(Date, Date), DataError> {
    let of = |day: &str, month: &str, year: &str| {
        let made = Date::new(row.whole(year)? as i16, row.whole(month)? as i8, row.whole(day)? as i8);
        made.map_err(|_| row.unexpected(day, "a day of that month"))
    };
    let date = of("startday", "startmonth", "startyear")?;
    let last = if row.text("endyear").is_empty() { date } else { of("endday", "endmonth", "endyear")? };
    if date > last {
        let (low, high) = (date.to_string(), last.to_string());
        return Err(row.error("endday", Problem::Order { low, high }));
    }
    Ok((date, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let dataverse = "id,country,ccode,year,region,protest,protestnumber,startday,startmonth,startyear,endday,\
                         endmonth,endyear,protesterviolence,location,participants_category,participants,stateresponse1,\
                         stateresponse2,notes\n1,Xland,99,2012,A,1,1,5,1,2012,6,1,2012,1,\"Town, North\",100-999,100s,\
                         arrests,killings,Text\n2,Xland,99,2013,A,0,0,,,,,,,,,,,,,\n";
        let made = "id,country,year,protest,protesterviolence,location,participants,arrests,killings,start_date,\
                    end_date\n1,Xland,2012,1,1.0,\"Town, North\",100s,1,1,2012-01-05,2012-01-06\n\
                    2,Xland,2013,0,,,,,,,\n";
        let read = |text: &str| read_mass_mobilization(text.as_bytes(), "mm.csv", None).unwrap();
        let (one, other) = (read(dataverse), read(made));
        assert!(one.malformed.is_empty() && other.malformed.is_empty(), "{:?} {:?}", one.malformed, other.malformed);
        assert_eq!(one.rows, other.rows);
        let protest = &one.rows[0];
        assert_eq!((protest.act, protest.crowd), (Act::Riot, Some(Count::between(100, 999))));
        assert_eq!((protest.deaths, protest.detained), (Some(Count::at_least(1)), Some(Count::at_least(1))));
        assert_eq!((one.rows[1].events, one.rows[1].date_end.to_string().as_str()), (0, "2013-12-31"));
    }

    #[test]
    fn days_that_are_none_are_named() {
        let text = "id,country,protesterviolence,location,startday,startmonth,startyear\n1,Xland,0,Town,31,2,2012\n";
        let read = read_mass_mobilization(text.as_bytes(), "mm.csv", None).unwrap();
        assert_eq!(
            read.malformed[0].to_string(),
            "mm.csv:2: column `startday`: found `31`, expected a day of that month"
        );
        let error = read_mass_mobilization(b"id,country,protesterviolence,location\n1,X,0,T\n", "mm.csv", None);
        assert!(error.unwrap_err().to_string().contains("column `start_date` is missing"));
    }
}
