// Which points of a map can be labelled, and on which side, so that no label lies over another.

import type { Point } from "./atlas.ts";

export type Side = "over" | "right" | "left";
/** Where the label of a point stands; what has no room for its name has its value alone, or nothing. */
export interface Seated {
  side: Side;
  x: number;
  named: boolean;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LETTER = 0.56;
/** A circle of this radius holds a value. */
const HOLDS = 15;
const GAP = 4;

/** Labels of points in their order: who comes first stays. `names` are empty where there is no room for any. */
export function seated(points: Point[], names: string[], size: number, width: number): (Seated | null)[] {
  const circles = points.map(({ x, y, radius = 8 }) => around(x, y, radius, radius));
  const labels: Box[] = [];
  return points.map((point, i) => {
    const name = names[i] ?? "";
    for (const [seat, box] of choices(point, name, size)) {
      const free = box.left >= 0 && box.right <= width && !labels.some((other) => meets(box, other));
      if (!free || circles.some((other, j) => j !== i && meets(box, other))) continue;
      labels.push(box);
      return seat;
    }
    return null;
  });
}

/** Beside with the name, then the value alone: in the circle if that holds it, else beside. */
function choices({ x, y, radius = 8 }: Point, name: string, size: number): [Seated, Box][] {
  const value = LETTER * size * 4;
  const wide = Math.max(value, LETTER * 0.85 * size * name.length);
  const beside = (named: boolean): [Seated, Box][] => {
    const [half, high] = named ? [wide / 2, 1.1 * size] : [value / 2, 0.6 * size];
    const away = radius + GAP;
    return [
      [{ side: "right", x: away, named }, around(x + away + half, y, half, high)],
      [{ side: "left", x: -away, named }, around(x - away - half, y, half, high)],
    ];
  };
  const over: [Seated, Box][] = radius < HOLDS ? [] : [[{ side: "over", x: 0, named: false }, around(x, y, value / 2, 0.6 * size)]];
  return [...(name ? beside(true) : []), ...over, ...beside(false)];
}

const around = (x: number, y: number, wide: number, high: number): Box => ({ left: x - wide, right: x + wide, top: y - high, bottom: y + high });
const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
