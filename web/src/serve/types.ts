// What the server says, as its description at /api/openapi.json has it; its types are the program's.

export interface Limits {
  replicates: number;
  jobs: number;
  laboratory_seconds: number;
}

export interface About {
  version: string;
  edit: boolean;
  cores: number;
  limits: Limits;
}

/** What a page knows of its server. */
export interface Here {
  about: About;
  root: string;
  /** The scenario that the page is about: `shipped:NAME`, `folder:PATH` or `run:PATH`. */
  origin: string | null;
  run: string | null;
}

export interface Problem {
  kind: string;
  message: string;
  help?: string;
}

export interface ListedScenario {
  origin: string;
  title: string;
  start: string | null;
  days: number | null;
  people: number | null;
  places: number | null;
  quality: string | null;
  faults: number;
}

export interface ListedRun {
  path: string;
  kind: string;
  title: string;
  scenario: string;
  replicates: number | null;
  failed: number | null;
  seed: string;
  changes: string[];
  fault: string | null;
}

export type State = "waiting" | "running" | "done" | "refused" | "failed" | "cancelled" | "limited" | "interrupted";

export interface JobInfo {
  id: number;
  asked: { kind: "laboratory" | "run" | "calibrate" | "forecast"; origin: string };
  state: State;
  done: number;
  total: number;
  problem: Problem | null;
  digests: (string | null)[];
  result: string | null;
  said: string;
}

export interface Gallery {
  scenarios: ListedScenario[];
  runs: ListedRun[];
  jobs: JobInfo[];
}

export interface Finding {
  kind: string;
  message: string;
  file: string | null;
  /** Whether it stands in the text that is written. */
  own: boolean;
  line: number | null;
  column: number | null;
  length: number | null;
  nearest: string | null;
  advice: string | null;
}

export interface Diagnosis {
  faults: Finding[];
  warnings: Finding[];
}

export interface ScenarioText {
  origin: string;
  text: string;
  hash: string;
  writable: boolean;
  diagnosis: Diagnosis;
}

/** A replicate of a job of the laboratory. */
export interface ReplicateTold {
  arm: 0 | 1;
  replicate: number;
  digest: string;
  endpoints: (number | null)[];
  columns: (number | null)[];
  failure: string | null;
}

/** What the page knows of its server; null on the page that says why there is none. */
export function readHere(page: Document): Here | null {
  return JSON.parse(page.getElementById("righting-server")?.textContent ?? "null") as Here | null;
}
