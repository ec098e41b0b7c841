#!/usr/bin/env python3
"""Makes the packed tables of this folder: `python3 packs/world/make.py SOURCES`.

SOURCES is a folder with `world/` and `macro/` as `README.md` here describes them. Needs Python 3.9 or later and the
program `zstd`. What is mended on the way is printed, and kept in `mended.csv`.
"""

import collections
import csv
import io
import json
import math
import pathlib
import subprocess
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
KM = 111.195  # kilometres in a degree of latitude

# World Bank and Gapminder codes that are not today's ISO 3166 codes.
OLD_CODES = {"ROM": "ROU", "TMP": "TLS", "WBG": "PSE", "ADO": "AND", "ZAR": "COD", "KSV": "XKX", "KOS": "XKX"}

# Whose count in the UN's tables holds these people too; they are taken off there.
COUNTED_WITHIN = {"ALA": "FIN", "SJM": "NOR", "CXR": "AUS", "CCK": "AUS", "NFK": "AUS", "XKX": "SRB", "BLM": "GLP",
                  "MAF": "GLP", "GGY": "", "JEY": ""}

# Codes without permanent residents, or without a place in the gazetteer.
UNINHABITED = {"ATA": "a continent without permanent residents", "ATF": "research stations without permanent residents", "BVT": "uninhabited", "HMD": "uninhabited",
               "UMI": "islets without permanent residents", "SGS": "research stations without permanent residents"}

ALIASES = {
    "CIV": "Cote d'Ivoire;Côte d'Ivoire", "REU": "Réunion;La Reunion;La Réunion", "CUW": "Curaçao", "ALA": "Åland;Åland Islands",
    "STP": "São Tomé and Príncipe;Sao Tome", "BLM": "Saint Barthélemy", "CZE": "Czech Republic;Czechia", "GBR": "UK;Britain;Great Britain",
    "USA": "US;United States of America;America", "COD": "DR Congo;Congo-Kinshasa;Zaire;DRC", "COG": "Congo;Congo-Brazzaville",
    "SWZ": "Swaziland", "MKD": "Macedonia", "CPV": "Cabo Verde;Cape Verde", "TLS": "East Timor;Timor-Leste",
    "NLD": "Holland;The Netherlands", "TUR": "Turkey;Turkiye;Türkiye", "MMR": "Burma", "ARE": "UAE;Emirates", "KOR": "Korea",
    "PSE": "Palestine;Palestinian Territories", "VAT": "Vatican City;Holy See", "RUS": "Russian Federation",
    "LAO": "Lao PDR", "SYR": "Syrian Arab Republic", "IRN": "Persia;Islamic Republic of Iran", "VNM": "Viet Nam",
    "BRN": "Brunei Darussalam", "FSM": "Federated States of Micronesia", "ESH": "Sahrawi Republic", "XKX": "Kosova",
}

# Units that Natural Earth leaves to no country or to one that the gazetteer does not name there.
# Key: adm1_code; value: the gazetteer's country, or "" to leave the shape out.
UNIT_COUNTRY = {
    "SOL+00?": "SO", "CYN+00?": "CY", "KAB+00?": "KZ", "USG+00?": "CU", "ESB-5132": "CY", "WSB-5133": "CY",
    "IOA-1928": "CC", "IOA-2652": "CX", "KAS+00?": "", "CSI+00?": "", "PGA+00?": "", "CLP+00?": "",
}
# Units given to another country than Natural Earth's code says, by ISO 3166-2 code there.
BY_ISO_3166_2 = {
    "UA-43": "UA", "UA-40": "UA", "FR-GF": "GF", "FR-MQ": "MQ", "FR-GP": "GP", "FR-RE": "RE", "FR-YT": "YT",
    "NL-BQ1": "BQ", "NL-BQ2": "BQ", "NL-BQ3": "BQ", "NO-21": "SJ", "NO-X01~": "", "MA-15": "EH", "MA-16": "EH",
}
# Better names for units, by adm1_code.
RENAMED = {"FRA-2000": "French Guiana", "LKA-2459": "Jaffna", "MDA-1645": "Rîbnița", "PAK-1110": "Islamabad",
           "PAK-1112": "Federally Administered Tribal Areas", "PAK-1123": "Khyber Pakhtunkhwa"}
# Seats of government that the gazetteer does not mark.
SEATS = {("IL", "Jerusalem"), ("PS", "Ramallah"), ("EH", "Laayoune")}
# Places whose code the gazetteer has from another source than that of their neighbours.
OTHER_COUNTRY = {("MA", "Aousserd"): "EH", ("MA", "Gueltat Zemmour"): "EH"}
# Places left out: a military base on Cyprus under the code of the United Kingdom; a town of Assam set into Myanmar.
LEFT_OUT = {("GB", "Dhekelia"): "a military base on Cyprus, 3,000 km from every unit of its code",
            ("IN", "Sarupathar"): "its position is 150 km outside its country"}
# Units whose polygon decides whatever the gazetteer's code says: it names the units of before a conflict.
BY_POLYGON = {"SOL+00?", "CYN+00?", "MDA-1628", "MDA-1637", "MDA-1638", "MDA-1645", "MDA-1650", "MDA-1652"}
# Shapes without residents: they would be given some of those whom no place holds.
EMPTY = {"Ashmore and Cartier Islands", "Macquarie Island", "Antipodes Islands", "Auckland Islands", "Campbell Islands",
         "Kermadec Islands", "The Snares", "Three Kings Islands", "Neutral Zone", "Rose Atoll", "Nationalparken",
         "Northern Islands", "AI-X00~", "CO-X01~", "MX-X01~", "RU-X01~"}

# Junk in the indicators: zeros where nothing was counted, by indicator: the codes whose zeros are true.
TRUE_ZEROS = {"armed": {"ISL", "CRI", "PAN", "AND", "LIE", "MCO"}, "internet": set(), "mobile": set(),
              "pov420": None, "pov830": None}


def rows(path, delimiter=","):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL)


def pack(name, text):
    path = HERE / f"{name}.zst"
    subprocess.run(["zstd", "-q", "-f", "--ultra", "-22", "-o", path, "-"], input=text.encode(), check=True)
    print(f"{path.name}: {len(text)} bytes, packed {path.stat().st_size}")


def table(header, body, delimiter=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(body)
    return out.getvalue()


def short(value, digits=5):
    """A number without needless digits."""
    text = f"{float(value):.{digits}g}"
    return str(int(float(text))) if "e" in text and float(text).is_integer() else text


def plain(name):
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("Ø", "O").replace("đ", "d")
                                    .replace("Đ", "D").replace("ł", "l").replace("Ł", "L").replace("ß", "ss")
                                    .replace("æ", "ae").replace("Æ", "Ae").replace("þ", "th").replace("ð", "d")
                                    .replace("ə", "a").replace("Ə", "A").replace("œ", "oe"))
    return letters.encode("ascii", "ignore").decode()


def slug(name):
    text = "".join(c if c.isalnum() else "-" for c in plain(name).lower())
    return "-".join(part for part in text.split("-") if part)


# ---------------------------------------------------------------- shapes

class Shapes:
    """The units of the TopoJSON file, in degrees."""

    def __init__(self, path):
        topology = json.loads(path.read_text(encoding="utf-8"))
        (self.scale, self.translate) = (topology["transform"]["scale"], topology["transform"]["translate"])
        self.deltas = topology["arcs"]
        self.arcs = []
        for arc in topology["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * self.scale[0] + self.translate[0], y * self.scale[1] + self.translate[1]))
            self.arcs.append(points)
        self.geometries = [g for o in topology["objects"].values() for g in o["geometries"]]
        self.names = [g["properties"] for g in self.geometries]
        self.codes = [[] if g["type"] is None else g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]]
                      for g in self.geometries]
        self.polygons = [[[self.ring(ring) for ring in polygon] for polygon in code] for code in self.codes]
        self.box = [box(polygons) for polygons in self.polygons]
        self.areas = [None] * len(self.polygons)

    def ring(self, codes):
        points = []
        for code in codes:
            arc = self.arcs[code] if code >= 0 else self.arcs[~code][::-1]
            points += arc[1:] if points else arc
        return points

    def holds(self, unit, lon, lat):
        bounds = self.box[unit]
        if bounds is None or not (bounds[0] <= lon <= bounds[2] and bounds[1] <= lat <= bounds[3]):
            return False
        return any(in_ring(p[0], lon, lat) and not any(in_ring(hole, lon, lat) for hole in p[1:])
                   for p in self.polygons[unit])

    def distance(self, unit, lon, lat, best=math.inf):
        """Kilometres from a point to the outline of a unit; infinite if farther than `best`."""
        bounds = self.box[unit]
        if bounds is None:
            return math.inf
        across = math.cos(math.radians(lat)) * KM
        dx = max(bounds[0] - lon, 0, lon - bounds[2]) * across
        dx = min(dx, 360 * across - dx) if dx > 180 * across else dx
        dy = max(bounds[1] - lat, 0, lat - bounds[3]) * KM
        if math.hypot(dx, dy) > best:
            return math.inf
        nearest = math.inf
        for polygon in self.polygons[unit]:
            ring = polygon[0]
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
                ax, ay = ((x1 - lon + 180) % 360 - 180) * across, (y1 - lat) * KM
                bx, by = (x2 - x1) * across, (y2 - y1) * KM
                length = bx * bx + by * by
                along = 0 if length == 0 else max(0, min(1, -(ax * bx + ay * by) / length))
                nearest = min(nearest, (ax + along * bx) ** 2 + (ay + along * by) ** 2)
        return math.sqrt(nearest)

    def area(self, unit):
        """Square kilometres."""
        if self.areas[unit] is None:
            self.areas[unit] = self.measured(unit)
        return self.areas[unit]

    def measured(self, unit):
        return sum(abs(ring_area(p[0])) - sum(abs(ring_area(hole)) for hole in p[1:]) for p in self.polygons[unit])


def box(polygons):
    points = [point for polygon in polygons for point in polygon[0]]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def in_ring(ring, x, y):
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def ring_area(ring):
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        total += math.radians(x2 - x1) * (2 + math.sin(math.radians(y1)) + math.sin(math.radians(y2)))
    return total * 6371.0088 ** 2 / 2


def middle(shapes, unit):
    """The point of a grid inside the largest polygon that is farthest from the outline."""
    polygon = max(shapes.polygons[unit], key=lambda p: abs(ring_area(p[0])))
    west, south, east, north = box([polygon])
    best, found = -1.0, ((west + east) / 2, (south + north) / 2)
    for i in range(1, 12):
        for j in range(1, 12):
            lon, lat = west + (east - west) * i / 12, south + (north - south) * j / 12
            if in_ring(polygon[0], lon, lat) and not any(in_ring(hole, lon, lat) for hole in polygon[1:]):
                away = shapes.distance(unit, lon, lat)
                if away > best:
                    best, found = away, (lon, lat)
    return found


def within_10_km(one, other):
    (x, y), (lon, lat) = one["at"], other["at"]
    return math.hypot((x - lon) * math.cos(math.radians(y)), y - lat) * KM < 10


# ---------------------------------------------------------------- the parts

class World:
    def __init__(self, sources):
        self.world = sources / "world"
        self.macro = sources / "macro"
        self.shapes = Shapes(self.world / "admin1.topojson")
        self.mended = []
        self.latest = list(rows(self.world / "indicators-latest.csv"))
        self.iso3 = {row["iso2"]: row["iso3"] for row in self.latest} | {"XK": "XKX"}
        self.places = list(rows(self.world / "places.tsv", "\t"))
        for place in self.places:
            place["at"] = (float(place["lon"]), float(place["lat"]))
            place["people"] = int(place["pop"])
            other = OTHER_COUNTRY.get((place["cc"], place["name"]))
            if other:
                self.note("place of another country", self.iso3[other], place["name"], f"the gazetteer: {place['cc']}")
                place["cc"], place["a1"] = other, ""
            if (place["cc"], place["name"]) in SEATS:
                place["cap"] = "C"

    def note(self, kind, code, name, what):
        self.mended.append((kind, code, name, what))

    def country_of_unit(self, names):
        code = names["iso_a2"]
        if names["adm1_code"] in UNIT_COUNTRY:
            code = UNIT_COUNTRY[names["adm1_code"]]
        elif names["iso_3166_2"] in BY_ISO_3166_2:
            code = BY_ISO_3166_2[names["iso_3166_2"]]
        if code != names["iso_a2"]:
            said = f"Natural Earth: {names['adm0_a3']} ({names['iso_a2']}); here: {self.iso3.get(code, 'left out')}"
            self.note("unit of another country", names["iso_3166_2"], names["name"], said)
        return code

    def join(self):
        """Each place in a unit of its own country: the polygon that holds it, else the nearest."""
        shapes = self.shapes
        self.unit_country = [self.country_of_unit(names) for names in shapes.names]
        own = collections.defaultdict(list)
        for unit, code in enumerate(self.unit_country):
            own[code].append(unit)
        for place in self.places:
            units = own.get(place["cc"], [])
            lon, lat = place["at"]
            place["unit"], place["away"] = None, 0.0
            held = [unit for unit in units if shapes.holds(unit, lon, lat)]
            if held:
                # An enclave whose surroundings lack a hole lies in both.
                place["unit"] = min(held, key=shapes.area)
                continue
            best = math.inf
            for unit in units:
                away = shapes.distance(unit, lon, lat, best)
                if away < best:
                    best, place["unit"] = away, unit
            place["away"] = best
        self.by_code(own)
        self.left_out()
        self.twins()

    def by_code(self, own):
        """Near a border and off the simplified shores the gazetteer's admin-1 code decides; elsewhere the polygon does."""
        shapes = self.shapes
        coded = collections.defaultdict(list)
        for place in self.places:
            if place["a1"] not in ("", "00") and place["unit"] is not None:
                coded[place["cc"], place["a1"]].append(place)
        moved = 0
        for (code, a1), places in coded.items():
            unit = self.unit_of_code(own[code], f"{code}.{a1}", places)
            if unit is None:
                continue
            for place in places:
                held_by = shapes.names[place["unit"]]["adm1_code"]
                if place["unit"] == unit or place["away"] == 0 and held_by in BY_POLYGON:
                    continue
                away = shapes.distance(unit, *place["at"])
                if away <= 12.0 or place["away"] > 2.0:
                    place["unit"], moved = unit, moved + 1
                elif place["people"] >= 20000:
                    said = f"code {a1} is {shapes.names[unit]['name']}, {away:.0f} km away; "
                    self.note("code and polygon disagree", self.iso3[code], place["name"],
                              said + f"the polygon of {shapes.names[place['unit']]['name']} decides")
        self.note("code and polygon disagree", "", "", f"{moved} places within 12 km of the unit of their code, or off every shape, moved to it")
        self.by_name(own)

    def unit_of_code(self, units, code, places):
        """The unit that a code means: the one that bears it, or where nine of ten of its places lie; if they agree."""
        near = lambda unit: sum(p["unit"] == unit or self.shapes.distance(unit, *p["at"], 8.0) <= 8.0 for p in places)
        bearing = [unit for unit in units if self.shapes.names[unit]["gn_a1_code"] == code]
        if len(bearing) == 1 and near(bearing[0]) * 10 >= len(places) * 8:
            return bearing[0]
        unit, count = collections.Counter(p["unit"] for p in places).most_common(1)[0]
        return unit if len(places) >= 5 and count * 10 >= len(places) * 9 else None

    def by_name(self, own):
        """A unit without a place takes the town of its name within 12 km."""
        held = {place["unit"] for place in self.places}
        for place in self.places:
            for unit in own.get(place["cc"], []):
                name = self.shapes.names[unit]["name"]
                if unit not in held and name and slug(name) == slug(place["name"]) \
                        and self.shapes.distance(unit, *place["at"], 12.0) <= 12.0:
                    self.note("town of a unit beside its polygon", self.iso3[place["cc"]], place["name"], "moved to the unit of its name")
                    place["unit"] = unit
                    held.add(unit)

    def left_out(self):
        """Takes out the places that no unit of their country can hold."""
        for (code, name), why in LEFT_OUT.items():
            self.note("left out", self.iso3[code], name, why)
        self.places = [place for place in self.places if (place["cc"], place["name"]) not in LEFT_OUT]

    def twins(self):
        """The same place under two spellings: as many people within 10 km, or one point; the seat or larger one stays."""
        seen, points = collections.defaultdict(list), {}
        kept = []
        for place in sorted(self.places, key=lambda p: (p["cap"] == "", -p["people"], int(p["id"]))):
            point = (place["cc"], place["at"])
            near = [o for o in seen[place["cc"], place["people"]] if within_10_km(o, place) and plain(o["name"])[:4] == plain(place["name"])[:4]]
            if point in points:
                self.note("twin left out", self.iso3[place["cc"]], place["name"], f"at one point with {points[point]['name']}")
                continue
            if near and place["people"] % 1000:
                self.note("twin left out", self.iso3[place["cc"]], place["name"], f"as many people as {near[0]['name']}, within 10 km")
                continue
            seen[place["cc"], place["people"]].append(place)
            points[point] = place
            kept.append(place)
        self.places = kept

    def units(self):
        """Units with residents or a shape; those without a shape get a disc around their places."""
        shapes = self.shapes
        inside = collections.defaultdict(list)
        homeless = collections.defaultdict(list)
        for place in self.places:
            if place["unit"] is None:
                homeless[place["cc"]].append(place)
            else:
                inside[place["unit"]].append(place)
        out = []
        for unit, names in enumerate(shapes.names):
            code = self.unit_country[unit]
            shaped = bool(shapes.polygons[unit]) and shapes.area(unit) > 0.5
            if not code:
                continue
            if not inside[unit] and (names["name"] or names["iso_3166_2"]) in EMPTY:
                self.note("unit left out", self.iso3[code], names["name"] or names["iso_3166_2"], "without residents")
                continue
            if not shaped and not inside[unit]:
                self.note("unit left out", self.iso3.get(code, code), names["name"], "neither a shape nor a place")
                continue
            if self.iso3.get(code) in UNINHABITED:
                continue
            out.append({"unit": unit if shaped else None, "cc": code, "name": RENAMED.get(names["adm1_code"], names["name"]),
                        "iso": names["iso_3166_2"], "type": names["type_en"], "places": inside[unit],
                        "area": shapes.area(unit) if shaped else 0.0})
            if not shaped:
                self.note("unit without shape", self.iso3[code], names["name"], "a disc around its places")
        for code, places in homeless.items():
            name = self.name_of_country(code)
            out.append({"unit": None, "cc": code, "name": name, "iso": code, "type": "", "places": places, "area": 0.0})
            self.note("country without unit", self.iso3[code], name, "one unit, a disc around its places")
        return out

    def finish(self, units):
        """Identifiers, the point where the rest stands, discs."""
        taken = set()
        units.sort(key=lambda u: (self.iso3[u["cc"]], plain(u["name"]).lower(), u["iso"]))
        for unit in units:
            unit["code"] = self.iso3[unit["cc"]]
            unit["iso"] = unit["iso"].replace("~", "")
            unit["name"] = unit["name"] or self.name_of_country(unit["cc"])
            if unit["iso"].startswith("-99"):
                unit["iso"] = unit["cc"] + unit["iso"][3:]
            base = slug(unit["name"]) or slug(unit["iso"])
            unit["id"], n = base, 2
            while (unit["code"], unit["id"]) in taken:
                unit["id"], n = f"{base}-{n}", n + 1
            taken.add((unit["code"], unit["id"]))
            unit["places"].sort(key=lambda p: (-p["people"], int(p["id"])))
            unit["rest"] = self.rest_point(unit)
            unit["radius"] = self.radius(unit) if unit["unit"] is None else 0.0
            if unit["unit"] is None:
                unit["area"] = math.pi * unit["radius"] ** 2
        return units

    def name_of_country(self, code):
        return next(row["name"] for row in self.coverage if row["countrycode"] == code)

    def rest_point(self, unit):
        shapes, own = self.shapes, unit["unit"]
        small = [p for p in unit["places"] if p["people"] < 50_000] or unit["places"]
        if not small:
            return middle(shapes, own)
        first = small[0]["at"][0]
        lons = [(p["at"][0] - first + 180) % 360 - 180 + first for p in small]
        lon, lat = sum(lons) / len(small), sum(p["at"][1] for p in small) / len(small)
        lon = (lon + 180) % 360 - 180
        if own is None or shapes.holds(own, lon, lat):
            return (lon, lat)
        near = sorted(small, key=lambda p: math.hypot((p["at"][0] - lon) * math.cos(math.radians(lat)), p["at"][1] - lat))
        return next((p["at"] for p in near if shapes.holds(own, *p["at"])), None) or middle(shapes, own)

    def radius(self, unit):
        lon, lat = unit["rest"]
        across = math.cos(math.radians(lat))
        return 2.0 + max(math.hypot((p["at"][0] - lon) * across, p["at"][1] - lat) * KM for p in unit["places"])


def main(sources):
    world = World(pathlib.Path(sources))
    world.coverage = list(rows(world.world / "coverage-by-country.csv"))
    world.join()
    units = world.finish(world.units())
    write_units(world, units)
    write_countries(world, units)
    write_indicators(world)
    write_age(world)
    (HERE / "mended.csv").write_text(table(("what", "country", "name", "how"), world.mended), encoding="utf-8")
    return world, units


def write_units(world, units):
    shapes = world.shapes
    header = ("country", "id", "name", "iso3166_2", "type", "area_km2", "rest_latitude", "rest_longitude", "disc_km")
    body = [(u["code"], u["id"], u["name"], u["iso"], u["type"], short(u["area"]), f"{u['rest'][1]:.3f}", f"{u['rest'][0]:.3f}",
             short(u["radius"], 3) if u["radius"] else "") for u in units]
    pack("units.csv", table(header, body))
    lines = ["unit\tid\tlatitude\tlongitude\tpeople\tseat\tname\n"]
    for index, unit in enumerate(units):
        for p in unit["places"]:
            assert "\t" not in p["name"]
            lines.append(f"{index}\t{p['id']}\t{p['lat']}\t{p['lon']}\t{p['pop']}\t{p['cap']}\t{p['name']}\n")
    pack("places.tsv", "".join(lines))
    used = sorted({code if code >= 0 else ~code for u in units if u["unit"] is not None
                   for polygon in shapes.codes[u["unit"]] for ring in polygon for code in ring})
    new = {old: index for index, old in enumerate(used)}
    renamed = lambda code: new[code] if code >= 0 else ~new[~code]
    topology = {"scale": shapes.scale, "translate": shapes.translate, "arcs": [shapes.deltas[old] for old in used],
                "units": [[] if u["unit"] is None else
                          [[[renamed(code) for code in ring] for ring in polygon] for polygon in shapes.codes[u["unit"]]]
                          for u in units]}
    pack("shapes.json", json.dumps(topology, separators=(",", ":")))


def write_countries(world, units):
    counted = {row["countrycode"]: row for row in world.coverage}
    with_units = {unit["code"] for unit in units}
    facts = {row["iso3"]: row for row in world.latest}
    facts["XKX"] = {"iso2": "XK", "region": "Europe", "subregion": "Southern Europe", "currency": "EUR"}
    counts = collections.Counter()
    for row in rows(world.world / "age-sex.csv"):
        counts[row["iso3"]] += float(row["2025"]) * 1000
    extra = {"TWN": ("Asia", "Eastern Asia"), "ATA": ("", "")}
    header = ("code", "iso2", "name", "region", "subregion", "currency", "people_now", "counted_within", "without_residents", "aliases")
    body = []
    for code in sorted(facts):
        row = facts[code]
        own = counted.get(row["iso2"])
        name = own["name"] if own else {"ATA": "Antarctica", "BVT": "Bouvet Island", "HMD": "Heard Island and McDonald Islands",
                                        "UMI": "U.S. Minor Outlying Islands"}[code]
        region, subregion = extra.get(code, (row["region"], row["subregion"]))
        body.append((code, row["iso2"], name, region, subregion, row["currency"], round(counts[code]) if code in counts else own["cpop"] if own else "",
                     COUNTED_WITHIN.get(code, ""), UNINHABITED.get(code, ""), ALIASES.get(code, "")))
        assert code in UNINHABITED or code in with_units, code
    (HERE / "countries.csv").write_text(table(header, body), encoding="utf-8")


def write_indicators(world):
    known = set(world.iso3.values())
    values, zeros, strange = {}, collections.Counter(), set()
    for row in rows(world.world / "indicators-panel.csv"):
        code = OLD_CODES.get(row["geo"].upper(), row["geo"].upper())
        if code not in known:
            strange.add(code)
            continue
        if row["ind"] == "inflation":
            continue  # the deflator of product
        if float(row["value"]) == 0 and row["ind"] in TRUE_ZEROS and TRUE_ZEROS[row["ind"]] is not None \
                and code not in TRUE_ZEROS[row["ind"]]:
            zeros[row["ind"]] += 1
            continue
        values[code, row["ind"], int(row["time"])] = short(row["value"])
    for row in rows(world.macro / "gdp-current-usd.csv"):
        code = OLD_CODES.get(row["Country Code"], row["Country Code"])
        if code in known and float(row["Value"]) > 0:
            values[code, "gdp_usd", int(row["Year"])] = short(row["Value"])
    for row in rows(world.world / "wgi.csv"):
        code = OLD_CODES.get(row["Code"], row["Code"])
        if code in known:
            name = "".join("_" + c.lower() if c.isupper() else c for c in row["Indicator"]).strip("_")
            name = {"voiceand_accountability": "voice_and_accountability", "controlof_corruption": "control_of_corruption",
                    "ruleof_law": "rule_of_law", "political_stability_no_violence": "political_stability",
                    "political_stability_and_absenceof_violence/_terrorism": "political_stability"}.get(name, name)
            values[code, name, int(row["Year"])] = short(row["Estimate"], 4)
    for row in rows(world.world / "cpi-annual.csv"):
        code = OLD_CODES.get(row["iso3"], row["iso3"])
        if code in known:
            values[code, "cpi", int(row["year"])] = short(row["cpi_pct"])
    for indicator, count in sorted(zeros.items()):
        world.note("zero where nothing was counted", "", indicator, f"{count} values left out")
    world.note("code of no country", "", "", " ".join(sorted(strange)) + " left out of the indicators")
    lines = ["country,indicator,year,value\n"]
    lines += [f"{code},{indicator},{year},{value}\n" for (code, indicator, year), value in sorted(values.items())]
    pack("indicators.csv", "".join(lines))
    print(sorted({key[1] for key in values}))


def write_age(world):
    years = ("2000", "2005", "2010", "2015", "2020", "2025", "2030")
    body = [(row["iso3"], row["sex"], row["age"], *(row[year] for year in years)) for row in rows(world.world / "age-sex.csv")]
    pack("age-sex.csv", table(("country", "sex", "age", *years), body))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
