"""What a notebook shows: a table of the main numbers of a run, and its live page inside a cell."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from righting.run import Run

# Rows of the table: label, column of the table `nation`, and whether the largest day counts or the last.
_ROWS = (
    ("largest crowd, people at once", "active_peak", True),
    ("largest riot, people at once", "rioting_peak", True),
    ("detentions", "detained_total", False),
    ("injured", "injured_total", False),
    ("dead", "dead", False),
    ("facilities lost at once", "facilities_lost", True),
)


_OWN_ADDRESS = '<base href="about:srcdoc">'


class Page:
    """A page that stands in a cell of a notebook: the whole report, in a frame of its own.

    >>> page = run.live(height=500)
    >>> page.path.name
    'report.html'
    """

    def __init__(self, run: Run, path: Path, height: int) -> None:
        # Without a user the folder of the run would go, and the page with it.
        self._run = run
        self.path = path
        self.height = height

    def _repr_html_(self) -> str:
        # In `srcdoc` the page needs no server and no file that the reader of the notebook would lack. Its addresses would be
        # those of the notebook: a question that the page notes in its own would be refused by the browser.
        page = self.path.read_text(encoding="utf-8").replace("<head>", f"<head>{_OWN_ADDRESS}", 1)
        text = html.escape(page, quote=True)
        style = f"width:100%;height:{self.height}px;border:1px solid #ccc"
        return f'<iframe srcdoc="{text}" style="{style}" title="Report of a run"></iframe>'

    def __repr__(self) -> str:
        return f"Page({str(self.path)!r})"


def quantile(values: list[float], p: float) -> float:
    """Linear between order statistics of sorted values, as the tables of the program."""
    at = p * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])


def main_numbers(run: Run) -> list[tuple[str, float, float, float]]:
    """Label, and the 5th, 50th and 95th percentile over the replicates, in people or sites."""
    columns = run.nation.select("replicate", *[column for _, column, _ in _ROWS]).to_dict()
    rows: list[tuple[str, float, float, float]] = []
    for label, column, largest in _ROWS:
        found: dict[int, float] = {}
        for replicate, value in zip(columns["replicate"], columns[column], strict=True):
            # Days stand in order within a replicate, so the last one seen is the last.
            found[replicate] = max(found.get(replicate, value), value) if largest else value
        values = sorted(found.values())
        if values:
            rows.append((label, quantile(values, 0.05), quantile(values, 0.5), quantile(values, 0.95)))
    return rows


def table_of(run: Run) -> str:
    """The main numbers as a table of HTML, under one line on what was run."""
    manifest: dict[str, Any] = run.manifest
    changes = ", ".join(_told(change) for change in manifest["changes"])
    changed = f"<br>changed: {html.escape(changes)}" if changes else ""
    failed = f", {len(run.failures)} failed" if run.failures else ""
    head = (
        f"<b>{html.escape(manifest['title'])}</b><br>{run.replicates} replicates, seed {manifest['seed']}{failed}; "
        f"{manifest['days']} days from {manifest['start']}; {len(manifest['places'])} places{changed}"
    )
    cells = "".join(
        f"<tr><td style='text-align:left'>{label}</td>{''.join(f'<td>{value:,.0f}</td>' for value in values)}</tr>"
        for label, *values in main_numbers(run)
    )
    names = "".join(f"<th>{name}</th>" for name in ("", "5 %", "median", "95 %"))
    return f"{head}<table><thead><tr>{names}</tr></thead><tbody>{cells}</tbody></table>"


def _told(change: dict[str, Any]) -> str:
    """A change as on the command line; the manifest has it as `{"set": {...}}` or `{"without": {...}}`."""
    kind, of = next(iter(change.items()))
    return f"{of['path']}={of['value']}" if kind == "set" else f"without {of['id']}"
