"""A review: what a steward is asked, what was decided before, and what the rosters contradict each other in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.model.registry import node_types
from graph.store.fold.aliases import name_and_place, parsed
from graph.store.fold.codes import Finding
from ingest.names.candidates import Candidate, Forms, open_names, same_things
from ingest.names.known import Decided, Entity, Known, OpenName
from ingest.names.locating import building_communities, unit_buildings

KINDS: Final[Mapping[str, str]] = {
    "open_name": "名称对应",
    "same_name": "同名",
    "short_form": "简称全称",
    "similar": "名称相近",
    "located_in": "位于(单位→楼栋)",
    "part_of": "属于(楼栋→社区)",
}


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that a steward should look at."""

    known: Known
    candidates: tuple[Candidate, ...]
    """Not decided yet, or unsure when less was known; the surest first."""
    decided: tuple[Decided, ...]
    findings: tuple[Finding, ...]
    unanswered: tuple[OpenName, ...]
    """Names that mean nothing (or several things) and resemble nothing that is known."""

    def counts(self) -> dict[str, int]:
        """Candidates by kind, kinds in order."""
        return {kind: sum(1 for each in self.candidates if each.kind == kind) for kind in KINDS}


def review(known: Known) -> Review:
    """Suggest, without what a steward has answered already; nothing is recorded or joined."""
    forms = Forms(known)
    found = [*open_names(known, forms), *same_things(known, forms)]
    found += [*unit_buildings(known), *building_communities(known)]
    asked = sorted((each for each in found if _open(known, each)), key=lambda each: each.order)
    answered = {id(each.left) for each in found if each.kind == "open_name"}
    unanswered = [each for each in known.open.values() if id(each) not in answered]
    return Review(
        known,
        tuple(asked),
        tuple(sorted(known.decided.values(), key=lambda each: (each.day, repr(each.decision)))),
        tuple(known.findings),
        tuple(sorted(unanswered, key=lambda each: (-each.rows, each.written, each.types, each.place or ""))),
    )


def _open(known: Known, candidate: Candidate) -> bool:
    before = known.decided.get(candidate.decision("unsure").pair)
    if before is None:
        return True
    left = candidate.left
    latest = max(left.latest if isinstance(left, Entity) else left.day, candidate.right.latest)
    return before.decision.verdict == "unsure" and latest > before.day


def name_of(known: Known, record: str) -> str:
    """An entity as people call it: its name, with its place where there is one; else the id itself."""
    entity = known.entities.get(record)
    if entity is not None:
        return entity.name
    anchor = parsed(record)
    if anchor is None:
        return record
    declared = node_types().get(anchor[0])
    title = anchor[0] if declared is None else declared.title_zh
    if anchor[1] != "name":
        return f"{title} {anchor[2]}"
    name, place = name_and_place(anchor)
    return f"{name}({name_of(known, place)})" if place else name
