import type { Report, StudyPage } from "./report.ts";

/** What the page shows: the report of a run, or a study. */
export type Page = { kind: "run"; data: Report } | { kind: "study"; data: StudyPage };

/** The page whose JSON stands in the document. */
export function readPage(page: Document): Page {
  const element = page.getElementById("righting-data");
  if (!element?.textContent) throw new Error("the page has no data: the element righting-data is missing or empty");
  const data = JSON.parse(element.textContent);
  return { kind: element.dataset.page === "study" ? "study" : "run", data };
}
