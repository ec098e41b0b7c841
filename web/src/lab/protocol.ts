// What the page and whoever runs the engine say to each other.

import type { Live } from "./types.ts";

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

/** `refused`: the changes fit no scenario. `stopped`: the run broke off. `ended`: the whole question was ended. */
export interface Failed extends Job {
  outcome: "refused" | "stopped" | "ended";
  message: string;
}

export type Told = Done | Failed;

/** Who runs jobs: workers of the page, or a server. What is not begun can be replaced at any time. */
export interface Runner {
  /** How many run at once. */
  readonly size: number;
  /** Runs these jobs from now on, and none of those before. */
  run(jobs: Iterable<Job>): void;
  /** Begins no further job. */
  cancel(): void;
  /** The digest of a run from those of its replicates. */
  digest(replicates: string[]): string | Promise<string>;
}

/** Where the engine is. */
export interface Place {
  /** What is missing to run it, if something is. */
  lacking(): string | null;
  open(live: Live, hear: (told: Told) => void, broken: (message: string) => void): Promise<Runner>;
  /** Numbers of replicates to choose from. */
  sizes: number[];
  /** Said at the head of the laboratory. */
  about: string;
  /** What runs side by side. */
  one: string;
}
