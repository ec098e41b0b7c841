// Targets of the record in words.

import { longDate, range, shortDate, span } from "./format.ts";
import { words } from "./language.svelte.ts";
import { NATION, type Model } from "./model.ts";
import type { RecordRow } from "./report.ts";

export const placeLabel = (model: Model, row: RecordRow): string =>
  row.place === NATION ? model.report.country : row.place_name;

/** When and how the target is read: `highest on 4 Jan`, `by 10 Jan`. */
export function statisticLabel({ statistic, date, date_end }: RecordRow, day = shortDate): string {
  if (statistic === "onset") return words().firstDay;
  if (statistic === "cumulative") return words().by(day(date_end ?? date));
  const when = date_end && date_end !== date ? range(date, date_end, day) : words().on(day(date));
  return statistic === "peak" ? words().highest(when) : when;
}

export interface Source {
  text: string;
  href: string | null;
}

/** The parts of a source: words as they are, and of a web address the host, which is enough to read. */
export function sources(source: string): Source[] {
  const parts = source.split(/\s+(?=https?:\/\/)|(?<=https?:\/\/\S+)\s+/).filter(Boolean);
  return parts.map((part) => {
    if (!/^https?:\/\//.test(part) || !URL.canParse(part)) return { text: part, href: null };
    return { text: new URL(part).hostname.replace(/^www\./, ""), href: part };
  });
}

/** A target as one line of text, for the text filter. */
export function targetText(model: Model, row: RecordRow): string {
  const when = row.date_end ? span(row.date, row.date_end) : longDate(row.date);
  const words = [placeLabel(model, row), model.label(row.quantity), statisticLabel(row), when, row.source];
  return words.join(" ").toLowerCase();
}
