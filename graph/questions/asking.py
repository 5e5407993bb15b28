"""Asking: bind parameters, resolve the scope, run, and give typed rows with what they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from graph.errors import NotFound, WrongUsage
from graph.model.declare import Kind
from graph.model.registry import node_types
from graph.model.types.place import BELOW_COMMUNITY
from graph.questions.dialect import expand
from graph.questions.question import Question
from graph.store.store import Store
from graph.store.values import Value

Row = dict[str, Value]
TREES = 16
"""Dates whose tree of places is remembered."""

_PLACES = expand(
    "MATCH (p:Place) WHERE @node_possible(p) "
    "OPTIONAL MATCH (p)-[r:PART_OF]->(q:Place) WHERE @possible(r) "
    "RETURN p.id AS id, @name(p) AS name, coalesce(@value(p.level), p.level_values[0]) AS level, q.id AS parent, "
    "p.identifiers AS identifiers ORDER BY id, parent"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """A place with everything below it at a date; None stands for the whole graph."""

    id: str | None
    name: str
    places: tuple[str, ...]
    compounds: tuple[str, ...] = ()
    """Where the scope lies below the community, the same places: a building in one of them is in the scope though its
    own place is the community. A wider scope has its buildings by their communities alone, each of them once."""


WHOLE = Scope(None, "全部", ())


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one question, and what they rest on."""

    question: Question
    rows: list[Row]
    as_of: date
    scope: Scope
    parameters: Mapping[str, object]
    version: int
    """Version of the graph that the rows belong to."""
    sequence: int
    """Last load that is in it."""
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A window on the rows of a question."""

    skip: int = 0
    limit: int | None = None


class Asking:
    """Asks questions of one store, from any thread; remembers trees of places as long as the graph does not change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._trees: dict[tuple[int, date], list[Row]] = {}
        self._lock = Lock()

    def ask(
        self,
        question: Question,
        given: Mapping[str, object],
        *,
        as_of: date,
        scope: str | None = None,
        page: Page | None = None,
    ) -> Answer:
        """The answer at a date within a scope; a scope is a place's id, division code or (unique) name."""
        found = self.scope(scope, as_of)
        bound = question.bind(given)
        below: dict[str, object] = {}
        for name, declared in question.parameters.items():
            if declared.place and bound[name] is not None:
                place = self.scope(str(bound[name]), as_of)
                bound[name] = place.id
                below[f"{name}_below"] = list(place.places)
            elif declared.node is not None and bound[name] is not None:
                bound[name] = self.node(declared.node, str(bound[name]), name)
        parameters: dict[str, object] = {
            **bound,
            **below,
            "as_of": as_of,
            "scope": found.id,
            "whole": found.id is None,
            "places": list(found.places),
            "compounds": list(found.compounds),
        }
        text = question.cypher
        if page is not None:
            text += " SKIP $skip" + ("" if page.limit is None else " LIMIT $limit")
            parameters |= {"skip": page.skip, "limit": page.limit}
        rows, state = self._store.read(text, parameters)
        return Answer(
            question,
            [_typed(question, row) for row in rows],
            as_of,
            found,
            bound,
            state.version,
            state.sequence,
            state.synthetic,
        )

    def scope(self, wanted: str | None, as_of: date) -> Scope:
        """Resolve a scope; NotFound if there is no such place at the date, WrongUsage if several bear the name."""
        if wanted is None:
            return WHOLE
        tree = self._tree(as_of)
        matching = {str(row["id"]): row for row in tree if _is_meant(row, wanted)}
        if not matching:
            raise NotFound(
                f"{as_of} 没有「{wanted}」这个地点;用 gongjian ask places 查看",
                f"there is no place {wanted} at {as_of}: see `gongjian ask places`",
            )
        if len(matching) > 1:
            listed = "、".join(sorted(matching))
            raise WrongUsage(
                f"有 {len(matching)} 个地点叫「{wanted}」,请用编号:{listed}",
                f"{len(matching)} places are called {wanted}: give one of these ids: {listed}",
            )
        (root, meant), *_ = matching.items()
        places = tuple(sorted(_reached(root, _links(tree, "parent", "id"))))
        return Scope(root, str(meant["name"]), places, places if meant["level"] in BELOW_COMMUNITY else ())

    def holding(self, places: Collection[str], as_of: date) -> Scope:
        """The lowest place that holds all of these, a community or wider; the whole graph where none does."""
        tree = self._tree(as_of)
        above = [_reached(place, _links(tree, "id", "parent")) for place in places]
        shared = set.intersection(*above) if above else set()
        known = {str(row["id"]) for row in tree if row["level"] not in BELOW_COMMUNITY} & shared
        if not known:
            return WHOLE
        below = _links(tree, "parent", "id")
        return self.scope(min(known, key=lambda each: (len(_reached(each, below)), each)), as_of)

    def node(self, label: str, wanted: str, parameter: str) -> str:
        """Id of the one node that is meant, by its id, its name or the last part of a code.

        NotFound if there is none, WrongUsage if there are several; both name the parameter that it was given for.
        """
        title = node_types()[label].title_zh
        query = f"MATCH (n:{label}) WHERE n.id = $wanted RETURN n.id AS id"
        found, _ = self._store.read(query, {"wanted": wanted})
        if not found:
            query = (
                f"MATCH (n:{label}) WHERE $wanted IN coalesce(n.name_values, []) "
                "OR any(code IN n.identifiers WHERE code ENDS WITH ':' + $wanted OR code ENDS WITH '/' + $wanted) "
                "RETURN n.id AS id ORDER BY id LIMIT 6"
            )
            found, _ = self._store.read(query, {"wanted": wanted})
        if not found:
            raise NotFound(
                f"没有参数 {parameter} 所说的{title};请用它的编号或全称",
                f"there is no {label} as parameter {parameter} says: give its id or its full name",
            )
        if len(found) > 1:
            listed = "、".join(str(row["id"]) for row in found[:5])
            raise WrongUsage(
                f"参数 {parameter} 所说的{title}不止一个,请用编号:{listed}",
                f"parameter {parameter} fits several {label} nodes: give one of these ids: {listed}",
            )
        return str(found[0]["id"])

    def version(self) -> int:
        """Version of the graph as it is now."""
        return self._store.state().version

    def _tree(self, as_of: date) -> list[Row]:
        version = self.version()
        with self._lock:
            known = self._trees.get((version, as_of))
        if known is not None:
            return known
        rows, state = self._store.read(_PLACES, {"as_of": as_of})
        with self._lock:
            # another version's trees are of no use any more, and nobody asks at many dates at once
            kept = [each for each in self._trees.items() if each[0][0] == state.version]
            self._trees = dict([*kept[-TREES:], ((state.version, as_of), rows)])
        return rows


def _is_meant(row: Row, wanted: str) -> bool:
    identifiers = row["identifiers"]
    assert isinstance(identifiers, list)
    return wanted in (row["id"], row["name"]) or f"division:{wanted}" in identifiers


def _links(tree: list[Row], start: str, end: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in tree:
        if row["parent"] is not None:
            found[str(row[start])].append(str(row[end]))
    return found


def _reached(root: str, links: Mapping[str, list[str]]) -> set[str]:
    """The root and all that the links lead to from it."""
    found, queue = {root}, [root]
    while queue:
        for other in links.get(queue.pop(), ()):
            if other not in found:
                found.add(other)
                queue.append(other)
    return found


def _typed(question: Question, row: Row) -> Row:
    """Values in the declared types, whatever the engine's own: a sum may come back as a float or an integer."""
    typed: Row = {}
    for name, column in question.columns.items():
        value = row[name]
        if value is None:
            typed[name] = None
        elif column.kind is Kind.NUMBER:
            typed[name] = float(str(value))
        elif column.kind is Kind.INTEGER:
            typed[name] = int(str(value))
        elif column.kind is Kind.TEXTS:
            assert isinstance(value, list)
            typed[name] = [each for each in value if each is not None]
        else:
            typed[name] = value
    return typed
