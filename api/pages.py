"""Pages: what is asked for a page, where it begins, and the cursor of the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.access import Caller
from api.cursors import Cursors, Position, binding_of, refuse_other, refuse_stale
from api.problems import invalid
from graph.store.store import Store


@dataclass(frozen=True, slots=True)
class Paging:
    """One request for a page of anything that has pages."""

    cursors: Cursors
    question: str
    who: Caller
    asked: Mapping[str, object]
    """Its own parameters, as given."""
    scope: str | None
    as_of: date | None
    limit: int
    cursor: str | None


class PageStart:
    """Where a page begins: its date and first row. A cursor is refused as soon as something speaks against it."""

    def __init__(self, paging: Paging, store: Store, graph: str) -> None:
        self._paging = paging
        self._graph = graph
        self._binding = ""
        self._position = None if paging.cursor is None else paging.cursors.read(paging.cursor)
        if self._position is None:
            self.skip, self.as_of = 0, paging.as_of or date.today()
            return
        # before the scope is looked up: a place may have gone with the version that the cursor is of
        refuse_stale(self._position, store.state().version)
        # pages of one answer are of one day, also when midnight lies between them
        self.skip, self.as_of = self._position.skip, self._position.as_of
        if paging.as_of not in (None, self.as_of):
            raise invalid("as_of", "与 cursor 的统计时点不同", "is another date than that of the cursor")

    def bind(self, scope: str | None) -> None:
        """Bind the page to what is asked, once the scope is known by its id."""
        paging, who = self._paging, self._paging.who
        self._binding = binding_of(
            [paging.question, dict(paging.asked), scope, self.as_of, who.role, who.area, self._graph]
        )
        if self._position is not None:
            refuse_other(self._position, self._binding)

    def following(self, found: int, version: int) -> str | None:
        """The cursor of the next page, where more rows were ``found`` than the page holds.

        ``version`` is that of the graph which the rows are of; Stale if the page before was of another.
        """
        if self._position is not None:
            refuse_stale(self._position, version)
        limit = self._paging.limit
        if found <= limit:
            return None
        return self._paging.cursors.write(Position(self.skip + limit, self.as_of, version, self._binding))
