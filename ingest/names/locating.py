"""Which building a unit sits in, and which community a building lies in, as far as addresses tell: for review."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.model.names import matching
from ingest.names.addresses import Address, parse_address
from ingest.names.candidates import Candidate
from ingest.names.decisions import record_identifier
from ingest.names.known import Entity, Known

MOST = 3
"""Buildings suggested for one unit; an address that fits more of them tells nothing."""
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _Keys:
    """The ways in which an address or a name can be met: (compound, building) and (road, lane, number)."""

    compounds: set[str] = field(default_factory=set)
    roads: set[tuple[str, str, str]] = field(default_factory=set)
    building: str = ""


def keys_of(address: Address) -> _Keys:
    """What an address can be met by."""
    keys = _Keys(building=address.building)
    if address.by_compound:
        keys.compounds.add(matching(address.by_compound))
    if address.by_road:
        keys.roads.add((matching(address.road), address.lane, address.number))
    return keys


def _of_building(known: Known, building: Entity) -> _Keys:
    """Its own address, its name (甲一苑2幢, 演示大厦), and the compound that a roster says it belongs to."""
    keys = keys_of(parse_address(building.address))
    for name in building.names:
        named = parse_address(name)
        if named.by_compound:
            keys.compounds.add(matching(named.by_compound))
        if named.by_road:
            keys.roads.add((matching(named.road), named.lane, named.number))
        keys.building = keys.building or named.building
    for kind, role, target in building.ties:
        if (kind, role) == ("PART_OF", "service") and target in known.entities:
            keys.compounds |= {matching(name.removesuffix("小区")) for name in known.entities[target].names}
    return keys


def unit_buildings(known: Known) -> Iterator[Candidate]:
    """Units with an address and without a building → the buildings that the address fits."""
    homes = [each for each in known.entities.values() if each.type == "Building"]
    if not homes:
        return
    keys = {each.id: _of_building(known, each) for each in homes}
    by_key: dict[object, list[Entity]] = defaultdict(list)
    for home in homes:
        for key in (*keys[home.id].compounds, *keys[home.id].roads):
            by_key[key].append(home)
    for unit in known.entities.values():
        if unit.type != "Unit" or not unit.address or any(role == "main" for _, role, _ in unit.ties):
            continue
        address = parse_address(unit.address)
        wanted = keys_of(address)
        near = {each.id: each for key in (*wanted.compounds, *wanted.roads) for each in by_key.get(key, ())}
        fits = [
            (fit, home)
            for home in near.values()
            if known.overlap(unit.places, home.places) and (fit := _fit(wanted, keys[home.id]))[0] > 0
        ]
        best = max((score for (score, _), _ in fits), default=0)
        chosen = [(why, home) for (score, why), home in fits if score == best]
        if len(chosen) <= MOST:
            for why, home in sorted(chosen, key=lambda each: each[1].id):
                yield _located("located_in", "LOCATED_IN", unit, home, (best / 3, f"{why};单位地址:{address.text()}"))


def _fit(wanted: _Keys, home: _Keys) -> tuple[int, str]:
    """How well an address fits a building: 3 by number and building, 2 by one of them, 0 where they contradict."""
    compound, road = wanted.compounds & home.compounds, wanted.roads & home.roads
    agreed = bool(wanted.building) and wanted.building == home.building
    if _contradict(wanted, home) or not (compound or road):
        return 0, ""
    if agreed:
        return 3, "小区(院落)与幢号相同" if compound else "路名、门牌与幢号相同"
    if wanted.building == home.building:
        return 2, "路名与门牌相同" if road else "楼宇(院落)名称相同"
    # one of them says which building it is: within a compound of many that tells nothing, A座 of a tower does
    wing = not home.building and wanted.building.isalpha()
    return (1, "幢号只见于一方") if road or wing else (0, "")


def _contradict(wanted: _Keys, home: _Keys) -> bool:
    if wanted.building and home.building and wanted.building != home.building:
        return True
    compound, road = wanted.compounds & home.compounds, wanted.roads & home.roads
    if wanted.compounds and home.compounds and not compound:
        return True
    if compound and wanted.building and wanted.building == home.building:
        return False  # a compound has gates on several roads, and several numbers
    return bool(not road and {key[0] for key in wanted.roads} & {key[0] for key in home.roads})


def _located(kind: str, tie: str, inner: Entity, outer: Entity, fit: tuple[float, str]) -> Candidate:
    ends = record_identifier(inner.id), record_identifier(outer.id)
    return Candidate(kind, tie, *ends, inner, outer, round(fit[0], 3), fit[1])


# --- buildings → communities --------------------------------------------------------------------------


def building_communities(known: Known) -> Iterator[Candidate]:
    """Buildings of which no roster says the community → the one that their address, compound or road tells."""
    placed: list[tuple[_Keys, str]] = []
    homeless: list[Entity] = []
    for building in known.entities.values():
        if building.type != "Building":
            continue
        community = _community(known, building)
        if community is None:
            homeless.append(building)
        else:
            placed.append((_of_building(known, building), community))
    if not homeless:
        return
    ranges = _Ranges(placed)
    named = _communities_by_name(known)
    for building in homeless:
        stated = named.get(matching(parse_address(building.address).community), set())
        keys = _of_building(known, building)
        found = {place: "地址写明社区" for place in stated} or ranges.of(keys)
        inside = [place for place in found if known.overlap(building.places, {place})]
        if len(inside) == 1:
            yield _located("part_of", "PART_OF", building, known.entities[inside[0]], (1.0, found[inside[0]]))


def _community(known: Known, building: Entity) -> str | None:
    lowest = {target for kind, role, target in building.ties if (kind, role) == ("PART_OF", "administrative")}
    parents = {above for place in lowest for above in known.around(place) if above != place}
    return next(iter(sorted(lowest - parents)), None)


def _communities_by_name(known: Known) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entity in known.entities.values():
        if entity.type == "Place":
            for name in entity.names:
                found[matching(name)].add(entity.id)
    found.pop("", None)
    return found


class _Ranges:
    """Which community the buildings of a compound, or the numbers of one side of a road, lie in."""

    def __init__(self, placed: list[tuple[_Keys, str]]) -> None:
        self._compounds: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        for keys, community in placed:
            for compound in keys.compounds:
                self._compounds[compound].add(community)
            for road, number in _numbered(keys):
                self._numbers[(road, number % 2)].append((number, community))

    def of(self, keys: _Keys) -> dict[str, str]:
        found = {
            place: "同一小区(院落)的其他楼在此" for each in keys.compounds for place in self._compounds.get(each, ())
        }
        if found:
            return found
        for road, number in _numbered(keys):
            numbers = sorted(self._numbers.get((road, number % 2), ()))
            before = [place for each, place in numbers if each <= number][-1:]
            after = [place for each, place in numbers if each >= number][:1]
            if before and before == after:
                found[before[0]] = "同一条路同侧前后门牌都在此"
        return found


def _numbered(keys: _Keys) -> Iterator[tuple[str, int]]:
    for road, lane, number in keys.roads:
        digits = _DIGITS.search(lane or number)
        if digits is not None:
            yield road, int(digits[0])
