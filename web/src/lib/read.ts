import { utc } from "./format.ts";
import type { IsoDate, Report, Section, StudyPage } from "./report.ts";

/** What the page shows: the report of a run, or a study. */
export type Page = { kind: "run"; data: Report } | { kind: "study"; data: StudyPage };

/** The page whose JSON stands in the document. */
export function readPage(page: Document): Page {
  const element = page.getElementById("righting-data");
  if (!element?.textContent) throw new Error("the page has no data: the element righting-data is missing or empty");
  const data = JSON.parse(element.textContent);
  return { kind: element.dataset.page === "study" ? "study" : "run", data };
}

const DAY_MS = 86_400_000;

/** First and last day that the page speaks of: those of a run, and those of every axis of dates. */
export function daysOf(page: Page): [IsoDate | undefined, IsoDate | undefined] {
  const own = page.kind === "run" ? page.data.dates : [];
  const days = [...own, ...(page.data.sections ?? []).flatMap(axisDays)].sort();
  return [days[0], days.at(-1)];
}

function axisDays({ figures }: Section): IsoDate[] {
  return figures.flatMap(({ x, lines }) => {
    const { scale } = x;
    if (scale.kind !== "dates") return [];
    const start = +utc(scale.start);
    return lines.flatMap((line) => line.x).map((day) => new Date(start + day * DAY_MS).toISOString());
  });
}
