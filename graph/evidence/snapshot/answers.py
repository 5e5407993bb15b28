"""Rows of evidence questions out of a snapshot: each gives what its ``.cypher`` file gives, in the same order.

Ids are sorted by code point here and there. A question is added by a function here; the tests ask every one of them
of the engine too and compare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from graph.evidence.snapshot.at_date import AtDate, liveness
from graph.evidence.snapshot.events import event_editions, place_agreements, place_events
from graph.evidence.snapshot.histories import Positions, taken
from graph.evidence.snapshot.within import Within

Rows = Callable[[AtDate, Within], pl.DataFrame]
ADMINISTRATIVE, SERVICE = ("administrative",), ("service",)


def buildings(at: AtDate, within: Within) -> pl.DataFrame:
    """Buildings with community, compound and grid."""
    place, compound = _place_of(at, "Building"), _compound_of(at, "Building")
    rows = within.kept(_standing(at, "Building"), place, compound)
    return _frame(
        id=taken(at.ids("Building"), rows),
        name=taken(at.names("Building"), rows),
        use=taken(at.value("Building", "use"), rows),
        operating=taken(at.value("Building", "operating_state"), rows),
        households=taken(at.value("Building", "households"), rows),
        place=taken(at.ids("Place"), place[rows]),
        place_name=taken(at.names("Place"), place[rows]),
        compound=taken(at.ids("Place"), compound[rows]),
        grid=taken(at.ids("Grid"), _grid_of_building(at)[rows]),
        liveness=taken(at.liveness("Building"), rows),
    )


def units(at: AtDate, within: Within) -> pl.DataFrame:
    """Units with main building, its grid, and the community: their own, else that of the building."""
    building = at.picked("Unit-LOCATED_IN-Building", ("main",))
    own = at.picked("Unit-LOCATED_IN-Place", ("place",))
    place = np.where(own >= 0, own, _through(building, _place_of(at, "Building")))
    rows = within.kept(_standing(at, "Unit"), place, _through(building, _compound_of(at, "Building")))
    return _frame(
        id=taken(at.ids("Unit"), rows),
        name=taken(at.names("Unit"), rows),
        kind=taken(at.value("Unit", "kind"), rows),
        operating_state=taken(at.value("Unit", "operating_state"), rows),
        above_scale=taken(at.value("Unit", "above_scale"), rows),
        place=taken(at.ids("Place"), place[rows]),
        place_name=taken(at.names("Place"), place[rows]),
        grid=taken(at.ids("Grid"), _through(building[rows], _grid_of_building(at))),
        building=taken(at.ids("Building"), building[rows]),
        liveness=taken(at.liveness("Unit"), rows),
    )


def tenancies(at: AtDate, within: Within) -> pl.DataFrame:
    """Units in buildings."""
    name = "Unit-LOCATED_IN-Building"
    ties = at.ties(name)
    there = at.nodes("Unit").possible[ties.source] & at.nodes("Building").possible[ties.target]
    if not within.whole:
        there &= within.holds(_place_of(at, "Building"), _compound_of(at, "Building"))[ties.target]
    rows, source, target = ties.rows[there], ties.source[there], ties.target[there]
    found = _frame(
        unit=taken(at.ids("Unit"), source),
        unit_name=taken(at.names("Unit"), source),
        building=taken(at.ids("Building"), target),
        building_name=taken(at.names("Building"), target),
        floor=taken(at.value(name, "floor"), rows),
        staff=taken(at.value(name, "staff"), rows),
        liveness=liveness(ties.live[there]),
    )
    # a part is sorted by its ends: only several ties of one pair are to be put in order
    same = (source[1:] == source[:-1]) & (target[1:] == target[:-1])
    return found.sort("unit", "building", "liveness", "floor", nulls_last=True) if same.any() else found


def covering_facts(at: AtDate, within: Within) -> pl.DataFrame:
    """Organisations of units, and what organisations cover."""
    parts = [_covering(at, within, "COVERS", each) for each in ("Building", "Grid", "Place", "Unit")]
    found = pl.concat([*parts, _covering(at, within, "ORGANISATION_OF", "Unit")])
    # ids begin with their type, so this is the order of ids
    return found.sort("at", "target_type", "to", "mode", "liveness", maintain_order=True).drop("at", "to")


def _covering(at: AtDate, within: Within, kind: str, label: str) -> pl.DataFrame:
    name = f"PartyOrganization-{kind}-{label}"
    ties = at.ties(name)
    there = at.nodes("PartyOrganization").possible[ties.source] & at.nodes(label).possible[ties.target]
    if not within.whole:
        there &= within.touched[label][ties.target]
    rows, source, target = ties.rows[there], ties.source[there], ties.target[there]
    if kind == "COVERS":
        mode = ties.roles.gather(np.flatnonzero(there)).cast(pl.String)
        named = taken(at.said(name, "named_by_row"), rows).fill_null(False)
        responsible = taken(at.said(name, "responsible"), rows)
    else:
        joint = (taken(at.said("PartyOrganization", "kind"), source) == "joint_branch").fill_null(False)
        mode = taken(pl.Series(["own", "joint"]), joint.to_numpy().astype(np.int64))
        named = pl.repeat(True, len(rows), eager=True)
        responsible = pl.repeat(None, len(rows), dtype=pl.Boolean, eager=True)
    return _frame(
        organisation=taken(at.ids("PartyOrganization"), source),
        organisation_name=taken(at.names("PartyOrganization"), source),
        organisation_kind=taken(at.value("PartyOrganization", "kind"), source),
        target=taken(at.ids(label), target),
        target_name=taken(at.names(label), target),
        target_type=pl.repeat(label, len(rows), dtype=pl.String, eager=True),
        mode=mode,
        named_by_row=named,
        responsible=responsible,
        liveness=liveness(ties.live[there]),
        at=pl.Series(source),
        to=pl.Series(target),
    )


def places(at: AtDate, within: Within) -> pl.DataFrame:
    """Places with the one above."""
    rows = _places(at, within)
    return _frame(**_of_places(at, rows), liveness=taken(at.liveness("Place"), rows))


def place_positions(at: AtDate, within: Within) -> pl.DataFrame:
    """The same with residents and points."""
    rows = _places(at, within)
    return _frame(
        **_of_places(at, rows),
        population=taken(at.value("Place", "population"), rows),
        **_point(at, "Place", rows),
        liveness=taken(at.liveness("Place"), rows),
    )


def _places(at: AtDate, within: Within) -> Positions:
    return within.kept(_standing(at, "Place"), np.arange(at.parts["Place"].height, dtype=np.int64))


def _of_places(at: AtDate, rows: Positions) -> dict[str, pl.Series]:
    return {
        "id": taken(at.ids("Place"), rows),
        "name": taken(at.names("Place"), rows),
        "level": taken(at.value("Place", "level"), rows),
        "parent": taken(at.ids("Place"), _place_of(at, "Place")[rows]),
        "households": taken(at.value("Place", "households"), rows),
    }


def grids(at: AtDate, within: Within) -> pl.DataFrame:
    """Grids with their community."""
    place = _place_of(at, "Grid")
    rows = within.kept(_standing(at, "Grid"), place)
    return _frame(
        id=taken(at.ids("Grid"), rows),
        name=taken(at.names("Grid"), rows),
        kind=taken(at.value("Grid", "kind"), rows),
        households=taken(at.value("Grid", "households"), rows),
        place=taken(at.ids("Place"), place[rows]),
        place_name=taken(at.names("Place"), place[rows]),
        liveness=taken(at.liveness("Grid"), rows),
    )


def organisation_editions(at: AtDate, within: Within) -> pl.DataFrame:
    """Rosters of organisations whose scope holds the scope asked, or lies within it."""
    return within.editions(["party_organizations"]).select("edition", "scope", "day", "complete")


def building_positions(at: AtDate, within: Within) -> pl.DataFrame:
    """Buildings with their own points."""
    rows = within.kept(_standing(at, "Building"), _place_of(at, "Building"), _compound_of(at, "Building"))
    return _frame(id=taken(at.ids("Building"), rows), **_point(at, "Building", rows))


def venue_positions(at: AtDate, within: Within) -> pl.DataFrame:
    """Venues with their own points and what they lie in."""
    ties = [at.ties("Venue-PART_OF-Place"), at.ties("Venue-LOCATED_IN-Place")]
    place = at.best(
        "Venue", "Place", [(each, each.roles.is_in(["administrative", "place"]).to_numpy()) for each in ties]
    )
    housed = at.ties("Venue-LOCATED_IN-Building")
    building = at.best("Venue", "Building", [(housed, np.ones(len(housed.rows), dtype=np.bool_))])
    compound = _compound_of(at, "Venue")
    rows = within.kept(_standing(at, "Venue"), place, compound)
    return _frame(
        id=taken(at.ids("Venue"), rows),
        name=taken(at.names("Venue"), rows),
        kind=taken(at.value("Venue", "kind"), rows),
        opening_state=taken(at.value("Venue", "opening_state"), rows),
        area_m2=taken(at.value("Venue", "area_m2"), rows),
        **_point(at, "Venue", rows),
        building=taken(at.ids("Building"), building[rows]),
        compound=taken(at.ids("Place"), compound[rows]),
        place=taken(at.ids("Place"), place[rows]),
        liveness=taken(at.liveness("Venue"), rows),
    )


def distances(at: AtDate, within: Within) -> pl.DataFrame:
    """Ways on foot to venues."""
    found = pl.concat([_distances(at, within, "Building"), _distances(at, within, "Place")])
    order = ("origin", "venue", "liveness", "metres", "method", "measured_on")
    return found.sort(order, nulls_last=True)


def _distances(at: AtDate, within: Within, label: str) -> pl.DataFrame:
    name = f"{label}-DISTANCE_TO-Venue"
    ties = at.ties(name)
    there = at.nodes(label).possible[ties.source] & at.nodes("Venue").possible[ties.target]
    if not within.whole:
        inside = within.holds(_place_of(at, label), _compound_of(at, label))
        there &= (inside | within.places if label == "Place" else inside)[ties.source]
    rows = ties.rows[there]
    return _frame(
        origin=taken(at.ids(label), ties.source[there]),
        origin_type=pl.repeat(label, len(rows), dtype=pl.String, eager=True),
        venue=taken(at.ids("Venue"), ties.target[there]),
        metres=taken(at.value(name, "metres"), rows),
        method=taken(at.value(name, "method"), rows),
        measured_on=taken(at.value(name, "measured_on"), rows),
        liveness=liveness(ties.live[there]),
    )


ANSWERS: Mapping[str, Rows] = {
    each.__name__: each
    for each in (
        buildings,
        units,
        tenancies,
        covering_facts,
        places,
        grids,
        organisation_editions,
        building_positions,
        venue_positions,
        place_positions,
        distances,
        place_events,
        place_agreements,
        event_editions,
    )
}
"""By the name of the question."""


def _standing(at: AtDate, label: str) -> Positions:
    return np.flatnonzero(at.nodes(label).possible)


def _place_of(at: AtDate, label: str) -> Positions:
    return at.picked(f"{label}-PART_OF-Place", ADMINISTRATIVE)


def _compound_of(at: AtDate, label: str) -> Positions:
    return at.picked(f"{label}-PART_OF-Place", SERVICE)


def _grid_of_building(at: AtDate) -> Positions:
    return at.picked("Building-PART_OF-Grid", ("grid",), standing=True)


def _through(first: Positions, second: Positions) -> Positions:
    """What the second leads to from where the first leads; -1 where either leads nowhere."""
    return np.append(second, -1)[first]


def _point(at: AtDate, label: str, rows: Positions) -> dict[str, pl.Series]:
    part = at.parts[label]
    return {"longitude": taken(part["longitude"], rows), "latitude": taken(part["latitude"], rows)}


def _frame(**columns: pl.Series) -> pl.DataFrame:
    return pl.DataFrame([column.alias(name) for name, column in columns.items()])
