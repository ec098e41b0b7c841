// Where in a polygon a label sits best.

export type Xy = [number, number];
export type Ring = Xy[];

/** Labels are wider than high, so room to the sides counts less. */
const ASPECT = 1.9;
const GRID = 28;

/**
 * The grid point inside the rings that is farthest from their edges and from the points to avoid,
 * with a pull towards the middle so that labels of plain shapes stand where one expects them.
 */
export function seat(rings: Ring[], avoid: Xy[]): Xy {
  const outer = rings[0] ?? [];
  const xs = outer.map(([x]) => x);
  const ys = outer.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const middle: Xy = [(left + right) / 2, (top + bottom) / 2];
  const squeeze = ([x, y]: Xy): Xy => [x / ASPECT, y];
  const edges = rings.flatMap((ring) => ring.slice(1).map((end, i) => [squeeze(ring[i] ?? end), squeeze(end)] as const));
  const obstacles = avoid.map(squeeze);
  const reach = Math.max((right - left) / ASPECT, bottom - top);

  let best: { at: Xy; room: number } = { at: middle, room: -Infinity };
  for (let i = 1; i < GRID; i++) {
    for (let j = 1; j < GRID; j++) {
      const at: Xy = [left + ((right - left) * i) / GRID, top + ((bottom - top) * j) / GRID];
      if (!inside(rings, at)) continue;
      const here = squeeze(at);
      const edge = Math.min(...edges.map(([from, to]) => toSegment(here, from, to)));
      const point = Math.min(Infinity, ...obstacles.map((o) => Math.hypot(here[0] - o[0], here[1] - o[1])));
      const away = Math.hypot(here[0] - middle[0] / ASPECT, here[1] - middle[1]) / reach;
      const room = Math.min(edge, point * 0.75) * (1 - 0.25 * away);
      if (room > best.room) best = { at, room };
    }
  }
  return best.at;
}

/** Whether a point lies inside the rings. */
export function inside(rings: Ring[], [x, y]: Xy): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i]!;
      const [xj, yj] = ring[j]!;
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
  }
  return odd;
}

function toSegment([x, y]: Xy, [ax, ay]: Xy, [bx, by]: Xy): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Area of a ring in square pixels. */
export function area(ring: Ring): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return Math.abs(twice) / 2;
}
