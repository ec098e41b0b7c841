// What the signs of a figure mean: drawn on the page and in the files that are saved from it.

import { FACTORS } from "./doubt.ts";
import { isNames, style, told } from "./figure.ts";
import { compact, count, numeral } from "./format.ts";
import { words } from "./language.svelte.ts";
import type { Figure } from "./report.ts";
import { rampStep, type Classes } from "./scale.ts";

/** Something drawn in a box of 14 pixels height. */
export interface Sign {
  d?: string;
  text?: string;
  fill?: string;
  stroke?: string;
  strokeWidth?: number;
  dash?: string;
  opacity?: number;
}

export interface KeyItem {
  label: string;
  width: number;
  signs: Sign[];
}

const bar = (fill: string): Sign => ({ d: "M0,2h18v10h-18z", fill });
const line = (stroke: string, dash = ""): Sign => ({ d: "M0,7h18", stroke, strokeWidth: 2, dash });
const DOT = "M3.5,7a3.5,3.5 0 1,1 7,0a3.5,3.5 0 1,1 -7,0z";
const CROSS = "M3,3l8,8m0,-8l-8,8";
const DIAMOND = "M7,0.5l4,6.5l-4,6.5l-4,-6.5z";

/** Classes of a map, and how sure their numbers are where they have bands. */
export const classKey = (classes: Classes, banded = true, sign = ""): KeyItem[] => [
  { label: "0", width: 18, signs: [area(0)] },
  ...[0, ...classes].map((bound, i) => ({
    label: i > 0 ? `${exact(bound)}${sign}+` : classes.length > 0 ? words().under(exact(classes[0] ?? 0) + sign) : words().over("0"),
    width: 18,
    signs: [area(rampStep(i + 1, classes))],
  })),
  ...(banded ? FACTORS : []).map((factor, i) => ({ label: words().bandOver(count(factor)), width: 18, signs: [area(0), hatched(i + 1)] })),
];
/** A bound as it is: short where that says the same. */
const exact = (bound: number): string => (Number(bound.toPrecision(2)) === bound ? compact(bound) : numeral(bound, { maximumSignificantDigits: 6 }));
const hatched = (grade: number): Sign => ({
  d: [0, 6, 12].map((x) => `M${x},12l5,-10${grade > 1 ? `M${x},2l5,10` : ""}`).join(""),
  stroke: "var(--ink)",
  strokeWidth: 1,
});
const area = (step: number): Sign => ({ d: "M0.5,1.5h17v11h-17z", fill: `var(--ramp-${step})`, stroke: "var(--line-strong)", strokeWidth: 1 });

const inside = (d: string): KeyItem => ({ label: words().keyInside, width: 14, signs: [d === DOT ? { d, fill: "var(--record)" } : { d, stroke: "var(--record)", strokeWidth: 2 }] });
const outside = (): KeyItem => ({ label: words().keyOutside, width: 14, signs: [{ d: CROSS, stroke: "var(--miss)", strokeWidth: 2 }] });

/** Bands by day. */
export const bandKey = (): KeyItem[] => [
  { label: words().keyMedian, width: 18, signs: [line("var(--median)")] },
  { label: "25–75 %", width: 18, signs: [bar("var(--band-inner)")] },
  { label: "5–95 %", width: 18, signs: [bar("var(--band-outer)")] },
  inside(DOT),
  outside(),
  { label: words().keyDay, width: 4, signs: [{ d: "M2,0V14", stroke: "var(--soft)", strokeWidth: 1, dash: "2,3" }] },
];

/** Bands of dates. `share` says what the percentage at the right is. */
export const spanKey = (share: string, open: boolean, record: boolean): KeyItem[] => [
  { label: words().keyRuns, width: 18, signs: [bar("var(--band-inner)")] },
  { label: words().keyMedian, width: 14, signs: [{ d: DOT, fill: "var(--median)" }] },
  ...(record ? [inside(DIAMOND), outside()] : []),
  ...(open ? [{ label: words().keyOpen, width: 8, signs: [{ text: "›", fill: "var(--soft)" }] }] : []),
  { label: share, width: 12, signs: [{ text: "%", fill: "var(--soft)" }] },
];

/** Bands of a run and of what is changed in it. The laboratory speaks English. */
export const comparisonKey = (changed: boolean): KeyItem[] => {
  const arm = (label: string, colour: string, dash = ""): KeyItem => ({
    label,
    width: 22,
    signs: [{ d: "M0,1h22v12h-22z", fill: colour, opacity: 0.2 }, { d: "M0,7h22", stroke: colour, strokeWidth: 2, dash }],
  });
  const arms = [arm("as run", "var(--line-0)"), ...(changed ? [arm("changed", "var(--line-1)", "5,3")] : [])];
  return [...arms, { label: "median and 5–95 %", width: 0, signs: [] }];
};

/** Shades of a difference: fewer and more than without the change. */
export const differenceKey = (): KeyItem[] => {
  const shades = (names: string[]): Sign[] => names.map((name, i) => ({ d: `M${i * 20 + 0.5},1.5h17v11h-17z`, fill: `var(--${name})`, stroke: "var(--line-strong)" }));
  return [
    { label: "fewer", width: 58, signs: shades(["less-3", "less-2", "less-1"]) },
    { label: "none, or ? not told from none", width: 18, signs: shades(["ramp-0"]) },
    { label: "more", width: 58, signs: shades(["more-1", "more-2", "more-3"]) },
  ];
};

const SYMBOLS: Record<string, string> = {
  circle: "M15,3.5a3.5,3.5 0 1,1 0,7a3.5,3.5 0 1,1 0,-7z",
  square: "M12,4h6v6h-6z",
  triangle: "M15,2.6l4,7.2h-8z",
  diamond2: "M15,2.5l4.5,4.5l-4.5,4.5l-4.5,-4.5z",
  star: "M15,2l1.3,3.2l3.5,0.2l-2.7,2.2l0.9,3.4l-3,-1.9l-3,1.9l0.9,-3.4l-2.7,-2.2l3.5,-0.2z",
  plus: "M13.7,3h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z",
};

/** Lines of a figure: dash, mark, colour, and a band if it has one. */
export function lineKey({ x, y, lines, reference }: Figure): KeyItem[] {
  const swapped = isNames(x);
  const items = lines.map((line, i): KeyItem => {
    const { colour, dash, symbol } = style(i);
    const marks = line.marks || swapped;
    return {
      label: line.name,
      width: 30,
      signs: [
        ...(line.low && !marks ? [{ d: "M0,0h30v14h-30z", fill: colour, opacity: 0.16 }] : []),
        ...(marks ? [] : [{ d: "M1,7H29", stroke: colour, strokeWidth: 2, dash }]),
        { d: SYMBOLS[symbol] ?? "", stroke: colour, strokeWidth: 1.5, fill: marks ? colour : "var(--paper)" },
      ],
    };
  });
  if (reference === undefined) return items.length > 1 ? items : [];
  const ruled: Sign = { d: "M1,7H29", stroke: "var(--ink)", strokeWidth: 1, dash: "1,3" };
  return [...items, { label: told(y, reference), width: 30, signs: [ruled] }];
}
