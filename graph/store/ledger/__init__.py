"""The record: an append-only ledger in one SQLite file (ledger.md)."""

from graph.store.ledger.entries import FileDraft, FileEntry, GraphEntry, LoadEntry, RowDraft, RowEntry
from graph.store.ledger.ledger import Ledger

__all__ = ["FileDraft", "FileEntry", "GraphEntry", "Ledger", "LoadEntry", "RowDraft", "RowEntry"]
