// Where the labels of a map stand, so that no label lies over another or over the edge.

import type { Atlas, Point, Shape } from "./atlas.ts";
import { inside, type Xy } from "./seat.ts";

export type Side = "over" | "right" | "left";
/** Where a label stands from its spot; what has no room for its name has its value alone. */
export interface Seated {
  side: Side;
  x: number;
  y: number;
  named: boolean;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
type Choice = [Seated, Box];

const LETTER = 0.62;
/** A circle of this radius holds a value. */
const HOLDS = 15;
const GAP = 4;
/** A name over a shape is at most this many times as wide as the shape, and moves aside at most by so many pixels. */
const ROOMY = 1.1;
const ASIDE = 16;

/** Labels by region; one that has no room is missing. Points come first, then shapes from the largest. */
export function seated(atlas: Atlas, nameOf: (region: string) => string, size: number): Map<string, Seated> {
  const { points, shapes, width } = atlas;
  const circles = points.map(({ region, x, y, radius = 8 }) => ({ region, box: around(x, y, radius, radius) }));
  const labels: Box[] = [];
  const found = new Map<string, Seated>();
  const seat = (region: string, choices: Choice[]) => {
    const free = ({ left, right }: Box) => left >= 0 && right <= width;
    const clear = (box: Box) => !labels.some((other) => meets(box, other));
    const choice = choices.find(
      ([, box]) => free(box) && clear(box) && !circles.some((circle) => circle.region !== region && meets(box, circle.box)),
    );
    if (!choice) return;
    labels.push(choice[1]);
    found.set(region, choice[0]);
  };
  for (const point of points) seat(point.region, besides(point, nameOf(point.region), size));
  for (const shape of [...shapes].sort((a, b) => b.area - a.area)) seat(shape.region, within(shape, nameOf(shape.region), size, atlas));
  return found;
}

/** Over a shape that is wide enough for the name, else beside it where nothing else is; then the value alone. */
function within(shape: Shape, name: string, size: number, { shapes, width }: Atlas): Choice[] {
  const { x, y, rings } = shape;
  const xs = (rings[0] ?? []).map(([at]) => at);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const over = (named: boolean, aside = 0): Choice => {
    const [half, high] = room(named ? name : "", size);
    const at = Math.min(width - half, Math.max(half, x + aside));
    return [{ side: "over", x: at - x, y: 0, named }, around(at, y, half, high)];
  };
  const open = ({ left, right, top, bottom }: Box) => {
    const spots = [left, (left + right) / 2, right].flatMap((at): Xy[] => [[at, top], [at, bottom]]);
    return !spots.some((spot) => shapes.some((other) => inside(other.rings, spot)));
  };
  const outside = (named: boolean): Choice[] => {
    const [half, high] = room(named ? name : "", size);
    const all = [0, -high, high].flatMap((dy): Choice[] => [
      [{ side: "right", x: right + GAP - x, y: dy, named }, around(right + GAP + half, y + dy, half, high)],
      [{ side: "left", x: left - GAP - x, y: dy, named }, around(left - GAP - half, y + dy, half, high)],
    ]);
    return all.filter(([, box]) => open(box));
  };
  const alone = [over(false), ...outside(false)];
  if (!name) return alone;
  const fits = 2 * room(name, size)[0] <= ROOMY * (right - left);
  return [...(fits ? [over(true), over(true, -ASIDE), over(true, ASIDE)] : outside(true)), ...alone];
}

/** Beside a point with the name, then the value alone: in the circle if that holds it, else beside. */
function besides({ x, y, radius = 8 }: Point, name: string, size: number): Choice[] {
  const beside = (named: boolean): Choice[] => {
    const [half, high] = room(named ? name : "", size);
    const away = radius + GAP;
    return [
      [{ side: "right", x: away, y: 0, named }, around(x + away + half, y, half, high)],
      [{ side: "left", x: -away, y: 0, named }, around(x - away - half, y, half, high)],
    ];
  };
  const [half, high] = room("", size);
  const over: Choice[] = radius < HOLDS ? [] : [[{ side: "over", x: 0, y: 0, named: false }, around(x, y, half, high)]];
  return [...(name ? beside(true) : []), ...over, ...beside(false)];
}

/** Half the width and half the height of a name over a value, or of a value alone. */
function room(name: string, size: number): [number, number] {
  const value = LETTER * size * 4;
  return [Math.max(value, LETTER * 0.85 * size * name.length) / 2, (name ? 1.1 : 0.6) * size];
}

const around = (x: number, y: number, wide: number, high: number): Box => ({ left: x - wide, right: x + wide, top: y - high, bottom: y + high });
const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
