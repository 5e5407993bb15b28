"""What is recorded of one unit, for that unit to read: its node, the ties it stands in, the events it is party to.

Of what stands at the other end of a tie only type, id and name are told, of an event its fields besides. Counts of
people are left out even where they are of this unit: a roster's count of members, read by the employer, would tell of
staff who have not declared themselves. The unit's own staff, and why it has no organisation, are its own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from graph.errors import NotFound
from graph.model.declare import Field, History
from graph.model.registry import node_types, tie_types
from graph.model.time import FIRST, LAST
from graph.store.fold import SEPARATOR
from graph.store.lease import GraphState
from graph.store.store import Store
from graph.store.values import Value

NOT_TOLD = frozenset({"Headcount", "PublicFigure"})
"""Types at the other end of a tie which a unit does not read of; types of single persons come on top."""
EVENTS = "events"
"""Family of the types whose fields are told to a party."""
_JOIN = " | "
"""Between the parts of a tie's key as it is shown."""
_QUERY = (
    "MATCH (u:Unit {id: $unit}) OPTIONAL MATCH (u)-[r]-(x) "
    "RETURN properties(u) AS own, type(r) AS tie, properties(r) AS said, startNode(r).id AS source, x.id AS other, "
    "head(labels(x)) AS type, properties(x) AS there ORDER BY tie, other, source"
)


@dataclass(frozen=True, slots=True)
class OwnFact:
    """One thing recorded: of the unit, of a tie it stands in, or of an event that it is party to."""

    record: str
    """Id of the node, or the key of the tie."""
    about: str
    """``unit``, ``tie`` or ``event``."""
    type: str
    title_zh: str
    role: str | None
    """Of a tie: its role or mode, in Chinese."""
    other: str | None
    """Of a tie: id of what it leads to."""
    other_name: str | None
    field: str | None
    """Name of the field; ``identifier`` for a code, None for the time in which the record holds."""
    field_zh: str
    value: str | None
    """As the clerk reads it; None for the time of the record."""
    since: date | None
    """Day from which it was listed; None where no roster says."""
    until: date | None
    """First day on which it no longer holds; None where it still does, or nobody knows."""
    people: bool = False
    """Whether the value is a figure derived from people."""


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """All facts of one unit, in a fixed order, with the state of the graph that they are of."""

    unit: str
    name: str
    facts: tuple[OwnFact, ...]
    keys: Mapping[str, str]
    """Each record as it is shown → its key in the ledger."""
    state: GraphState


def own_records(store: Store, unit: str) -> OwnRecords:
    """What is recorded of a unit, by its id; NotFound where there is none of this id (any more)."""
    rows, state = store.read(_QUERY, {"unit": unit})
    if not rows:
        raise NotFound(
            "图中没有这个单位了(可能已合并或改号);请向数据管理员索取新的密钥",
            "the graph has no such unit (any more): ask the steward for another key",
            code="unit_not_found",
        )
    own = _mapping(rows[0]["own"])
    declared = node_types()["Unit"]
    facts = [*_node_facts(unit, "unit", own)]
    keys = {unit: unit}
    for row in rows:
        if row["tie"] is None or _untold(str(row["type"])):
            continue
        key = _key(unit, row)
        keys[shown_key(key)] = key
        facts += _tie_facts(shown_key(key), row)
        other = str(row["other"])
        if node_types()[str(row["type"])].family == EVENTS and other not in keys:
            keys[other] = other
            facts += _node_facts(other, "event", _mapping(row["there"]))
    name = str(own.get("name") or _last(own.get("name_values")) or declared.title_zh)
    return OwnRecords(unit, name, tuple(facts), keys, state)


def shown_key(key: str) -> str:
    """The key of a record without control characters."""
    return key.replace(SEPARATOR, _JOIN)


def _untold(label: str) -> bool:
    declared = node_types().get(label)
    return declared is None or declared.personal or label in NOT_TOLD


def _key(unit: str, row: Mapping[str, Value]) -> str:
    """The key that the fold gives a tie."""
    said, other = _mapping(row["said"]), str(row["other"])
    source, target = (unit, other) if row["source"] == unit else (other, unit)
    return SEPARATOR.join((source, str(row["tie"]), str(said["role"]), str(said["spell"]), target))


def _node_facts(key: str, about: str, said: Mapping[str, object]) -> Iterator[OwnFact]:
    declared = node_types()[key.split(":", 1)[0]]

    def fact(field: str | None, title: str, value: str | None, since: object, until: object, people: bool) -> OwnFact:
        named = (None, None, None)
        day, end = _day(since, FIRST), _day(until, LAST)
        return OwnFact(key, about, declared.name, declared.title_zh, *named, field, title, value, day, end, people)

    for since, until in zip(_list(said.get("start_latest")), _list(said.get("end_latest")), strict=False):
        yield fact(None, "存续", None, since, until, False)
    for code in _list(said.get("identifiers")):
        yield fact("identifier", "编码或名称", str(code), None, None, False)
    told = (each for each in declared.all_fields if about == "unit" or not each.people)
    for each, value, since, until in _values(told, said):
        yield fact(each.name, each.title_zh, value, since, until, each.people)


def _tie_facts(key: str, row: Mapping[str, Value]) -> Iterator[OwnFact]:
    declared, said, there = tie_types()[str(row["tie"])], _mapping(row["said"]), _mapping(row["there"])
    role = declared.roles.get(str(said["role"])) or None
    other = (role, str(row["other"]), _name(there))

    def fact(field: str | None, title: str, value: str | None, since: object, until: object, people: bool) -> OwnFact:
        day, end = _day(since, FIRST), _day(until, LAST)
        return OwnFact(key, "tie", declared.name, declared.title_zh, *other, field, title, value, day, end, people)

    yield fact(None, "存续", None, said.get("start_latest"), said.get("end_latest"), False)
    for each, value, since, until in _values(declared.fields, said):
        yield fact(each.name, each.title_zh, value, since, until, each.people)


def _values(fields: Iterable[Field], said: Mapping[str, object]) -> Iterator[tuple[Field, str, object, object]]:
    """Field, value in words, and the days between which it held, for every value that there is."""
    for each in fields:
        if each.history is History.FIXED:
            if said.get(each.name) is not None:
                yield each, worded(each, said[each.name]), None, None
            continue
        past = (_list(said.get(f"{each.name}_{part}")) for part in ("values", "from", "to"))
        for value, since, until in zip(*past, strict=True):
            yield each, worded(each, value), since, until


def worded(field: Field, value: object) -> str:
    """A field's value as a clerk reads it: titles for codes, 是 and 否, no trailing zeros."""
    if isinstance(value, list):
        return "、".join(worded(field, each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    return field.choices.get(str(value), str(value))


def _name(said: Mapping[str, object]) -> str | None:
    found = said.get("name") or _last(said.get("name_values"))
    return None if found is None else str(found)


def _last(value: object) -> object:
    listed = _list(value)
    return listed[-1] if listed else None


def _day(value: object, never: date) -> date | None:
    return value if isinstance(value, date) and value not in (never, FIRST, LAST) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
