"""One door for all answers on coverage: scope, cache, page, log of reads and envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from fastapi import Request
from fastapi.responses import Response

from api.access import Caller, area_of, refuse_node_outside, scope_for
from api.answers import Answered, Format, Shown, respond, wanted_format
from api.pages import PageStart, Paging
from graph.answers import BY_STAFF, Coverage, CoverageAsked
from graph.disclosure.coverage import STANDARD_THETA, refuse_lists
from graph.disclosure.reads import Read
from graph.disclosure.roles import Role
from graph.errors import Refused
from graph.evidence.telling import is_node, reached_by
from graph.model.types.place import BELOW_COMMUNITY
from graph.opened import Graph
from graph.questions.asking import Scope
from graph.store.store import Store


@dataclass(frozen=True, slots=True)
class Made:
    """A table made from a coverage, before it is cut into pages."""

    rows: pl.DataFrame
    columns: Sequence[Shown]
    named: Mapping[str, object]
    """Parameters as they count, for the envelope."""
    explain: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    """Adds reasons and remedies to the rows of a page."""
    seen: Sequence[str] = ()
    """Columns derived from people, for the log of reads."""
    whole: bool = False
    """Whether every parameter of the coverage is told in the envelope, beside those named."""


async def answered(
    request: Request,
    paging: Paging,
    asked: CoverageAsked,
    title: tuple[str, str],
    make: Callable[[Coverage], Made],
) -> Answered:
    """A page of what ``make`` makes of the coverage that was asked for, with all that it rests on."""
    state = request.app.state
    who = paging.who

    def work(store: Store) -> Answered:
        at = PageStart(paging, store, state.serving.graph_id)
        graph = state.serving.graph(store, who.role)
        place = _scope(graph, paging, at.as_of)
        at.bind(place.id)
        found = state.covers.of(graph, place, at.as_of, asked)
        if who.role is Role.PUBLIC:
            _refuse_small(found, place)
        made = make(found)
        page = made.rows.slice(at.skip, paging.limit)
        if made.explain is not None:
            page = made.explain(page)
        # reasons can rest on the staff of tenants, and so does a mode at a θ of one's own
        seen = [*made.seen, *(BY_STAFF if asked.theta != STANDARD_THETA else ())]
        if seen:
            day = at.as_of.isoformat()
            state.reads.note(store, Read(who.key, who.role.value, paging.question, place.id, day, seen, page.height))
        evidence = found.evidence
        return Answered(
            question=paging.question,
            title_zh=title[0],
            title_en=title[1],
            as_of=evidence.as_of,
            scope=evidence.scope,
            parameters={**made.named, **(found.parameters if made.whole else {})},
            version=evidence.version,
            sequence=evidence.sequence,
            synthetic=evidence.synthetic,
            columns=made.columns,
            rows=page.select([column.name for column in made.columns]).to_dicts(),
            rows_used=None if who.role is Role.PUBLIC else found.rows_used,
            next_cursor=at.following(made.rows.height - at.skip, evidence.version),
        )

    result: Answered = await state.serving.run(work)
    return result


def _scope(graph: Graph, paging: Paging, as_of: date) -> Scope:
    """The scope of a request: a place, or one building or grid by its id."""
    wanted = paging.scope
    if wanted is None or not is_node(wanted):
        return scope_for(graph, paging.who, wanted, as_of)
    refuse_lists(paging.who.role)
    refuse_node_outside(graph, paging.who, wanted, as_of)
    area = area_of(graph, paging.who, as_of)
    # a grid lies in one community and may have buildings of its neighbour, at this date or that of a change
    if area is not None and not reached_by(graph.store, wanted).issubset(area.places):
        raise Refused(
            "这个网格有楼栋不在密钥的辖区内", "this grid has buildings beyond the area of the key", code="outside_area"
        )
    return Scope(wanted, wanted, ())


def _refuse_small(found: Coverage, place: Scope) -> None:
    # a rate may be that of a single unit there
    places = found.evidence.facts.places
    levels = places.filter(pl.col("id").is_in([place.id]))["level"].to_list()
    if any(level in BELOW_COMMUNITY for level in levels):
        raise Refused(
            "公开角色只能看社区及以上的汇总",
            "the public reads figures of communities and what is above them only",
        )


def with_names(found: Coverage, rows: pl.DataFrame, places: pl.DataFrame | None = None) -> pl.DataFrame:
    """The rows with the name of the place that each is of, in ``area_name``; ``places`` where others are named too."""
    named = found.evidence.facts.places if places is None else places
    names = named.select(pl.col("id").alias("area"), pl.col("name").alias("area_name"))
    return rows.join(names.unique("area"), on="area", how="left", maintain_order="left")


def sense_paging(  # noqa: PLR0913 - what a page is bound to
    request: Request,
    name: str,
    who: Caller,
    named: dict[str, Any],
    asked: CoverageAsked,
    scope: str | None,
    as_of: date | None,
    limit: int,
    cursor: str | None,
) -> Paging:
    """A page of an answer that place or tie decide too, bound to all their parameters."""
    own = {**named, "walk": asked.walk.described(), "layer": asked.layer, "cadence": asked.cadence}
    return Paging(request.app.state.cursors, f"coverage/{name}", who, own, scope, as_of, limit, cursor)


async def told(
    request: Request,
    paging: Paging,
    asked: CoverageAsked,
    title: tuple[str, str],
    make: Callable[[Coverage], Made],
    format: Format | None,
) -> Response:
    """The answer in the format that the client asks for."""
    form = wanted_format(request, format)
    return respond(request, await answered(request, paging, asked, title, make), form)
