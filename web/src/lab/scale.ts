// Positions of a slider and values of a parameter; numbers as a reader and as the program write them.

import type { Knob } from "./types.ts";

/** Steps of a slider from end to end. */
export const STEPS = 200;

/** Significant digits of a value that a slider sets. */
const DIGITS = 4;

export function valueAt({ low, high, log }: Knob, step: number): number {
  const share = step / STEPS;
  if (share <= 0) return low;
  if (share >= 1) return high;
  const value = log ? low * (high / low) ** share : low + (high - low) * share;
  return Number(value.toPrecision(DIGITS));
}

export function stepOf({ low, high, log }: Knob, value: number): number {
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(STEPS * Math.min(1, Math.max(0, share)));
}

/** A number of four digits at most: 0.024, 1,250, 3e-7. */
export function shown(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e7)) return String(Number(value.toPrecision(3)));
  return new Intl.NumberFormat("en-GB", { maximumSignificantDigits: DIGITS }).format(value);
}

const MINUTE = 60_000;

/** Minutes after the start as a local date and time, `2022-01-05T09:00`. */
export const timeAt = (start: string, minutes: number): string =>
  new Date(Date.parse(`${start}T00:00:00Z`) + minutes * MINUTE).toISOString().slice(0, 16);

/** Minutes after the start of a local date and time; not a number where it is none. */
export const minutesOf = (start: string, time: string): number =>
  Math.round((Date.parse(`${time.slice(0, 16)}:00Z`) - Date.parse(`${start}T00:00:00Z`)) / MINUTE);
