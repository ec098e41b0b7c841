// Asks the server.

import type { Problem } from "./types.ts";

/** Why the server refused, as an error whose message is for people. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super([problem.message, problem.help].filter(Boolean).join(". "));
  }
}

async function answer<T>(asked: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await asked;
  } catch {
    throw new Refused({ kind: "gone", message: "the server does not answer", help: "is `righting serve` still running?" });
  }
  if (!response.ok) throw new Refused((await response.json()) as Problem);
  return (await response.json()) as T;
}

export const get = <T>(path: string): Promise<T> => answer<T>(fetch(path));

export const post = <T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> =>
  answer<T>(
    fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), ...(signal ? { signal } : {}) }),
  );

/** A part of an address: a path in one piece. */
export const part = (text: string): string => encodeURIComponent(text);
