// A worker: the engine's module with two arms, the base and the change.

import { Engine } from "./engine.js";
import type { Job, Message, Opening, Told } from "./protocol.ts";

let opening: Opening | null = null;
let engine: Engine | null = null;
/** The changes that each arm stands for, as one text. */
let arms: string[] = [];

/** The engine; opened anew after a run that broke off. */
function opened({ module, scenario, columns, kind, endpoints }: Opening): Engine {
  if (engine) return engine;
  const fresh = new Engine(new WebAssembly.Instance(module), endpoints);
  fresh.open({ scenario, engine: kind, columns });
  arms = [];
  engine = fresh;
  return fresh;
}

function done(job: Job): Told {
  if (!opening) throw new Error("the worker was asked before it was opened");
  const { arm, changes, replicate } = job;
  const ready = opened(opening);
  const key = JSON.stringify(changes);
  if (arms[arm] !== key) {
    try {
      ready.arm(arm, changes);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      return { ...job, outcome: "refused", message: said(error) };
    }
    arms[arm] = key;
  }
  return { ...job, outcome: "done", ...ready.run(arm, BigInt(opening.seed), replicate) };
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

self.onmessage = ({ data }: MessageEvent<Message>) => {
  if (data.task === "open") {
    opening = data;
    return;
  }
  const { round, arm, changes, replicate } = data;
  const job: Job = { round, arm, changes, replicate };
  let told: Told;
  try {
    told = done(job);
  } catch (error) {
    // The module stopped inside a run: its memory is not to be trusted any more.
    engine = null;
    told = { ...job, outcome: "stopped", message: said(error) };
  }
  self.postMessage(told);
};
