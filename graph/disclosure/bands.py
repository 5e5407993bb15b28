"""Sizes of single organisations and units in bands, for stewards of their area; everybody else reads one sentence.

The bands are those that the rules of forming an organisation ask for (3, 50 and 100 members), so a steward sees what
is ready without a number. To others even "fewer than three" would tell of one or two people, and a sentence said of
some bodies and not of others would tell as much: it is said of all alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from graph.disclosure.roles import Role
from graph.disclosure.tabulation import AreaTree, members_of_organisations, members_of_units
from graph.evidence.headcounts import Headcounts

BANDS: dict[str, int] = {"0": 0, "1–2": 1, "3–49": 3, "50–99": 50, "100+": 100}
"""Bands with the least number of members of each."""
NOT_SAID = ("暂不具备单独组建条件或情况待摸排", "not ready to form one of its own, or not known")


class Sized(msgspec.Struct, frozen=True):
    """The band of one organisation or unit."""

    id: str
    name: str
    kind: str
    """PartyOrganization or Unit."""
    place: str | None
    """The area of the lattice that it lies in."""
    band: str | None
    """None where nothing is recorded."""


def band(members: int) -> str:
    """The band that a number of members lies in."""
    return [name for name, least in BANDS.items() if members >= least][-1]


def sizes(found: Headcounts) -> list[Sized]:
    """The bands of all organisations (with those below them) and units."""
    return list(_sized(found))


def said(each: Sized, role: Role) -> str:
    """What a role reads of the size of an organisation or unit."""
    return each.band if role is Role.STEWARD and each.band is not None else NOT_SAID[0]


def _sized(found: Headcounts) -> Iterator[Sized]:
    tree = AreaTree(found.places)
    for kind, frame, members in (
        ("PartyOrganization", found.organisations, members_of_organisations(found)),
        ("Unit", found.units, members_of_units(found)),
    ):
        for id_, name, place in frame.select("id", "name", "place").iter_rows():
            known = members.get(id_)
            yield Sized(id_, name or "", kind, tree.area_of(place), None if known is None else band(known))
