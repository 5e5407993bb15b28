"""Erasure: the one exception to append-only. The payload goes, a keyed tombstone stays (ledger.md §9)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.store.ledger.entries import FileDraft, RowDraft
from graph.store.ledger.file import LedgerFile
from graph.store.ledger.tombstones import Mark, Tombstones

ERASED_HASH = b""
"""Stands for the hash of an erased row: that it said something is known, what it said cannot be guessed."""


class ErasedRows(LedgerFile):
    """Tombstones and the keys that rows are hashed under."""

    @property
    def secret(self) -> bytes:
        """The deployment's key of pseudonyms: what stands for a person's serial is keyed by it."""
        return bytes.fromhex(self._meta("pseudonym_key"))

    @property
    def keys(self) -> tuple[str, str]:
        """The keys of rows and of pseudonyms, to tell whether two ledgers have the same."""
        return self._meta("row_key"), self._meta("pseudonym_key")

    def row_hash(self, payload: bytes | None, key: bytes | None = None) -> bytes | None:
        """Keyed, so that a short row cannot be guessed from it; ``key`` spares the look-up where there are many."""
        if payload is None:
            return None
        return hmac.digest(key or self._row_key(), payload, hashlib.sha256)

    def _row_key(self) -> bytes:
        return bytes.fromhex(self._meta("row_key"))

    def tombstones(self) -> Tombstones:
        """Everything that was ever erased here."""
        return Tombstones(self._db.execute("SELECT kind, key, hash FROM tombstone"))

    def supposed(self, marks: Iterable[Mark]) -> Tombstones:
        """The tombstones as they would be after these were erased too."""
        key = bytes.fromhex(self._meta("tombstone_key"))
        return self.tombstones() | Tombstones((mark.kind, key, mark.hashed(key)) for mark in marks)

    def sifted(self, drafts: Iterable[FileDraft]) -> list[FileDraft]:
        """Files to record without what was erased; how many rows lost something stands in their counts."""
        found = self.tombstones()
        return [_sifted(each, found) if found else each for each in drafts]

    def touched(self, found: Tombstones) -> Iterator[tuple[int, bytes | None]]:
        """The rows, live or not, that say something erased: (row id, what remains of its payload)."""
        for number, payload in self._db.execute("SELECT id, payload FROM row WHERE payload IS NOT NULL ORDER BY id"):
            remains = found.sifted(payload)
            if remains != payload:
                yield number, remains

    def _apply(self, found: Tombstones) -> int:
        """Store tombstones and erase what they cover, within the caller's transaction; returns the number of rows."""
        self._db.executemany("INSERT OR IGNORE INTO tombstone VALUES (?, ?, ?)", found.rows())
        key = self._row_key()
        touched = [(self._hash_left(remains, key), remains, number) for number, remains in self.touched(found)]
        self._db.executemany("UPDATE row SET hash = ?, payload = ? WHERE id = ?", touched)
        self._set_meta("scrub", "1")
        return len(touched)

    def _hash_left(self, remains: bytes | None, key: bytes) -> bytes | None:
        return ERASED_HASH if remains is None else self.row_hash(remains, key)

    def rotate(self) -> int:
        """Make a new key of rows and hash all rows anew; new tombstones get a new key too. Returns the rows hashed.

        Former tombstones keep the key that they were made with: what they stand for is gone, so nobody can hash
        it again.
        """
        key = secrets.token_bytes(32)
        self._db.create_function("keyed", 1, lambda payload: self.row_hash(payload, key), deterministic=True)
        with self._transaction():
            hashed = self._db.execute("UPDATE row SET hash = keyed(payload) WHERE payload IS NOT NULL").rowcount
            self._set_meta("row_key", key.hex())
            self._set_meta("tombstone_key", secrets.token_hex(32))
            self._set_meta("scrub", "1")
            self._note("rotate", f"rows={hashed}")
        return hashed

    def rotate_pseudonyms(self) -> None:
        """Make a new key of pseudonyms: the same person in a later roster is then another node than before."""
        with self._transaction():
            self._set_meta("pseudonym_key", secrets.token_hex(32))
            self._set_meta("scrub", "1")
            self._note("rotate", "pseudonyms")


def _sifted(draft: FileDraft, found: Tombstones) -> FileDraft:
    rows = [_row(each, found) for each in draft.rows]
    erased = sum(new is not old for new, old in zip(rows, draft.rows, strict=True))
    return replace(draft, rows=rows, counts={**draft.counts, "erased": erased}) if erased else draft


def _row(row: RowDraft, found: Tombstones) -> RowDraft:
    if row.payload is None:
        return row
    remains = found.sifted(row.payload)
    return row if remains == row.payload else replace(row, payload=remains, erased=remains is None)
