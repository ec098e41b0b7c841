// Classes of the map and ticks of the charts.

/** Bounds between the classes above zero, ascending: a value equal to a bound is in the class above it. */
export type Classes = number[];

/** Colours above that of zero. */
const STEPS = 7;
/** Of these, those that separate the regions of one day. */
const OF_DAY = 5;
/** What is under this reads as 0, and has the colour of 0. */
const NOTHING = 0.05;
/** Classes below those of the day reach this far down, and none is narrower than the step. */
const REACH = 1000;
const LEAST_STEP = 3;

/**
 * Classes that separate the values of one day by natural breaks of their logarithms, and below them even steps for the lower
 * values of other days. The classes are the same for every day, so that shades of different days can be compared.
 */
export function classesFor(day: number[], all: number[]): Classes {
  const upper = breaks(day, OF_DAY);
  const highest = Math.max(...all);
  const from = upper[0] ?? highest;
  const least = Math.max(NOTHING, from / REACH, Math.min(...all.filter((value) => value >= NOTHING)));
  const count = Math.min(STEPS - 1 - upper.length, Math.floor(Math.log(from / least) / Math.log(LEAST_STEP)));
  const lower = Array.from({ length: Math.max(0, count) }, (_, i) => Number((least * (from / least) ** ((i + 1) / (count + 1))).toPrecision(1)));
  return [...new Set([...lower, ...upper])];
}

/** Class of a value: 0 for none at all, then from 1. */
export const classOf = (value: number, bounds: Classes): number =>
  value < NOTHING ? 0 : 1 + bounds.filter((bound) => value >= bound).length;

/** Step of the colour ramp for a class, spread so that few classes still differ well. */
export function rampStep(cls: number, bounds: Classes): number {
  if (cls === 0) return 0;
  return bounds.length === 0 ? OF_DAY : Math.round(1 + ((cls - 1) * (STEPS - 1)) / bounds.length);
}

/**
 * Bounds, at round numbers, between at most `classes` groups of the values above zero whose logarithms differ least within the groups (Fisher
 * 1958, known to mapmakers as natural breaks).
 */
function breaks(values: number[], classes: number): number[] {
  const counts = new Map<number, number>();
  for (const value of values) if (value >= NOTHING) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts.keys()].sort((a, b) => a - b);
  const starts = grouped(sorted.map(Math.log), sorted.map((value) => counts.get(value) ?? 0), Math.min(classes, sorted.length));
  return starts.map((at) => roundest(sorted[at - 1] ?? 0, sorted[at] ?? 0));
}

/** Where the second and later of `groups` begin, by dynamic programming over the last group. */
function grouped(x: number[], weights: number[], groups: number): number[] {
  const sums = [[0, 0, 0]];
  x.forEach((value, i) => {
    const [w = 0, wx = 0, wxx = 0] = sums[i] ?? [];
    const weight = weights[i] ?? 0;
    sums.push([w + weight, wx + weight * value, wxx + weight * value * value]);
  });
  /** Weighted squares around the mean of the values from one position to before another. */
  const cost = (from: number, to: number) => {
    const [w = 0, wx = 0, wxx = 0] = (sums[to] ?? []).map((sum, i) => sum - (sums[from]?.[i] ?? 0));
    return w > 0 ? wxx - (wx * wx) / w : 0;
  };
  let best = x.map((_, i) => cost(0, i + 1));
  const begins: number[][] = [];
  for (let group = 1; group < groups; group++) {
    const before = best;
    const begin: number[] = [];
    best = x.map((_, end) => {
      let least = Infinity;
      for (let from = group; from <= end; from++) {
        const whole = (before[from - 1] ?? Infinity) + cost(from, end + 1);
        if (whole < least) [least, begin[end]] = [whole, from];
      }
      return least;
    });
    begins.push(begin);
  }
  let end = x.length - 1;
  return begins.reverse().map((begin) => {
    const from = begin[end] ?? 0;
    end = from - 1;
    return from;
  }).reverse();
}

/** The number of fewest digits over `low` and up to `high`; of several that nearest to the middle of their logarithms. */
function roundest(low: number, high: number): number {
  const middle = Math.sqrt(low * high);
  for (let digits = 1; digits <= 15; digits++) {
    const unit = 10 ** (Math.floor(Math.log10(high)) + 1 - digits);
    const [first, last] = [Math.floor(low / unit) + 1, Math.floor(high / unit)];
    if (first <= last) return Number((Math.min(last, Math.max(first, Math.round(middle / unit))) * unit).toPrecision(digits));
  }
  return high;
}

/** 0, 1, 10, 100 ... up to the highest value: ticks of an axis that keeps zero. */
export function decadeTicks(highest: number): number[] {
  const ticks = [0];
  for (let tick = 1; tick <= Math.max(1, highest); tick *= 10) ticks.push(tick);
  return ticks;
}

/** Indices of days for axis labels, about one per `gap` pixels and never closer than a day. */
export function dayTicks(days: number, width: number, gap = 64): number[] {
  const steps = [1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365];
  const step = steps.find((s) => (days / s) * gap <= width) ?? 365;
  return Array.from({ length: Math.ceil(days / step) }, (_, i) => i * step);
}
