"""Pages: what is asked for a page, where it begins, and the cursor of the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.access import Caller
from api.cursors import Cursors, Position, binding_of, refuse_other
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


class Opened:
    """A page being read: its date and first row; the cursor, if any, is checked once the scope is known."""

    def __init__(self, paging: Paging) -> None:
        self._paging = paging
        self._position = None if paging.cursor is None else paging.cursors.read(paging.cursor)
        self._binding = ""
        if self._position is None:
            self.skip, self.as_of = 0, paging.as_of or date.today()
            return
        # pages of one answer are of one day, also when midnight lies between them
        self.skip, self.as_of = self._position.skip, self._position.as_of
        if paging.as_of not in (None, self.as_of):
            raise invalid("as_of", "与 cursor 的统计时点不同", "is another date than that of the cursor")

    def refuse_other(self, store: Store, scope: str | None, version: int | None = None) -> None:
        """Refuse a cursor of another question, or of a graph that has changed; ``version`` None asks the graph."""
        who = self._paging.who
        state = store.state() if self._position is not None or version is None else None
        graph = store.address if state is None else state.graph
        asked = dict(self._paging.asked)
        self._binding = binding_of([self._paging.question, asked, scope, self.as_of, who.role, who.area, graph])
        if self._position is not None:
            assert state is not None
            refuse_other(self._position, self._binding, state.version if version is None else version)

    def refuse_changed(self, version: int) -> None:
        """Refuse where rows are of another version than the page before."""
        if self._position is not None:
            refuse_other(self._position, self._binding, version)

    def following(self, found: int, version: int) -> str | None:
        """The cursor of the next page, where more rows were found than the page holds."""
        limit = self._paging.limit
        if found <= limit:
            return None
        return self._paging.cursors.write(Position(self.skip + limit, self.as_of, version, self._binding))


def opened_at(paging: Paging) -> Opened:
    """Where the page begins; WrongUsage for a cursor that is not ours."""
    return Opened(paging)
