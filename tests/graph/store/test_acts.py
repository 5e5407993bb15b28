"""Random sequences of acts leave the state of what is live, loaded from scratch in another order (ledger.md §9).

``GONGJIAN_SEQUENCES`` sets how many (default 200).
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from graph.model.statement import Assertion, Reference, Subject, decode, encode
from graph.store.content import summed
from graph.store.erasure import plan_erasure
from graph.store.fold import fold, gather
from graph.store.ledger import FileDraft, Ledger, RowDraft
from tests.graph.store.invented import (
    above,
    code,
    community,
    different,
    mending,
    organisation,
    places,
    returned,
    roster,
    same,
    shuffled,
    unit,
)

SEQUENCES = int(os.environ.get("GONGJIAN_SEQUENCES", "200"))
PLACE = "Place:division:999901001001"
FIRST, SHARED = code("91990101MA00000001", "uscc"), code("S-1", "serial")
UNITS = [
    unit("甲中学", staff=3),
    unit("甲中学", staff=4),
    unit("甲中学", FIRST, staff=5),
    unit("甲医院", SHARED, kind="hospital"),
    unit("甲医院", kind="hospital"),
    unit("乙公司", at=community("乙社区")),
    returned(unit("甲中学")),
    returned(),
]
BODIES = [
    organisation("甲党委"),
    organisation("支部", above("甲党委")),
    organisation("支部", above("乙党委")),
    organisation("乙党委"),
]
JUDGED = [same(FIRST, SHARED), different(FIRST, SHARED), same(SHARED, code(f"乙公司@{PLACE[:-1]}2", "name"))]
NODES = [f"Unit:name:乙公司@{PLACE[:-1]}2", f"PartyOrganization:name:甲党委@{PLACE}", "Unit:uscc:91990101MA00000001"]


@dataclass
class Model:
    """What was done, kept apart from the ledger."""

    luck: random.Random
    acts: dict[int, tuple[int | None, list[FileDraft], set[int]]] = field(default_factory=dict)
    """Act → (the one it undoes, its files, the loads whose files it replaces)."""
    payloads: set[bytes] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)

    def live(self) -> set[int]:
        undone: set[int] = set()
        for act in sorted(self.acts, reverse=True):
            target = self.acts[act][0]
            if act not in undone and target is not None:
                undone.add(target)
        return set(self.acts) - undone

    def standing(self) -> list[int]:
        """Live loads with files that no live load has replaced."""
        live = self.live()
        replaced = set().union(*(self.acts[act][2] for act in live))
        return sorted(act for act in live - replaced if self.acts[act][1])

    def left(self, payload: bytes) -> bytes | None:
        """What erasure leaves of a row, by the names and codes that the invented rows bear."""
        said = decode(payload)
        if payload in self.payloads or any(each in self.subjects for each in map(known_as, said.subjects)):
            return None
        ties = tuple(tie for tie in said.ties if not names(tie.target, self.subjects))
        decisions = tuple(
            each
            for each in said.decisions
            if not {f"{each.type}:{side.scheme}:{side.value}" for side in (each.first, each.second)} & self.subjects
        )
        kept = encode(Assertion(said.subjects, ties, decisions))
        return None if kept in self.payloads or kept == encode(Assertion()) else kept

    def from_scratch(self, folder: Path) -> tuple[object, object]:
        """Load what is live, in another order, into a ledger that never knew of anything else."""
        rows = {act: list(self.acts[act][1][0].rows) for act in self.standing()}
        mended = {row.mends for found in rows.values() for row in found if row.mends is not None}
        files = []
        for act, found in rows.items():
            numbers = self.numbers[act]
            open_rows = [row for row, number in zip(found, numbers, strict=True) if number not in mended]
            kept = [self._kept(row) for row in open_rows]
            files.append(replace(self.acts[act][1][0], rows=[row for row in kept if row is not None]))
        with Ledger(folder) as ledger:
            for each in shuffled(files, self.luck):
                ledger.record([each])
            return state(ledger)

    def _kept(self, row: RowDraft) -> RowDraft | None:
        if row.payload is None:
            return None if row.state == "accepted" else replace(row, mends=None)
        payload = self.left(row.payload)
        return None if payload is None else replace(row, payload=payload, mends=None)

    numbers: dict[int, list[int]] = field(default_factory=dict)
    """Act → row ids of its file in the ledger."""


def known_as(subject: Subject) -> str:
    for each in subject.identifiers:
        return f"{subject.type}:{each.scheme}:{each.value}"
    return f"{subject.type}:{subject.name}:{subject.within.name}"


def names(end, gone: set[str]) -> bool:
    return (
        isinstance(end, Reference) and end.within is not None and f"{end.types[0]}:{end.name}:{end.within.name}" in gone
    )


def state(ledger: Ledger):
    folded = fold(gather(ledger))
    return summed(folded.records.values()), folded.reference_counts()


class Player:
    """Plays random acts on a ledger and in the model alike."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger = ledger
        self.luck = random.Random(seed)
        self.model = Model(self.luck)
        self._load(places())

    def _load(self, file: FileDraft, replaces: int | None = None) -> None:
        files = [] if replaces is None else [each.id for each in self.ledger.files() if each.load == replaces]
        act = self.ledger.record([file], withdraws=files)
        (number,) = [each.id for each in self.ledger.files() if each.load == act]
        self.model.acts[act] = None, [file], set() if replaces is None else {replaces}
        self.model.numbers[act] = [row.id for row in self.ledger.rows(number)]

    def _file(self) -> FileDraft:
        edition = self.luck.choice(["2021", "2022-05", "2023-01-01", "2024-12"])
        kind, rows = self.luck.choice([("units", UNITS), ("units", UNITS), ("orgs", BODIES), ("decisions", JUDGED)])
        chosen = self.luck.sample(rows, self.luck.randint(0, len(rows)))
        complete = kind != "decisions" and self.luck.random() < 0.7
        return roster(kind, edition, *chosen, complete=complete, issuer=self.luck.choice("一二"))

    def load(self) -> None:
        self._load(self._file())

    def correct(self) -> None:
        standing = self.model.standing()
        if len(standing) > 1:
            target = self.luck.choice(standing[1:])
            old = self.model.acts[target][1][0]
            rows = self.luck.sample(list(old.rows), self.luck.randint(0, len(old.rows)))
            self._load(replace(old, rows=[replace(row, mends=None) for row in rows]), replaces=target)

    def mend(self) -> None:
        """Load a row that was returned as an addition, mended."""
        for act in self.model.standing():
            file = self.model.acts[act][1][0]
            for row, number in zip(file.rows, self.model.numbers[act], strict=True):
                if row.state == "returned":
                    said = (
                        unit("甲中学", staff=self.luck.choice([3, 8]))
                        if row.payload
                        else unit("甲医院", kind="hospital")
                    )
                    self._load(replace(file, rows=[mending(said, number)], complete=False))
                    return

    def undo(self) -> None:
        """Take back a load or an undo: the latter is a redo."""
        act = self.luck.choice(sorted(self.model.live() - {1}) or [None])
        if act is not None:
            self.model.acts[self.ledger.record_undo(act)] = act, [], set()

    def erase_row(self) -> None:
        rows = [
            (file, row) for file in self.ledger.files() if file.format != "places" for row in self.ledger.rows(file.id)
        ]
        said = [(file, row) for file, row in rows if row.payload is not None]
        if said:
            file, row = self.luck.choice(said)
            only = self.luck.random() < 0.5
            self.model.payloads |= {row.payload} if only else versions(rows, file, row)
            self.ledger.erase(plan_erasure(self.ledger, [row.id], only=only).marks)

    def erase_node(self) -> None:
        node = self.luck.choice(NODES)
        if node in fold(gather(self.ledger)).records and not self._several_names(node):
            kind, scheme, value = node.split(":", 2)
            name, _, where = value.partition("@")
            written = {"Place:division:999901001001": "甲社区", "Place:division:999901001002": "乙社区"}
            self.ledger.erase(plan_erasure(self.ledger, nodes=[node]).marks)
            self.model.subjects |= {node} if scheme == "uscc" else {f"{kind}:{name}:{written[where]}", node}
            if scheme == "uscc":  # what bears its name there is taken for it, now and later
                self.model.subjects.add("Unit:甲中学:甲社区")

    def _several_names(self, node: str) -> bool:
        """A merged node takes all that it consists of with it, which the model does not follow."""
        return len(fold(gather(self.ledger)).records[node].properties["identifiers"]) > 1

    def play(self, acts: int) -> None:
        every = (self.load, self.load, self.load, self.correct, self.mend, self.undo, self.undo)
        for _ in range(acts):
            self.luck.choice((*every, self.erase_row, self.erase_node))()


def versions(rows, file, row) -> set[bytes]:
    """Payloads of rows of the same roster about the same thing, with what mends or is mended."""
    inside = [each for other, each in rows if other.roster == file.roster]
    about = [known_as(each) for each in decode(row.payload).subjects[:1]]
    found = {row.id} | {each.id for each in inside if each.payload and about and known_about(each.payload) == about}
    for _ in inside:
        found |= {each.id for each in inside if each.mends in found}
        found |= {each.mends for each in inside if each.id in found and each.mends is not None}
    return {each.payload for each in inside if each.id in found and each.payload is not None}


def known_about(payload: bytes) -> list[str]:
    return [known_as(each) for each in decode(payload).subjects[:1]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("acts")


@pytest.mark.parametrize("block", range(10))
def test_random_acts_leave_what_loading_only_the_live_rows_gives(folder: Path, block: int) -> None:
    for seed in range(block, SEQUENCES, 10):
        with Ledger(folder / f"{seed}.sqlite") as ledger:
            player = Player(ledger, seed)
            player.play(9)
            assert state(ledger) == player.model.from_scratch(folder / f"{seed}-scratch.sqlite"), seed
