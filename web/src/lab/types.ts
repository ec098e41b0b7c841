// The laboratory as the program writes it into a live report; `righting_report::Live` is its other half.

export interface Live {
  scenario: string;
  hash: string;
  bundle: { scenarios: string[]; files: Record<string, string> };
  /** Changes that the run of the report was made with. */
  changes: string[];
  seed: string;
  engine: string;
  /** Digests of the first replicates of the stored run. */
  digests: string[];
  columns: { nation: string[]; regions: string[] };
  endpoints: { name: string; label: string }[];
  controls: Controls;
}

export interface Controls {
  start: string;
  days: number;
  dated: Dated[];
  hypotheses: Toggle[];
  alliance: { name: string; knobs: Knob[] } | null;
  priors: Knob[];
  others: Knob[];
}

export interface Knob {
  path: string;
  label: string;
  unit: string;
  value: number;
  low: number;
  high: number;
  log: boolean;
  mark: string | null;
}

export interface Dated {
  id: string;
  label: string;
  act: boolean;
  coercive: boolean;
  /** Without the alliance there is no such act. */
  allied: boolean;
  place: string;
  /** Minutes after the start; null where a condition or chance decides. */
  at: number | null;
  until: number | null;
  when: string;
  knobs: Knob[];
}

export interface Toggle {
  path: string;
  label: string;
  about: string;
  on: boolean;
}

/** The laboratory that stands in the document, if it is a live report. */
export function readLive(page: Document): Live | null {
  const text = page.getElementById("righting-live")?.textContent;
  return text ? (JSON.parse(text) as Live) : null;
}
