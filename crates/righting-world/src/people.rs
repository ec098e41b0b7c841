//! Residents of a country in a year, from what was counted before it.

use crate::country::Country;
use crate::counts::Counts;
use crate::world::World;

/// Residents, and how they were found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Residents {
    pub people: u32,
    /// Years of the counts used; none where only the gazetteer's undated figure is at hand.
    pub years: Vec<i16>,
    /// Countries taken off, as they are counted within.
    pub less: Vec<String>,
}

impl World {
    /// Residents in a year, from counts of years before `start`.
    pub(crate) fn residents(&self, country: &Country, year: i16, start: i16) -> Residents {
        let Some((people, years)) = counted(&self.counts, &country.code, year, start) else {
            return Residents { people: whole(country.people_now), years: Vec::new(), less: Vec::new() };
        };
        let parts = self.parts(country);
        let less: f64 = parts.iter().map(|part| part.people_now).sum();
        let whole = whole(people * (1.0 - less / self.total_now(country)));
        Residents { people: whole, years, less: parts.iter().map(|part| part.name.clone()).collect() }
    }

    /// Residents today, to which the gazetteer's figures belong.
    pub(crate) fn people_now(&self, country: &Country) -> f64 {
        self.total_now(country) - self.parts(country).iter().map(|part| part.people_now).sum::<f64>()
    }

    fn total_now(&self, country: &Country) -> f64 {
        country.people_now
    }

    /// Countries of their own whose people the count of this one holds too.
    fn parts(&self, country: &Country) -> Vec<&Country> {
        let within = |other: &&Country| other.counted_within.as_deref() == Some(&country.code);
        self.countries.iter().filter(within).collect()
    }
}

/// The count at a year, carried on from the last two of the years before `start` at the rate between them.
fn counted(counts: &Counts, code: &str, year: i16, start: i16) -> Option<(f64, Vec<i16>)> {
    let known: Vec<(i16, f64)> = counts.get(code)?.iter().filter(|(at, _)| *at < start).copied().collect();
    let &(last, people) = known.last()?;
    let Some(&(first, before)) = known.len().checked_sub(2).map(|index| &known[index]) else {
        return Some((people, vec![last]));
    };
    if let Some(pair) = known.windows(2).find(|pair| (pair[0].0..=pair[1].0).contains(&year)) {
        return Some((grown(pair[0], pair[1], year), vec![pair[0].0, pair[1].0]));
    }
    Some((grown((first, before), (last, people), year), vec![first, last]))
}

/// Growth at a constant rate through two counts.
fn grown((first, before): (i16, f64), (last, after): (i16, f64), year: i16) -> f64 {
    let along = f64::from(year - last) / f64::from(last - first);
    after * libm::pow(after / before, along)
}

fn whole(people: f64) -> u32 {
    people.round().clamp(1.0, 2e9) as u32
}
