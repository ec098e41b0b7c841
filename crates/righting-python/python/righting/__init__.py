"""Righting: how unrest starts, spreads and subsides in a country, person by person.

>>> import righting as rt
>>> scenario = rt.Scenario("five-towns").set("time.days", 10)
>>> run = scenario.run(replicates=8, seed=1)
>>> run.replicates
8
"""

from righting._native import __version__
from righting.display import Page
from righting.errors import CheckFailed, InputError, Interrupted, Missing, RightingError
from righting.library import classic, list_scenarios, new, open, read_acled, read_events
from righting.run import Check, Run
from righting.scenario import Scenario
from righting.study import Calibration, Comparison, Curve, Forecast, Sensitivity, Study, Sweep
from righting.table import Table

__all__ = [
    "Calibration",
    "Check",
    "CheckFailed",
    "Comparison",
    "Curve",
    "Forecast",
    "InputError",
    "Interrupted",
    "Missing",
    "Page",
    "RightingError",
    "Run",
    "Scenario",
    "Sensitivity",
    "Study",
    "Sweep",
    "Table",
    "__version__",
    "classic",
    "list_scenarios",
    "new",
    "open",
    "read_acled",
    "read_events",
]
