//! The text of the scenario file and of its tables.

use std::fmt::Write as _;

use righting_data::Mark;

use crate::country::Country;
use crate::figures::{Figure, Figures, GOVERNANCE};
use crate::kinds;
use crate::quality::DataQuality;
use crate::request::Request;
use crate::sites::{Site, sites};
use crate::spread::Spread;
use crate::territory::Territory;
use crate::world::World;

const ACTS: &str = include_str!("../templates/acts.toml");
/// Everything that names a parameter of the model.
const PARAMETERS: &str = include_str!("../templates/parameters.toml");

/// Places with at least as many residents are towns.
pub(crate) const URBAN_FLOOR: u32 = 10_000;
/// Share of the armed forces that the example of reinforcement sends.
const SENT: f64 = 0.02;
const DAYS_IN_YEAR: f64 = 365.0;

/// All that goes into the files of a scenario.
pub(crate) struct Case<'c> {
    pub world: &'c World,
    pub country: &'c Country,
    pub request: &'c Request,
    pub figures: &'c Figures,
    pub spread: &'c Spread<'c>,
    pub quality: &'c DataQuality,
    pub id: &'c str,
}

impl Case<'_> {
    /// `scenario.toml`.
    pub fn scenario(&self) -> String {
        let mut text = self.head();
        text += &self.nation();
        text += &self.acts();
        text.push_str("\n[hypotheses] # contested accounts, each a switch\norganisers = false\narmed_groups = false\nelite_split = false\n\n");
        text += PARAMETERS;
        text + &self.origins()
    }

    fn head(&self) -> String {
        let (name, start, days) = (&self.country.name, self.request.start, self.request.days);
        let mut description = format!(
            "{name} from {start} on, {days} days, made by `righting new` from packed tables of the world. Nothing here \
             was fitted to {name}: numbers of people are of no use before they were held against what is known of it. \
             Nothing of {} or later was read, but for the places, which are of today and scaled.",
            start.year()
        );
        for territory in self.disputed() {
            let _ = write!(description, " {}", self.sentence(territory));
        }
        let reason = match self.quality.missing.as_slice() {
            [] => {
                "Population by region and place by rule, from national counts and the gazetteer; no record of events."
                    .to_owned()
            }
            missing => format!(
                "Population by region and place by rule; no record of events. Missing or weak: {}.",
                missing.join(", ")
            ),
        };
        format!(
            "# {name}, {days} days from {start}.\n#\n# Written by `righting new`. Every number has a row in `[[source]]` at the \
             end or in sources.csv; SOURCES.md says what was\n# missing and what replaced it. Money is in US dollars. Change \
             anything; `righting explain` shows what a change means.\n\nformat = 1\nid = {}\ntitle = {}\ndescription = \
             {}\n\n[quality]\nlabel = \"{}\"\nreason = {}\n\n[time]\nstart = {start}\ndays = {days}\n\n",
            quoted(self.id),
            quoted(&format!("{name}, {}", start.year())),
            quoted(&description),
            self.quality.label.name(),
            quoted(&reason),
        )
    }

    fn nation(&self) -> String {
        let figures = self.figures;
        let mut text = format!(
            "[country]\nname = {}\niso3 = \"{}\"\ncurrency = \"USD\" # no rates of exchange are packed; only ratios of \
             incomes act\nregions = \"regions.csv\"\nplaces = \"places.csv\"\nfacilities = \"facilities.csv\"\nboundaries = \
             \"regions.geojson\"\n",
            quoted(&self.country.name),
            self.country.code,
        );
        let _ = writeln!(text, "gini = {:.3} {}", figures.gini.value, remark(&figures.gini));
        let _ = writeln!(text, "poverty_rate = {:.1} {}", figures.poverty.value, remark(&figures.poverty));
        text.push_str("income_variance_between = 0.0 # assumed (0.0-0.1): no incomes by region are packed\n");
        let _ = writeln!(text, "output_per_day = {} {}", self.output(), remark(&figures.product));
        text.push_str("\n[country.governance]\n");
        for (name, figure) in GOVERNANCE.iter().zip(&figures.governance) {
            let _ = writeln!(text, "{name} = {:.3} {}", figure.value, remark(figure));
        }
        text.push_str("\n[records]\nsources = \"sources.csv\"\n\n");
        text
    }

    /// Product, billions of dollars a day.
    fn output(&self) -> String {
        significant(self.figures.product.value * self.moved() / DAYS_IN_YEAR / 1e9)
    }

    /// Residents of the scenario over those of the country as in the data.
    fn moved(&self) -> f64 {
        f64::from(self.spread.residents()) / f64::from(self.figures.residents.people)
    }

    fn acts(&self) -> String {
        let seat = self.spread.regions.iter().find(|region| region.national).unwrap_or(&self.spread.regions[0]);
        let last = i64::from(self.request.days - 1);
        let day = |n: i64| self.request.start.saturating_add(jiff::Span::new().days(n.min(last))).to_string();
        let (units, armed) = match &self.figures.armed {
            Some(figure) => {
                let people = figure.value * SENT;
                let said = format!(
                    "a fiftieth of the armed forces of {} ({:.0})",
                    figure.year.unwrap_or_default(),
                    figure.value
                );
                (format!("{:.1}", people.max(1.0).round()), said)
            }
            None => (
                format!("{:.1}", (f64::from(self.spread.residents()) / 1e4).ceil()),
                "one in 10,000 residents: the armed forces are not known".to_owned(),
            ),
        };
        ACTS.replace("{{prices}}", &self.prices())
            .replace("{{kinds}}", &kinds::sizes())
            .replace("{{region}}", &seat.id)
            .replace("{{place}}", &seat.capital.to_string())
            .replace("{{day1}}", &day(1))
            .replace("{{day2}}", &day(2))
            .replace("{{day3}}", &day(5))
            .replace("{{units}}", &units)
            .replace("{{armed}}", &armed)
    }

    fn prices(&self) -> String {
        let mut text = String::new();
        for rise in &self.request.prices {
            let _ = write!(
                text,
                "\n[[shock]]\nid = {}\nlabel = {}\nkind = \"price\"\nat = {}T00:00\nrise = \"{} %\" # as asked for\n",
                quoted(&rise.id()),
                quoted(&format!("Price of {}: {:+} %", rise.good, rise.percent)),
                rise.day,
                rise.percent,
            );
        }
        text
    }

    fn origins(&self) -> String {
        let figures = self.figures;
        let mut text = String::from(
            "\n# ---------------------------------------------------------------- sources of the numbers above\n",
        );
        let asked = "asked for";
        text += &origin("time", "assumed", asked, Some((f64::from(self.request.days), f64::from(self.request.days))));
        text += &figure_origin("country.gini", &figures.gini, 1.0);
        text += &figure_origin("country.poverty_rate", &figures.poverty, 1.0);
        text += &origin(
            "country.income_variance_between",
            "assumed",
            "no incomes by region are packed, so the whole variance stays inside places",
            Some((0.0, 0.1)),
        );
        text += &figure_origin("country.output_per_day", &figures.product, self.moved() / DAYS_IN_YEAR / 1e9);
        for (name, figure) in GOVERNANCE.iter().zip(&figures.governance) {
            text += &figure_origin(&format!("country.governance.{name}"), figure, 1.0);
        }
        for rise in &self.request.prices {
            let ratio = 1.0 + rise.percent / 100.0;
            text += &origin(&rise.id(), "assumed", asked, Some((ratio, ratio)));
        }
        text
    }

    /// `regions.csv`.
    pub fn regions(&self) -> String {
        let income = significant(self.figures.product.value / f64::from(self.figures.residents.people) / 12.0);
        let rows = self.spread.regions.iter().map(|region| {
            let own = [&region.id, &region.unit.name, &region.unit.iso3166_2].map(Clone::clone);
            own.into_iter()
                .chain([region.capital.to_string(), region.residents.to_string(), income.clone()])
                .collect::<Vec<_>>()
        });
        csv_text(&["id", "name", "iso3166_2", "capital", "population", "income_month"], rows)
    }

    /// `places.csv`.
    pub fn places(&self) -> String {
        let header = [
            "id",
            "name",
            "region",
            "kind",
            "latitude",
            "longitude",
            "population",
            "urban",
            "income_index",
            "producer_km",
            "past_killings",
            "seat",
            "security_weight",
        ];
        let mut rows = Vec::new();
        for region in &self.spread.regions {
            let seat = |id: u32| match (id == region.capital, region.national) {
                (true, true) => "national",
                (true, false) => "region",
                _ => "none",
            };
            let row = |id: u32, name: &str, kind: &str, (latitude, longitude): (f64, f64), people: u32| {
                let urban = kind == "city" && people >= URBAN_FLOOR;
                vec![
                    id.to_string(),
                    name.to_owned(),
                    region.id.clone(),
                    kind.to_owned(),
                    format!("{latitude:.3}"),
                    format!("{longitude:.3}"),
                    people.to_string(),
                    u8::from(urban).to_string(),
                    "1".to_owned(),
                    "0".to_owned(),
                    "0".to_owned(),
                    seat(id).to_owned(),
                    "1".to_owned(),
                ]
            };
            rows.extend(region.places.iter().map(|(town, people)| row(town.id, &town.name, "city", town.at, *people)));
            if region.rest > 0 {
                let name = format!("{} (rest)", region.unit.name);
                rows.push(row(region.rest_id, &name, "rest", region.unit.rest, region.rest));
            }
        }
        csv_text(&header, rows)
    }

    /// `facilities.csv`.
    pub fn facilities(&self) -> String {
        let row = |site: Site| {
            let [place, guards] = [site.place, site.guards].map(|number| number.to_string());
            vec![site.id, place, site.name, site.kind.to_owned(), guards, "by rule".to_owned()]
        };
        csv_text(&["id", "place", "name", "kind", "guards", "source"], sites(&self.spread.regions).into_iter().map(row))
    }

    /// Territories of which pages about this country must speak.
    pub fn disputed(&self) -> impl Iterator<Item = &Territory> {
        self.world.territories().iter().filter(|territory| territory.concerns(&self.country.code))
    }

    /// What is done with a territory here, in words.
    pub fn sentence(&self, territory: &Territory) -> String {
        let to = self.world.belongs(territory, &self.request.boundaries);
        if to == territory.data {
            return territory.sentence.clone();
        }
        let whom = self.world.by_code(to).map_or_else(|| "no country".to_owned(), |country| country.name.clone());
        format!(
            "By choice of whoever made this scenario, {} is counted with {whom}. Its status is disputed.",
            territory.name
        )
    }
}

/// Year and mark of a figure, as a comment.
fn remark(figure: &Figure) -> String {
    let year = figure.year.map_or_else(|| "no year".to_owned(), |year| year.to_string());
    match figure.mark {
        Mark::Assumed => format!("# assumed ({}-{}), {year}", significant(figure.prior.0), significant(figure.prior.1)),
        mark => format!("# {}, {year}", mark.name()),
    }
}

fn figure_origin(path: &str, figure: &Figure, factor: f64) -> String {
    let year = figure.year.map_or_else(String::new, |year| format!(", {year}"));
    let prior = (figure.mark == Mark::Assumed).then_some((figure.prior.0 * factor, figure.prior.1 * factor));
    let mark = if figure.mark == Mark::Assumed { "assumed" } else { "read" };
    origin(path, mark, &format!("{}{year} ({})", figure.source, figure.licence), prior)
}

fn origin(path: &str, mark: &str, source: &str, prior: Option<(f64, f64)>) -> String {
    let prior = prior.map_or_else(String::new, |(low, high)| {
        format!("prior = [{}, {}]\n", significant(low.min(high)), significant(high.max(low)))
    });
    format!("\n[[source]]\npath = {}\nmark = \"{mark}\"\nsource = {}\n{prior}", quoted(path), quoted(source))
}

/// A number to four significant digits, with a decimal point, as TOML needs it.
pub(crate) fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0.0".to_owned();
    }
    let digits = (3.0 - libm::floor(libm::log10(value.abs()))).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.digits$}");
    if !text.contains('.') {
        return format!("{text}.0");
    }
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

pub(crate) fn csv_text(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("memory can be written");
    for row in rows {
        writer.write_record(row).expect("memory can be written");
    }
    String::from_utf8(writer.into_inner().expect("memory can be written")).expect("what went in is UTF-8")
}

#[cfg(test)]
mod tests {
    use super::{quoted, significant};

    #[test]
    fn numbers_and_texts_as_toml_has_them() {
        assert_eq!(
            [0.0, 1.4, 0.012_345_6, 12_345.6, 1e-7].map(significant),
            ["0.0", "1.4", "0.01235", "12346.0", "0.0000001"]
        );
        assert_eq!(quoted("a \"b\" \\"), "\"a \\\"b\\\" \\\\\"");
    }
}
