// What the map reads from the data.

import { doubt } from "./doubt.ts";
import { NATION, type Model } from "./model.ts";
import { classesFor, classOf, rampStep, type Classes } from "./scale.ts";
import type { Level } from "./view.svelte.ts";

/** What the reader has chosen to see on the map. */
interface Shown {
  quantity: string;
  day: number;
  perCapita: boolean;
  level: Level;
}

/** A region on the day shown: the band in the unit shown, and what the map draws of it. */
export interface OnMap {
  low: number;
  mid: number;
  high: number;
  shown: number;
  /** Step of the colour ramp. */
  step: number;
  doubt: number;
}

export function onMap(model: Model, { quantity, day, perCapita, level }: Shown, classes: Classes, region: string): OnMap {
  const series = model.series(region, quantity);
  const { p5 = 0, p50 = 0, p95 = 0 } = series ? model.at(series, day) : {};
  const [low, mid, high] = [p5, p50, p95].map((value) => model.scaled(region, value, perCapita)) as [number, number, number];
  const shown = { p5: low, p50: mid, p95: high }[level];
  return { low, mid, high, shown, step: rampStep(classOf(shown, classes), classes), doubt: doubt(p5, p95) };
}

/** Classes of the medians that separate the regions on the day on which the nation's median is highest. */
export function peakClasses(model: Model, quantity: string, perCapita: boolean): Classes {
  const nation = model.series(NATION, quantity);
  const peak = nation ? model.peak(nation).day : 0;
  const courses = model.report.regions.map(({ id }) => {
    const days = model.series(id, quantity)?.p50 ?? [];
    return days.map((value) => model.scaled(id, value, perCapita));
  });
  return classesFor(courses.map((days) => days[peak] ?? 0), courses.flat());
}
