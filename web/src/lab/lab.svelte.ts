// The state of the laboratory: what the reader asks, what has been run, and what follows from it.

import { SvelteSet } from "svelte/reactivity";
import { kept } from "../lib/language.svelte.ts";
import { NATION } from "../lib/model.ts";
import { type Choice, changesOf, command, fragment, isNothing, linked, nothing } from "./changes.ts";
import type { Arm, Done, Job, Place, Runner, Told } from "./protocol.ts";
import type { Layout } from "./statistics.ts";
import type { Live } from "./types.ts";

/** How long arriving replicates wait to be drawn, milliseconds. */
const FRAME = 120;
/** How long a moved slider rests before its question is asked. */
const REST = 60;

const FIRST_SIZE = 24;

export class Lab {
  readonly live: Live;
  readonly engine: Place;
  readonly layout: Layout;
  choice = $state<Choice>(nothing());
  size = $state(FIRST_SIZE);
  /** Place of the charts. */
  place = $state(NATION);
  /** Replicates by arm and number. Not a state: they arrive faster than they can be drawn. */
  private runs: [(Done | undefined)[], (Done | undefined)[]] = [[], []];
  /** Counts what has been drawn: whatever reads it is drawn again. */
  private drawn = $state(0);
  private waiting = false;
  /** Counts questions; what is told of an earlier one is not heard. */
  private round = 0;
  /** The question that has been drawn. */
  question = $state(0);
  private pool: Runner | null = null;
  /** The last digest that was asked for, by the digests that it is of. */
  private whole: { of: string; digest: string | null } = { of: "", digest: null };
  private asked: ReturnType<typeof setTimeout> | undefined;
  workers = $state(0);
  running = $state(false);
  /** Why there is nothing to run with. */
  unable = $state<string | null>(null);
  /** Why the change fits no scenario. */
  refused = $state<string | null>(null);
  /** Why the question was ended before its last replicate. */
  ended = $state<string | null>(null);
  readonly stopped = new SvelteSet<string>();
  /** Said of a link that was made for another scenario. */
  foreign = $state(false);
  /** Milliseconds of the question: until the first band, and in all. */
  seconds = $state<{ first: number | null; all: number | null }>({ first: null, all: null });
  private begun = 0;

  readonly changes = $derived.by(() => changesOf(this.live, this.choice));
  readonly changed = $derived.by(() => !isNothing(this.choice));

  constructor(live: Live, engine: Place) {
    this.live = live;
    this.engine = engine;
    this.layout = {
      quantities: live.columns.nation.length,
      days: live.controls.days,
      regions: 0,
    };
    this.unable = engine.lacking();
  }

  /** Opens the engine and asks the question of the address, or none. */
  async open(regions: number): Promise<void> {
    this.layout.regions = regions;
    this.follow(location.hash);
    if (this.unable) return;
    this.begun = performance.now();
    try {
      this.pool = await this.engine.open(this.live, (told) => this.hear(told), (message) => this.fail(message));
      this.workers = this.pool.size;
      this.ask();
    } catch (error) {
      this.fail(String(error));
    }
  }

  /** Takes over the question of a link. */
  follow(hash: string): boolean {
    const question = linked(this.live, hash);
    if (!question) return false;
    this.foreign = question.foreign;
    this.choice = question.choice;
    if (question.replicates) this.size = Math.min(question.replicates, this.engine.sizes.at(-1) ?? FIRST_SIZE);
    return true;
  }

  // ------------------------------------------------------------ what the reader does

  /** Sets a value, or takes it back to that of the run. */
  set(path: string, value: string | null): void {
    const { [path]: _, ...rest } = this.choice.set;
    this.choice = { ...this.choice, set: value === null ? rest : { ...rest, [path]: value } };
    this.askSoon();
  }

  /** Takes a shock, an act or the alliance out, or puts it in again. */
  switch(id: string, on: boolean): void {
    const others = this.choice.without.filter((other) => other !== id);
    this.choice = { ...this.choice, without: on ? others : [...others, id] };
    this.askSoon();
  }

  reset(): void {
    this.choice = nothing();
    this.foreign = false;
    this.askSoon();
  }

  resize(size: number): void {
    this.size = size;
    this.askSoon();
  }

  cancel(): void {
    this.pool?.cancel();
    this.round++;
    this.running = false;
  }

  // ------------------------------------------------------------ running

  private askSoon(): void {
    this.refused = null;
    this.ended = null;
    // What is under way answers a question that nobody asks any more.
    this.pool?.cancel();
    this.round++;
    this.runs[1] = [];
    this.draw();
    clearTimeout(this.asked);
    this.begun = performance.now();
    this.asked = setTimeout(() => this.ask(), REST);
  }

  ask(): void {
    if (!this.pool) return;
    this.refused = null;
    this.ended = null;
    this.stopped.clear();
    this.seconds = { first: null, all: null };
    this.round++;
    this.running = true;
    // A question stays in the address, so that the page can be sent on as it stands.
    if (this.changed) history.replaceState(null, "", kept(fragment(this.live, this.choice, this.size)));
    else if (linked(this.live, location.hash)) history.replaceState(null, "", kept("#laboratory"));
    this.pool.run(this.jobs(this.round));
    this.settle();
  }

  /** Pair by pair: the base where it has not been run, then the change. */
  private *jobs(round: number): Iterable<Job> & Generator<Job> {
    for (let replicate = 0; replicate < this.size; replicate++) {
      if (!this.runs[0][replicate]) yield { round, arm: 0, changes: this.live.changes, replicate };
      if (this.changed) yield { round, arm: 1, changes: [...this.changes], replicate };
    }
  }

  private hear(told: Told): void {
    // The base is the same for every question.
    if (told.outcome === "done" && (told.arm === 0 || told.round === this.round)) {
      this.runs[told.arm][told.replicate] = told;
    }
    if (told.round !== this.round) return;
    if (told.outcome === "refused") {
      this.refused = told.message;
      this.cancel();
    } else if (told.outcome === "ended") {
      this.ended = told.message;
      this.cancel();
    } else if (told.outcome === "stopped") {
      this.stopped.add(`${told.arm === 0 ? "base" : "change"}, replicate ${told.replicate}: ${told.message}`);
    }
    if (!this.waiting) {
      this.waiting = true;
      // The first is drawn at once, later ones together.
      setTimeout(() => this.draw(), this.seconds.first === null ? 0 : FRAME);
    }
    this.settle();
  }

  private draw(): void {
    this.waiting = false;
    this.drawn++;
    const enough = this.changed ? this.pairs.length >= 2 : this.base.length >= 2;
    if (this.seconds.first !== null || !enough) return;
    this.seconds.first = performance.now() - this.begun;
    this.question = this.round;
    performance.mark("first-band");
  }

  /** Ends a question whose replicates are all there. */
  private settle(): void {
    if (!this.running) return;
    const count = (arm: Arm) => this.runs[arm].slice(0, this.size).filter(Boolean).length;
    const all = this.size * (this.changed ? 2 : 1);
    if (count(0) + (this.changed ? count(1) : 0) + this.stopped.size < all) return;
    this.running = false;
    this.seconds.all = performance.now() - this.begun;
    this.draw();
  }

  private fail(message: string): void {
    this.unable = message;
    this.running = false;
    this.pool?.cancel();
  }

  // ------------------------------------------------------------ what has been run

  private of(arm: Arm): Done[] {
    void this.drawn;
    return this.runs[arm].slice(0, this.size).filter((run) => run !== undefined && run.endpoints.length > 0) as Done[];
  }

  /** Replicates of the base that are there. */
  get base(): Done[] {
    return this.of(0);
  }

  /** Those of the change. */
  get change(): Done[] {
    return this.changed ? this.of(1) : [];
  }

  /** Replicates that both arms have, side by side. */
  get pairs(): [Done, Done][] {
    const base = new Map(this.base.map((run) => [run.replicate, run]));
    return this.change.flatMap((run): [Done, Done][] => {
      const other = base.get(run.replicate);
      return other ? [[other, run]] : [];
    });
  }

  /** Digest of an arm, once all of its replicates are there. */
  digest(arm: Arm): string | null {
    void this.drawn;
    const runs = this.runs[arm].slice(0, this.size);
    const digests = runs.flatMap((run) => (run ? [run.digest] : []));
    return this.pool && digests.length === this.size ? this.digestOf(this.pool, digests) : null;
  }

  /** The digest of a run; null until it is there. */
  private digestOf(pool: Runner, digests: string[]): string | null {
    const of = digests.join("");
    if (this.whole.of === of) return this.whole.digest;
    const told = pool.digest(digests);
    const asked = { of, digest: typeof told === "string" ? told : null };
    this.whole = asked;
    if (typeof told !== "string") {
      told.then(
        (digest) => {
          asked.digest = digest;
          this.drawn++;
        },
        (error) => this.fail(String(error)),
      );
    }
    return asked.digest;
  }

  /** Replicates of the base that the stored run has too, and how many of these are equal in every cell. */
  get checked(): { equal: number; all: number } {
    void this.drawn;
    const { digests } = this.live;
    const both = this.runs[0].flatMap((run, i) => (run && digests[i] ? [run.digest === digests[i]] : []));
    return { equal: both.filter(Boolean).length, all: both.length };
  }

  command(): string {
    return command(this.live, this.changed ? this.changes : this.live.changes, this.size);
  }

  link(): string {
    return location.href.split("#")[0] + kept(fragment(this.live, this.choice, this.size));
  }
}
