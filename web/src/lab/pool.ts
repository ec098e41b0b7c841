// The workers, and which replicate each of them runs next.

import { Engine, unpacked } from "./engine.js";
import type { Job, Message, Opening, Place, Runner, Told } from "./protocol.ts";
import type { Live } from "./types.ts";
import LabWorker from "./worker.ts?worker&inline";

const MOST = 4;

/** What this browser lacks to run the engine, if it lacks something. */
function lacking(): string | null {
  if (typeof WebAssembly !== "object") return "WebAssembly";
  if (typeof Worker !== "function") return "workers";
  if (typeof DecompressionStream !== "function") return "decompression of data";
  return null;
}

/** Workers for the cores at hand, two at least: one of them may wait for the other. */
const workers = (): number => Math.max(2, Math.min(MOST, navigator.hardwareConcurrency || 2));

/** Runs jobs, one at a time on each worker, and hands on what they tell. */
class Pool implements Runner {
  readonly size: number;
  private readonly all: Worker[];
  private readonly idle: Worker[];
  private jobs: Iterator<Job> | null = null;

  private constructor(
    opening: Opening,
    private readonly engine: Engine,
    hear: (told: Told) => void,
    broken: (message: string) => void,
  ) {
    this.size = workers();
    this.all = Array.from({ length: this.size }, () => new LabWorker());
    this.idle = [...this.all];
    for (const worker of this.all) {
      worker.onmessage = ({ data }: MessageEvent<Told>) => {
        this.idle.push(worker);
        hear(data);
        this.feed();
      };
      worker.onerror = (event) => broken(event.message || "a worker could not be started");
      this.send(worker, { task: "open", ...opening });
    }
  }

  /** Compiles the module that stands in the page. */
  static async open(page: Document, live: Live, hear: (told: Told) => void, broken: (message: string) => void): Promise<Pool> {
    const text = page.getElementById("righting-engine")?.textContent ?? "";
    const module = await WebAssembly.compile(await unpacked(text.trim()));
    const { bundle: scenario, columns, engine: kind, endpoints, seed } = live;
    const here = new Engine(await WebAssembly.instantiate(module), endpoints.length);
    return new Pool({ module, scenario, columns, kind, endpoints: endpoints.length, seed }, here, hear, broken);
  }

  run(jobs: Iterable<Job>): void {
    this.jobs = jobs[Symbol.iterator]();
    this.feed();
  }

  cancel(): void {
    this.jobs = null;
  }

  digest(replicates: string[]): string {
    return this.engine.digest(replicates);
  }

  private feed(): void {
    while (this.jobs && this.idle.length > 0) {
      const next = this.jobs.next();
      if (next.done) this.jobs = null;
      else this.send(this.idle.shift()!, { task: "run", ...next.value });
    }
  }

  private send(worker: Worker, message: Message): void {
    worker.postMessage(message);
  }
}

/** The engine in the page. */
export const here: Place = {
  lacking,
  open: (live, hear, broken) => Pool.open(document, live, hear, broken),
  sizes: [8, 24, 100, 400],
  about:
    "The engine is in this page. Change a date, an act or a number: the same people with the same chances are run again " +
    "here, with your change and without it, and the difference is told pair by pair. Nothing leaves this page.",
  one: "worker",
};
