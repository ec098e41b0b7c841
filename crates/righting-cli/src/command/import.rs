//! `righting import`

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use righting_data::{DateOrder, ForeignForm, Mapping};
use righting_import::{Import as Prepared, ImportError, Input, Request};
use righting_report::counted;
use righting_scenario::Source;

use crate::fail::Fail;
use crate::terminal::{emit, emit_json};

mod told;

/// Drafts the record of a scenario from files of events: ACLED, UCDP GED, VIEWS, Mass Mobilization or a table of your own.
///
/// Every row is matched to a region and place of the scenario by name, code or coordinates, and drafted as facts, events of
/// the timeline and targets. Rows that cannot be read or matched are named with file and line. Within the days that the
/// files cover, a day without a row counts as a day without an event. Free text and names of actors are dropped.
/// Drafted rows bear their licence and stay out of reports unless `--share` is given; rows that stand in the folder are
/// neither lost nor doubled, and importing the same file again changes nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  righting import acled.csv --into my-case\n  righting import ged231.csv --into my-case --date-order \
                        mdy --covers 2022-01-01..2022-12-31\n  righting import events.csv --into my-case --columns \
                        date=day,place=town,crowd=people,deaths=dead\n  righting import views.csv --into my-case --unit 57 \
                        --dry-run"
)]
pub struct Import {
    /// Files of events, CSV; those of one data set together, so that totals are whole.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Folder or file of the scenario to write into.
    #[arg(long, value_name = "SCENARIO")]
    into: String,
    /// Form of the files; found from their headers if not given.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Columns of a table of another form, FIELD=COLUMN by commas. Fields: id, date, date_end, place, place_id, region,
    /// country, latitude, longitude, kind, events, crowd, deaths, detained, published.
    #[arg(long, value_name = "FIELD=COLUMN,...", conflicts_with = "format")]
    columns: Option<Mapping>,
    /// Order of dates in numbers alone, such as 01/02/2022, which are refused without it.
    #[arg(long, value_enum)]
    date_order: Option<Order>,
    /// Name by which the files call the country of the scenario, if it is another; may be given more than once.
    #[arg(long = "country", value_name = "NAME")]
    countries: Vec<String>,
    /// Number of the country in files of VIEWS.
    #[arg(long, value_name = "NUMBER")]
    unit: Option<u32>,
    /// Days that the files cover; from their first to their last row if not given.
    #[arg(long, value_name = "FROM..TO", value_parser = span)]
    covers: Option<(Date, Date)>,
    /// Day on which rows were published that do not say so: forecasts use no row without it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Takes only events of these kinds, in the words of the file, such as Protests,Riots.
    #[arg(long = "only", value_name = "KIND,...", value_delimiter = ',')]
    kinds: Vec<String>,
    /// Source to name in place of the form's.
    #[arg(long)]
    source: Option<String>,
    /// Licence of the rows in place of the form's.
    #[arg(long, alias = "license")]
    licence: Option<String>,
    /// Keeps the classes of actors of ACLED, such as Protesters, in the labels of events; never names.
    #[arg(long)]
    keep_classes: bool,
    /// Lets the rows into reports and bundles; check that their licence allows it.
    #[arg(long)]
    share: bool,
    /// Writes over drafts of earlier imports that the files say otherwise now; rows without the mark stay.
    #[arg(long)]
    update: bool,
    /// Shows what would be drafted and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Writes nothing and exits with 1 if a row cannot be read or matched.
    #[arg(long)]
    strict: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// A form of files.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// ACLED, an event a row, of any year's export.
    Acled,
    /// ACLED's counts by week and region.
    AcledWeekly,
    /// UCDP GED, with or without a header.
    Ged,
    /// VIEWS, months by country or cell.
    Views,
    /// Mass Mobilization.
    MassMobilization,
}

/// An order of day, month and year.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// 31/12/2022.
    Dmy,
    /// 12/31/2022.
    Mdy,
    /// 22/12/31.
    Ymd,
}

impl Import {
    pub fn run(self) -> Result<(), Fail> {
        let source = Source::from_argument(&self.into);
        let inputs = self.files.iter().map(input).collect::<Result<Vec<_>, Fail>>()?;
        let mut import = Prepared::prepare(&source, inputs, &self.request()).map_err(refused)?;
        let lost = import.account.lost();
        let barred = self.strict && lost > 0;
        import.account.dry_run = self.dry_run || barred;
        if !import.account.dry_run {
            import.write().map_err(refused)?;
        }
        crate::fail::warn(&import.warnings);
        if self.json {
            emit_json(&import.account)?;
        } else {
            emit(&told::text(&import.account, &self.into))?;
        }
        if barred {
            let rows = counted(lost as u64, "row", "rows");
            return Err(Fail::Check(format!("{rows} cannot be read or matched; nothing was written")));
        }
        if import.account.used() == 0 && import.account.drafted.is_empty() {
            return Err(Fail::Check("no row could be used; nothing was drafted".to_owned()));
        }
        Ok(())
    }

    fn request(&self) -> Request {
        Request {
            form: self.format.map(|format| match format {
                Format::Acled => ForeignForm::Acled,
                Format::AcledWeekly => ForeignForm::AcledWeekly,
                Format::Ged => ForeignForm::Ged,
                Format::Views => ForeignForm::Views,
                Format::MassMobilization => ForeignForm::MassMobilization,
            }),
            mapping: self.columns.clone(),
            order: self.date_order.map(|order| match order {
                Order::Dmy => DateOrder::DayMonthYear,
                Order::Mdy => DateOrder::MonthDayYear,
                Order::Ymd => DateOrder::YearMonthDay,
            }),
            countries: self.countries.clone(),
            unit: self.unit,
            covers: self.covers,
            published: self.published,
            kinds: self.kinds.clone(),
            source: self.source.clone(),
            licence: self.licence.clone(),
            keep_classes: self.keep_classes,
            share: self.share,
            update: self.update,
        }
    }
}

fn input(path: &PathBuf) -> Result<Input, Fail> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    let refuse =
        |why: String| Fail::input(format!("cannot read `{}`: {why}", path.display()), "name a CSV file of events");
    match read {
        Ok(length) if length as u64 <= MOST_BYTES => Ok(Input { path: path.clone(), bytes }),
        Ok(_) => Err(refuse(format!("it has more than {} MB", MOST_BYTES >> 20))),
        Err(error) => Err(refuse(error.to_string())),
    }
}

/// Largest file of events: all of UCDP GED is half of it.
const MOST_BYTES: u64 = 512 << 20;

/// The failure of what could not be written into a scenario.
pub fn refused(error: ImportError) -> Fail {
    match error {
        ImportError::Scenario(error) => error.into(),
        ImportError::Unwritable { .. } => Fail::Kept(miette::miette!("{error}")),
        error => {
            let help = error.help();
            let message = error.to_string();
            match help {
                Some(help) => Fail::input(message, help),
                None => Fail::input(message, "see righting import --help"),
            }
        }
    }
}

/// `FROM..TO`, or one day.
fn span(text: &str) -> Result<(Date, Date), String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let day =
        |text: &str| text.trim().parse::<Date>().map_err(|_| "expected days such as 2022-01-01..2022-01-31".to_owned());
    Ok((day(from)?, day(to)?))
}
