import type { Report } from "./report.ts";

/** The report whose JSON stands in the page. */
export function readReport(page: Document): Report {
  const text = page.getElementById("righting-data")?.textContent;
  if (!text) throw new Error("the page has no data: the element righting-data is missing or empty");
  return JSON.parse(text) as Report;
}
