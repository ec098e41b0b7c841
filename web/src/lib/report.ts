// The shape of the data in the page; the program's report types are its other half.

import type { Feature, FeatureCollection, Geometry } from "geojson";

/** ISO local date, `2022-01-05`. */
export type IsoDate = string;
/** A count, a date, or null for "not reached". */
export type Reading = number | IsoDate | null;

export interface Report {
  title: string;
  country: string;
  subtitle?: string;
  warnings?: string[];
  /** The opening paragraph, written by the program from the tables below. */
  reading: string[];
  provenance: Provenance;
  dates: IsoDate[];
  quantities: Quantity[];
  regions: Region[];
  map: FeatureCollection<Geometry, MapProperties>;
  places: Marker[];
  series: Series[];
  records: RecordRow[];
  check: Check;
  events: TimelineEvent[];
  /** Simulated events of a smaller share of the runs are left out, and how many are. */
  least_share: number;
  rare_events: number;
  hypotheses: Hypothesis[];
  sections?: Section[];
  limits: string;
}

export interface MapProperties {
  name: string | null;
  regions: string[];
}
export type MapFeature = Feature<Geometry, MapProperties>;

export interface Provenance {
  version: string;
  scenario: string;
  scenario_hash: string;
  seed: string;
  replicates: number;
  succeeded: number;
  failed: number;
  engine: string;
  created: string | null;
  data_sources: { title: string; file: string; licence: string; origin: string }[];
}

export interface Quantity {
  name: string;
  label: string;
  unit: string;
  description: string;
  /** It only grows: its last day tells it. */
  cumulative: boolean;
}

export interface Region {
  id: string;
  name: string;
  population: number;
  onset: Onset;
}

export interface Onset {
  record: IsoDate | null;
  /** Last day of the record where sources differ. */
  record_end: IsoDate | null;
  record_note: string;
  p5: IsoDate | null;
  p50: IsoDate | null;
  p95: IsoDate | null;
  share_reached: number;
}

export interface Marker {
  id: string;
  name: string;
  region: string;
  lon: number;
  lat: number;
  population: number;
}

export interface Series {
  place: string;
  quantity: string;
  p5: number[];
  p25: number[];
  p50: number[];
  p75: number[];
  p95: number[];
  mean: number[];
  /** The course in a sentence. */
  told: string;
}

export interface RecordRow {
  id: string;
  quantity: string;
  place: string;
  place_name: string;
  date: IsoDate;
  date_end?: IsoDate;
  statistic: string;
  low: Reading;
  high: Reading;
  p5: Reading;
  p50: Reading;
  p95: Reading;
  inside: boolean;
  source: string;
}

export interface Check {
  inside: number;
  total: number;
  sharpness: number | null;
  first_place: string | null;
}

export interface TimelineEvent {
  date: IsoDate;
  time: string | null;
  kind: string;
  label: string;
  place: string | null;
  actual: boolean;
  share: number | null;
  p5: IsoDate | null;
  p95: IsoDate | null;
  contested: boolean;
}

export interface Hypothesis {
  id: string;
  name: string;
  on: boolean;
  contested: boolean;
  description: string;
}

/** The page of a study without a run of its own. */
export interface StudyPage {
  title: string;
  subtitle: string;
  warnings?: string[];
  provenance: Provenance;
  sections: Section[];
  limits: string;
}

export interface Section {
  id: string;
  title: string;
  lead: string;
  maps?: SectionMap[];
  figures: Figure[];
  tables: SectionTable[];
  notes: string[];
}

export interface Figure {
  title: string;
  caption: string;
  x: Axis;
  y: Axis;
  lines: FigureLine[];
  reference?: number;
}

export interface Axis {
  label: string;
  scale: Scale;
}

export type Scale =
  | { kind: "linear" }
  | { kind: "share" }
  | { kind: "log" }
  | { kind: "dates"; start: IsoDate }
  | { kind: "names"; names: string[] };

/** A line with a band, or marks with intervals; null is a gap. */
export interface FigureLine {
  name: string;
  x: number[];
  y: (number | null)[];
  low?: (number | null)[];
  high?: (number | null)[];
  marks: boolean;
}

/** Where something is expected. */
export interface SectionMap {
  title: string;
  caption: string;
  regions: { id: string; name: string; population: number }[];
  map: FeatureCollection<Geometry, MapProperties>;
  places: Marker[];
  layers: Layer[];
}

export interface Layer {
  label: string;
  unit: string;
  /** Whether the values are shares from 0 to 1. */
  share: boolean;
  rows: LayerRow[];
}

export interface LayerRow {
  region: string;
  expected: number;
  p5: number;
  p95: number;
}

export interface SectionTable {
  title: string;
  columns: string[];
  rows: string[][];
}
