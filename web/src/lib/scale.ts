// Classes of the map and ticks of the charts.

/** Lower bounds of the classes above zero, at most five. */
export type Classes = number[];

const MOST = 5;

/**
 * Classes by powers of ten, or by half powers where that would leave under four, whose top class
 * holds the highest value. No bound is under `smallest`, the least value worth telling from zero.
 */
export function classesFor(highest: number, smallest: number): Classes {
  const bounds: number[] = [];
  for (let decade = smallest; decade <= Math.max(highest, smallest); decade *= 10) {
    bounds.push(decade, 3 * decade);
  }
  const reached = bounds.filter((bound) => bound <= Math.max(highest, smallest));
  const decades = reached.filter((_, i) => i % 2 === 0);
  return (decades.length >= 4 ? decades : reached).slice(-MOST);
}

/** Class of a value: 0 for none at all, then from 1; values under the first bound are in class 1. */
export function classOf(value: number, bounds: Classes): number {
  if (value <= 0) return 0;
  return Math.max(1, bounds.filter((bound) => value >= bound * (1 - 1e-9)).length);
}

/** Step of the colour ramp (0 to 5) for a class, spread so that few classes still differ well. */
export function rampStep(cls: number, bounds: Classes): number {
  if (cls === 0 || bounds.length <= 1) return cls === 0 ? 0 : MOST;
  return Math.round(1 + ((cls - 1) * (MOST - 1)) / (bounds.length - 1));
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
