"""Tables: Arrow streams out of the engine's own files, for whatever library reads Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from righting._native import Parts
from righting.errors import need
from righting.folders import Folder

if TYPE_CHECKING:
    import pandas
    import polars


class Table:
    """A table of a stored folder, checked against its checksum when it is read.

    It has the Arrow PyCapsule interface, so `pyarrow.table(t)`, `polars.DataFrame(t)` and DuckDB read it without a copy.

    >>> import pyarrow
    >>> pyarrow.table(run.nation).num_rows
    28
    """

    def __init__(self, folder: Folder, paths: Sequence[Path], columns: Sequence[str] | None = None) -> None:
        # A folder that nobody named goes with its last user, and a table is one.
        self._folder = folder
        self.paths = list(paths)
        self._parts = Parts([str(path) for path in paths], columns)

    def select(self, *columns: str) -> Table:
        """The same table with some of its columns, in the table's order.

        >>> run.nation.select("active", "time").schema
        {'time': 'Date32', 'active': 'Int32'}
        """
        return Table(self._folder, self.paths, columns)

    @property
    def schema(self) -> dict[str, str]:
        """Names of the columns, each with its Arrow type.

        >>> run.nation.schema["reliability"]
        'Float32'
        """
        return dict(self._parts.schema())

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._parts.__arrow_c_stream__(requested_schema)

    def to_dict(self) -> dict[str, list[Any]]:
        """Columns as lists; dates count days since 1970-01-01. Needs no other package.

        >>> run.nation.to_dict()["replicate"][:2]
        [0, 0]
        """
        return self._parts.columns()

    def to_arrow(self) -> Any:
        """As a `pyarrow.Table`.

        >>> run.nation.to_arrow().num_rows
        28
        """
        return need("pyarrow", "Table.to_arrow").table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a data frame of pandas; dates are `datetime64`, words are categories.

        >>> run.regions.to_pandas().groupby("region", observed=True)["dead"].max().index.to_list()
        ['north', 'south']
        """
        need("pandas", "Table.to_pandas")
        return need("pyarrow", "Table.to_pandas").table(self).to_pandas(date_as_object=False)

    def to_polars(self) -> polars.DataFrame:
        """As a data frame of polars.

        >>> run.nation.to_polars().height
        28
        """
        return need("polars", "Table.to_polars").DataFrame(self)

    def __repr__(self) -> str:
        columns = ", ".join(self.schema)
        return f"Table({self.paths[0].name}: {columns})"
