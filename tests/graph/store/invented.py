"""An invented subdistrict (甲街道 in 测试区, division codes that nobody has been given), as assertions and files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from graph.model.statement import (
    Assertion,
    Decision,
    Identifier,
    Reference,
    Stated,
    Subject,
    Tie,
    Value,
    encode,
)
from graph.store.content import MODULUS, digest
from graph.store.fold import Folded
from graph.store.ledger import FileDraft, RowDraft

COUNTY, SUBDISTRICT = "999901", "999901001"


NOTHING_STATED = Stated()


def code(value: str, scheme: str = "division", start=None, end=None) -> Identifier:
    return Identifier(scheme, value, start, end)


def by_code(value: str, kind: str = "Place", scheme: str = "division", name: str | None = None) -> Reference:
    return Reference((kind,), (code(value, scheme),), name, text=name or value)


def by_name(name: str, kind: str = "Place", within: Reference | None = None) -> Reference:
    return Reference((kind,), (), name, within, name)


HERE = by_code(SUBDISTRICT)


def community(name: str = "甲社区") -> Reference:
    return by_name(name, "Place", HERE)


def place(value: str | None, name: str, level: str, parent: str | None = None, **fields: Value) -> Assertion:
    within = None if parent is None else by_code(parent)
    codes = () if value is None else (code(value),)
    subject = Subject("Place", codes, name, within, {"level": level, **fields})
    return Assertion((subject,), () if within is None else (Tie("PART_OF", 0, within, "administrative"),))


def unit(
    name: str | None,
    *codes: Identifier,
    at: Reference | None = None,
    stated: Stated = NOTHING_STATED,
    tie: Stated = NOTHING_STATED,
    building: Reference | None = None,
    **fields: Value,
) -> Assertion:
    where = at or community()
    ties = [Tie("LOCATED_IN", 0, where, "place", stated=tie)]
    if building is not None:
        ties.append(Tie("LOCATED_IN", 0, building, "main"))
    return Assertion((Subject("Unit", codes, name, where, fields, stated),), tuple(ties))


def organisation(name: str, *ties: Tie, at: Reference | None = None, **fields: Value) -> Assertion:
    return Assertion((Subject("PartyOrganization", (), name, at or community(), fields),), ties)


def above(name: str, stated: Stated = NOTHING_STATED) -> Tie:
    return Tie("SUBORDINATE_TO", 0, by_name(name, "PartyOrganization", community()), stated=stated)


def same(first: Identifier, second: Identifier, kind: str = "Unit") -> Assertion:
    return Assertion(decisions=(Decision("same", kind, first, second),))


def different(first: Identifier, second: Identifier, kind: str = "Unit") -> Assertion:
    return Assertion(decisions=(Decision("different", kind, first, second),))


PLACES = (
    place(COUNTY, "测试区", "county"),
    place(SUBDISTRICT, "甲街道", "subdistrict", COUNTY),
    place("999901001001", "甲社区", "community", SUBDISTRICT),
    place("999901001002", "乙社区", "community", SUBDISTRICT),
)


def row(said: Assertion | RowDraft, number: int) -> RowDraft:
    return said if isinstance(said, RowDraft) else RowDraft("名册", number, "accepted", encode(said))


def returned(key: Assertion | None = None, number: int = 90) -> RowDraft:
    return RowDraft("名册", number, "returned", None if key is None else encode(key), '{"rule": "test"}')


def mending(said: Assertion, row_id: int) -> RowDraft:
    return RowDraft("待改", 1, "accepted", encode(said), mends=row_id)


def roster(
    kind: str,
    edition: str,
    *rows: Assertion | RowDraft,
    complete: bool = True,
    issuer: str = "街道",
    rank: int = 0,
    nature: str = "roster",
) -> FileDraft:
    return FileDraft(
        name=f"{kind}-{edition}.xlsx",
        sha256="0" * 64,
        format=kind,
        issuer=issuer,
        scope=SUBDISTRICT,
        edition=edition,
        complete=complete,
        rank=rank,
        nature=nature,
        synthetic=True,
        rows=[row(said, number) for number, said in enumerate(rows, start=2)],
    )


def places(edition: str = "2020-01-01") -> FileDraft:
    return roster("places", edition, *PLACES, nature="reference")


def total(folded: Folded) -> int:
    """The content hash that a graph of these records would have."""
    hashes = (digest(each.label, each.ends, each.properties) for each in folded.records.values())
    return sum(int.from_bytes(each) for each in hashes) % MODULUS


def tangled() -> list[FileDraft]:
    """Fifteen files that touch every rule: renames, moves, gaps, contradictions, codes that come late."""
    first, second, shared = (
        code("91990101MA00000001", "uscc"),
        code("91990101MA00000002", "uscc"),
        code("S-1", "serial"),
    )
    school, clinic = by_name("甲中学", "Unit", community()), by_name("甲医院", "Unit", community())
    house = Reference(("Building",), (), "1号楼", community(), "1号楼")
    building = Assertion((Subject("Building", (), "1号楼", community(), {"use": "office", "floors": 9}),))
    return [
        places(),
        roster("places", "2024-05", *PLACES[:3], place("999901001002", "丙社区", "community", SUBDISTRICT)),
        roster("buildings", "2023", building, complete=False),
        roster("units", "2022-01-01", unit("甲中学", kind="school", staff=90), unit("甲医院", kind="hospital")),
        roster("units", "2023-01-01", unit("甲中学", kind="school", staff=95, building=house)),
        roster("units", "2024-01-01", unit("甲中学", first, kind="school"), unit("甲医院", second, staff=None)),
        roster(
            "units",
            "2024-01-01",
            unit("乙公司", at=community("乙社区"), staff=7),
            unit("甲中学", staff=99),
            rank=1,
        ),
        roster(
            "register",
            "2023-06",
            unit("甲中学", first, staff=101, building=house),
            issuer="市场局",
            complete=False,
        ),
        roster("register", "2024-06", unit("某店", first, shared), unit("某店", second, shared), issuer="市场局"),
        roster(
            "orgs",
            "2023-01-01",
            organisation("甲党委"),
            organisation("乙党委"),
            organisation("支部", above("甲党委")),
        ),
        roster(
            "orgs",
            "2024-01-01",
            organisation("支部", above("乙党委"), Tie("ORGANISATION_OF", 0, school)),
            complete=False,
        ),
        roster(
            "orgs",
            "2024-01-01",
            organisation("支部", above("甲党委"), Tie("ORGANISATION_OF", 0, clinic)),
            issuer="区委",
        ),
        roster(
            "orgs",
            "2025-01-01",
            organisation("支部", above("甲党委"), above("丁党委")),
            returned(),
            issuer="区委",
        ),
        roster(
            "units",
            "2025-01-01",
            returned(unit("甲医院")),
            unit("甲中学", stated=Stated("2001", "2024-12-31")),
        ),
        roster(
            "decisions",
            "2025-02-01",
            same(first, code("乙公司@Place:division:999901001002", "name")),
            complete=False,
        ),
    ]


def shuffled(files: Sequence[FileDraft], luck: random.Random) -> list[FileDraft]:
    """The files in another order, each with its rows in another order, some of the partial ones twice."""
    mixed = [replace(each, rows=luck.sample(list(each.rows), len(each.rows))) for each in files]
    luck.shuffle(mixed)
    return mixed


def belongs_to(reference: Reference, edition: str = "2024-01-01") -> FileDraft:
    """A roster of one branch that says whose it is."""
    return roster("orgs", edition, organisation("支部", Tie("ORGANISATION_OF", 0, reference)))


def units(folded: Folded) -> set[str]:
    return {each.key for each in folded.records.values() if each.label == "Unit"}


def tied(folded: Folded, kind: str = "ORGANISATION_OF") -> set[str]:
    """The far ends of the ties of one type."""
    return {each.ends[1] for each in folded.records.values() if each.label == kind and each.ends is not None}
