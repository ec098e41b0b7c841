// What the page and its workers say to each other.

/** Sent once: the compiled module, and what it opens its laboratory with. */
export interface Opening {
  module: WebAssembly.Module;
  scenario: unknown;
  columns: unknown;
  /** The engine that moves the people. */
  kind: string;
  endpoints: number;
  seed: string;
}

/** Arm 0 is the base, arm 1 the change. */
export type Arm = 0 | 1;

/** One replicate of one arm. */
export interface Job {
  /** Which question it belongs to. */
  round: number;
  arm: Arm;
  changes: string[];
  replicate: number;
}

export type Message = ({ task: "open" } & Opening) | ({ task: "run" } & Job);

export interface Done extends Job {
  outcome: "done";
  digest: string;
  endpoints: Float64Array;
  columns: Float64Array;
}

/** `refused`: the changes fit no scenario. `stopped`: the run broke off. */
export interface Failed extends Job {
  outcome: "refused" | "stopped";
  message: string;
}

export type Told = Done | Failed;
