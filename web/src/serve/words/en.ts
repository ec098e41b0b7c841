// The words of the pages that only a server has, in English, and so the table that every other language fills.

import { plural } from "../../lib/words/plural.ts";

const many = plural("en-GB");

export const en = {
  scenarios: "Scenarios",
  runs: "Runs",
  jobs: "Jobs",

  // Gallery
  title: "Scenarios and runs",
  lead: "A scenario opens in the laboratory: change it and see what differs. A run opens with its report.",
  storedIn: "What you store goes to",
  readsOnly: (root: string) => `This server only reads ${root}; started with --edit it also saves scenarios and stores runs.`,

  // Scenarios
  under: (root: string) => `Under ${root}`,
  shipped: "With the program",
  faults: (count: number) => many(count, { one: "fault", other: "faults" }),
  daysFrom: (days: number, start: string) => `${many(days, { one: "day", other: "days" })} from ${start}`,
  residents: (count: string) => `${count} residents`,
  places: (count: number) => many(count, { one: "place", other: "places" }),
  quality: (quality: string) => `data quality ${quality}`,
  edit: "Edit",
  text: "Text",
  start: "Start",
  textOf: (title: string) => ` of ${title}`,
  jobOf: (title: string) => ` a job of ${title}`,

  // What is started
  what: "What",
  run: "Run",
  calibrate: "Calibrate",
  forecast: "Forecast",
  ofTrial: "Runs of a trial",
  ofEnsemble: "Runs of each ensemble",
  asOf: "As of",
  days: "Days",
  draws: "Draws",
  members: "Members",
  replicates: "Replicates",
  seed: "Seed",
  startThe: { run: "Start the run", calibrate: "Start the calibration", forecast: "Start the forecast" },

  // Runs
  noRun: "No run is stored under the root.",
  download: "Download",
  replicatesOf: (count: number) => many(count, { one: "replicate", other: "replicates" }),
  failed: (count: number) => `${count} failed`,
  seedIs: (seed: string) => `seed ${seed}`,
  kindOf: (kind: string, scenario: string) => `${kind} of ${scenario}`,

  // Jobs
  atMost: (jobs: number) => `At most ${jobs} wait or run.`,
  forgets: "A server that only reads forgets them when it ends.",
  noJob: "Nothing has been asked.",
  kinds: { laboratory: "Laboratory", run: "Run", calibrate: "Calibration", forecast: "Forecast" },
  states: {
    waiting: "waits",
    running: "runs",
    done: "done",
    refused: "refused",
    failed: "failed",
    cancelled: "cancelled",
    limited: "ended by a limit",
    interrupted: "interrupted",
  },
  ofRuns: (done: string, total: string) => `${done} of ${total} runs`,
  runsMade: (job: string) => `Runs made of ${job}`,
  saidBy: (job: string) => `What ${job} said`,
  open: "Open",
  resultOf: (job: string) => ` the result of ${job}`,
  cancel: "Cancel",
  goOn: "Go on",
  goOnWith: (job: string) => ` with ${job}`,

  // Editor
  findings: "Faults and doubts",
  save: "Save",
  inLaboratory: "Open in the laboratory",
  shippedOnly: "What ships cannot be written: make a copy to change.",
  triedOnly: "This server only reads: what you try here is checked and not saved.",
  unsaved: "Not saved yet.",
  saved: "Saved.",
  savedWith: (faults: number) => `Saved, with ${many(faults, { one: "fault", other: "faults" })}.`,
  textOfScenario: "Text of the scenario",
  textOfFile: "Text of scenario.toml",
  noFault: "No fault",
  doubts: (count: number) => many(count, { one: "doubt", other: "doubts" }),
  checking: "Checking as it is written.",
  checked: "Checked as it is written.",
  fault: "fault",
  doubt: "doubt",
  wholeScenario: "the scenario",
  at: (line: number, column: number | null) => `line ${line}, column ${column}`,
  keys: "Tab indents. Press Escape, then Tab, to go on.",
  nameOfCopy: "Name of the copy",
  makeCopy: "Make a copy",

  cannotBeShown: "This page cannot be shown",
};
export type ServeWords = typeof en;
