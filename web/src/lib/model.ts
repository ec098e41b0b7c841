// The report with the look-ups that the parts of the page share.

import { sentence } from "./format.ts";
import { words } from "./language.svelte.ts";
import type { IsoDate, Quantity, RecordRow, Region, Report, Series } from "./report.ts";

export const NATION = "nation";

/** Targets whose quantity goes by another name in the tables of a run. */
const SAME_COUNT: Record<string, string> = { deaths_total: "dead" };

/** A quantity in the language of the page, else as the program calls it. */
export const quantityLabel = ({ name, label }: Quantity): string => words().quantities[name]?.label ?? label;
export const quantityUnit = ({ name, unit }: Quantity): string => words().quantities[name]?.unit ?? unit;

export interface Peak {
  date: IsoDate;
  day: number;
  p5: number;
  p50: number;
  p95: number;
}

export class Model {
  readonly report: Report;
  /** Quantities that have at least one series. */
  readonly quantities: Quantity[];
  readonly regions: Map<string, Region>;
  readonly days: number;
  private readonly table: Map<string, Series>;

  constructor(report: Report) {
    this.report = report;
    this.days = report.dates.length;
    this.regions = new Map(report.regions.map((region) => [region.id, region]));
    this.table = new Map(report.series.map((s) => [`${s.place}\n${s.quantity}`, s]));
    this.quantities = report.quantities.filter((q) => report.series.some((s) => s.quantity === q.name));
  }

  series(place: string, quantity: string): Series | undefined {
    return this.table.get(`${place}\n${quantity}`);
  }

  placeName(place: string): string {
    return place === NATION ? this.report.country : (this.regions.get(place)?.name ?? place);
  }

  population(place: string): number {
    if (place !== NATION) return this.regions.get(place)?.population ?? 0;
    return this.report.regions.reduce((sum, region) => sum + region.population, 0);
  }

  /** From people to people per 100,000 residents, if asked. */
  scaled(place: string, value: number, perCapita: boolean): number {
    return perCapita ? (value / Math.max(1, this.population(place))) * 1e5 : value;
  }

  unit(quantity: Quantity | undefined, perCapita: boolean): string {
    const unit = quantity ? quantityUnit(quantity) : "";
    return perCapita ? words().perResidents(unit) : unit;
  }

  /** The day on which the median is highest, the earliest if several are. */
  peak(series: Series): Peak {
    let day = 0;
    series.p50.forEach((value, i) => {
      if (value > (series.p50[day] ?? 0)) day = i;
    });
    return this.at(series, day);
  }

  at(series: Series, day: number): Peak {
    const [p5 = 0, p50 = 0, p95 = 0] = [series.p5[day], series.p50[day], series.p95[day]];
    return { date: this.date(day), day, p5, p50, p95 };
  }

  date(day: number): IsoDate {
    return this.report.dates[day] ?? "";
  }

  /** A quantity that only grows (deaths, all detained so far) is told by its last day. */
  isCumulative(quantity: string): boolean {
    return this.report.quantities.some((q) => q.name === quantity && q.cumulative);
  }

  /** First and last day on which the nation's mean of any passing quantity is over 1 % of its peak. */
  crisis(): [number, number] {
    const passing = this.quantities.filter((q) => !this.isCumulative(q.name));
    const active = (name: string): number[] => {
      const mean = this.series(NATION, name)?.mean ?? [];
      const floor = Math.max(...mean) / 100;
      return mean.flatMap((value, day) => (floor > 0 && value > floor ? [day] : []));
    };
    const days = passing.flatMap((q) => active(q.name));
    if (days.length === 0) return [0, this.days - 1];
    return [Math.max(0, Math.min(...days) - 1), Math.min(this.days - 1, Math.max(...days) + 2)];
  }

  /** Name of the chart that a target is drawn on: its quantity, or the series that counts the same. */
  private chartOf(quantity: string): string {
    if (this.quantities.some((q) => q.name === quantity)) return quantity;
    return SAME_COUNT[quantity] ?? quantity;
  }

  /** Label of the quantity of a target. */
  label(quantity: string): string {
    const name = this.chartOf(quantity);
    const known = this.report.quantities.find((q) => q.name === name);
    return known ? quantityLabel(known) : (words().quantities[name]?.label ?? sentence(quantity));
  }

  /** Counts of the record that belong on the chart of a place and quantity. */
  marks(place: string, quantity: string): RecordRow[] {
    return this.report.records.filter(
      (row) => row.place === place && this.chartOf(row.quantity) === quantity && typeof row.high === "number",
    );
  }
}
