// Differences in words and signs.

import { count } from "../lib/format.ts";

const digits = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 2 });

/** A number to the size of its error: errors keep two digits, and what they belong to ends where they do. */
export function rounded(value: number, error: number): string {
  if (error <= 0 || !Number.isFinite(error)) return count(value);
  const places = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(error))));
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: places }).format(Number(value.toFixed(places)) + 0);
}

/** A mean of counts: whole from a hundred on, below with a digit or two. */
export function meanText(value: number): string {
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: places }).format(value);
}

/** With its sign: +12, −3, 0. */
export function signed(value: number, error = 0): string {
  const text = rounded(Math.abs(value), error);
  if (!/[1-9]/.test(text)) return "0";
  return (value < 0 ? "\u2212" : "+") + text;
}

/** An error with two digits. */
export const errorText = (error: number): string => (error >= 100 ? count(Math.round(error)) : digits.format(error));

/** A difference with its standard error: +5.5 ± 0.37. */
export const withError = (mean: number, error: number): string => `${signed(mean, error)} ± ${errorText(error)}`;
