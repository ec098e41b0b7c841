// The chart of one quantity with and without the change.

import * as Plot from "@observablehq/plot";
import { axisRoom, compact, count, range, shortDate, utc, weekday } from "../lib/format.ts";
import type { Model } from "../lib/model.ts";
import { dayTicks } from "../lib/scale.ts";
import type { BandDay } from "./statistics.ts";

const HEIGHT = 190;

interface Point extends BandDay {
  date: Date;
}

export function comparisonOptions(model: Model, base: BandDay[], change: BandDay[], width: number): Plot.PlotOptions {
  const dated = (band: BandDay[]): Point[] => band.map((day) => ({ ...day, date: utc(model.date(day.day)) }));
  const [was, now] = [dated(base), dated(change)];
  const highest = Math.max(1, ...was.map((day) => day.p95), ...now.map((day) => day.p95));
  const ticks = dayTicks(model.days, width - 60).map((i) => utc(model.date(i)));
  const band = (days: Point[], colour: string) => [
    Plot.areaY(days, { x: "date", y1: "p5", y2: "p95", fill: colour, fillOpacity: 0.2 }),
  ];
  const line = (days: Point[], colour: string, dash?: string) =>
    Plot.lineY(days, { x: "date", y: "p50", stroke: colour, strokeWidth: 2, ...(dash ? { strokeDasharray: dash } : {}) });
  const told = was.map((day, i) => ({ date: day.date, p50: day.p50, text: text(model, day, now[i]) }));
  return {
    height: HEIGHT,
    marginLeft: axisRoom(),
    marginRight: 14,
    marginTop: 8,
    marginBottom: 24,
    x: { type: "utc", label: null, domain: [utc(model.date(0)), utc(model.date(model.days - 1))] },
    y: { domain: [0, highest * 1.04], label: null },
    marks: [
      Plot.axisX({ ticks, tickFormat: (date: Date) => shortDate(date.toISOString()), tickSize: 4, color: "var(--soft)" }),
      Plot.axisY({ ticks: 4, tickFormat: compact, tickSize: 0, color: "var(--soft)" }),
      Plot.gridY({ ticks: 4, stroke: "var(--line)", strokeOpacity: 1 }),
      ...band(was, "var(--line-0)"),
      ...band(now, "var(--line-1)"),
      line(was, "var(--line-0)"),
      line(now, "var(--line-1)", "5,3"),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
      Plot.tip(
        told,
        Plot.pointerX({ x: "date", y: "p50", title: "text", fill: "var(--paper)", stroke: "var(--line-strong)", textPadding: 9, lineHeight: 1.35, lineWidth: 30 }),
      ),
    ],
  };
}

function text(model: Model, was: BandDay, now: BandDay | undefined): string {
  const one = (name: string, day: BandDay) => `${name}: ${count(day.p50)} (${range(day.p5, day.p95)})`;
  return [weekday(model.date(was.day)), one("As run", was), ...(now ? [one("Changed", now)] : [])].join("\n");
}
