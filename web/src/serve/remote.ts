// The laboratory's engine on the server: a question is a job, and its replicates come as they are made.

import type { Arm, Job, Place, Runner, Told } from "../lab/protocol.ts";
import type { Live } from "../lab/types.ts";
import { get, post } from "./api.ts";
import type { ArmAsked, Asked, Engine, Here, JobInfo, Replicates, ReplicateTold, Whole } from "./types.ts";

const SIZES = [24, 100, 400, 1000, 2000, 4000];

/** How long a refused reader waits, milliseconds. */
const AGAIN = 1000;

class Remote implements Runner {
  readonly size: number;
  private source: EventSource | null = null;
  /** The job under way. */
  private job: number | null = null;
  /** Counts questions: what is told of an earlier one is not heard. */
  private question = 0;

  constructor(
    private readonly here: Here,
    private readonly live: Live,
    private readonly hear: (told: Told) => void,
    private readonly broken: (message: string) => void,
  ) {
    this.size = here.about.cores;
  }

  run(jobs: Iterable<Job>): void {
    this.cancel();
    const wanted = [...jobs];
    if (wanted.length > 0) void this.ask(wanted);
  }

  cancel(): void {
    this.question++;
    this.source?.close();
    this.source = null;
    const job = this.job;
    this.job = null;
    // One that is over already needs no end.
    if (job !== null) post(`/api/jobs/${job}/cancel`).catch(() => undefined);
  }

  digest(replicates: string[]): Promise<string> {
    return post<Whole>("/api/digest", { replicates } satisfies Replicates).then(({ digest }) => digest);
  }

  /** Asks for the replicates of both arms, each from the first that the page has not. */
  private async ask(wanted: Job[]): Promise<void> {
    const question = this.question;
    const last = wanted.at(-1)!;
    const replicates = last.replicate + 1;
    const arm = (number: Arm, changes: string[]): ArmAsked => ({
      changes,
      from: wanted.find((job) => job.arm === number)?.replicate ?? replicates,
    });
    const change = wanted.find((job) => job.arm === 1);
    const arms = [arm(0, this.live.changes), ...(change ? [arm(1, change.changes)] : [])];
    const { origin } = this.here;
    try {
      if (origin === null) throw new Error("the page is about no scenario");
      const { seed, engine } = this.live;
      const body: Asked = { kind: "laboratory", origin, arms, seed, replicates, engine: engine as Engine };
      const { id } = await post<JobInfo>("/api/jobs", body);
      if (question !== this.question) {
        await post(`/api/jobs/${id}/cancel`).catch(() => undefined);
        return;
      }
      this.job = id;
      this.listen(id, question, wanted);
    } catch (error) {
      if (question === this.question) this.refuse(last, error);
    }
  }

  private listen(id: number, question: number, wanted: Job[]): void {
    const source = new EventSource(`/api/jobs/${id}/events`);
    this.source = source;
    const of = (arm: Arm) => wanted.find((job) => job.arm === arm) ?? wanted[0]!;
    source.addEventListener("replicate", ({ data }) => {
      if (question !== this.question) return;
      const { arm, replicate, digest, endpoints, columns } = JSON.parse(data) as ReplicateTold;
      const job: Job = { ...of(arm), arm, replicate };
      this.hear({ ...job, outcome: "done", digest, endpoints: numbers(endpoints), columns: numbers(columns) });
    });
    source.addEventListener("ended", ({ data }) => {
      source.close();
      if (question !== this.question) return;
      this.job = null;
      const { state, problem } = JSON.parse(data) as JobInfo;
      const why = [problem?.message ?? state, problem?.help].filter(Boolean).join("; ");
      if (state !== "done") this.refuse(wanted.at(-1)!, why, state === "refused");
    });
    // A browser that lost its line tries again by itself and goes on where it was. One that was refused does not: the
    // server says why, or all is told again.
    source.addEventListener("error", () => {
      if (question !== this.question || source.readyState !== EventSource.CLOSED) return;
      const again = () => question === this.question && this.listen(id, question, wanted);
      get<JobInfo>(`/api/jobs/${id}`).then(
        () => setTimeout(again, AGAIN),
        (error) => this.broken(error instanceof Error ? error.message : String(error)),
      );
    });
  }

  private refuse(job: Job, error: unknown, fits = true): void {
    const message = error instanceof Error ? error.message : String(error);
    this.hear({ ...job, outcome: fits ? "refused" : "ended", message });
  }
}

/** What is not a number comes as null. */
const numbers = (values: (number | null)[]): Float64Array => Float64Array.from(values, (value) => value ?? NaN);

/** The engine of a server. */
export const there = (here: Here): Place => ({
  lacking: () => (typeof EventSource === "function" ? null : "server-sent events"),
  open: async (live, hear, broken) => new Remote(here, live, hear, broken),
  sizes: SIZES.filter((size) => size <= here.about.limits.replicates),
  about:
    "The engine runs on this machine. Change a date, an act or a number: the same people with the same chances are run " +
    "again, with your change and without it, and the difference is told pair by pair.",
  one: "core",
});
