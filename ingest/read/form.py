"""Forms: the label left, its value right, one record on a sheet, in one or several pairs of columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ingest.clean.units import unit_of
from ingest.read.header import own_cells
from ingest.read.headings import Heading, parse_heading
from ingest.read.row_kinds import RowKind
from ingest.read.sheets import Cell, MergedRange, Sheet

# a form is a page or two; a longer sheet is a list
MAX_ROWS: Final = 200
MIN_LABELS: Final = 3

Place = tuple[int, int]
"""Row and column, zero-based."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One label of a form with its value: ``written`` is the label as it stands there."""

    written: str
    heading: Heading
    value: Cell


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its first row (zero-based), its entries, the kinds of its other rows, ``hits`` known labels filled in."""

    top: int
    entries: tuple[Entry, ...]
    other_rows: dict[int, RowKind]
    hits: int


@dataclass(frozen=True, slots=True)
class _Label:
    place: Place
    written: str
    heading: Heading


def find_form(sheet: Sheet, known: Callable[[str], bool]) -> Form | None:
    """The form that a sheet is; None for fewer than three filled known labels, and where not all of it is read.

    A label that stands twice, or has several values, speaks of several records: such a sheet is no form.
    """
    if len(sheet.rows) > MAX_ROWS:
        return None
    own = {(row, column): cell for row in range(len(sheet.rows)) for column, cell in _filled(sheet, row)}
    blocks = {(block.top, block.left): block for block in sheet.merged}
    labels = _labels(own, blocks, known)
    names = Counter(label.heading.name for label in labels.values())
    rows = {place[0] for place in labels}
    if sum(map(known, names)) < MIN_LABELS or len(rows) < 2 or max(names.values()) > 1:
        return None
    behind = {place: _behind(label, own, labels, blocks) for place, label in labels.items()}
    read = {place for places in behind.values() for place in places} | labels.keys()
    left = [place for place in own if min(rows) <= place[0] <= max(rows) and place not in read]
    if not all(_heads_labels(place, own, labels, blocks) for place in left):
        return None  # something is neither label nor value, nor the head of a group of labels
    entries = [_entry(label, [own[place] for place in behind[at]]) for at, label in labels.items()]
    # headings of a table stand side by side, with nothing behind them
    hits = sum(1 for entry in entries if entry and entry.value is not None and known(entry.heading.name))
    if not all(entries) or hits < MIN_LABELS:
        return None
    top = min(rows)
    others = {row: _other(row, rows, own) for row in range(len(sheet.rows)) if row != top}
    return Form(top, tuple(entry for entry in entries if entry), others, hits)


def _filled(sheet: Sheet, row: int) -> Iterator[tuple[int, Cell]]:
    for column, cell in enumerate(own_cells(sheet, row)):
        if cell is not None and (not isinstance(cell, str) or cell.strip()):
            yield column, cell


def _labels(
    own: dict[Place, Cell], blocks: dict[Place, MergedRange], known: Callable[[str], bool]
) -> dict[Place, _Label]:
    """The labels by place: what some format knows, and other texts that stand in a column of labels before a value."""
    headings = {place: parse_heading(cell) for place, cell in own.items() if isinstance(cell, str)}
    per_column = Counter(place[1] for place, heading in headings.items() if known(heading.name))
    found: dict[Place, _Label] = {}
    for place in sorted(headings):
        here = headings[place]
        taken = _is_value(place, found, per_column, blocks)
        if not here.name or taken or (not known(here.name) and not _stands_as_label(place, own, per_column, blocks)):
            continue
        parent = _parent(place, own, blocks)
        joined = f"{parse_heading(parent).name}·{here.name}" if parent else ""
        heading = Heading(joined, here.unit) if parent and known(joined) else here
        found[place] = _Label(place, " ".join(str(own[place]).split()), heading)
    # a label before a label is the head of a group and has no value of its own
    groups = {place for place in found if not known(found[place].heading.name) and _next(place, blocks) in found}
    return {place: label for place, label in found.items() if place not in groups}


def _is_value(
    place: Place, found: dict[Place, _Label], per_column: Counter[int], blocks: dict[Place, MergedRange]
) -> bool:
    """Whether a label stands right before, in a column with clearly more labels: 级别 | 社区."""
    before = [label for at, label in found.items() if at[0] == place[0] and _next(at, blocks) == place]
    return any(2 * per_column[place[1]] <= per_column[label.place[1]] for label in before)


def _stands_as_label(
    place: Place, own: dict[Place, Cell], per_column: Counter[int], blocks: dict[Place, MergedRange]
) -> bool:
    """Whether an unknown text is a label by where it stands: among labels, with a value behind it."""
    return per_column[place[1]] > 1 and _next(place, blocks) in own


def _next(place: Place, blocks: dict[Place, MergedRange]) -> Place:
    block = blocks.get(place)
    return place[0], (place[1] if block is None else block.right) + 1


def _parent(place: Place, own: dict[Place, Cell], blocks: dict[Place, MergedRange]) -> str | None:
    """The text merged downwards to the left of a label: 甲方 before 名称."""
    for corner, block in blocks.items():
        if block.right == place[1] - 1 and block.top <= place[0] <= block.bottom and block.bottom > block.top:
            text = own.get(corner)
            return text if isinstance(text, str) else None
    return None


def _heads_labels(
    place: Place, own: dict[Place, Cell], labels: dict[Place, _Label], blocks: dict[Place, MergedRange]
) -> bool:
    """Whether a text heads labels: right before one, or alone in its row."""
    alone = [other for other in own if other[0] == place[0]] == [place]
    return isinstance(own[place], str) and (alone or _next(place, blocks) in labels)


def _behind(
    label: _Label, own: dict[Place, Cell], labels: dict[Place, _Label], blocks: dict[Place, MergedRange]
) -> list[Place]:
    """What stands behind a label, up to the next label or the head of its group."""
    row, begin = _next(label.place, blocks)
    end = min((column for at, column in labels if at == row and column >= begin), default=None)
    places = sorted(at for at in own if at[0] == row and at[1] >= begin and (end is None or at[1] < end))
    return [at for at in places if end is None or not _heads(at, (row, end), blocks)]


def _entry(label: _Label, values: list[Cell]) -> Entry | None:
    """A label with its one value, which a unit may follow; None where there are several."""
    unit = unit_of(str(values[1])) if len(values) == 2 else None
    if len(values) > 1 and unit is None:
        return None
    heading = Heading(label.heading.name, label.heading.unit or unit)
    return Entry(label.written, heading, values[0] if values else None)


def _heads(place: Place, label: Place, blocks: dict[Place, MergedRange]) -> bool:
    block = blocks.get(place)
    return block is not None and block.bottom > block.top and _next(place, blocks) == label


def _other(row: int, labelled: set[int], own: dict[Place, Cell]) -> RowKind:
    if not any(place[0] == row for place in own):
        return RowKind.BLANK
    if min(labelled) < row <= max(labelled):
        return RowKind.FORM
    return RowKind.TITLE if row < min(labelled) else RowKind.NOTE
