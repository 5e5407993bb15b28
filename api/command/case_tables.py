"""The tables of a case as people read them, on a screen and on its reference page: in words, in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.command.words import kind_worded, worded
from ingest.cases.account import Account, Row


def parted(account: Account, rows: Sequence[Row]) -> Iterator[tuple[str | None, list[Row]]]:
    """Facts by the table of the case file that they stand in; anything else as it is, under no name."""
    if account.name != "facts":
        if rows:
            yield None, list(rows)
        return
    for table in dict.fromkeys(str(row["table"]) for row in rows):
        yield table, [row for row in rows if row["table"] == table]


def drawn(account: Account, rows: Sequence[Row], table: str | None) -> tuple[list[str], list[list[object]]]:
    """Headings and cells in words, without what is for machines and without columns that nothing stands in."""
    columns = [
        each
        for each in account.columns
        if each.on_screen and (table is None or each.name != "table")
        if any(row[each.name] not in (None, [], "") for row in rows)
    ]
    cells = [
        [
            kind_worded(row["type"], row["kind"])
            if each.name == "kind" and "type" in row
            else _once(worded(each.name, row[each.name]))
            for each in columns
        ]
        for row in rows
    ]
    return [each.title_zh for each in columns], cells


def _once(value: object) -> object:
    """Several facts may be called alike (figures of one measure are); a reader needs the name once."""
    return list(dict.fromkeys(value)) if isinstance(value, list) else value
