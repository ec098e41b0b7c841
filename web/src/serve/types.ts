// What the server says and is asked.

import type { Here } from "../generated/serve.ts";

export type * from "../generated/serve.ts";

/** What the page knows of its server; null on the page that says why there is none. */
export function readHere(page: Document): Here | null {
  return JSON.parse(page.getElementById("righting-server")?.textContent ?? "null") as Here | null;
}
