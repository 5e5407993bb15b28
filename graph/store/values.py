"""What crosses the store's border: the driver's values turned into Python's, in one place.

Going in, the driver itself takes None, bool, int (64 bit), float, str, ``date``, ``datetime``, lists and maps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import neo4j
import neo4j.time

from graph.errors import StoreError

ALLOWED = "null, bool, int, float, str, date, datetime, list, map"
Value = None | bool | int | float | str | date | datetime | list["Value"] | dict[str, "Value"]
Row = dict[str, Value]

PLAIN = frozenset({type(None), bool, int, float, str})


def row(record: neo4j.Record) -> Row:
    """One record as a dict of Python values; raises StoreError for nodes, ties, paths and other driver types."""
    # Most cells are plain, and this runs once per cell of a stream: a look at the type spares the call.
    return {
        name: cell if type(cell) in PLAIN else value(cell)
        for name, cell in zip(record.keys(), record.values(), strict=True)
    }


def value(cell: object) -> Value:
    """A driver's value as Python's: ``date``; ``datetime`` in UTC if it has a zone, else naive; lists and maps."""
    if cell is None or isinstance(cell, (bool, int, float, str)):
        return cell
    if isinstance(cell, neo4j.time.DateTime):
        native = cell.to_native()
        # The engines give one instant back in different zones; one zone makes their rows equal.
        return native if native.tzinfo is None else native.astimezone(UTC)
    if isinstance(cell, neo4j.time.Date):
        return cell.to_native()
    if isinstance(cell, list):
        return [value(item) for item in cell]
    if isinstance(cell, Mapping) and not isinstance(cell, (neo4j.graph.Entity, neo4j.graph.Path)):
        return {str(name): value(item) for name, item in cell.items()}
    kind = type(cell).__name__
    raise StoreError(
        f"查询返回了 {kind},只允许 {ALLOWED};请在 RETURN 中逐个列出属性",
        f"the query returns a {kind}, allowed are {ALLOWED}: name the properties one by one in RETURN",
        code="store_value",
    )
