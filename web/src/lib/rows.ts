// Rows of the tables that can be saved: names, days and numbers as the program has them.

import type { Cell } from "./csv.ts";
import type { Model } from "./model.ts";
import type { RecordRow, Series, TimelineEvent } from "./report.ts";

export const COURSE_COLUMNS = ["place", "quantity", "date", "p5", "p25", "p50", "p75", "p95", "mean"];
export const courseRows = (model: Model, all: Series[]): Cell[][] =>
  all.flatMap(({ place, quantity, p5, p25, p50, p75, p95, mean }) =>
    model.report.dates.map((date, i) => [model.placeName(place), quantity, date, ...[p5, p25, p50, p75, p95, mean].map((days) => days[i])]),
  );

export const ONSET_COLUMNS = ["region", "p5", "p50", "p95", "share_reached", "record", "record_end", "record_note"];
export const onsetRows = (model: Model): Cell[][] =>
  model.report.regions.map(({ name, onset: { p5, p50, p95, share_reached, record, record_end, record_note } }) =>
    [name, p5, p50, p95, share_reached, record, record_end, record_note]);

export const EVENT_COLUMNS = ["date", "time", "kind", "label", "place", "actual", "share", "p5", "p95", "contested"];
export const eventRows = (events: TimelineEvent[]): Cell[][] =>
  events.map(({ date, time, kind, label, place, actual, share, p5, p95, contested }) =>
    [date, time, kind, label, place, actual, share, p5, p95, contested]);

export const TARGET_COLUMNS = ["id", "place", "quantity", "statistic", "date", "date_end", "low", "high", "p5", "p50", "p95", "inside", "source"];
export const targetRows = (rows: RecordRow[]): Cell[][] =>
  rows.map(({ id, place_name, quantity, statistic, date, date_end, low, high, p5, p50, p95, inside, source }) =>
    [id, place_name, quantity, statistic, date, date_end, low, high, p5, p50, p95, inside, source]);
