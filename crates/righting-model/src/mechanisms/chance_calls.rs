//! Chance calls to gather: how protest at rest begins, and returns on its weekday.
//!
//! Chance calls are a Poisson process in space and time, of intensity `rate` times people times (e / e0)^attention, more on
//! free days. Each is heard about its centre, with a weight of sqrt(variance of the ear / of ear and cell) in each
//! direction, and has a size of its own, log-normal, s0 / (1 + s0 / cap): an affront to those who hear it, and a reason
//! to go at once. The more hear it the smaller it is, (H / 100,000)^-hearers: who calls brings their own people, and those
//! are little more in a large city. Some are called again after a week, others after days. Calls are what makes crowds of
//! one place and day: heavier frailty of place and day failed in their stead, and so did news as the carrier of weekly
//! returns.

use crate::draw::{Draws, Purpose, uniform, uniform_f32};
use crate::equations::smaller;
use crate::math;
use crate::mechanisms::affront;
use crate::mechanisms::calls::CallsParameters;
use crate::mechanisms::joining::{self, JoiningParameters};
use crate::mechanisms::pool::PoolParameters;
use crate::space::cells::Cell;
use crate::space::sphere::{earth, moved, squared};
use crate::stage::Stage;
use crate::world::Call;

/// Lanes of the draws of a call: whether it is made, where it is, how large, and what follows it.
const WHETHER: u8 = 0;
const WHERE: u8 = 1;
const SIZE: u8 = 2;
const NEXT: u8 = 3;

/// People who hear a call of the size that parameters state.
const USUAL_HEARERS: f64 = 1e5;

/// Makes the chance calls of the day, and lets those of today be heard.
pub(crate) fn chance_calls(stage: &mut Stage) -> Result<(), String> {
    if !stage.is_morning() {
        return Ok(());
    }
    let own = stage.parameters::<CallsParameters>();
    for polity in 0..stage.world.polities.len() {
        draw_day(stage, polity);
        if own.rate > 0.0 {
            chance(stage, &own, polity);
        }
    }
    let today = stage.today();
    stage.world.called.fill(0.0);
    let (due, later): (Vec<Call>, Vec<Call>) =
        std::mem::take(&mut stage.world.calls).into_iter().partition(|call| call.day == today);
    stage.world.calls = later;
    for call in due {
        hear(stage, &own, &call);
        repeat(stage, &own, &call);
    }
    Ok(())
}

/// What the days of a polity differ by: how hard its forces act, means of exponentials, and its mood.
fn draw_day(stage: &mut Stage, polity: usize) {
    let (draws, today) = (stage.polity_draws(polity), stage.today());
    let [a, b, c, d] = draws.block(Purpose::Day, 0, today);
    let [e, ..] = draws.block(Purpose::Day, 1, today);
    let unit = |word: u32| f64::from(math::exponential_f32(word));
    let mood = |day: u32| draws.normals(Purpose::Day, 2, day)[0];
    let polity = &mut stage.world.polities[polity];
    polity.zeal = [(unit(a) + unit(b) + unit(c)) / 3.0, (unit(d) + unit(e)) / 2.0];
    polity.moods = [mood(today), mood(today + 1)];
}

/// New calls of a polity: those that would be made at rest, and those that the affront adds. Each is drawn by its day and
/// for itself, so that a past crisis changes none of the calls of a later day.
fn chance(stage: &mut Stage, own: &CallsParameters, polity: usize) {
    let today = stage.today();
    let weekday = joining::weekday(&stage.parameters::<JoiningParameters>(), stage.setup.calendar.is_free(today));
    let attention = attention(stage, own, polity, affront::at_rest(stage));
    let pool = stage.parameters::<PoolParameters>();
    let size = own.size * smaller(affront::usual_share(), pool.share, pool.affront);
    for stream in [0, 1] {
        let mut sum = 0.0;
        let add = |cell: &Cell| {
            let weight = if stream == 0 { 1.0 } else { attention[cell.place] - 1.0 };
            sum += if cell.polity == polity { f64::from(cell.residents) * weight } else { 0.0 };
            sum
        };
        let cumulative: Vec<f64> = stage.landscape.cells.iter().map(add).collect();
        let mut left = own.rate * 1e-6 * sum * weekday;
        for number in (today << 13 | stream << 12).. {
            let draws = stage.polity_draws(polity);
            left -= f64::from(math::exponential_f32(draws.block(Purpose::Call, WHETHER, number)[0]));
            if left < 0.0 {
                break;
            }
            let call = place(stage, own, polity, &cumulative, size, number);
            stage.world.calls.push(call);
        }
    }
}

/// Where a call is, how far it is heard and how large it is; `cumulative` are weights of the cells.
fn place(stage: &Stage, own: &CallsParameters, polity: usize, cumulative: &[f64], size: f64, number: u32) -> Call {
    let draws = stage.polity_draws(polity);
    let [a, b, c, d] = draws.block(Purpose::Call, WHERE, number).map(|word| f64::from(uniform_f32(word)));
    let sum = cumulative[cumulative.len() - 1];
    let at = cumulative.partition_point(|&until| until <= a * sum).min(cumulative.len() - 1);
    let cell = &stage.landscape.cells[at];
    let (out, angle) = (cell.radius * math::sqrt(b), std::f64::consts::TAU * c);
    let (latitude, longitude) = moved(cell.latitude, cell.longitude, out * libm::sin(angle), out * libm::cos(angle));
    let [z, _] = draws.normals(Purpose::Call, SIZE, number);
    let mut call = Call {
        day: stage.today(),
        polity,
        point: earth(latitude, longitude),
        radius: own.nearest * math::pow(own.farthest / own.nearest, d),
        ln_size: math::ln(size.max(1e-12)) + own.spread * z,
        number,
    };
    call.ln_size -= own.hearers * math::ln(hearers(stage, &call).max(1.0) / USUAL_HEARERS);
    call
}

/// How much of a call a cell hears; 0 where none.
fn heard(call: &Call, cell: &Cell) -> f64 {
    let ear = 0.25 * call.radius * call.radius;
    let variance = ear + 0.5 * cell.radius * cell.radius;
    let distance = squared(&cell.point, &call.point);
    let heard = cell.polity == call.polity && distance < 9.0 * variance;
    if heard { ear / variance * math::exp(-0.5 * distance / variance) } else { 0.0 }
}

/// How many people hear a call.
fn hearers(stage: &Stage, call: &Call) -> f64 {
    stage.landscape.cells.iter().map(|cell| f64::from(cell.residents) * heard(call, cell)).sum()
}

/// How many more call in each place than at rest, by the affront.
fn attention(stage: &Stage, own: &CallsParameters, polity: usize, rest: f64) -> Vec<f64> {
    let outrage = stage.world.polities[polity].outrage;
    let more = |affront: &f64| {
        let e = (rest + affront) * (1.0 + outrage);
        if e == rest { 1.0 } else { math::pow(e / rest.max(1e-9), own.attention) }
    };
    stage.world.affront.iter().map(more).collect()
}

/// Adds a call's affront to the cells that hear it.
fn hear(stage: &mut Stage, own: &CallsParameters, call: &Call) {
    let size = math::exp(call.ln_size);
    let size = size / (1.0 + size / own.cap);
    for (cell, called) in stage.landscape.cells.iter().zip(&mut stage.world.called) {
        *called += (size * heard(call, cell)) as f32;
    }
}

/// The calls that a call leads to. Their numbers come from its own, so that one more elsewhere changes none of them.
fn repeat(stage: &mut Stage, own: &CallsParameters, call: &Call) {
    let draws = stage.polity_draws(call.polity);
    let mut left = own.again;
    for child in 0.. {
        let [far, a, b, c] = draws.block_at(Purpose::Call, NEXT, child, call.number);
        left -= f64::from(math::exponential_f32(far));
        if left < 0.0 {
            return;
        }
        let week = f64::from(uniform_f32(a)) < own.weekly;
        let wait = if week { 7 } else { 1 + (own.after_days * f64::from(math::exponential_f32(b))) as u32 };
        let number = (call.number.wrapping_mul(0x9E37_79B9) ^ c) | 1 << 31;
        stage.world.calls.push(Call {
            day: call.day + wait,
            ln_size: call.ln_size + own.fading + own.drift * change(&draws, number),
            number,
            ..*call
        });
    }
}

fn change(draws: &Draws, number: u32) -> f64 {
    let [a, b, ..] = draws.block(Purpose::Call, SIZE, number);
    math::normal_quantile(uniform(a, b))
}
