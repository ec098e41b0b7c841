// One region's course as a chart of the size of a stamp.

import { middle } from "./bands.ts";
import { utc } from "./format.ts";
import type { Model } from "./model.ts";
import type { RecordRow, Series } from "./report.ts";

export const WIDTH = 168;
export const HEIGHT = 96;
/** Room for the name above and the days below. */
const TOP = 20;
const BOTTOM = 14;
const DAY_MS = 86_400_000;

export interface SmallView {
  /** The value at the upper edge. */
  top: number;
  log: boolean;
  days: [number, number];
  /** From people to what is shown. */
  scaled: (value: number) => number;
}

export interface Mark {
  x: number;
  y: number;
  inside: boolean;
}

/** Heights and days of a chart as positions. */
function scales({ top, log, days: [from, to] }: SmallView) {
  const part = (value: number) => (log ? Math.log1p(value) / Math.log1p(top) : value / top);
  return {
    x: (day: number) => 1 + ((day - from) / Math.max(1, to - from)) * (WIDTH - 2),
    y: (value: number) => HEIGHT - BOTTOM - Math.min(1, part(value)) * (HEIGHT - BOTTOM - TOP),
  };
}

/** Where a day stands. */
export const across = (day: number, view: SmallView): number => scales(view).x(day);
export const BASE = HEIGHT - BOTTOM;

/** Paths of the two bands and of the median. */
export function courses(series: Series, view: SmallView): { outer: string; inner: string; median: string } {
  const { x, y } = scales(view);
  const [from, to] = view.days;
  const along = (values: number[]) =>
    values.slice(from, to + 1).map((value, i) => `${x(from + i).toFixed(1)},${y(view.scaled(value)).toFixed(1)}`);
  const band = (low: number[], high: number[]) => `M${along(high).join("L")}L${along(low).reverse().join("L")}Z`;
  return { outer: band(series.p5, series.p95), inner: band(series.p25, series.p75), median: `M${along(series.p50).join("L")}` };
}

/** Figures of the record on the days shown: each in the middle of its interval. */
export function marks(model: Model, rows: RecordRow[], view: SmallView): Mark[] {
  const { x, y } = scales(view);
  const start = +utc(model.date(0));
  return rows.flatMap((row) => {
    const day = (+middle(row) - start) / DAY_MS;
    if (day < view.days[0] || day > view.days[1]) return [];
    const value = view.scaled((Number(row.low) + Number(row.high)) / 2);
    return [{ x: x(day), y: y(value), inside: row.inside }];
  });
}
