// The report in words, made from its numbers.

import { about, count, longDate, NINETY, percent, span } from "./format.ts";
import { NATION, type Model } from "./model.ts";
import type { Quantity, RecordRow } from "./report.ts";

const millions = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

function people(population: number): string {
  return population >= 1e6 ? `${millions.format(population / 1e6)} million` : count(population);
}

/** Sentences of the opening paragraph. */
export function sentences(model: Model): string[] {
  const { report } = model;
  const { provenance, check } = report;
  const said: string[] = [];

  const runs =
    provenance.failed > 0
      ? `${count(provenance.succeeded)} of ${count(provenance.replicates)} runs succeeded`
      : `${count(provenance.succeeded)} runs`;
  const first = report.dates[0];
  const last = report.dates.at(-1);
  const when = first && last ? ` over ${model.days} days, ${span(first, last)}` : "";
  said.push(
    provenance.failed > 0
      ? `${runs}; each simulates the ${people(model.population(NATION))} residents of ${report.country}${when}.`
      : `${runs} simulate the ${people(model.population(NATION))} residents of ${report.country}${when}.`,
  );
  if (check.first_place) said.push(`Protest starts in ${check.first_place} in most runs.`);
  said.push(...spread(model));
  said.push(...model.quantities.flatMap((quantity) => course(model, quantity)));
  if (check.total > 0) {
    const share = percent(check.inside / check.total);
    said.push(`${check.inside} of ${check.total} targets of the record (${share}) lie inside the ${NINETY} band.`);
  }
  return said;
}

/** `The median number active peaks on 5 January at 66,000 (90 % band ...)`. */
function course(model: Model, quantity: Quantity): string[] {
  const series = model.series(NATION, quantity.name);
  if (!series) return [];
  const cumulative = model.isCumulative(quantity.name);
  const told = cumulative ? model.at(series, model.days - 1) : model.peak(series);
  if (told.p95 <= 0) return [];
  const label = quantity.label.charAt(0).toLowerCase() + quantity.label.slice(1);
  // "number active", but "number of deaths".
  const number = `median number ${label.endsWith("s") ? "of " : ""}${label}`;
  const band = `${about(told.p50)} (${NINETY} band ${about(told.p5)}–${about(told.p95)})`;
  const when = longDate(told.date);
  return [cumulative ? `By ${when} the ${number} is ${band}.` : `The ${number} peaks on ${when} at ${band}.`];
}

function spread(model: Model): string[] {
  const reached = model.report.regions.filter((region) => region.onset.p50 !== null);
  const total = model.report.regions.length;
  if (total === 0) return [];
  const latest = reached.map((region) => region.onset.p50 ?? "").sort().at(-1);
  if (!latest) return ["In the median run it reaches no region."];
  const which = reached.length === total ? `all ${total}` : `${reached.length} of ${total}`;
  return [`By ${longDate(latest)} it has reached ${which} regions in at least half of the runs.`];
}

/** The national targets worth a place beside the opening paragraph, one per quantity. */
export function headline(model: Model): RecordRow[] {
  const strongest = (name: string) =>
    model
      .marks(NATION, name)
      .sort((a, b) => Number(b.high) - Number(a.high) || b.date.localeCompare(a.date))[0];
  return model.quantities.flatMap((quantity) => strongest(quantity.name) ?? []);
}
