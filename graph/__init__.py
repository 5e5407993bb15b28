"""Gongjian's graph: what is known, what can be asked, what follows from it, what may leave.

from graph import open_graph
with open_graph() as g:
    g.ask("grids_without_organisation", scope="330106002")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.opened import Graph, open_graph

__all__ = ["Graph", "open_graph"]


def __getattr__(name: str) -> object:
    """Loaded at first use: the engine's own process imports this package and needs none of it."""
    if name in __all__:
        from graph import opened

        return getattr(opened, name)
    raise AttributeError(name)
