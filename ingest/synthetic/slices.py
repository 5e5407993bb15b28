"""An invented area laid out one subdistrict at a time: what lies in a slice follows from seed and numbers alone.

Nothing outside a slice is kept, so that a city of a million buildings takes no more memory than its largest slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from ingest.synthetic.codes import unified_code
from ingest.synthetic.extent import Extent, part_of, share, stem
from ingest.synthetic.ground import AreaBuilding, AreaGrid, AreaUnit, Neighbourhood, Point, Slice
from ingest.synthetic.layout import SOUTH, WEST, Layout, centre_of
from ingest.synthetic.tenants import REGISTERED_KINDS, TRADES
from ingest.synthetic.venues import venues

_USES = ("商务楼宇", "商业", "商业", "公共服务", "商住混合")
_USE_EVERY = 30
"""Of so many buildings the first ones are no housing."""
_UNPLACED_EVERY = 60
_UNPLACED = (2, 41)
"""Of so many buildings these have no coordinates yet: one that is no housing, and a house of a compound."""
_KINDS = (
    *["非公有制企业"] * 7,
    *["社会组织", "商户", "事业单位"],
)
_PUBLIC = {30: "机关", 31: "学校", 32: "医院", 33: "国有企业"}


def county_codes(extent: Extent) -> list[tuple[str, str]]:
    """(code, name) of the counties; an area of one county is that county."""
    if extent.counties == 1 and extent.level != "市":
        return [(extent.code, extent.name)]
    return [(f"{extent.code[:4]}{number + 1:02d}", f"演示{stem(number)}区") for number in range(extent.counties)]


def township(extent: Extent, number: int) -> tuple[str, str, str, str]:
    """(code, name, level, county) of a subdistrict or town, numbered from 0, the towns last."""
    counties = county_codes(extent)
    if number < extent.subdistricts:
        county = part_of(number, extent.subdistricts, len(counties))
        first = share(extent.subdistricts, len(counties), county).start
        return f"{counties[county][0]}{number - first + 1:03d}", f"演示{stem(number)}街道", "街道", counties[county][0]
    county = (number - extent.subdistricts) % len(counties)
    code = f"{counties[county][0]}{100 + (number - extent.subdistricts) // len(counties):03d}"
    return code, f"演示{stem(number)}镇", "镇", counties[county][0]


def slices(extent: Extent, seed: int) -> Iterator[Slice]:
    """The subdistricts and towns of the area, one after the other."""
    for number in range(extent.townships):
        code, name, level, county = township(extent, number)
        land = Slice(number, name, code, county, level, [])
        if level == "街道":
            for position, community in enumerate(share(extent.communities, extent.subdistricts, number), start=1):
                place = _community(extent, land, community, position)
                _settle(extent, seed, land, place)
                land.venues += venues(extent, seed, land, place)
        for position, village in enumerate(share(extent.villages, extent.townships, number)):
            land.neighbourhoods.append(_village(extent, land, village, position))
        yield land


def _community(extent: Extent, land: Slice, number: int, position: int) -> Neighbourhood:
    persons = len(share(extent.persons, extent.communities, number)) if extent.persons else 0
    return Neighbourhood(
        number, f"{stem(number)}社区", f"{land.code}{position:03d}", "社区", persons, centre_of(number, extent)
    )


def _village(extent: Extent, land: Slice, number: int, position: int) -> Neighbourhood:
    persons = len(share(extent.village_persons, extent.villages, number))
    return Neighbourhood(number, f"{stem(number)}村", f"{land.code}{200 + position}", "村", persons, (WEST, SOUTH))


def _settle(extent: Extent, seed: int, land: Slice, place: Neighbourhood) -> None:
    """Everything that lies in one community."""
    rng = Random(f"{seed}/{extent.code}/{place.number}")
    parts, number = extent.communities, place.number
    land.neighbourhoods.append(place)
    compounds = [f"{stem(each)}苑" for each in share(extent.compounds, parts, number)]
    land.compounds += [(name, place) for name in compounds]
    land.commercial_districts += [
        (f"{stem(each)}商圈", place) for each in share(extent.commercial_districts, parts, number)
    ]
    land.road_segments += [(f"{stem(each)}路段", place) for each in share(extent.road_segments, parts, number)]
    grids = [
        AreaGrid(
            f"{place.name}第{position}网格",
            f"{place.code}{position:03d}",
            place,
            len(share(extent.branches, extent.grids, each)) > 0,
        )
        for position, each in enumerate(share(extent.grids, parts, number), start=1)
    ]
    land.grids += grids
    wanted = share(extent.buildings, parts, number)
    layout = Layout.of(extent, seed, number)
    buildings = [_building(rng, place, grids, compounds, layout, position) for position in range(len(wanted)) if grids]
    land.buildings += buildings
    working = [each for each in buildings if each.use != "住宅"]
    land.units += [_unit(extent, rng, place, working, each) for each in share(extent.units, parts, number)]


def _building(
    rng: Random, place: Neighbourhood, grids: list[AreaGrid], compounds: list[str], layout: Layout, position: int
) -> AreaBuilding:
    turn = position % _USE_EVERY
    use = _USES[turn] if turn < len(_USES) else "住宅"
    home = use == "住宅" and compounds
    compound = compounds[layout.compound_of(position)] if home else None
    floors = rng.choice((6, 6, 7, 11, 18)) if use == "住宅" else rng.randint(3, 26)
    households = floors * rng.choice((2, 4)) if use in ("住宅", "商住混合") else 0
    name = f"{compound}{position + 1}幢" if compound is not None else f"{place.name}{use}{position + 1}号楼"
    return AreaBuilding(
        name=name,
        code=f"{place.code}B{position + 1:05d}",
        use=use,
        community=place,
        grid=grids[position * len(grids) // layout.buildings],
        compound=compound,
        floors=floors,
        households=households,
        area=round(floors * rng.uniform(400, 1_200), 1),
        point=_point(rng, layout, position, at_home=compound is not None),
    )


def _point(rng: Random, layout: Layout, position: int, *, at_home: bool) -> Point | None:
    shift = rng.uniform(-1, 1), rng.uniform(-1, 1)
    if position % _UNPLACED_EVERY in _UNPLACED:
        return None
    return layout.house(position, shift) if at_home else layout.elsewhere(position, shift)


def _unit(extent: Extent, rng: Random, place: Neighbourhood, working: list[AreaBuilding], number: int) -> AreaUnit:
    kind = _KINDS[0] if extent.firms_only else _PUBLIC.get(number % 40, _KINDS[number % len(_KINDS)])
    building = rng.choice(working) if working and rng.random() < 0.7 else None
    own = len(share(extent.own_branches, extent.units, number)) > 0
    return AreaUnit(
        number=f"DW{number + 1:07d}",
        name=f"演示{stem(number)}{rng.choice(TRADES[kind])}",
        kind=kind,
        uscc=unified_code(REGISTERED_KINDS.get(kind, "non_public_firm"), number, place.code[:6]),
        community=place,
        building=building,
        staff=len(share(extent.staff, extent.units, number)) or rng.randint(2, 90),
        mode="own" if own else rng.choice(("joint", "joint", "liaison", "territorial", "none")),
    )
