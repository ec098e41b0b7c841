// The map as shapes and points of a given width.

import { geoArea, geoCentroid, geoConicEqualArea, geoPath, type GeoProjection } from "d3-geo";
import type { Geometry, Position } from "geojson";
import type { Marker, SectionMap } from "./report.ts";
import { area, seat, type Ring, type Xy } from "./seat.ts";

export interface Shape {
  region: string;
  path: string;
  /** Where the value stands. */
  x: number;
  y: number;
  /** Its largest part, and the size of that in square pixels. */
  rings: Ring[];
  area: number;
}

/** A region drawn as a point: a city that shares a polygon or whose polygon is too small to see, or a region of no polygon. */
export interface Point {
  region: string;
  x: number;
  y: number;
  /** Of a region without boundaries: its area stands for the residents. */
  radius?: number;
}

export interface Atlas {
  width: number;
  height: number;
  shapes: Shape[];
  points: Point[];
}

/** What a map is made of. */
type Land = Pick<SectionMap, "regions" | "map" | "places">;
type Polygon = Position[][];

/** A region without boundaries: where it is and how many live there. */
interface Spot {
  region: string;
  at: Xy;
  population: number;
}

/** Polygons narrower than this (in pixels) are drawn as points. */
const TOO_SMALL = 18;
/** A hole under this share of its polygon is an enclave, drawn over it or without data of its own;
 * a larger one is another country and stays open. */
const ENCLAVE = 0.05;
const MARGIN = 4;
/** Heights that leave the legend on the screen. */
const TALLEST = 600;
/** Room for circles at the edge, where no polygon says the size. */
const RIM = 44;
const TALLEST_BARE = 440;
/** Degrees around a spot that belong to the map, so that one alone has a scale. */
const AROUND = 0.2;
const LARGEST = 30;
const SMALLEST = 5;

export function atlas(land: Land, width: number): Atlas {
  const { polygons, cities } = allot(land);
  const spots = without(land, [...polygons.keys(), ...cities]);
  const coordinates = [...polygons.values()].flat();
  if (coordinates.length + spots.length === 0) return { width, height: 0, shapes: [], points: [] };
  const around = spots.flatMap(({ at: [x, y] }) => [-AROUND, AROUND].map((d) => [x + d, y + d]));
  const whole: Geometry = {
    type: "GeometryCollection",
    geometries: [
      { type: "MultiPolygon", coordinates },
      { type: "MultiPoint", coordinates: around },
    ],
  };
  const bare = coordinates.length === 0;
  const projection = bare ? centred(whole, width) : fitted(whole, width);
  const path = geoPath(projection).digits(1);

  const at = (place: Marker | undefined): Xy | null => (place ? projection([place.lon, place.lat]) : null);
  const points: Point[] = cities.flatMap((region) => {
    const xy = at(cityOf(land, region));
    return xy ? [{ region, x: xy[0], y: xy[1] }] : [];
  });
  const large: [string, Polygon[]][] = [];
  for (const [region, parts] of polygons) {
    const geometry = { type: "MultiPolygon" as const, coordinates: parts };
    const [[left, top], [right, bottom]] = path.bounds(geometry);
    if (Math.max(right - left, bottom - top) >= TOO_SMALL) {
      large.push([region, parts]);
      continue;
    }
    const [x, y] = path.centroid(geometry);
    points.push({ region, x, y });
  }
  points.push(...circles(spots, projection, width));
  const avoid = points.map(({ x, y }): Xy => [x, y]);
  const shapes = large.map(([region, parts]) => {
    const rings = largest(parts, projection);
    const [x, y] = seat(rings, avoid);
    return { region, path: path({ type: "MultiPolygon", coordinates: parts }) ?? "", x, y, rings, area: area(rings[0] ?? []) };
  });
  return { width, height: Math.ceil(path.bounds(whole)[1][1]) + (bare ? RIM : MARGIN), shapes, points };
}

/** Regions that have places and neither polygon nor city: each in the middle of its people. */
function without(land: Land, drawn: string[]): Spot[] {
  return land.regions.flatMap(({ id, population }) => {
    const own = land.places.filter((place) => place.region === id);
    if (own.length === 0 || drawn.includes(id)) return [];
    const people = own.reduce((sum, place) => sum + Math.max(1, place.population), 0);
    const middle = (of: (place: Marker) => number) =>
      own.reduce((sum, place) => sum + (of(place) * Math.max(1, place.population)) / people, 0);
    return [{ region: id, at: [middle(({ lon }) => lon), middle(({ lat }) => lat)], population }];
  });
}

/** Circles with areas by residents, small ones over large ones. */
function circles(spots: Spot[], projection: GeoProjection, width: number): Point[] {
  const most = Math.max(1, ...spots.map(({ population }) => population));
  const largest = Math.min(LARGEST, width / 14);
  return [...spots]
    .sort((a, b) => b.population - a.population)
    .flatMap(({ region, at, population }) => {
      const xy = projection(at);
      const radius = Math.max(SMALLEST, largest * Math.sqrt(population / most));
      return xy ? [{ region, x: xy[0], y: xy[1], radius }] : [];
    });
}

/** Polygons by region; of regions that share a polygon the cities go to points. */
function allot(land: Land): { polygons: Map<string, Polygon[]>; cities: string[] } {
  const polygons = new Map<string, Polygon[]>();
  const cities: string[] = [];
  for (const { geometry, properties } of land.map.features) {
    const regions = properties.regions ?? [];
    const shared = regions.length > 1 ? regions.filter((region) => cityOf(land, region)) : [];
    const owner = regions.find((region) => !shared.includes(region)) ?? regions[0];
    if (owner === undefined) continue;
    polygons.set(owner, [...(polygons.get(owner) ?? []), ...polygonsOf(geometry)]);
    cities.push(...shared.filter((region) => region !== owner && !cities.includes(region)));
  }
  return { polygons, cities };
}

/** The city that makes up a region: a place of its name, or one with nearly all of its people. */
function cityOf(land: Land, region: string): Marker | undefined {
  const { name, population = Infinity } = land.regions.find((r) => r.id === region) ?? {};
  const own = land.places.filter((place) => place.region === region);
  return own.find((place) => place.name === name) ?? own.find((place) => place.population > 0.9 * population);
}

function conic(whole: Geometry) {
  const [longitude, latitude] = geoCentroid(whole);
  return geoConicEqualArea().parallels([latitude - 4, latitude + 4]).rotate([-longitude, 0]);
}

/** Spots in the middle of the width, and no higher than the screen. */
function centred(whole: Geometry, width: number): GeoProjection {
  const extent: [Xy, Xy] = [[RIM, RIM], [width - RIM, Math.min(TALLEST_BARE, 0.7 * width) - RIM]];
  const projection = conic(whole).fitExtent(extent, whole);
  const [x, y] = projection.translate();
  const top = geoPath(projection).bounds(whole)[0][1];
  return projection.translate([x, y - top + RIM]);
}

/** As wide as there is room, or as high, and then in the middle of the width. */
function fitted(whole: Geometry, width: number): GeoProjection {
  const projection = conic(whole).fitWidth(width - 2 * MARGIN, whole);
  const [, [, bottom]] = geoPath(projection).bounds(whole);
  if (bottom > TALLEST) projection.fitExtent([[MARGIN, 0], [width - MARGIN, TALLEST]], whole);
  const [x, y] = projection.translate();
  return projection.translate(bottom > TALLEST ? [x, y + MARGIN] : [x + MARGIN, y + MARGIN]);
}

function largest(parts: Polygon[], projection: GeoProjection): Ring[] {
  const drawn = parts.map((rings) => rings.map((ring): Ring => ring.map((xy) => projection(xy as Xy) ?? [0, 0])));
  return drawn.reduce((best, rings) => (area(rings[0] ?? []) > area(best[0] ?? []) ? rings : best));
}

function polygonsOf(geometry: Geometry): Polygon[] {
  if (geometry.type === "Polygon") return [wound(geometry.coordinates)];
  if (geometry.type === "MultiPolygon") return geometry.coordinates.map(wound);
  return [];
}

/**
 * The polygon with each ring wound so that it encloses the smaller part of the globe (files that
 * follow RFC 7946 wind the other way round than spherical geometry here expects), without enclaves.
 */
function wound(rings: Polygon): Polygon {
  const size = (ring: Position[]) => {
    const sphere = geoArea({ type: "Polygon", coordinates: [ring] });
    return { sphere, smaller: Math.min(sphere, 4 * Math.PI - sphere) };
  };
  const [outer, ...holes] = rings;
  if (!outer) return [];
  const open = holes.filter((hole) => size(hole).smaller > ENCLAVE * size(outer).smaller);
  return [outer, ...open].map((ring, i) => {
    const filled = size(ring).sphere < 2 * Math.PI;
    return filled === (i === 0) ? ring : [...ring].reverse();
  });
}
