//! An account of joining: how many were expected to join, by what moved them, and how many more or fewer by what changes that.

use std::ops::AddAssign;
use std::sync::{Arc, Mutex, PoisonError};

use righting_model::{Mechanism, Reasons, Schedule, Stage, math};
use serde::Serialize;

const DAY: u32 = 1440;

/// What moved the people of some places over some time. In people but for what is said otherwise; every number adds up
/// over places and days.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Account {
    /// Of those expected, by the affront.
    pub affront: f64,
    /// By calls to gather.
    pub call: f64,
    /// By organisers with outside support.
    pub organisers: f64,
    /// By news of others.
    pub news: f64,
    /// Who would join at an average place on an average day, were there neither forces nor a curfew.
    pub usual: f64,
    /// How many more by the day of the week.
    pub weekday: f64,
    /// How many more by what no data show: the place, its day, the mood of the nation's day.
    pub fields: f64,
    /// How many more by forces that deter; never above 0.
    pub forces: f64,
    /// How many more by a curfew; never above 0.
    pub curfew: f64,
    /// Expected to join: `usual` and what changes it, and the sum of the four reasons.
    pub expected: f64,
    /// Who joined, by chance.
    pub joined: f64,
    /// Person-days of those who could be mobilised and were ready.
    pub ready: f64,
    /// Person-days of those who could be mobilised.
    pub pool: f64,
    /// The same, had the affront been at rest and nobody called.
    pub pool_at_rest: f64,
    /// Person-days of all residents.
    pub residents: f64,
}

impl Account {
    /// Of one step of `dt` days in a cell, in which `ready` of `residents` were ready and `joined` of them joined.
    fn of(reasons: &Reasons, dt: f64, ready: f64, joined: f64, residents: f64) -> Self {
        let hazard = reasons.hazard();
        // All who are ready obey one hazard, frozen in the step: so many are expected to join, whatever moves them.
        let expected = ready * math::one_minus_exp(hazard * dt);
        // The same for each part of the hazard, in proportion.
        let per = if hazard > 0.0 { expected / hazard } else { ready * dt };
        let usual = per * reasons.sum() * reasons.hours;
        let on_the_day = usual * reasons.weekday;
        let here = on_the_day * reasons.fields();
        let past_forces = here * reasons.undeterred;
        let by = |reason: f64| if hazard > 0.0 { expected * reason / reasons.sum() } else { 0.0 };
        Self {
            affront: by(reasons.affront),
            call: by(reasons.call),
            organisers: by(reasons.organisers),
            news: by(reasons.news),
            usual,
            weekday: on_the_day - usual,
            fields: here - on_the_day,
            forces: past_forces - here,
            curfew: expected - past_forces,
            expected,
            joined,
            ready: ready * dt,
            pool: reasons.pool * residents * dt,
            pool_at_rest: reasons.pool_at_rest * residents * dt,
            residents: residents * dt,
        }
    }

    /// The account divided by a number.
    #[must_use]
    pub fn over(mut self, number: f64) -> Self {
        self.each(Self::default(), |own, _| *own /= number);
        self
    }

    fn each(&mut self, other: Self, change: impl Fn(&mut f64, f64)) {
        // Every field, so that a new one cannot be forgotten here.
        let Self {
            affront,
            call,
            organisers,
            news,
            usual,
            weekday,
            fields,
            forces,
            curfew,
            expected,
            joined,
            ready,
            pool,
            pool_at_rest,
            residents,
        } = self;
        for (own, other) in [
            (affront, other.affront),
            (call, other.call),
            (organisers, other.organisers),
            (news, other.news),
            (usual, other.usual),
            (weekday, other.weekday),
            (fields, other.fields),
            (forces, other.forces),
            (curfew, other.curfew),
            (expected, other.expected),
            (joined, other.joined),
            (ready, other.ready),
            (pool, other.pool),
            (pool_at_rest, other.pool_at_rest),
            (residents, other.residents),
        ] {
            change(own, other);
        }
    }
}

impl AddAssign for Account {
    fn add_assign(&mut self, other: Self) {
        self.each(other, |own, other| *own += other);
    }
}

/// The accounts of one replicate, by day and place.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Of each day, of every place.
    pub days: Vec<Vec<Account>>,
    /// Of the step at hand: reasons and people away, by cell, before anybody joins.
    reasons: Vec<Reasons>,
    gone: Vec<u32>,
}

/// A schedule that keeps a book of one replicate: what it does is seen and not changed.
pub(super) fn keeping(book: &Arc<Mutex<Book>>) -> Schedule {
    let schedule = Schedule::standard().before("gathering", Asked(book.clone()));
    schedule.after("gathering", Counted(book.clone()))
}

/// Asks why, before people gather.
struct Asked(Arc<Mutex<Book>>);

impl Mechanism for Asked {
    fn name(&self) -> &'static str {
        "asked"
    }

    fn title(&self) -> &'static str {
        "Why people join is asked"
    }

    fn act(&self, stage: &mut Stage) -> Result<(), String> {
        let reasons = stage.reasons();
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        book.reasons = reasons;
        book.gone.clone_from(&stage.world.crowds.gone);
        Ok(())
    }
}

/// Counts who joined.
struct Counted(Arc<Mutex<Book>>);

impl Mechanism for Counted {
    fn name(&self) -> &'static str {
        "counted"
    }

    fn title(&self) -> &'static str {
        "Who joined is counted"
    }

    fn act(&self, stage: &mut Stage) -> Result<(), String> {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Book { days, reasons, gone } = &mut *book;
        let today = (stage.now() / DAY) as usize;
        if days.len() <= today {
            days.resize(today + 1, vec![Account::default(); stage.places()]);
        }
        let (crowds, dt) = (&stage.world.crowds, stage.dt());
        for (cell, row) in stage.landscape.cells.iter().enumerate() {
            // Nobody comes back while people gather.
            let joined = f64::from(crowds.gone[cell] - gone[cell]);
            let ready = f64::from(crowds.ready[cell]) + joined;
            days[today][row.place] += Account::of(&reasons[cell], dt, ready, joined, f64::from(row.residents));
        }
        Ok(())
    }
}
