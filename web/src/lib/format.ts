// Numbers and dates as text. Dates are local calendar days: they are read and written as UTC so
// that no time zone of the reader shifts them.

import type { IsoDate, Reading } from "./report.ts";

const LOCALE = "en-GB";
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const dayMonthLong = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", timeZone: "UTC" });
const weekdayLong = new Intl.DateTimeFormat(LOCALE, {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: "UTC",
});
const full = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

export const utc = (date: IsoDate): Date => new Date(`${date.slice(0, 10)}T00:00:00Z`);
/** A day and its month stay on one line. */
const unbroken = (date: string): string => date.replace(" ", "\u00a0");
export const shortDate = (date: IsoDate): string => unbroken(dayMonth.format(utc(date)));
export const longDate = (date: IsoDate): string => unbroken(dayMonthLong.format(utc(date)));
export const fullDate = (date: IsoDate): string => full.format(utc(date));
export const weekday = (date: IsoDate): string => weekdayLong.format(utc(date));

/** 12,345; small values keep a digit, so that a mean of 0.4 deaths does not read as none. */
export function count(value: number): string {
  if (value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value)) return oneDigit.format(value);
  return whole.format(value);
}

/** A number short enough for a region of the map: 940, 1.2k, 38k, 1.1m. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (size < 9.95) return count(Math.round(value * 10) / 10);
  if (size < 999.5) return whole.format(value);
  if (size < 9_950) return `${twoDigits.format(value / 1e3)}k`;
  if (size < 999_500) return `${whole.format(value / 1e3)}k`;
  return `${oneDigit.format(value / 1e6)}m`;
}

/** Two significant digits, for prose. */
export function about(value: number): string {
  return value < 100 ? whole.format(value) : whole.format(Number(value.toPrecision(2)));
}

/** A number and its sign stay on one line. */
const PERCENT = "\u00a0%";
/** The share of runs in the wide band. */
export const NINETY = `90${PERCENT}`;

export const percent = (share: number): string => {
  if (share > 0 && share < 0.005) return `under 1${PERCENT}`;
  if (share < 1 && share > 0.995) return `over 99${PERCENT}`;
  return `${whole.format(share * 100)}${PERCENT}`;
};

export const isDate = (value: Reading): value is IsoDate => typeof value === "string";

export function reading(value: Reading): string {
  if (value === null) return "never";
  return isDate(value) ? shortDate(value) : count(value);
}

/** `12`, `10–20`, `2–3 Jan`, `4 Jan–never`. */
export function range(low: Reading, high: Reading): string {
  if (low === high) return reading(low);
  if (isDate(low) && isDate(high) && low.slice(0, 7) === high.slice(0, 7)) {
    return `${utc(low).getUTCDate()}–${shortDate(high)}`;
  }
  return `${reading(low)}–${reading(high)}`;
}

/** A span of days in words: `1–30 January 2022`. */
export function span(first: IsoDate, last: IsoDate): string {
  if (first === last) return fullDate(first);
  if (first.slice(0, 7) === last.slice(0, 7)) return `${utc(first).getUTCDate()}–${fullDate(last)}`;
  if (first.slice(0, 4) === last.slice(0, 4)) return `${longDate(first)} – ${fullDate(last)}`;
  return `${fullDate(first)} – ${fullDate(last)}`;
}

/** First letter in capitals, underscores as spaces: a registered name without a label of its own. */
export function sentence(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
