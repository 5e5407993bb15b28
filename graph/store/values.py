"""What crosses the store's border, both ways, in one place.

A ``datetime`` is an instant, so it has a zone. The embedded engine forgets the zone of a stored instant and keeps
its UTC clock; so on both engines an instant goes in as UTC without a zone, and one without a zone comes back as UTC.
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
SENT_AS_THEY_ARE = PLAIN | {date}


def wire(parameters: Mapping[str, object]) -> dict[str, object]:
    """Parameters as the driver shall send them; raises StoreError for a type no engine keeps as it is."""
    return {name: item if type(item) in SENT_AS_THEY_ARE else _sent(item) for name, item in parameters.items()}


def row(record: neo4j.Record) -> Row:
    """One record as a dict of Python values; raises StoreError for nodes, ties, paths and other driver types."""
    # Most cells are plain, and this runs once per cell of a stream: a look at the type spares the call.
    return {
        name: cell if type(cell) in PLAIN else value(cell)
        for name, cell in zip(record.keys(), record.values(), strict=True)
    }


def value(cell: object) -> Value:
    """A driver's value as Python's: ``date``; ``datetime`` in UTC; lists and maps."""
    if cell is None or isinstance(cell, (bool, int, float, str)):
        return cell
    if isinstance(cell, neo4j.time.DateTime):
        native = cell.to_native()
        return native.replace(tzinfo=UTC) if native.tzinfo is None else native.astimezone(UTC)
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


def _sent(item: object) -> object:
    if isinstance(item, datetime):
        if item.tzinfo is None:
            raise _unsendable("datetime without a zone")
        return item.astimezone(UTC).replace(tzinfo=None)
    if item is None or isinstance(item, (bool, int, float, str, date)):
        return item
    if isinstance(item, (list, tuple)):
        return [part if type(part) in SENT_AS_THEY_ARE else _sent(part) for part in item]
    if isinstance(item, Mapping):
        return wire(item)
    raise _unsendable(type(item).__name__)


def _unsendable(kind: str) -> StoreError:
    return StoreError(
        f"程序给图数据库的参数类型不对({kind}),只允许 {ALLOWED};请附日志反馈",
        f"the program handed the graph store a {kind}, allowed are {ALLOWED}; please report it with the log",
        code="store_value",
    )
