// Numbers and dates as text. Dates are local calendar days: they are read and written as UTC so
// that no time zone of the reader shifts them.

import { words } from "./language.svelte.ts";
import type { IsoDate, Reading } from "./report.ts";

type Shape = Intl.DateTimeFormatOptions;
const DAY_MONTH: Shape = { day: "numeric", month: "short" };
const LONG: Shape = { day: "numeric", month: "long" };
const YEAR: Shape = { year: "numeric" };
const WEEKDAY: Shape = { weekday: "long", ...LONG };

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
/** One formatter for each language and shape: making one is slow. */
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: (locale: string) => T): T {
  const { locale } = words();
  const name = `${locale} ${key}`;
  const kept = made.get(name) ?? make(locale);
  made.set(name, kept);
  return kept as T;
}

/** A number in the language of the page. */
export function numeral(value: number, options: Intl.NumberFormatOptions): string {
  return once(JSON.stringify(options), (locale) => new Intl.NumberFormat(locale, options)).format(value);
}
const whole = (value: number) => numeral(value, { maximumFractionDigits: 0 });
const oneDigit = (value: number) => numeral(value, { maximumFractionDigits: 1 });
const twoDigits = (value: number) => numeral(value, { maximumSignificantDigits: 2 });
const dated = (date: IsoDate, shape: Shape): string =>
  once(JSON.stringify(shape), (locale) => new Intl.DateTimeFormat(locale, { ...shape, timeZone: "UTC" })).format(utc(date));

export const utc = (date: IsoDate): Date => new Date(`${date.slice(0, 10)}T00:00:00Z`);
/** Numbers stay on one line with their signs and with the other end of their interval, days with their months. */
export const unbroken = (text: string): string =>
  text.replace(/(\d) (?=%)/g, "$1\u00a0").replace(/(\d)–(?=\d)/g, "$1–\u2060").replace(/(\b\d{1,2}) (?=[A-Z][a-z]|[а-я]+\.?( \d|$))/g, "$1\u00a0");

/** The year that all days of the page lie in; none where they cross one, and then every date says its own. */
let home: string | null = null;
/** Tells which days the page speaks of: from the first to the last. */
export function useDays(first: IsoDate | undefined, last: IsoDate | undefined): void {
  home = first && last && first.slice(0, 4) === last.slice(0, 4) ? first.slice(0, 4) : null;
}
const atHome = (date: IsoDate): boolean => date.slice(0, 4) === home;

/** A day on an axis or in a line of text: with its year where the page crosses one. */
export const shortDate = (date: IsoDate): string => (atHome(date) ? unbroken(dated(date, DAY_MONTH)) : tableDate(date));
/** A day in a table: always with its year. */
export const tableDate = (date: IsoDate): string => dated(date, { ...DAY_MONTH, ...YEAR }).replace(" ", "\u00a0");
export const longDate = (date: IsoDate): string => unbroken(dated(date, atHome(date) ? LONG : { ...LONG, ...YEAR }));
export const fullDate = (date: IsoDate): string => dated(date, { ...LONG, ...YEAR });
export const weekday = (date: IsoDate): string => dated(date, atHome(date) ? WEEKDAY : { ...WEEKDAY, ...YEAR });

/** 12,345; small values keep a digit, so that a mean of 0.4 deaths does not read as none. */
export function count(value: number): string {
  if (value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value)) return oneDigit(value);
  return whole(value);
}

/** A number short enough for a region of the map: 940, 1.2k, 38k, 1.1m. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (size < 9.95) return count(Math.round(value * 10) / 10);
  if (size < 999.5) return whole(value);
  if (size < 9_950) return twoDigits(value / 1e3) + words().thousand;
  if (size < 999_500) return whole(value / 1e3) + words().thousand;
  return oneDigit(value / 1e6) + words().million;
}

/** Pixels for the numbers beside an axis: as wide as their longest sign. */
export const axisRoom = (): number => 38 + 8 * words().thousand.length;

/** A number and its sign stay on one line. */
const PERCENT = "\u00a0%";
export const percent = (share: number): string => {
  if (share > 0 && share < 0.005) return words().underPercent(`1${PERCENT}`);
  if (share < 1 && share > 0.995) return words().overPercent(`99${PERCENT}`);
  return `${whole(share * 100)}${PERCENT}`;
};

export const isDate = (value: Reading): value is IsoDate => typeof value === "string";

/** A count, a date, or that it is not reached while the runs last. In a table dates have their year. */
export function reading(value: Reading, date = shortDate): string {
  if (value === null) return words().notReached;
  return isDate(value) ? date(value) : count(value);
}

/** `12`, `10–20`, `2–3 Jan`, `4 Jan – not reached`. */
export function range(low: Reading, high: Reading, date = shortDate): string {
  if (low === high) return reading(low, date);
  if (isDate(low) && isDate(high) && low.slice(0, 7) === high.slice(0, 7)) {
    return `${utc(low).getUTCDate()}–${date(high)}`;
  }
  if (isDate(low) && isDate(high) && low.slice(0, 4) === high.slice(0, 4)) {
    return `${unbroken(dated(low, DAY_MONTH))} – ${date(high)}`;
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
