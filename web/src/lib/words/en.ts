// The words of the page in English, and so the table that every other language fills. What the program wrote (sentences,
// names, notes) is not here.

import { plural } from "./plural.ts";

const LOCALE = "en-GB";
const many = plural(LOCALE);
const regions = (count: number) => many(count, { one: "region", other: "regions" });

export const en = {
  locale: LOCALE,
  language: "English",
  /** Said at the top where the page is not in the language of the program. */
  untranslated: "",

  // Numbers and dates
  thousand: "k",
  million: "m",
  underPercent: (percent: string) => `under ${percent}`,
  overPercent: (percent: string) => `over ${percent}`,
  notReached: "not reached",
  to: (low: string, high: string) => `${low} to ${high}`,

  // Bar and sections
  skip: "Skip to the content",
  sectionsNav: "Sections",
  contents: "Contents",
  colours: "Colours",
  auto: "Auto",
  light: "Light",
  dark: "Dark",
  languages: "Language",
  sections: {
    laboratory: "What if",
    map: "Map",
    courses: "Courses",
    timeline: "Timeline",
    onsets: "Onsets",
    record: "Record",
    hypotheses: "Hypotheses",
    provenance: "Provenance",
    limits: "Use and limits",
  },

  // Opening
  beforeYouRead: "Before you read",
  someFailed: (failed: string, runs: number, rest: string) =>
    `${failed} of ${many(runs, { one: "run", other: "runs" })} failed; every number on this page is over the other ${rest}.`,
  whatHappened: "What happened",
  whatHolds: "What the model gets right",
  whatMisses: "What it misses",
  happened: (country: string, days: string, figures: string) => `The record of ${country}, ${days}, has ${figures}.`,
  figure: (value: string, quantity: string, when: string) => `${value} ${quantity} (${when})`,
  holds: (runs: number, inside: number, total: number, share: string, best: string) => {
    const whose = `The 90 % bands of ${many(runs, { one: "run", other: "runs" })}`;
    if (inside === 0) return `${whose} hold none of ${many(total, { one: "target", other: "targets" })} of the record`;
    return `${whose} hold ${inside} of ${many(total, { one: "target", other: "targets" })} of the record (${share})${best ? `, best ${best}` : ""}`;
  },
  kinds: {
    "active onset": "first days of protest",
    "rioting onset": "first days of riots",
    active: "crowds",
    rioting: "numbers of rioters",
    detained_total: "detentions",
    deaths_total: "deaths",
    regions_reached: "regions reached",
    regions_violent: "regions with violence",
    facilities_lost: "facilities lost",
  } as Record<string, string>,
  ofKind: (kind: string, inside: number, total: number) => `${kind} (${inside} of ${total})`,
  wideBands: (factor: string) => `; one national band in five spans more than a factor of ${factor}, and so wide a band holds easily`,
  missed: (count: number, worst: string) =>
    `${count === 1 ? "1 target lies outside its band" : `${count} targets lie outside their bands`}: ${worst}.`,
  missedNone: "No target lies outside its band.",
  few: (few: boolean): string => (few ? "too few" : "too many"),
  miss: (few: string, what: string, when: string, band: string, record: string) => `${few} ${what} (${when}: runs ${band}, record ${record})`,
  early: (count: number) => many(count, { one: "first day too early", other: "first days too early" }),
  late: (count: number) => many(count, { one: "first day too late", other: "first days too late" }),
  besideRecord: "The record beside the runs, misses first",
  someTargets: (some: number, all: number) => `${some} of ${all} targets;`,
  allOfThem: "all of them",
  standBelow: "stand below.",

  // Quantities, where the program's own label is not the word
  quantities: {} as Record<string, { label: string; unit: string }>,
  perResidents: (unit: string) => `${unit} per 100,000 residents`,
  quantity: "Quantity",
  median: "Median",
  band: "90 % band",
  place: "Place",
  region: "Region",
  day: "Day",
  recordWord: "Record",
  inside: "inside",
  outside: "outside",

  // Map
  whereAndWhen: "Where and when",
  whereLead:
    "The median of the runs in each region, day by day, or an end of its 90 % band. Choose a region on the map or in the table to see its courses below.",
  shownAs: "Shown as",
  number: "Number",
  per: "Per 100,000",
  mapLabel: "Map of regions. Arrow keys move between regions, Enter selects.",
  regionLabel: (name: string, value: string, unit: string, band: string) => `${name}: ${value} ${unit}, 90 % band ${band}`,
  shownBelow: "Shown below:",
  backTo: (country: string) => `Back to ${country}`,
  under: (value: string) => `under ${value}`,
  over: (value: string) => `over ${value}`,
  bandOver: (factor: string) => `90 % band over ×${factor}`,
  percentile: "Percentile of the runs",
  play: "Play",
  playDays: "Play the days",
  pause: "Pause",

  // Keys
  keyMedian: "median",
  keyInside: "record, inside",
  keyOutside: "record, outside",
  keyDay: "day on the map",
  keyRuns: "5–95 % of the runs",
  keyOpen: "later or not reached",

  // Courses
  coursesOf: (place: string) => `Courses: ${place}`,
  coursesLead: "Bands over the runs by day, with the record drawn over them where it gives a number.",
  verticalScale: "Vertical scale",
  linear: "Linear",
  logarithmic: "Logarithmic",
  days: "Days",
  noSeries: "No series for this place.",
  noFigure: "No figure of the record for this place.",
  figuresInside: (inside: number, all: number, unseen: number) => {
    const verdict = all === 1 ? (inside ? "is inside" : "is outside") : inside === 1 ? "is inside" : "are inside";
    const rest = unseen === 0 ? "" : all === 1 ? "; it is not on the days shown" : `; ${unseen} not on the days shown`;
    return `${all === 1 ? "The one figure" : `${inside} of ${all} figures`} of the record ${verdict} the band${rest}.`;
  },
  inPlace: (quantity: string, place: string) => `${quantity} in ${place}`,
  asTable: (quantity: string) => `${quantity} as a table`,
  numbersOf: (figure: string) => `${figure}: the numbers`,
  highestOn: (place: string, value: string, day: string) => `${place}: highest median ${value} on ${day}`,
  everyRegion: "Every region",
  scales: "Scales",
  same: "Same",
  own: "Own",
  sameScaleTo: (top: string) => `all scales reach ${top}`,
  ownScale: "each has its own scale",
  order: "Order",
  byPeak: "By peak",
  byName: "By name",
  allRegions: (count: number) => `Show all ${regions(count)}`,

  // Timeline
  events: "Events and decisions",
  eventsLead: "What happened, as the record has it, and what the runs produced, with the share of runs in which it happened.",
  rareEvents: (share: string, count: string) => `Events in fewer than ${share} of the runs, ${count} in number, are left out.`,
  claimsMarked: "Contested claims are marked.",
  dayByDay: "Day by day",
  all: "All",
  simulated: "Simulated",
  simulatedColon: "Simulated: ",
  contested: "contested",
  keyActual: "record or dated input",
  keySimulated: "simulated, at the median date of the runs that have it",
  ofRuns: (share: string) => `${share} of runs`,
  whenInRuns: "When it happened in the runs",
  whenLabel: (count: number) =>
    `When simulated events happen: ${count} events, each with its band of dates. The list below has the same numbers.`,
  shareWithEvent: "share of the runs with the event",
  medianAndBand: (median: string, band: string) => `Median ${median}, 90 % band ${band}`,
  inRuns: (share: string) => `In ${share} of the runs`,
  twin: (day: string) => `Record of this kind and place ${day}`,
  notDated: "Not dated in the record",
  mostFrequent: (count: number) => `Show the ${count} most frequent`,
  allEvents: (count: number) => `Show all ${count} events`,
  groups: {
    protest_onset: (count: number) => `Protest begins in ${count} regions`,
    violence_onset: (count: number) => `Violence begins in ${count} regions`,
    facility_held: (count: number) => `${count} facilities attacked and held`,
    facility_seized: (count: number) => `${count} facilities seized`,
    facility_burned: (count: number) => `${count} facilities burned`,
    facility_retaken: (count: number) => `${count} facilities retaken`,
  } as Record<string, (count: number) => string>,

  // Onsets
  firstDays: "First day of protest by region",
  onsetsLead: "The first day of which a record would show 50 people active in one place of the region.",
  datesNone: "The record dates no region.",
  datesSome: (dated: number, all: number, inside: number) => {
    const rest =
      dated === 1
        ? `the date lies ${inside ? "inside" : "outside"} the 90 % band`
        : `${inside} of these dates ${inside === 1 ? "lies" : "lie"} inside the 90 % band`;
    return `The record dates ${dated} of ${regions(all)}; ${rest}.`;
  },
  shareReached: "share of the runs that reach the region",
  reachedIn: (share: string) => `Reached in ${share} of the runs`,
  recordRange: (days: string, verdict: string) => `Record ${days}: ${verdict}`,
  noDate: "no date",
  noDateInRecord: "No date in the record",
  firstDaysTable: "First days as a table",
  reached: "Reached",

  // Record
  againstRecord: "The runs against the record",
  targetsInside: (inside: number, all: number, share: string) =>
    `${inside} of ${many(all, { one: "target", other: "targets" })} (${share}) ${inside === 1 ? "lies" : "lie"} inside the 90 % band.`,
  noTargets: "There is no target to hold the runs against.",
  sharpness: (value: string) =>
    `Sharpness ${value}: the 80th percentile, over the national targets of at least 100, of how many times its bottom the top of the band is (one person added to both); smaller is sharper.`,
  intervalNote: "An interval is what the record leaves open.",
  show: "Show",
  allCount: (count: number) => `All ${count}`,
  insideCount: (count: number) => `Inside ${count}`,
  outsideCount: (count: number) => `Outside ${count}`,
  seek: "Place, quantity or source",
  targetsShown: (shown: number, all: number) => `${shown} of ${all} targets shown`,
  allTargets: (count: number) => `Show all ${count} targets`,
  noMatch: "No target matches.",
  targetsCaption: "Targets of the record beside the median and the 90 % band of the runs",
  drawn: "Drawn",
  inBand: "In band",
  source: "Source",
  firstDay: "first day",
  by: (day: string) => `by ${day}`,
  on: (day: string) => `on ${day}`,
  highest: (when: string) => `highest ${when}`,

  // Hypotheses and provenance
  hypothesesLead: "Structures of the model that can be switched. One that is on is assumed in these runs, not shown by them.",
  isOn: "On",
  isOff: "Off",
  provenanceLead: "The same program, scenario, seed and number of runs give the same numbers.",
  program: "Program",
  scenario: "Scenario",
  hash: "Scenario hash",
  seed: "Seed",
  runs: "Runs",
  engine: "Engine",
  made: "Made",
  runsCounted: (all: string, succeeded: string, failed: string) => `${all} in all, ${succeeded} succeeded, ${failed} failed`,
  dataSources: (count: number) => `${many(count, { one: "source", other: "sources" })} of the data, with licences`,
  file: "File",
  what: "What",
  licence: "Licence",
  rowsScroll: (count: number) => `${count} rows; the table scrolls in its box.`,

  // Files
  save: "Save",
  saveThis: (what: string) => `Save: ${what}`,
  saveAs: (what: string, form: string) => `${form}: ${what}`,
  unsaved: "The browser cannot draw this picture.",
};
export type Words = typeof en;
