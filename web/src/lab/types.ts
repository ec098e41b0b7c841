// The laboratory as the program writes it into a live report.

import type { Live } from "../generated/live.ts";

export type * from "../generated/live.ts";

/** The laboratory that stands in the document, if it is a live report. */
export function readLive(page: Document): Live | null {
  const text = page.getElementById("righting-live")?.textContent;
  return text ? (JSON.parse(text) as Live) : null;
}
