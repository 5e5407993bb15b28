"""From counts as recorded to tables on the lattice: every figure is a sum, and nobody is counted twice.

A whole (a committee, a unit, a place) may have a figure of its own beside those of its parts. They count the same
people, so they are never added: its total is the greater of the two, its breakdown the one that states more, and what
it has beyond its parts is the *rest* of it. So every sum holds, also where what is recorded contradicts itself.
A place has a rest where something is recorded of it beside its parts, however little: that a row is there tells
nothing of its figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import polars as pl

from graph.disclosure.lattice import REST_LEVEL, UNIT_LEVEL, Area, Breakdown, Counts, Table, table
from graph.evidence.headcounts import Headcounts

UNSTATED, OTHERS = "unstated", "others"
"""The last category of a breakdown takes whoever is in none of the former: not stated, or none of them."""
MEASURES: dict[str, tuple[str, tuple[Breakdown, ...]]] = {
    "members": (
        "党员",
        (
            Breakdown("sex", ("male", "female", UNSTATED)),
            Breakdown("age", ("to_35", "36_to_60", "over_60", UNSTATED)),
            Breakdown("category", ("full", "probationary", UNSTATED)),
            Breakdown("residence", ("floating", OTHERS)),
        ),
    ),
    "staff": ("职工", ()),
    "officers": ("专职工作者", ()),
    "volunteers": ("志愿者", ()),
}
"""Measures with their titles and the breakdowns in which they are released; no other figure of people is."""
TITLES = {
    "sex": "性别",
    "male": "男",
    "female": "女",
    "age": "年龄",
    "to_35": "35岁及以下",
    "36_to_60": "36至60岁",
    "over_60": "61岁及以上",
    "category": "人员类别",
    "full": "正式",
    "probationary": "预备",
    "residence": "流动情况",
    "floating": "流动",
    OTHERS: "其他",
    UNSTATED: "未注明",
    "unit": "单位",
    "rest": "未分到下级",
}
"""Breakdowns, categories and levels in words; levels of places have theirs in the model."""
BOTTOM = frozenset({"community", "village"})
"""Levels whose parts are units."""
LEVELS = ("province", "city", "county", "functional_zone", "subdistrict", "town", "community", "village")
"""Levels of places that are areas of the lattice, from the widest down."""


def tables(found: Headcounts) -> list[Table]:
    """One table for each measure of which anything is recorded."""
    recorded = set(found.records["category"])
    made = []
    for measure, (_, listed) in MEASURES.items():
        breakdowns = tuple(each for each in listed if recorded.intersection(_codes(measure, each)))
        if breakdowns or measure in recorded:
            made.append(_Tabulation(found, measure, breakdowns).table())
    return made


def _codes(measure: str, breakdown: Breakdown) -> list[str]:
    """The categories of Headcount that a breakdown is of, in its order; the last of its own is none."""
    return [f"{measure}_{each}" for each in breakdown.categories[:-1]]


def members_of_organisations(found: Headcounts) -> dict[str, int]:
    """Members of each organisation with those of the organisations below it, where anything is recorded of them."""
    work = _members(found)
    gross, _ = work.organisations()
    superior = dict(found.organisations.select("id", "superior").iter_rows())
    known: set[str] = set()
    for each in work.own:
        above: str | None = each
        while above is not None and above in superior and above not in known:
            known.add(above)
            above = superior[above]
    return {each: int(gross[each][0]) for each in known}


def members_of_units(found: Headcounts) -> dict[str, int]:
    """Members of each unit and of its organisations, where anything is recorded of them."""
    work = _members(found)
    known = work.recorded_units()
    return {each: int(figure[0]) for each, figure in work.units().items() if each in known}


def _members(found: Headcounts) -> _Tabulation:
    return _Tabulation(found, "members", ())


class _Tabulation:
    """Vectors of one measure, with the columns of its table; of bodies first, then of places from below."""

    def __init__(self, found: Headcounts, measure: str, breakdowns: tuple[Breakdown, ...]) -> None:
        self._found = found
        self._measure = measure
        self._breakdowns = breakdowns
        self._spans: list[slice] = []
        for each in breakdowns:
            start = self._spans[-1].stop if self._spans else 1
            self._spans.append(slice(start, start + len(each.categories)))
        self._wide = self._spans[-1].stop if self._spans else 1
        self.own = self._recorded()

    # --- what is recorded -------------------------------------------------------------------------

    def _recorded(self) -> dict[str, Counts]:
        columns = {self._measure: 0}
        for span, breakdown in zip(self._spans, self._breakdowns, strict=True):
            columns |= {code: at for at, code in enumerate(_codes(self._measure, breakdown), start=span.start)}
        known: dict[str, dict[int, int]] = defaultdict(dict)
        for counted, category, people in self._found.records.select("counted", "category", "people").iter_rows():
            if category in columns:
                known[counted][columns[category]] = people
        return {counted: self._whole(cells) for counted, cells in known.items()}

    def _whole(self, known: Mapping[int, int]) -> Counts:
        """A vector whose breakdowns add up to its total, from the columns that are recorded."""
        cells = self._none()
        for at, people in known.items():
            cells[at] = people
        for span, breakdown in zip(self._spans, self._breakdowns, strict=True):
            stated = range(span.start, span.stop - 1)
            missing = [at for at in stated if at not in known]
            if breakdown.categories[-1] == UNSTATED and len(missing) == 1 and 0 in known:
                # of 52 women among 120 the others are men
                cells[missing[0]] = max(known[0] - int(cells[list(stated)].sum()), 0)
        cells[0] = max([int(cells[0]), *(int(cells[span.start : span.stop - 1].sum()) for span in self._spans)])
        return self._filled(cells)

    # --- bodies -----------------------------------------------------------------------------------

    def units(self) -> dict[str, Counts]:
        """The figure of each unit: its own, or that of the organisations which are its alone."""
        of_unit: dict[str, Counts] = defaultdict(self._none)
        _, net = self.organisations()
        for organisation, unit in self._found.organisations.select("id", "unit").drop_nulls().iter_rows():
            of_unit[unit] += net[organisation]
        return {
            unit: self._richer(self.own.get(unit), self._settled(of_unit[unit])) for unit in self._found.units["id"]
        }

    def recorded_units(self) -> set[str]:
        """Units of which, or of whose organisations, anything is recorded, were it a zero."""
        rows = self._found.organisations.select("id", "unit").drop_nulls().iter_rows()
        return set(self._found.units["id"]) & {*self.own, *(unit for each, unit in rows if each in self.own)}

    def organisations(self) -> tuple[dict[str, Counts], dict[str, Counts]]:
        """What each organisation has with all below it, and what of that is in none below it.

        The latter may take away from what is unstated below: a committee may know what its branches do not say.
        """
        superior = dict(self._found.organisations.select("id", "superior").iter_rows())
        gross: dict[str, Counts] = {}
        net: dict[str, Counts] = {}
        for each, subordinate in _from_below(superior):
            below = sum((gross[sub] for sub in subordinate), self._none())
            gross[each] = self._richer(self.own.get(each), below)
            net[each] = gross[each] - below
        return gross, net

    # --- places -----------------------------------------------------------------------------------

    def table(self) -> Table:
        """Areas from the top down, each followed by its parts and its rest, with counts summed from the bottom up."""
        tree = AreaTree(self._found.places)
        units, loose = self._bodies(tree)
        areas: list[Area] = []
        counts: list[Counts] = []

        def add(place: str, parent: int | None) -> Counts:
            at = len(areas)
            name, level = tree.named[place]
            areas.append(Area(place, name, level, parent, True))
            counts.append(self._none())
            parts = [add(part, at) for part in tree.parts[place]]
            for unit, unit_name, figure in units.get(place, []):
                areas.append(Area(unit, unit_name, UNIT_LEVEL, at, False))
                counts.append(figure)
                parts.append(figure)
            below = sum(parts, self._none())
            beside = loose.get(place, self._none())
            if level in BOTTOM:
                counts[at] = self._richer(self.own.get(place), self._settled(below + beside))
            else:
                counts[at] = below + self._beyond(self.own.get(place), below, self._settled(beside))
            if parts and (place in loose or place in self.own):
                areas.append(Area(f"{place}/rest", "", REST_LEVEL, at, level not in BOTTOM))
                counts.append(counts[at] - below)
            return counts[at]

        for root in tree.roots:
            add(root, None)
        return table(self._measure, areas, self._breakdowns, np.array(counts, dtype=np.int64).reshape(-1, self._wide))

    def _bodies(self, tree: AreaTree) -> tuple[dict[str, list[tuple[str, str, Counts]]], dict[str, Counts]]:
        """Units by community, and by place the sum of what belongs to no single unit there."""
        loose: dict[str, Counts] = defaultdict(self._none)
        figures = self.units()
        recorded = self.recorded_units()
        _, net = self.organisations()
        for each, where, unit in self._found.organisations.select("id", "place", "unit").iter_rows():
            place = tree.area_of(where)
            if each in self.own and unit not in figures and place is not None:
                loose[place] += net[each]
        units: dict[str, list[tuple[str, str, Counts]]] = defaultdict(list)
        for unit, name, where in self._found.units.iter_rows():
            place = tree.area_of(where)
            if place is not None and tree.named[place][1] in BOTTOM:
                units[place].append((unit, name or "", figures[unit]))
            elif place is not None and unit in recorded:
                loose[place] += figures[unit]
        for other, where in self._found.others.iter_rows():
            place = tree.area_of(where)
            if place is not None and other in self.own:
                loose[place] += self.own[other]
        return units, loose

    # --- vectors ----------------------------------------------------------------------------------

    def _richer(self, own: Counts | None, below: Counts) -> Counts:
        """The greater total, and each breakdown from whichever of the two states more."""
        if own is None:
            return below
        cells = self._none()
        cells[0] = max(own[0], below[0])
        for span in self._spans:
            stated = slice(span.start, span.stop - 1)
            cells[stated] = own[stated] if own[stated].sum() >= below[stated].sum() else below[stated]
        return self._filled(cells)

    def _beyond(self, own: Counts | None, below: Counts, beside: Counts) -> Counts:
        """What a place has beyond its parts: what is recorded beside them, or its own figure less theirs."""
        if own is None:
            return beside
        cells = self._none()
        cells[0] = max(own[0] - below[0], beside[0])
        for span in self._spans:
            stated = slice(span.start, span.stop - 1)
            over = own[stated] - below[stated]
            fits = (over >= 0).all() and beside[stated].sum() <= over.sum() <= cells[0]
            cells[stated] = over if fits else beside[stated]
        return self._filled(cells)

    def _settled(self, cells: Counts) -> Counts:
        """The vector without negative counts: a breakdown that takes from elsewhere is unstated here."""
        settled = cells.copy()
        for span in self._spans:
            if (settled[span] < 0).any():
                settled[span] = 0
        return self._filled(settled)

    def _filled(self, cells: Counts) -> Counts:
        """The vector with its last categories made up to the total."""
        for span in self._spans:
            cells[span.stop - 1] = cells[0] - cells[span.start : span.stop - 1].sum()
        return cells

    def _none(self) -> Counts:
        return np.zeros(self._wide, dtype=np.int64)


class AreaTree:
    """Places as areas nest: those of other levels (compounds, parks …) stand for the area that holds them."""

    def __init__(self, places: pl.DataFrame) -> None:
        rows = {each["id"]: each for each in places.sort("id").iter_rows(named=True)}
        self._above = {place: row["parent"] for place, row in rows.items()}
        self.named = {place: (row["name"] or "", row["level"]) for place, row in rows.items() if row["level"] in LEVELS}
        self.parts: dict[str, list[str]] = {place: [] for place in self.named}
        self.roots = []
        for place, (_, level) in self.named.items():
            above = self.area_of(self._above[place])
            if above is not None and self._holds(self.named[above][1], level):
                self.parts[above].append(place)
            else:
                self.roots.append(place)

    @staticmethod
    def _holds(above: str, level: str) -> bool:
        # parts are of a lower level, so no ring of places can come about; below a community there are units only
        return above not in BOTTOM and LEVELS.index(above) < LEVELS.index(level)

    def area_of(self, place: str | None) -> str | None:
        """The area of the lattice that a place is or lies in; None where it lies in none."""
        seen: set[str] = set()
        while place is not None and place not in self.named and place not in seen:
            seen.add(place)
            place = self._above.get(place)
        return place if place in self.named else None


def _from_below(superior: Mapping[str, str | None]) -> list[tuple[str, list[str]]]:
    """Each organisation with those directly below it, the lowest first; a ring of superiors is cut where it closes."""
    depth: dict[str, int] = {}
    for each in superior:
        path = [each]
        while (above := superior.get(path[-1])) is not None and above in superior and above not in path:
            path.append(above)
        depth[each] = len(path)
    below: dict[str, list[str]] = defaultdict(list)
    for each, above in superior.items():
        if above is not None and above in superior and depth[above] < depth[each]:
            below[above].append(each)
    return [(each, below[each]) for each in sorted(depth, key=lambda one: (-depth[one], one))]
