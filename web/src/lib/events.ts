// Simulated events of one day and kind, told in one line where there are many.

import { words } from "./language.svelte.ts";
import type { TimelineEvent } from "./report.ts";

export interface Group {
  label: string;
  /** Smallest and largest share of the runs. */
  share: [number, number];
  events: TimelineEvent[];
}

const MANY = 3;

/** The events of a day in their order; many of one kind as one group, where the first of them stood. */
export function grouped(events: TimelineEvent[]): (TimelineEvent | Group)[] {
  const told: (TimelineEvent | Group)[] = [];
  for (const event of events) {
    const alike = events.filter((other) => other.kind === event.kind);
    const label = words().groups[event.kind];
    if (!label || alike.length < MANY) {
      told.push(event);
    } else if (alike[0] === event) {
      const shares = alike.map((other) => other.share ?? 0);
      told.push({ label: label(alike.length), share: [Math.min(...shares), Math.max(...shares)], events: alike });
    }
  }
  return told;
}

export const isGroup = (told: TimelineEvent | Group): told is Group => "events" in told;

/** The place, unless the label says it already. */
export const where = ({ label, place }: TimelineEvent): string => (place && !label.includes(place) ? `, ${place}` : "");
