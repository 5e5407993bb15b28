"""What a load did, or would do, as values: the one source of the screen's, the page's and the machine's report.

Nothing here holds a cell of a personal column: files are told by name, rows by where they stand, faults by heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.model.registry import node_types, tie_types
from graph.store.fold import SEPARATOR, Closure, Folded, ReferenceState
from graph.store.fold.codes import Finding
from graph.store.fold.identity import State
from graph.store.ledger import FileDraft, Ledger
from graph.store.project import Change
from graph.store.store import Act
from ingest.load.commit import DryRun
from ingest.load.outcome import FileOutcome, Prepared

EXAMPLES = 8
"""Changed and vanishing nodes that a dry run names."""

Whereabouts = tuple[str, str, int]
"""File, sheet, physical row."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Nodes and ties of the graph that an act adds, changes, removes, leaves."""

    added: int
    changed: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class KindCounts:
    """The same of one type of node or tie."""

    title_zh: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Example:
    """One node that would change or vanish."""

    kind_zh: str
    effect: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenReference:
    """Rows of this load that name something which is not (or not only) known: as written, how often, first where."""

    text: str
    types: tuple[str, ...]
    state: str
    rows: int
    first: Whereabouts


@dataclass(frozen=True, slots=True)
class LoadReport:
    """A load (``load`` is its number) or a dry run (``load`` is None)."""

    load: int | None
    plan: str
    synthetic: bool
    counts: Counts | None
    files: tuple[FileOutcome, ...]
    unchanged: tuple[str, ...]
    references: tuple[OpenReference, ...] = ()
    closures: tuple[Closure, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What the rosters contradict each other in, whichever load brought it in."""
    kinds: tuple[KindCounts, ...] = ()
    examples: tuple[Example, ...] = ()
    workbooks: tuple[Path, ...] = ()
    """Workbooks of the returned rows."""
    page: Path | None = None
    """Where the report lies as a page."""
    open_rows: Mapping[str, int] = field(default_factory=dict)
    """Per file the loaded rows that name something which is pending or ambiguous."""
    erased: int = 0
    """Rows of the files that were erased on request before, and so are not kept again."""

    @property
    def returned(self) -> int:
        """Rows that came back."""
        return sum(len(file.returned) for file in self.files)


def foreseen(dry: DryRun, ledger: Ledger) -> LoadReport:
    """The report of a dry run."""
    preview, prepared = dry.preview, dry.prepared
    known = ledger.records()
    where = dict(_supposed(prepared.drafts))
    return LoadReport(
        load=None,
        plan=prepared.plan,
        synthetic=_synthetic(prepared, ledger),
        counts=Counts(preview.added, preview.changed, preview.removed, preview.unchanged),
        files=prepared.files,
        unchanged=prepared.unchanged,
        references=_grouped(preview.folded, where),
        open_rows=_open_rows(preview.folded, where),
        closures=preview.closures,
        findings=tuple(preview.folded.findings),
        kinds=tuple(_kinds(preview.change, known)),
        examples=tuple(_examples(preview.change, known)),
    )


def done(prepared: Prepared, act: Act, ledger: Ledger, closures: tuple[Closure, ...] = ()) -> LoadReport:
    """The report of a load that has been committed."""
    open_rows = {reference.row for reference in act.folded.open_references()}
    where = {
        row: (file, sheet, number)
        for row, file, sheet, number, load, _ in ledger.whereabouts(open_rows)
        if load == act.load
    }
    return LoadReport(
        load=act.load,
        plan=prepared.plan,
        synthetic=_synthetic(prepared, ledger),
        counts=Counts(act.added, act.changed, act.removed, act.unchanged),
        files=prepared.files,
        unchanged=prepared.unchanged,
        references=_grouped(act.folded, where),
        open_rows=_open_rows(act.folded, where),
        closures=closures,
        findings=tuple(act.folded.findings),
        erased=sum(file.counts.get("erased", 0) for file in ledger.files() if file.load == act.load),
    )


def nothing_new(prepared: Prepared, ledger: Ledger) -> LoadReport:
    """The report where every file is in the ledger already."""
    return LoadReport(None, prepared.plan, _synthetic(prepared, ledger), None, (), prepared.unchanged)


def balance(draft: FileDraft) -> tuple[int, int, int, int, int]:
    """Rows of the sheets, and what they are made of: loaded, duplicates, ignored, returned (ledger.md §2)."""
    counts = draft.counts
    loaded = counts.get("loaded", counts.get("accepted", 0))
    parts = loaded, counts.get("duplicates", 0), counts.get("ignored", 0), counts.get("returned", 0)
    return (counts.get("rows", sum(parts)), *parts)


def _synthetic(prepared: Prepared, ledger: Ledger) -> bool:
    drafted = any(draft.synthetic for draft in prepared.drafts)
    return drafted or any(file.live and file.synthetic for file in ledger.files())


def _supposed(drafts: list[FileDraft]) -> Iterator[tuple[int, Whereabouts]]:
    """Rows that are only supposed bear negative numbers, in the order of files and rows (see ``gather``)."""
    number = 0
    for draft in drafts:
        for row in draft.rows:
            number -= 1
            yield number, (draft.name, row.sheet, row.number)


def _grouped(folded: Folded, where: Mapping[int, Whereabouts]) -> tuple[OpenReference, ...]:
    groups: dict[tuple[str, tuple[str, ...], str], list[ReferenceState]] = {}
    for each in folded.open_references():
        if each.row in where:
            groups.setdefault((each.text, each.types, each.resolution.state.value), []).append(each)
    found = [
        OpenReference(text, types, state, len({each.row for each in rows}), min(where[each.row] for each in rows))
        for (text, types, state), rows in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.state, -each.rows, each.text)))


def _open_rows(folded: Folded, where: Mapping[int, Whereabouts]) -> dict[str, int]:
    # what lies outside the area is nobody's to bring in
    waiting = (each for each in folded.open_references() if each.resolution.state is not State.OUT_OF_AREA)
    rows = {each.row for each in waiting} & where.keys()
    return dict(Counter(where[row][0] for row in rows))


def _kinds(planned: Change, known: Mapping[str, object]) -> Iterator[KindCounts]:
    tally: dict[str, list[int]] = {}
    for record, _ in planned.upserts:
        tally.setdefault(record.label, [0, 0, 0])[1 if record.key in known else 0] += 1
    for key in planned.gone:
        tally.setdefault(_label(key), [0, 0, 0])[2] += 1
    for label in [*node_types(), *tie_types()]:
        if label in tally:
            yield KindCounts(title_of(label), *tally[label])


def _examples(planned: Change, known: Mapping[str, object]) -> Iterator[Example]:
    changed = [each for each, _ in planned.upserts if each.key in known and each.ends is None and _named(each.label)]
    for record in changed[:EXAMPLES]:
        yield Example(title_of(record.label), "更改", str(record.properties.get("name") or record.key))
    gone = [key for key in planned.gone if SEPARATOR not in key and _named(_label(key))]
    for key in gone[:EXAMPLES]:
        yield Example(title_of(_label(key)), "不再有", key)


def _named(label: str) -> bool:
    return label in node_types() and node_types()[label].named


def _label(key: str) -> str:
    parts = key.split(SEPARATOR)
    return parts[1] if len(parts) > 1 else key.split(":", 1)[0]


def title_of(label: str) -> str:
    """The Chinese title of a node or tie type."""
    found = node_types().get(label) or tie_types().get(label)
    return label if found is None else found.title_zh
