"""Rosters of an invented subdistrict that fill every part of a snapshot, and random acts on a real store."""

from __future__ import annotations

import random
from datetime import date

from graph.model.statement import Assertion, Reference, Stated, Subject, Tie, Value
from graph.store.erasure import plan_erasure
from graph.store.ledger import FileDraft
from graph.store.store import Store
from tests.graph.store.invented import (
    HERE,
    by_name,
    code,
    community,
    organisation,
    place,
    places,
    returned,
    roster,
    same,
    unit,
)

FIRST, SHARED = code("91990101MA00000001", "uscc"), code("S-1", "serial")
GRIDS = [by_name(name, "Grid", community()) for name in ("一网格", "二网格")]
HOUSES = [by_name(name, "Building", community()) for name in ("1号楼", "2号楼", "3号楼")]
SCHOOL, FIRM = by_name("甲中学", "Unit", community()), by_name("乙公司", "Unit", community("乙社区"))
COMPOUND = by_name("东苑", "Place", community())
CENTRE = by_name("党群中心", "Venue", community())
CALLERS = [
    by_name("商会", "Association", community()),
    by_name("联席会", "CoordinatingBody", community()),
    by_name("居委会", "SelfGovernanceBody", community()),
    by_name("甲党委", "PartyOrganization", community()),
]
DAYS = [date(2021, 6, 1), date(2022, 5, 15), date(2022, 12, 31), date(2023, 1, 1), date(2024, 3, 1), date(2026, 1, 1)]
"""Before anything, within editions known to the month, on an edition's day, later."""
SAID = Stated("2022-03", None)


def grid(name: str, households: int) -> Assertion:
    ties = (Tie("PART_OF", 0, community(), "administrative"),)
    return Assertion((Subject("Grid", (), name, community(), {"households": households, "kind": "residential"}),), ties)


def building(name: str, *ties: Tie, at: Reference | None = None, **fields) -> Assertion:
    where = at or community()
    return Assertion(
        (Subject("Building", (), name, where, fields),), (Tie("PART_OF", 0, where, "administrative"), *ties)
    )


def in_grid(number: int) -> Tie:
    return Tie("PART_OF", 0, GRIDS[number], "grid")


def covers(target: Reference, mode: str, **fields) -> Tie:
    return Tie("COVERS", 0, target, mode, fields)


def venue(name: str, *ties: Tie, **fields) -> Assertion:
    return Assertion(
        (Subject("Venue", (), name, community(), fields),), (Tie("PART_OF", 0, community(), "administrative"), *ties)
    )


def event(label: str, name: str, *ties: Tie, on: Stated | None = None, **fields) -> Assertion:
    return Assertion((Subject(label, (), name, community(), fields, on or Stated()),), ties)


def for_place(*names: str) -> tuple[Tie, ...]:
    return tuple(Tie("FOR_PLACE", 0, community(name)) for name in names)


def body(label: str, name: str, *ties: Tie) -> Assertion:
    return Assertion((Subject(label, (), name, community()),), ties)


def meeting(name: str, series: str | None, *conveners: Reference) -> Assertion:
    """A meeting of a series, and those who called it."""
    within = () if series is None else (Tie("MEETING_IN", 0, by_name(series, "MeetingSeries", community())),)
    called = (Tie("TOOK_PART", each, 0, "convener") for each in conveners)
    fields: dict[str, Value] = {"held_on": "2022-03-01", "level": "community"}
    return Assertion((Subject("Meeting", (), name, community(), fields),), (*within, *called))


def walk(metres: float) -> Tie:
    return Tie("DISTANCE_TO", 0, CENTRE, "", {"metres": metres, "method": "walked", "measured_on": "2022-05-01"})


ROWS = {
    "places": [
        place("999901001001", "甲社区", "community", "999901001", households=900),
        place("999901001002", "丙社区", "community", "999901001", population=90),
        Assertion(
            (Subject("Place", (), "东苑", community(), {"level": "residential_compound", "longitude": 81.5}),),
            (Tie("PART_OF", 0, community(), "administrative"), walk(90.5)),
        ),
    ],
    "grids": [grid("一网格", 300), grid("一网格", 310), grid("二网格", 280)],
    "buildings": [
        building("1号楼", in_grid(0), use="office", households=0, longitude=81.99, latitude=37.25),
        building("1号楼", in_grid(1), use="mixed", households=4),
        building("2号楼", Tie("PART_OF", 0, COMPOUND, "service"), in_grid(0), walk(420.25), use="residential"),
        building("3号楼", at=community("乙社区"), operating_state="vacant"),
        building("3号楼", Tie("PART_OF", 0, HERE, "police"), walk(1e-7), latitude=1e-7),
    ],
    "units": [
        unit("甲中学", kind="school", operating_state="operating", building=HOUSES[0]),
        unit("甲中学", FIRST, kind="school", building=HOUSES[1], tie=SAID),
        unit("甲医院", SHARED, kind="hospital", building=HOUSES[0]),
        unit("乙公司", at=community("乙社区"), kind="non_public_firm", operating_state="suspended", above_scale=True),
        Assertion(
            (Subject("Unit", (), "乙公司", community("乙社区"), {}),),
            (
                Tie("LOCATED_IN", 0, HOUSES[2], "main", {"floor": "3层", "staff": 7}),
                Tie("LOCATED_IN", 0, HOUSES[0], "branch", {"floor": "1层"}),
            ),
        ),
        returned(unit("甲中学")),
    ],
    "party_organizations": [
        organisation("甲党委", covers(community(), "territorial", responsible=True), kind="committee"),
        organisation("支部", Tie("ORGANISATION_OF", 0, SCHOOL), Tie("ORGANISATION_OF", 0, FIRM), kind="joint_branch"),
        organisation("支部", Tie("ORGANISATION_OF", 0, SCHOOL), kind="branch"),
        organisation("乙支部", covers(HOUSES[0], "liaison", named_by_row=True), covers(GRIDS[0], "territorial")),
        organisation("乙支部", covers(HOUSES[0], "liaison", responsible=False), covers(FIRM, "dependent")),
    ],
    "venues": [
        venue("党群中心", Tie("LOCATED_IN", 0, HOUSES[0], "main"), kind="service_centre", area_m2=120.5),
        venue("党群中心", Tie("PART_OF", 0, COMPOUND, "service"), opening_state="open", longitude=81.9, latitude=37.2),
    ],
    "bodies": [
        body("Association", "商会", Tie("LOCATED_IN", 0, community(), "place")),
        body("CoordinatingBody", "联席会", Tie("GOVERNS", 0, community()), Tie("LOCATED_IN", 0, COMPOUND, "place")),
        body("SelfGovernanceBody", "居委会", Tie("GOVERNS", 0, community("乙社区"))),
        body("PartyOrganization", "甲党委", Tie("LOCATED_IN", 0, community(), "place")),
        event("MeetingSeries", "例会", *(Tie("SERIES_OF", 0, each) for each in (*CALLERS, SCHOOL))),
        event("MeetingSeries", "月会", Tie("SERIES_OF", 0, CALLERS[1]), cadence_days=30),
    ],
    "meetings": [
        *(meeting(f"{each.name}的会", None, each) for each in (*CALLERS, SCHOOL)),
        meeting("两处的会", "月会", CALLERS[0], CALLERS[2]),
        meeting("例会一", "例会"),
        meeting("月会一", "月会"),
    ],
    "activities": [
        event("Activity", "义诊", *for_place("甲社区", "乙社区"), held_on="2022-04-01", delivered=True, kind="health"),
        event("Activity", "清扫", *for_place("甲社区"), on=SAID, held_on="2022-03-31"),
        event("Activity", "讲座", *for_place("甲社区"), delivered=False),
        event("Agreement", "协议", *for_place("甲社区"), signed_on="2022-01-01", cadence_days=90),
        event("Agreement", "无日期", *for_place("乙社区"), ends_on="2023-01-01"),
    ],
    "projects": [
        event("Project", "项目甲", *for_place("甲社区"), state="under_way", begun_on="2022-01-10"),
        event("Project", "项目甲", *for_place("甲社区"), state="completed", completed_on="2023-01-01"),
        event("Project", "项目乙", *for_place("乙社区"), state="planned"),
        event("Project", "项目丙", *for_place("乙社区"), begun_on="2022-02-02"),
    ],
    "tasks": [
        event("Task", "事一", *for_place("甲社区"), assigned_on="2022-05-01", closed_on="2022-06-01", outcome="done"),
        event("Task", "事二", *for_place("甲社区"), assigned_on="2022-05-01", outcome="partly"),
        event(
            "Task", "事三", *for_place("乙社区"), assigned_on="2022-05-01", closed_on="2022-06-01", outcome="referred"
        ),
        event("ListItem", "需求", *for_place("甲社区", "乙社区"), kind="need"),
        *(
            event("Claim", name, Tie("CLAIM_OF", 0, by_name("需求", "ListItem", community())), **said)
            for name, said in (
                ("认领一", {"claimed_on": "2022-02-01", "closed_on": "2022-12-31", "state": "done"}),
                ("认领二", {"claimed_on": "2022-02-01", "state": "withdrawn"}),
                ("认领三", {"state": "done"}),
            )
        ),
        event("Registration", "报到一", *for_place("甲社区"), registered_on="2022-01-05", state="registered"),
        event("Registration", "报到二", *for_place("甲社区"), registered_on="2022-01-05", served_on="2023-01-01"),
        event("Registration", "报到三", *for_place("乙社区"), state="served"),
        event("Registration", "报到四", *for_place("乙社区")),
    ],
    "decisions": [same(FIRST, SHARED), same(SHARED, code("乙公司@Place:division:999901001002", "name"))],
}


def file(luck: random.Random, kind: str | None = None) -> FileDraft:
    """A random roster of one kind."""
    chosen = kind or luck.choice(list(ROWS))
    edition = luck.choice(["2021-12-31", "2022-05", "2023-01-01", "2024"])
    rows = luck.sample(ROWS[chosen], luck.randint(1, len(ROWS[chosen])))
    complete = chosen != "decisions" and luck.random() < 0.6
    return roster(chosen, edition, *rows, complete=complete, issuer=luck.choice("一二"))


class Walk:
    """Random acts on a store."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.luck = random.Random(seed)
        store.load([places(), *(file(self.luck, kind) for kind in ROWS)])

    def step(self) -> str:
        """One act; its name."""
        names = ["load"] * 5 + ["correct", "undo", "undo", "redo", "erase", "rebuild", "again"]
        name = self.luck.choice(names)
        getattr(self, name)()
        return name

    def load(self) -> None:
        self.store.load([file(self.luck)])

    def again(self) -> None:
        """A load that changes nothing in the graph but its number."""
        self.store.load([places()])

    def correct(self) -> None:
        live = [each for each in self.store.ledger.files() if each.live]
        target = self.luck.choice(live)
        self.store.load([file(self.luck)], withdraws=[target.id])

    def undo(self) -> None:
        live = [each.id for each in self.store.ledger.loads() if each.live and each.kind != "erase" and each.id > 1]
        if live:
            self.store.undo(self.luck.choice(live))

    def redo(self) -> None:
        undone = [each.id for each in self.store.ledger.loads() if each.live and each.kind == "undo"]
        if undone:
            self.store.undo(self.luck.choice(undone))

    def erase(self) -> None:
        ledger = self.store.ledger
        rows = [row.id for each in ledger.files()[1:] for row in ledger.rows(each.id) if row.payload is not None]
        if rows:
            self.store.erase(plan_erasure(ledger, [self.luck.choice(rows)]).marks)

    def rebuild(self) -> None:
        self.store.rebuild()
