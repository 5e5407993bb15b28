"""From the live rows of the ledger to the records of the graph (ledger.md §3-§8)."""

from graph.store.fold.closures import Closure, closures
from graph.store.fold.fold import Folded, ReferenceState, fold
from graph.store.fold.gather import Supposition, gather
from graph.store.fold.records import SEPARATOR, Record

__all__ = ["SEPARATOR", "Closure", "Folded", "Record", "ReferenceState", "Supposition", "closures", "fold", "gather"]
