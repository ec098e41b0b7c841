// What the reader has changed: as changes of the program, as a command line, as a link.

import type { Live } from "./types.ts";

/** Values set, by path, and shocks, acts or the alliance taken out. */
export interface Choice {
  set: Record<string, string>;
  without: string[];
}

export const nothing = (): Choice => ({ set: {}, without: [] });

export const isNothing = ({ set, without }: Choice): boolean => Object.keys(set).length === 0 && without.length === 0;

const OUT = "without ";

/** Whether a shock, an act or the alliance is out: by itself, or with the alliance that it asks. */
export function isOut(live: Live, { without }: Choice, id: string): boolean {
  const allied = () => live.controls.dated.some((dated) => dated.id === id && dated.allied);
  return without.includes(id) || (without.includes("alliance") && allied());
}

/** The changes of an arm, those of the run and those of the reader, in the order of a command line: values first. */
export function changesOf(live: Live, choice: Choice): string[] {
  // What is out has nothing to set, and what goes with the alliance is not taken out twice.
  const stays = ([path]: [string, string]) => !isOut(live, choice, path.split(".")[0] ?? "");
  const values = Object.entries(choice.set).filter(stays).map(([path, value]) => `${path}=${value}`);
  const alone: Choice = { set: {}, without: choice.without.filter((id) => id === "alliance") };
  const without = choice.without.filter((id) => id === "alliance" || !isOut(live, alone, id));
  const [taken, given] = [live.changes.filter((change) => change.startsWith(OUT)), live.changes.filter((change) => !change.startsWith(OUT))];
  return [...given, ...values, ...taken, ...without.map((id) => OUT + id)];
}

/** One word of a command line of a POSIX shell. */
const word = (text: string): string => (/^[\w./+,:@%=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** The command that runs an arm. */
export function command(live: Live, changes: string[], replicates: number): string {
  const options = changes.flatMap((change) =>
    change.startsWith(OUT) ? ["--without", word(change.slice(OUT.length))] : ["--set", word(change)],
  );
  const engine = live.engine === "sellke" ? [] : ["--engine", live.engine];
  const size = ["--replicates", String(replicates), "--seed", live.seed];
  return ["righting", "run", word(live.scenario), ...options, ...engine, ...size, "--digest"].join(" ");
}

const MARK = "laboratory?";

/** The fragment of a link to a question. */
export function fragment(live: Live, { set, without }: Choice, replicates: number): string {
  const query = new URLSearchParams({ scenario: live.hash, seed: live.seed, replicates: String(replicates) });
  for (const [path, value] of Object.entries(set)) query.append("set", `${path}=${value}`);
  for (const id of without) query.append("without", id);
  return `#${MARK}${query}`;
}

export interface Linked {
  choice: Choice;
  replicates: number | null;
  /** Whether it was made for another scenario or seed. */
  foreign: boolean;
}

/** The question of a link; null where the fragment is none. */
export function linked(live: Live, hash: string): Linked | null {
  if (!hash.startsWith(`#${MARK}`)) return null;
  const query = new URLSearchParams(hash.slice(MARK.length + 1));
  if (!query.has("scenario")) return null;
  const foreign = query.get("scenario") !== live.hash || query.get("seed") !== live.seed;
  const choice = nothing();
  for (const change of query.getAll("set")) {
    const at = change.indexOf("=");
    if (at > 0) choice.set[change.slice(0, at)] = change.slice(at + 1);
  }
  choice.without = [...new Set(query.getAll("without"))];
  const replicates = Number(query.get("replicates"));
  return { choice, replicates: Number.isInteger(replicates) && replicates > 0 ? replicates : null, foreign };
}
