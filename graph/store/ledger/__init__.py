"""The record: an append-only ledger of what rosters asserted, in one SQLite file (ledger.md)."""

from graph.store.ledger.entries import FileDraft, FileEntry, GraphEntry, LoadEntry, RowDraft, RowEntry
from graph.store.ledger.ledger import Ledger
from graph.store.ledger.tombstones import Mark, Tombstones

__all__ = [
    "FileDraft",
    "FileEntry",
    "GraphEntry",
    "Ledger",
    "LoadEntry",
    "Mark",
    "RowDraft",
    "RowEntry",
    "Tombstones",
]
