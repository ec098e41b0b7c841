// The chart of one quantity in one place.

import * as Plot from "@observablehq/plot";
import { axisRoom, compact, count, range, shortDate, utc, weekday } from "./format.ts";
import { words } from "./language.svelte.ts";
import type { Model } from "./model.ts";
import type { RecordRow, Series } from "./report.ts";
import { dayTicks, decadeTicks } from "./scale.ts";
import { statisticLabel } from "./target.ts";

export interface BandView {
  width: number;
  /** Day shown on the map. */
  day: number;
  log: boolean;
  /** First and last day drawn. */
  days: [number, number];
}

interface Day {
  date: Date;
  p5: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
  text: string;
}

const HEIGHT = 260;
const DAY_MS = 86_400_000;

export function bandOptions(model: Model, series: Series, marks: RecordRow[], view: BandView): Plot.PlotOptions {
  const dates = model.report.dates;
  const [from, to] = view.days;
  const days = dates.map((iso, i): Day => day(series, i, iso, marks)).slice(from, to + 1);
  const shown = marks.filter((row) => within(model, row, view.days));
  const highest = Math.max(1, ...days.map((d) => d.p95), ...shown.map((row) => Number(row.high)));
  const ticks = dayTicks(days.length, view.width - 60).map((i) => utc(model.date(from + i)));
  const marker = days.find((d) => +d.date === +utc(model.date(view.day)));
  const x = { type: "utc" as const, label: null };
  const points = shown.map((row) => ({
    x: middle(row),
    x1: utc(row.date),
    x2: utc(row.date_end ?? row.date),
    low: Number(row.low),
    high: Number(row.high),
    y: view.log ? Math.sqrt((Number(row.low) + 1) * (Number(row.high) + 1)) - 1 : (Number(row.low) + Number(row.high)) / 2,
    inside: row.inside,
  }));
  const colour = (point: { inside: boolean }) => (point.inside ? "var(--record)" : "var(--miss)");
  const wide = points.filter((point) => +point.x2 > +point.x1);

  return {
    height: HEIGHT,
    marginLeft: axisRoom(),
    marginRight: 18,
    marginTop: 12,
    marginBottom: 26,
    x,
    y: {
      type: view.log ? "symlog" : "linear",
      domain: [0, highest * (view.log ? 1.15 : 1.04)],
      label: null,
    },
    marks: [
      Plot.axisX({ ticks, tickFormat: (date: Date) => shortDate(date.toISOString()), tickSize: 4, color: "var(--soft)" }),
      Plot.axisY({ ...(view.log ? { ticks: decadeTicks(highest) } : { ticks: 5 }), tickFormat: compact, tickSize: 0, color: "var(--soft)" }),
      Plot.gridY({ ...(view.log ? { ticks: decadeTicks(highest) } : { ticks: 5 }), stroke: "var(--line)", strokeOpacity: 1 }),
      Plot.areaY(days, { x: "date", y1: "p5", y2: "p95", fill: "var(--band-outer)" }),
      Plot.areaY(days, { x: "date", y1: "p25", y2: "p75", fill: "var(--band-inner)" }),
      Plot.lineY(days, { x: "date", y: "p50", stroke: "var(--median)", strokeWidth: 2 }),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
      Plot.ruleX(marker ? [marker.date] : [], { stroke: "var(--soft)", strokeDasharray: "2,3" }),
      Plot.rect(wide, { x1: "x1", x2: "x2", y1: "low", y2: "high", stroke: colour, strokeDasharray: "3,2", fill: "none" }),
      Plot.link(points, { x1: "x", x2: "x", y1: "low", y2: "high", stroke: colour, strokeWidth: 2 }),
      Plot.dot(points.filter((p) => p.inside), { x: "x", y: "y", r: 4, fill: "var(--record)", stroke: "var(--paper)", strokeWidth: 1 }),
      Plot.dot(points.filter((p) => !p.inside), { x: "x", y: "y", r: 5, symbol: "times", stroke: "var(--miss)", strokeWidth: 2 }),
      Plot.tip(
        days,
        Plot.pointerX({ x: "date", y: "p50", title: "text", fill: "var(--paper)", stroke: "var(--line-strong)", textPadding: 9, lineHeight: 1.35, lineWidth: 30 }),
      ),
    ],
  };
}

/** Whether a figure of the record lies in the days drawn. */
export function within(model: Model, row: RecordRow, [from, to]: [number, number]): boolean {
  return row.date >= model.date(from) && (row.date_end ?? row.date) <= model.date(to);
}

function day(series: Series, i: number, iso: string, marks: RecordRow[]): Day {
  const [p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0] = [series.p5[i], series.p25[i], series.p50[i], series.p75[i], series.p95[i]];
  const lines = [
    weekday(iso),
    `${words().median} ${count(p50)}`,
    `25–75 %: ${range(p25, p75)}`,
    `5–95 %: ${range(p5, p95)}`,
    ...marks
      .filter((row) => row.date === iso)
      .map((row) => words().recordRange(`${range(row.low, row.high)} ${statisticLabel(row)}`, row.inside ? words().inside : words().outside)),
  ];
  return { date: utc(iso), p5, p25, p50, p75, p95, text: lines.join("\n") };
}

/** A figure for a window of days stands in its middle; a cumulative one at its end. */
export function middle(row: RecordRow): Date {
  if (!row.date_end) return utc(row.date);
  if (row.statistic === "cumulative") return utc(row.date_end);
  const half = Math.round((+utc(row.date_end) - +utc(row.date)) / DAY_MS / 2);
  return new Date(+utc(row.date) + half * DAY_MS);
}
