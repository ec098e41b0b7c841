// Interval plots over days: onsets of regions and simulated events.

import * as Plot from "@observablehq/plot";
import { shortDate, utc } from "./format.ts";
import type { Model } from "./model.ts";
import type { IsoDate } from "./report.ts";
import { dayTicks } from "./scale.ts";

export interface SpanRow {
  label: string;
  p5: IsoDate | null;
  p50: IsoDate | null;
  p95: IsoDate | null;
  record: IsoDate | null;
  /** Last day of the record where sources differ. */
  recordEnd?: IsoDate | null;
  /** Whether record and band share a day. */
  inside: boolean;
  /** Share of the runs, as text at the right. */
  share: string;
  /** Read when the pointer is on the row. */
  text: string;
}

export interface SpanView {
  width: number;
  /** First and last day of the axis. */
  first: IsoDate;
  last: IsoDate;
}

const ROW = 26;
const NARROW = 560;
const DAY_MS = 86_400_000;
const HALF = 0.4 * DAY_MS;

export function spanOptions(rows: SpanRow[], { width, first, last }: SpanView): Plot.PlotOptions {
  const narrow = width < NARROW;
  const start = utc(first);
  // A day past the end stands for "not reached".
  const never = new Date(+utc(last) + DAY_MS);
  const edge = new Date(+never + DAY_MS / 2);
  const days = Math.round((+utc(last) - +start) / DAY_MS) + 1;
  const longest = Math.max(...rows.map((row) => row.label.length));
  const marginLeft = narrow ? 8 : Math.min(0.42 * width, Math.max(140, longest * 7 + 30));
  const marginRight = narrow ? 40 : 56;
  const ticks = dayTicks(days, width - marginLeft - marginRight, 52).map((i) => new Date(+start + i * DAY_MS));
  const drawn = rows.map((row, i) => ({
    ...row,
    key: `${i}`,
    // A band of one day still has the width of a day.
    from: new Date(+(row.p5 ? utc(row.p5) : never) - HALF),
    to: row.p95 ? new Date(+utc(row.p95) + HALF) : edge,
    open: row.p95 === null,
    mid: row.p50 ? utc(row.p50) : null,
    // An interval of the record is marked in its middle and drawn as a line.
    at: row.record ? new Date((+utc(row.record) + +utc(row.recordEnd ?? row.record)) / 2) : null,
    recordFrom: row.record ? utc(row.record) : null,
    recordTo: row.recordEnd ? utc(row.recordEnd) : null,
  }));
  const height = narrow ? 40 : ROW;
  const lift = narrow ? 8 : 0;

  const record = { x: "at", y: "key", strokeWidth: 2, dy: lift };

  return {
    height: rows.length * height + 34,
    marginLeft,
    marginRight,
    marginTop: 24,
    marginBottom: 10,
    x: { type: "utc", domain: [new Date(+start - DAY_MS / 2), edge], label: null },
    y: { type: "band", domain: drawn.map((row) => row.key), padding: 0, label: null, axis: null },
    marks: [
      Plot.axisX({ anchor: "top", ticks, tickFormat: (date: Date) => shortDate(date.toISOString()), tickSize: 0, color: "var(--soft)" }),
      Plot.gridX({ ticks, stroke: "var(--line)", strokeOpacity: 1 }),
      narrow
        ? Plot.text(drawn, { y: "key", text: "label", frameAnchor: "left", dy: -10, dx: 0, fill: "var(--ink)", fontSize: 12.5, stroke: "var(--paper)", strokeWidth: 3 })
        : Plot.text(drawn, { y: "key", text: "label", frameAnchor: "left", textAnchor: "end", dx: -12, fill: "var(--ink)", fontSize: 13, lineWidth: (marginLeft - 16) / 13, textOverflow: "ellipsis-end" }),
      Plot.text(drawn, { y: "key", text: "share", frameAnchor: "right", textAnchor: "end", dx: marginRight, dy: lift, fill: "var(--soft)" }),
      Plot.link(drawn, { x1: "from", x2: "to", y1: "key", y2: "key", stroke: "var(--band-inner)", strokeWidth: 10, strokeLinecap: "butt", dy: lift }),
      Plot.text(drawn.filter((row) => row.open), { x: "to", y: "key", text: () => "›", dx: 4, dy: lift, fill: "var(--soft)", fontSize: 15 }),
      Plot.link(drawn.filter((row) => row.recordTo), { x1: "recordFrom", x2: "recordTo", y1: "key", y2: "key", stroke: (row: SpanRow) => (row.inside ? "var(--record)" : "var(--miss)"), strokeWidth: 2, dy: lift }),
      Plot.dot(drawn.filter((row) => row.at && row.inside), { ...record, r: 7, symbol: "diamond", fill: "none", stroke: "var(--record)" }),
      Plot.dot(drawn.filter((row) => row.at && !row.inside), { ...record, r: 5.5, symbol: "times", stroke: "var(--miss)" }),
      Plot.dot(drawn.filter((row) => row.mid), { x: "mid", y: "key", r: 3.5, fill: "var(--median)", dy: lift }),
      Plot.tip(drawn, Plot.pointerY({ x: (row: { mid: Date | null }) => row.mid ?? never, y: "key", title: "text", fill: "var(--paper)", stroke: "var(--line-strong)", lineHeight: 1.35, textPadding: 9, lineWidth: 26, maxRadius: 14 })),
    ],
  };
}

/** First and last day that any of the rows names, inside the simulated days, with a day of margin. */
export function spanOf(model: Model, rows: SpanRow[]): { first: IsoDate; last: IsoDate } {
  const [first = "", last = ""] = [model.report.dates[0], model.report.dates.at(-1)];
  const named = rows.flatMap((row) => [row.p5, row.p50, row.p95, row.record, row.recordEnd ?? null]).filter((date): date is IsoDate => date !== null);
  const latest = named.sort().at(-1) ?? last;
  const padded = new Date(+utc(latest) + DAY_MS).toISOString().slice(0, 10);
  return { first: [first, ...named].sort()[0] ?? first, last: padded < last ? padded : last };
}
