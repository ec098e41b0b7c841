// Files that a reader takes from the page: made here, of what the page holds, without a network.

import type { Provenance } from "./report.ts";

let origin: Provenance | null = null;
/** Tells which runs the figures of the page come from. */
export function useOrigin(provenance: Provenance): void {
  origin = provenance;
}

/** A line below a picture that leads back to what it was made of. */
export function source(): string {
  if (!origin) return "";
  const { version, scenario, scenario_hash, seed, replicates } = origin;
  const runs = replicates > 0 ? [`seed ${seed}`, `${replicates} runs`] : [];
  return [`righting ${version}`, scenario, scenario_hash.slice(0, 12), ...runs].filter(Boolean).join(" · ");
}

const slug = (words: string): string =>
  words
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** `kazakhstan-2022_map-active_2022-01-05.svg`. */
export const fileName = (figure: string, day: string | undefined, form: string): string =>
  `${[origin?.scenario ?? "", figure, day ?? ""].map(slug).filter(Boolean).join("_")}.${form}`;

/** Hands a file to the browser. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
