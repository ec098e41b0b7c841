// Bands and paired differences over replicates, by the definitions of the program's own tables.

import type { Done } from "./protocol.ts";

/** How columns of a replicate lie: by quantity and day for the nation, then by quantity, day and region. */
export interface Layout {
  quantities: number;
  days: number;
  regions: number;
}

/** Index of a value; region -1 is the nation. */
export function index({ quantities, days, regions }: Layout, region: number, quantity: number, day: number): number {
  if (region < 0) return quantity * days + day;
  return quantities * days + (quantity * days + day) * regions + region;
}

/** Quantile of sorted values, linear between order statistics. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export interface BandDay {
  day: number;
  p5: number;
  p50: number;
  p95: number;
}

/** The band of a quantity by day. */
export function band(runs: Done[], layout: Layout, region: number, quantity: number): BandDay[] {
  if (runs.length === 0) return [];
  return Array.from({ length: layout.days }, (_, day) => {
    const at = index(layout, region, quantity, day);
    const sorted = Float64Array.from(runs, (run) => run.columns[at] ?? NaN).sort();
    return { day, p5: quantile(sorted, 0.05), p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
  });
}

/** A paired difference: change less base. */
export interface Difference {
  base: number;
  change: number;
  mean: number;
  /** Standard error of the mean; 0 where no pair differs. */
  error: number;
  p5: number;
  p95: number;
  pairs: number;
  /** Pairs in which one of the two never got there. */
  left: number;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The difference of paired values; null with fewer than two pairs. */
export function difference(values: [number, number][]): Difference | null {
  const finite = values.filter(([base, change]) => Number.isFinite(base) && Number.isFinite(change));
  if (finite.length < 2) return null;
  const gaps = finite.map(([base, change]) => change - base);
  const middle = mean(gaps);
  const spread = gaps.reduce((sum, gap) => sum + (gap - middle) ** 2, 0) / (gaps.length - 1);
  const sorted = [...gaps].sort((a, b) => a - b);
  return {
    base: mean(finite.map(([base]) => base)),
    change: mean(finite.map(([, change]) => change)),
    mean: middle,
    error: Math.sqrt(spread / gaps.length),
    p5: quantile(sorted, 0.05),
    p95: quantile(sorted, 0.95),
    pairs: finite.length,
    left: values.length - finite.length,
  };
}

/** Whether a mean difference can be told from none: beyond two standard errors. */
export const isTold = ({ mean, error }: Difference): boolean => Math.abs(mean) > 2 * error;
