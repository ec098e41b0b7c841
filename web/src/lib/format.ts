// Numbers and dates as text. Dates are local calendar days: they are read and written as UTC so
// that no time zone of the reader shifts them.

import type { IsoDate, Reading } from "./report.ts";

const LOCALE = "en-GB";
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const dayMonthYear = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const dayMonthLong = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", timeZone: "UTC" });
const weekdayLong = new Intl.DateTimeFormat(LOCALE, {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: "UTC",
});
const weekdayFull = new Intl.DateTimeFormat(LOCALE, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
const full = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

export const utc = (date: IsoDate): Date => new Date(`${date.slice(0, 10)}T00:00:00Z`);
/** Numbers stay on one line with their signs, days with their months. */
export const unbroken = (text: string): string =>
  text.replace(/(\d) (?=%)/g, "$1\u00a0").replace(/(\b\d{1,2}) (?=[A-Z][a-z])/g, "$1\u00a0");

/** The year that all days of the page lie in; none where they cross one, and then every date says its own. */
let home: string | null = null;
/** Tells which days the page speaks of: from the first to the last. */
export function useDays(first: IsoDate | undefined, last: IsoDate | undefined): void {
  home = first && last && first.slice(0, 4) === last.slice(0, 4) ? first.slice(0, 4) : null;
}
const atHome = (date: IsoDate): boolean => date.slice(0, 4) === home;

/** A day on an axis or in a line of text: with its year where the page crosses one. */
export const shortDate = (date: IsoDate): string => (atHome(date) ? unbroken(dayMonth.format(utc(date))) : tableDate(date));
/** A day in a table: always with its year. */
export const tableDate = (date: IsoDate): string => dayMonthYear.format(utc(date)).replace(" ", "\u00a0");
export const longDate = (date: IsoDate): string => unbroken(atHome(date) ? dayMonthLong.format(utc(date)) : full.format(utc(date)));
export const fullDate = (date: IsoDate): string => full.format(utc(date));
export const weekday = (date: IsoDate): string => (atHome(date) ? weekdayLong : weekdayFull).format(utc(date));

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

/** A number and its sign stay on one line. */
const PERCENT = "\u00a0%";
export const percent = (share: number): string => {
  if (share > 0 && share < 0.005) return `under 1${PERCENT}`;
  if (share < 1 && share > 0.995) return `over 99${PERCENT}`;
  return `${whole.format(share * 100)}${PERCENT}`;
};

export const isDate = (value: Reading): value is IsoDate => typeof value === "string";

/** A count, a date, or that it is not reached while the runs last. In a table dates have their year. */
export function reading(value: Reading, date = shortDate): string {
  if (value === null) return "not reached";
  return isDate(value) ? date(value) : count(value);
}

/** `12`, `10–20`, `2–3 Jan`, `4 Jan – not reached`. */
export function range(low: Reading, high: Reading, date = shortDate): string {
  if (low === high) return reading(low, date);
  if (isDate(low) && isDate(high) && low.slice(0, 7) === high.slice(0, 7)) {
    return `${utc(low).getUTCDate()}–${date(high)}`;
  }
  if (isDate(low) && isDate(high) && low.slice(0, 4) === high.slice(0, 4)) {
    return `${unbroken(dayMonth.format(utc(low)))} – ${date(high)}`;
  }
  const dash = low === null || high === null || isDate(low) ? " – " : "–";
  return `${reading(low, date)}${dash}${reading(high, date)}`;
}

/** `1 region`, `3 regions`. */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

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
