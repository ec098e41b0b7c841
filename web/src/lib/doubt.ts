// How sure the number of a region is, as the map shows it.

/** A band that spans more than the first factor is hatched, more than the second crossed. */
export const FACTORS = [10, 100] as const;

/** How many of the factors the band spans, one person added to both of its ends as in the sharpness of a check. */
export const doubt = (p5: number, p95: number): number => FACTORS.filter((factor) => p95 + 1 > factor * (p5 + 1)).length;

/** Lines across a box of a pattern, from corner to corner: one way, then both. */
export const hatch = (size: number, grade: number): string => `M0,${size}L${size},0${grade > 1 ? `M0,0L${size},${size}` : ""}`;

/** A colour of the ramp with the grade of doubt over it. */
export interface Hatched {
  step: number;
  doubt: number;
}
/** The name of a pattern. */
export const hatchId = (prefix: string, { doubt, step }: Hatched): string => `${prefix}-${doubt}-${step}`;
