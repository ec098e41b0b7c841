// The chart of one figure of a section.

import * as Plot from "@observablehq/plot";
import { axisRoom, compact, numeral, percent, shortDate, tableDate, utc } from "./format.ts";
import { words } from "./language.svelte.ts";
import type { Axis, Figure, FigureLine } from "./report.ts";
import { decadeTicks } from "./scale.ts";

/** Lines differ by dash, mark and colour; after the last they begin again. */
const COLOURS = Array.from({ length: 6 }, (_, i) => `var(--line-${i})`);
const DASHES = ["", "7,4", "2,3", "10,3,2,3", "4,2", "1,5"];
const SYMBOLS = ["circle", "square", "triangle", "diamond2", "star", "plus"] as const;
export const style = (line: number) => ({
  colour: COLOURS[line % COLOURS.length] ?? "currentColor",
  dash: DASHES[line % DASHES.length] ?? "",
  symbol: SYMBOLS[line % SYMBOLS.length] ?? "circle",
});

const DAY_MS = 86_400_000;
const HEIGHT = 300;
const ROW = 24;
/** Lines with more values than this show no mark at each. */
const MOST_MARKS = 40;
/** Names longer than this share of the width would leave no room for the values. */
const NAME_SHARE = 0.42;
const PIXELS_PER_LETTER = 6.4;

const EXACT = { maximumSignificantDigits: 4 };
const ROUGH = { maximumSignificantDigits: 3 };
const minus = (text: string) => text.replace("-", "\u2212");

export const isNames = (axis: Axis) => axis.scale.kind === "names";

/** A value of an axis as text, in a table or a tip. */
export function told(axis: Axis, value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  switch (axis.scale.kind) {
    case "names":
      return axis.scale.names[value] ?? "";
    case "dates":
      return tableDate(dateOf(axis, value).toISOString());
    case "share":
      return percent(value);
    default:
      return minus(numeral(value, EXACT));
  }
}

/** A position of an axis as a table for machines has it. */
export const place = (axis: Axis, value: number): string | number =>
  axis.scale.kind === "dates" ? dateOf(axis, value).toISOString().slice(0, 10) : isNames(axis) ? told(axis, value) : value;

const tick = (axis: Axis, value: number): string =>
  axis.scale.kind === "share" ? percent(value) : Math.abs(value) < 999.5 ? minus(numeral(value, ROUGH)) : minus(compact(value));

function dateOf(axis: Axis, value: number): Date {
  const start = axis.scale.kind === "dates" ? axis.scale.start : "1970-01-01";
  return new Date(+utc(start) + value * DAY_MS);
}

interface Point {
  x: number | string | Date;
  y: number | null;
  low: number | null;
  high: number | null;
  text: string;
}

function points(figure: Figure, line: FigureLine): Point[] {
  return line.x.map((value, i) => {
    const [y = null, low = null, high = null] = [line.y[i], line.low?.[i], line.high?.[i]];
    const interval = low === null && high === null ? "" : ` (${words().to(told(figure.y, low), told(figure.y, high))})`;
    const axis = figure.x;
    const x = axis.scale.kind === "dates" ? dateOf(axis, value) : isNames(axis) ? told(axis, value) : value;
    return { x, y, low, high, text: `${line.name}\n${told(axis, value)}: ${told(figure.y, y)}${interval}` };
  });
}

/** Lowest and highest value drawn; a scale of shares or of counts begins at zero. */
function domain(figure: Figure): [number, number] {
  const all = figure.lines.flatMap((line) => [...line.y, ...(line.low ?? []), ...(line.high ?? [])]);
  const values = [...all, figure.reference ?? null].filter((value): value is number => value !== null);
  let [low, high] = [Math.min(0, ...values), Math.max(...values, figure.y.scale.kind === "share" ? 0 : -Infinity)];
  if (values.length === 0) [low, high] = [0, 1];
  if (figure.y.scale.kind === "share") return [0, high > 0.5 ? 1 : Math.max(0.02, high * 1.1)];
  if (high <= low) high = low + 1;
  const room = 0.05 * (high - low);
  return [low < 0 ? low - room : low, high + room];
}

function ticks(axis: Axis, [low, high]: [number, number], few: number): { ticks: number[] | number } {
  if (axis.scale.kind !== "log") return { ticks: few };
  return { ticks: [...decadeTicks(-low).filter((t) => t > 0).map((t) => -t), ...decadeTicks(high)].filter((t) => t >= low) };
}

export function figureOptions(figure: Figure, width: number): Plot.PlotOptions {
  return isNames(figure.x) ? upright(figure, width) : across(figure, width);
}

/** Values upwards, positions across. */
function across(figure: Figure, width: number): Plot.PlotOptions {
  const bounds = domain(figure);
  const values = { ...ticks(figure.y, bounds, 5), tickFormat: (v: number) => tick(figure.y, v) };
  const dates = figure.x.scale.kind === "dates";
  const few = Math.max(2, Math.floor(width / 90));
  const shown = figure.lines.flatMap(({ x }) => x);
  // No tick between two days: a day would stand there twice.
  const days = Math.max(1, Math.max(...shown) - Math.min(...shown));
  const positions = {
    ticks: dates ? Math.min(few, days) : few,
    tickFormat: dates ? (date: Date) => shortDate(date.toISOString()) : (v: number) => tick(figure.x, v),
  };
  return {
    height: HEIGHT,
    marginLeft: 4 + axisRoom(),
    marginRight: 18,
    marginTop: 10,
    marginBottom: 26,
    x: { type: dates ? "utc" : figure.x.scale.kind === "log" ? "symlog" : "linear", label: null },
    y: { type: figure.y.scale.kind === "log" ? "symlog" : "linear", domain: bounds, label: null },
    marks: [
      Plot.gridY({ ...ticks(figure.y, bounds, 5), stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.axisX({ ...positions, label: null, tickSize: 4, color: "var(--soft)" }),
      Plot.axisY({ ...values, label: null, tickSize: 0, color: "var(--soft)" }),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
      ...figure.lines.flatMap((line, i) => lineMarks(points(figure, line), line, i)),
      Plot.ruleY(figure.reference === undefined ? [] : [figure.reference], { stroke: "var(--ink)", strokeDasharray: "1,3" }),
      tip(figure.lines.flatMap((line) => points(figure, line)), { x: "x", y: "y" }),
    ],
  };
}

function lineMarks(all: Point[], line: FigureLine, index: number): Plot.Markish[] {
  const { colour, dash, symbol } = style(index);
  const fill = { symbol, stroke: colour, fill: "var(--paper)", strokeWidth: 1.5, r: 3.5 };
  const drawn = all.filter((point) => point.y !== null);
  if (line.marks) {
    const held = all.filter((point) => point.low !== null && point.high !== null);
    return [
      Plot.link(held, { x1: "x", x2: "x", y1: "low", y2: "high", stroke: colour, strokeWidth: 2 }),
      Plot.dot(drawn, { x: "x", y: "y", ...fill, fill: colour }),
    ];
  }
  return [
    Plot.areaY(all, { x: "x", y1: "low", y2: "high", fill: colour, fillOpacity: 0.16 }),
    Plot.lineY(all, { x: "x", y: "y", stroke: colour, strokeWidth: 2, strokeDasharray: dash }),
    ...(all.length <= MOST_MARKS ? [Plot.dot(drawn, { x: "x", y: "y", ...fill })] : []),
  ];
}

/** Names downwards, values across: names stay readable on a phone. */
function upright(figure: Figure, width: number): Plot.PlotOptions {
  const names = figure.x.scale.kind === "names" ? figure.x.scale.names : [];
  const bounds = domain(figure);
  const longest = Math.max(0, ...names.map((name) => name.length));
  const margin = Math.min(longest * PIXELS_PER_LETTER + 14, width * NAME_SHARE);
  const letters = Math.max(4, Math.floor((margin - 14) / PIXELS_PER_LETTER));
  const short = (name: string) => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);
  const lanes = Math.max(1, figure.lines.length);
  const values = ticks(figure.y, bounds, Math.max(2, Math.floor((width - margin) / 80)));
  return {
    height: names.length * (ROW + 10 * (lanes - 1)) + 40,
    marginLeft: margin,
    marginRight: 18,
    marginTop: 8,
    marginBottom: 26,
    y: { type: "point", domain: names, label: null, padding: 0.6 },
    x: { type: figure.y.scale.kind === "log" ? "symlog" : "linear", domain: bounds, label: null },
    marks: [
      Plot.gridX({ ...values, stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.axisX({ ...values, tickFormat: (v: number) => tick(figure.y, v), label: null, tickSize: 0, color: "var(--soft)" }),
      Plot.axisY({ tickFormat: short, label: null, tickSize: 0 }),
      Plot.ruleX([0], { stroke: "var(--line-strong)" }),
      Plot.ruleX(figure.reference === undefined ? [] : [figure.reference], { stroke: "var(--ink)", strokeDasharray: "1,3" }),
      ...figure.lines.flatMap((line, i) => {
        const { colour, symbol } = style(i);
        const all = points(figure, line).filter((point) => point.y !== null);
        const held = all.filter((point) => point.low !== null && point.high !== null);
        const dy = (i - (lanes - 1) / 2) * 10;
        return [
          Plot.link(held, { y1: "x", y2: "x", x1: "low", x2: "high", stroke: colour, strokeWidth: 2, dy }),
          Plot.dot(all, { y: "x", x: "y", symbol, fill: colour, stroke: "var(--paper)", r: 4, dy }),
        ];
      }),
      tip(figure.lines.flatMap((line) => points(figure, line)), { y: "x", x: "y" }),
    ],
  };
}

const tip = (all: Point[], channels: { x: string; y: string }) =>
  Plot.tip(
    all.filter((point) => point.y !== null),
    Plot.pointer({ ...channels, title: "text", fill: "var(--paper)", stroke: "var(--line-strong)", textPadding: 9, lineHeight: 1.35, lineWidth: 26 }),
  );
