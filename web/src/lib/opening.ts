// The opening of a report: what happened, what the model gets right and what it misses, from the targets of the record.

import { count, percent, range, span } from "./format.ts";
import { words } from "./language.svelte.ts";
import { NATION, type Model } from "./model.ts";
import type { Reading, RecordRow } from "./report.ts";
import { placeLabel, statisticLabel } from "./target.ts";

/** Kinds of targets that the opening names. */
const BEST = 2;
/** Rows of the table below it. */
const ROWS = 8;
/** Of these at least for targets that hold, and at least for places within the nation. */
const HELD = 2;
const LOCAL = 2;
const DAY_MS = 86_400_000;
/** Bands that span more than this factor hold much, and the opening says so. */
const WIDE = 10;

export interface Opening {
  happened: string;
  right: string;
  missed: string;
}

/** The three sentences; none where no target of the record may be shown. */
export function opening(model: Model): Opening | null {
  const { records, check, country, dates } = model.report;
  const [first, last] = [dates[0], dates.at(-1)];
  if (records.length === 0 || first === undefined || last === undefined) return null;
  const told = headline(model);
  const figures = (told.length > 0 ? told : records.slice(0, BEST)).map((row) => figure(model, row));
  return {
    happened: words().happened(country, span(first, last), listed(figures)),
    right: right(model),
    missed: check.inside === check.total ? words().missedNone : words().missed(check.total - check.inside, listed(worst(model))),
  };
}

function right(model: Model): string {
  const { records, check, provenance } = model.report;
  const best = kinds(records).filter(({ inside, total }) => 2 * inside >= total).slice(0, BEST);
  const told = best.map(({ kind, inside, total }) => words().ofKind(words().kinds[kind] ?? model.label(kind).toLowerCase(), inside, total));
  const wide = check.sharpness !== null && check.sharpness > WIDE ? words().wideBands(count(Number(check.sharpness.toPrecision(2)))) : "";
  return words().holds(provenance.succeeded, check.inside, check.total, percent(check.inside / check.total), listed(told)) + wide + ".";
}

/** The largest misses of numbers, of a place and of the nation, and how many first days come too early or too late. */
function worst(model: Model): string[] {
  const all = misses(model.report.records);
  const numbers = all.filter((row) => factor(row) !== null).sort((a, b) => (factor(b) ?? 0) - (factor(a) ?? 0));
  const local = numbers.find(({ place }) => place !== NATION);
  const national = numbers.find(({ place }) => place === NATION);
  const told = [national, local].flatMap((row) => {
    if (!row) return [];
    const said = words().few(Number(row.p95) < Number(row.low));
    const what = row.place === NATION ? model.label(row.quantity) : words().inPlace(model.label(row.quantity), placeLabel(model, row));
    return [words().miss(said, lowered(what), statisticLabel(row), range(rounded(row.p5), rounded(row.p95)), range(row.low, row.high))];
  });
  const days = all.filter((row) => factor(row) === null);
  const early = days.filter(({ p95, low }) => p95 !== null && low !== null && p95 < low).length;
  const late = days.length - early;
  return [...told, ...(early > 0 ? [words().early(early)] : []), ...(late > 0 ? [words().late(late)] : [])];
}

/** Two digits say enough of a band in a sentence. */
const rounded = (value: Reading): Reading => (typeof value === "number" && value >= 10 ? Number(value.toPrecision(2)) : value);
const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const listed = (parts: string[]): string => new Intl.ListFormat(words().locale, { type: "conjunction" }).format(parts);
const figure = (model: Model, row: RecordRow): string =>
  words().figure(range(row.low, row.high), lowered(model.label(row.quantity)), statisticLabel(row));

/** Kinds of targets with how many of them hold, those that most surely hold first. */
export function kinds(records: RecordRow[]): { kind: string; inside: number; total: number }[] {
  const found = new Map<string, { kind: string; inside: number; total: number }>();
  for (const { quantity, statistic, inside } of records) {
    const kind = statistic === "onset" ? `${quantity} onset` : quantity;
    const row = found.get(kind) ?? { kind, inside: 0, total: 0 };
    found.set(kind, { kind, inside: row.inside + Number(inside), total: row.total + 1 });
  }
  // By the rule of succession, so that one of one is less than nine of nine.
  const sure = ({ inside, total }: { inside: number; total: number }) => (inside + 1) / (total + 2);
  return [...found.values()].sort((a, b) => sure(b) - sure(a));
}

/** By which factor a number of the record lies outside its band, one person added to both; none of a day. */
export function factor({ low, high, p5, p95 }: RecordRow): number | null {
  const [least, most, under, over] = [low, high, p5, p95].map((value) => (typeof value === "number" ? value + 1 : NaN)) as [number, number, number, number];
  const found = Math.max(least / over, under / most);
  return Number.isNaN(found) ? null : found;
}

/** Days from a day of the record to its band, or to the last day where the band is not reached. */
function apart({ low, high, p5, p95 }: RecordRow): number {
  const day = (value: unknown) => (typeof value === "string" ? Date.parse(value) / DAY_MS : Infinity);
  const gap = Math.max(day(low) - day(p95), day(p5) - day(high));
  return Number.isNaN(gap) ? 0 : gap;
}

/** What lies outside its band: the nation first, numbers before days, the farthest first. */
export const misses = (records: RecordRow[]): RecordRow[] =>
  records
    .filter(({ inside }) => !inside)
    .sort(
      (a, b) =>
        Number(b.place === NATION) - Number(a.place === NATION) ||
        Number(factor(a) === null) - Number(factor(b) === null) ||
        (factor(b) ?? apart(b)) - (factor(a) ?? apart(a)),
    );

/** Targets with misses first. */
export const missesFirst = (records: RecordRow[]): RecordRow[] => [...misses(records), ...records.filter(({ inside }) => inside)];

/** The national targets that say what happened, one per quantity. */
function headline(model: Model): RecordRow[] {
  const strongest = (name: string) =>
    model
      .marks(NATION, name)
      .sort((a, b) => Number(b.high) - Number(a.high) || b.date.localeCompare(a.date))[0];
  return model.quantities.flatMap((quantity) => strongest(quantity.name) ?? []);
}

/** Rows below the opening: misses, then the strongest targets that hold. */
export function glance(model: Model): RecordRow[] {
  const { records } = model.report;
  const told = headline(model).filter(({ inside }) => inside);
  const held = [...told, ...records.filter((row) => row.inside && !told.includes(row))];
  const room = ROWS - Math.min(HELD, held.length);
  const [national, local] = [true, false].map((nation) => misses(records).filter(({ place }) => (place === NATION) === nation)) as [RecordRow[], RecordRow[]];
  const missed = [...national.slice(0, Math.max(room - local.length, room - LOCAL)), ...local].slice(0, room);
  return [...missed, ...held.slice(0, ROWS - missed.length)];
}
