//! From files to sightings: every row is used, or counted with the reason why not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use righting_data::{
    Act, ConflictEvent, DataError, Foreign, ForeignForm, Mapping, Outcome, Problem, read_acled, read_acled_weekly,
    read_ged, read_mapped, read_mass_mobilization, read_views, recognise,
};

use crate::account::{Account, FileAccount, Unmatched};
use crate::atlas::{Atlas, Named, Spot};
use crate::countries::Countries;
use crate::days::Days;
use crate::error::ImportError;
use crate::found::{Found, Input, Missed};
use crate::origin::Origin;
use crate::request::Request;
use crate::sighting::Sighting;
use crate::views::month;

/// How a row of VIEWS names its country.
pub(crate) const COUNTRY_NUMBER: &str = "country_id";

/// A row on its way: the same event may stand in several.
struct Candidate {
    event: ConflictEvent,
    file: usize,
}

/// Reads files for a scenario.
pub(crate) struct Reader<'r> {
    pub request: &'r Request,
    pub atlas: &'r Atlas,
    pub days: Days,
    pub countries: Countries,
    pub account: Account,
    pub found: BTreeMap<Origin, Found>,
    unmatched: BTreeMap<(usize, String, String), Unmatched>,
    others: BTreeMap<String, usize>,
    spots: BTreeMap<String, Option<Spot>>,
}

impl<'r> Reader<'r> {
    pub fn new(request: &'r Request, atlas: &'r Atlas, days: Days, countries: Countries) -> Self {
        Self {
            request,
            atlas,
            days,
            countries,
            account: Account::default(),
            found: BTreeMap::new(),
            unmatched: BTreeMap::new(),
            others: BTreeMap::new(),
            spots: BTreeMap::new(),
        }
    }

    /// Reads the files, one after the other.
    pub fn files(&mut self, inputs: Vec<Input>) -> Result<(), ImportError> {
        let mut candidates: BTreeMap<Origin, Vec<Candidate>> = BTreeMap::new();
        for (index, input) in inputs.into_iter().enumerate() {
            let file = input.path.display().to_string();
            let form = match (&self.request.mapping, self.request.form) {
                (Some(_), _) => None,
                (None, Some(form)) => Some(form),
                (None, None) => Some(recognise(&input.bytes, &file)?),
            };
            let name = input.path.file_name().map_or_else(|| file.clone(), |name| name.to_string_lossy().into_owned());
            let origin = Origin::of(form, &name, self.request);
            self.account.files.push(FileAccount {
                file: file.clone(),
                form: form.map_or("columns", ForeignForm::name).to_owned(),
                source: origin.source.clone(),
                licence: origin.licence.clone(),
                ..FileAccount::default()
            });
            if form == Some(ForeignForm::Views) {
                let read = read_views(&input.bytes, &file)?;
                let rows = self.told(index, read);
                self.outcomes(index, &origin, &rows);
                continue;
            }
            let read = events(&input.bytes, &file, form, self.request)?;
            let events = self.told(index, read);
            let kept = candidates.entry(origin).or_default();
            kept.extend(events.into_iter().map(|event| Candidate { event, file: index }));
        }
        for (origin, candidates) in candidates {
            self.events(&origin, candidates);
        }
        self.account.unmatched = std::mem::take(&mut self.unmatched).into_values().collect();
        self.account.other_countries = std::mem::take(&mut self.others).into_iter().collect();
        self.account.other_countries.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(())
    }

    /// Counts the rows of a file and tells those that could not be read.
    fn told<T>(&mut self, file: usize, read: Foreign<T>) -> Vec<T> {
        let account = &mut self.account.files[file];
        account.read = read.rows.len() + read.malformed.len();
        account.unreadable = read.malformed.len();
        self.account.unreadable.extend(read.malformed.iter().map(ToString::to_string));
        let dates =
            |error: &DataError| matches!(&*error.problem, Problem::Ambiguous { todo, .. } if todo.contains("order"));
        if read.malformed.iter().any(dates) {
            let told = "dates in numbers alone can mean two days: --date-order dmy, mdy or ymd says which";
            self.account.notes.push(format!("{}: {told}", self.account.files[file].file));
        }
        self.account.notes.extend(read.notes.iter().map(ToString::to_string));
        read.rows
    }

    /// The events of an origin, each once, whatever the order of rows and files.
    fn events(&mut self, origin: &Origin, mut candidates: Vec<Candidate>) {
        // Of the rows of one event the latest version counts; of several equally late the first in the order of content.
        candidates.sort_by(|a, b| order(&a.event).cmp(&order(&b.event)));
        let mut last: Option<String> = None;
        let mut events = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let id = &candidate.event.id;
            if !id.is_empty() && last.as_ref() == Some(id) {
                self.account.files[candidate.file].repeated += 1;
                continue;
            }
            last = Some(id.clone());
            events.push(candidate);
        }
        let of_origin = |file: &&FileAccount| (&file.source, &file.licence) == (&origin.source, &origin.licence);
        let unreadable = self.account.files.iter().filter(of_origin).map(|file| file.unreadable).sum();
        let mut found = Found { latest: Some(Date::MIN), unreadable, ..Found::default() };
        for Candidate { event, file } in events {
            found.span = spanned(found.span, event.date, event.date_end);
            found.has_demonstrations |= event.act != Act::Other;
            let published = event.published.or(self.request.published);
            found.latest = found.latest.zip(published).map(|(latest, published)| latest.max(published));
            if let Some(sighting) = self.sighting(&event, file, published, &mut found) {
                self.account.files[file].used += 1;
                found.sightings.push(sighting);
            }
        }
        found.latest = found.latest.filter(|latest| *latest > Date::MIN);
        found.sightings.sort();
        self.found.insert(origin.clone(), found);
    }

    /// The sighting of an event; `None` where it is counted as something else.
    fn sighting(
        &mut self,
        event: &ConflictEvent,
        file: usize,
        published: Option<Date>,
        found: &mut Found,
    ) -> Option<Sighting> {
        if !self.countries.is_own(&event.country) {
            self.account.files[file].outside_country += 1;
            *self.others.entry(event.country.clone()).or_default() += 1;
            return None;
        }
        found.own += 1;
        let kinds = &self.request.kinds;
        if !kinds.is_empty() && !kinds.iter().any(|kind| kind.eq_ignore_ascii_case(&event.kind)) {
            self.account.files[file].other_kinds += 1;
            found.leaves_out_demonstrations |= event.act != Act::Other;
            return None;
        }
        let Some(days) = self.days.part(event.date, event.date_end) else {
            self.account.files[file].outside_days += 1;
            return None;
        };
        let named = Named {
            region: &event.admin1,
            place: &event.location,
            code: event.place,
            at: event.coordinates,
            is_exact: self.account.files[file].form != ForeignForm::AcledWeekly.name(),
        };
        let Some(spot) = self.spot(named) else {
            self.miss(file, event.line, named);
            let ConflictEvent { act, deaths, detained, .. } = *event;
            found.missed.push(Missed { first: days.first, last: days.last, act, deaths, detained });
            return None;
        };
        Some(Sighting {
            spot,
            region: self.atlas.region_of(spot),
            first: days.first,
            last: days.last,
            act: event.act,
            events: event.events,
            crowd: event.crowd,
            deaths: event.deaths,
            detained: event.detained,
            classes: event.classes.clone(),
            published,
        })
    }

    /// Where a row belongs; rows that say the same are looked up once.
    fn spot(&mut self, named: Named<'_>) -> Option<Spot> {
        let at = named.at.map(|(north, east)| (north.to_bits(), east.to_bits()));
        let key = format!("{}\u{1f}{}\u{1f}{:?}{at:?}{}", named.region, named.place, named.code, named.is_exact);
        if let Some(spot) = self.spots.get(&key) {
            return *spot;
        }
        let spot = self.atlas.find(named);
        self.spots.insert(key, spot);
        spot
    }

    /// Counts a row that names no place of the scenario.
    fn miss(&mut self, file: usize, line: usize, named: Named<'_>) {
        self.account.files[file].unmatched += 1;
        let place = match (named.place, named.at) {
            ("", Some((north, east))) => format!("{north}, {east}"),
            (place, _) => place.to_owned(),
        };
        let name = self.account.files[file].file.clone();
        let entry = self.unmatched.entry((file, named.region.to_owned(), place.clone()));
        let unmatched = entry.or_insert_with(|| Unmatched {
            file: name,
            lines: Vec::new(),
            region: named.region.to_owned(),
            place,
            nearest: self.atlas.nearest(named),
        });
        unmatched.lines.push(line);
        unmatched.lines.sort_unstable();
    }

    /// The months of a table of VIEWS.
    fn outcomes(&mut self, file: usize, origin: &Origin, rows: &[Outcome]) {
        let mut found = self.found.remove(origin).unwrap_or_default();
        for outcome in rows {
            let spot = match (outcome.cell, self.request.unit) {
                (Some((north, east)), _) => {
                    self.spot(Named { region: "", place: "", code: None, at: Some((north, east)), is_exact: false })
                }
                (None, Some(unit)) => (unit == outcome.unit).then_some(Spot::Nation),
                (None, None) => {
                    let place = format!("{COUNTRY_NUMBER} {}", outcome.unit);
                    self.miss(
                        file,
                        outcome.line,
                        Named { region: "", place: &place, code: None, at: None, is_exact: false },
                    );
                    continue;
                }
            };
            let Some(spot) = spot else {
                self.account.files[file].outside_country += 1;
                continue;
            };
            match month(outcome, self.atlas.region_of(spot), self.days) {
                Some(month) => {
                    self.account.files[file].used += 1;
                    found.months.push(month);
                }
                None => self.account.files[file].outside_days += 1,
            }
        }
        found.months.sort_by(|a, b| a.key().cmp(&b.key()).then(a.deaths.total_cmp(&b.deaths)));
        self.found.insert(origin.clone(), found);
    }
}

fn events(
    bytes: &[u8],
    file: &str,
    form: Option<ForeignForm>,
    request: &Request,
) -> Result<Foreign<ConflictEvent>, ImportError> {
    let order = request.order;
    let read = match (form, &request.mapping) {
        (Some(ForeignForm::AcledWeekly), _) => read_acled_weekly(bytes, file, order),
        (Some(ForeignForm::Ged), _) => read_ged(bytes, file, order),
        (Some(ForeignForm::MassMobilization), _) => read_mass_mobilization(bytes, file, order),
        (None, Some(mapping)) => read_mapped(bytes, file, mapping as &Mapping, order),
        _ => read_acled(bytes, file, order),
    };
    Ok(read?)
}

/// An order of rows by event and then by what they say, so that it does not matter how they stand in the file.
fn order(event: &ConflictEvent) -> impl Ord + '_ {
    let at = event.coordinates.map(|(north, east)| (north.to_bits(), east.to_bits()));
    let counts = (event.events, event.crowd, event.deaths, event.detained);
    let names = (event.country.as_str(), event.admin1.as_str(), event.location.as_str(), event.place, at);
    let published = std::cmp::Reverse(event.published);
    (
        event.id.as_str(),
        published,
        event.date,
        event.date_end,
        event.kind.as_str(),
        event.act,
        names,
        counts,
        event.line,
    )
}

fn spanned(span: Option<(Date, Date)>, first: Date, last: Date) -> Option<(Date, Date)> {
    Some(span.map_or((first, last), |(from, to)| (from.min(first), to.max(last))))
}
