"""Figures for papers: courses with bands, maps by region or place."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from righting.display import quantile
from righting.errors import InputError, need

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from righting.run import Run

_INK = "#1f4e79"
_EPOCH = datetime.date(1970, 1, 1)


def _axes(ax: Any) -> tuple[Any, Any]:
    if ax is not None:
        return ax.figure, ax
    # A figure of its own, without the state of pyplot: scripts and servers keep none open.
    figure = need("matplotlib.figure", "a plot").Figure(figsize=(6.4, 3.6), layout="constrained")
    need("matplotlib.backends.backend_agg", "a plot").FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _series(run: Run, quantity: str, where: str | None) -> tuple[list[datetime.date], list[list[float]]]:
    """Values by day, one list of replicates a day."""
    region = next((entry for entry in run.manifest["regions"] if entry["id"] == where), None)
    table = run.nation if where in (None, "nation") else run.regions if region else run.places
    keys = [] if where in (None, "nation") else ["region"] if region else ["place"]
    if quantity not in table.schema:
        raise InputError(f"there is no quantity {quantity}; {', '.join(name for name in table.schema)}")
    columns = table.select("time", *keys, quantity).to_dict()
    days: dict[int, list[float]] = {}
    for row, time in enumerate(columns["time"]):
        if not keys or str(columns[keys[0]][row]) == where:
            days.setdefault(time, []).append(columns[quantity][row])
    if not days:
        known = ", ".join(entry["id"] for entry in run.manifest["regions"])
        raise InputError(f"there is no region or place {where}; regions: {known}; places by their keys")
    dates = sorted(days)
    return [_EPOCH + datetime.timedelta(days=date) for date in dates], [sorted(days[date]) for date in dates]


def course(run: Run, quantity: str, where: str | None, ax: Any) -> Figure:
    """Median, 50 and 90 % bands by day."""
    figure, ax = _axes(ax)
    dates, values = _series(run, quantity, where)
    for low, high, alpha in ((0.05, 0.95, 0.18), (0.25, 0.75, 0.32)):
        bands = [quantile(day, low) for day in values], [quantile(day, high) for day in values]
        ax.fill_between(dates, *bands, color=_INK, alpha=alpha, linewidth=0, label=f"{high - low:.0%} of runs")
    ax.plot(dates, [quantile(day, 0.5) for day in values], color=_INK, linewidth=1.5, label="median")
    named = f" in {where}" if where else ""
    ax.set_title(f"{run.manifest['title']}: {quantity}{named}", loc="left", fontsize="medium")
    ax.set_ylabel(quantity)
    ax.set_ylim(bottom=0)
    ax.spines[["top", "right"]].set_visible(False)
    dates_module = need("matplotlib.dates", "a plot")
    locator = dates_module.AutoDateLocator(maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates_module.ConciseDateFormatter(locator))
    ax.legend(frameon=False, fontsize="small")
    return figure


def _file(run: Run, ending: str) -> str | None:
    files = run.manifest["files"]
    return next((file["text"] for file in files if PurePosixPath(file["path"]).name.endswith(ending)), None)


def _date(run: Run, day: str | datetime.date | int) -> datetime.date:
    first = datetime.date.fromisoformat(run.manifest["start"])
    if isinstance(day, int):
        date = first + datetime.timedelta(days=day)
    else:
        date = day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day)
    last = first + datetime.timedelta(days=int(run.manifest["days"]) - 1)
    if not first <= date <= last:
        raise InputError(f"{date} is no day of the run, which has {first} to {last}")
    return date


def map_of(run: Run, quantity: str, day: str | datetime.date | int, ax: Any) -> Figure:
    """The median over replicates on a day: regions painted where there are boundaries, else a circle for each place."""
    figure, ax = _axes(ax)
    date = _date(run, day)
    number = (date - _EPOCH).days
    boundaries = _file(run, ".geojson")
    key = "region" if boundaries else "place"
    columns = (run.regions if boundaries else run.places).select("time", key, quantity).to_dict()
    values: dict[str, list[float]] = {}
    for time, entry, value in zip(columns["time"], columns[key], columns[quantity], strict=True):
        if time == number:
            values.setdefault(str(entry), []).append(value)
    medians = {entry: quantile(sorted(of), 0.5) for entry, of in values.items()}
    if boundaries:
        drawn = _regions(ax, json.loads(boundaries), medians)
    else:
        drawn = _places(ax, _file(run, "places.csv") or "", medians)
    figure.colorbar(drawn, ax=ax, label=f"{quantity}, median of runs", shrink=0.7)
    ax.set_title(f"{run.manifest['title']}: {date}", loc="left", fontsize="medium")
    low, high = ax.get_ylim()
    # Degrees of longitude are shorter than those of latitude; equal lengths at the middle of the map.
    numpy = need("numpy", "a map")
    ax.set_aspect(1 / max(0.1, float(numpy.cos(numpy.radians((low + high) / 2)))))
    ax.set_axis_off()
    return figure


def _regions(ax: Any, boundaries: dict[str, Any], medians: dict[str, float]) -> Any:
    patches = need("matplotlib.patches", "a map")
    collections = need("matplotlib.collections", "a map")
    path = need("matplotlib.path", "a map").Path
    shapes, heights = [], []
    for feature in boundaries["features"]:
        properties, geometry = feature["properties"], feature["geometry"]
        named = properties.get("regions") or [properties.get("id") or properties.get("region")]
        height = sum(medians.get(str(region), 0.0) for region in named)
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for polygon in polygons:
            rings = [path(ring, closed=True) for ring in polygon]
            shapes.append(patches.PathPatch(path.make_compound_path(*rings)))
            heights.append(height)
    drawn = collections.PatchCollection(shapes, cmap="viridis_r", edgecolor="white", linewidth=0.6)
    drawn.set_array(heights)
    drawn.set_clim(0, max([*heights, 1]))
    ax.add_collection(drawn)
    ax.autoscale_view()
    return drawn


def _places(ax: Any, table: str, medians: dict[str, float]) -> Any:
    rows = list(csv.DictReader(io.StringIO(table)))
    if not rows:
        raise InputError("the run keeps no table of places with coordinates")
    at = [(float(row["longitude"]), float(row["latitude"]), medians.get(row["id"], 0.0)) for row in rows]
    at.sort(key=lambda place: place[2])
    heights = [height for _, _, height in at]
    most = max([*heights, 1.0])
    sizes = [8 + 200 * (height / most) for height in heights]
    return ax.scatter(
        [x for x, _, _ in at],
        [y for _, y, _ in at],
        s=sizes,
        c=heights,
        cmap="viridis_r",
        vmin=0,
        vmax=most,
        edgecolors="white",
        linewidths=0.5,
    )
