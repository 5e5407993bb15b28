"""What was erased, as keyed hashes: enough to know it again when it comes back, not enough to read it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.model.names import matching
from graph.model.schemes import LOCAL, RANK
from graph.model.statement import Assertion, Identifier, Reference, Subject, decode, encode


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One thing to erase, in plain: the payload of a row, or a name of a node. Never stored, only its keyed hash is."""

    kind: Literal["row", "node"]
    content: bytes

    def hashed(self, key: bytes) -> bytes:
        """HMAC-SHA-256 of kind and content."""
        return hmac.digest(key, self.kind.encode() + b"\0" + self.content, hashlib.sha256)


def row_mark(payload: bytes) -> Mark:
    """A row by what it says."""
    return Mark("row", payload)


def node_mark(kind: str, scheme: str, value: str) -> Mark:
    """A node by one of its identifiers; of a local one the place is part of the value."""
    return Mark("node", f"{kind}\0{scheme}\0{value}".encode())


def subject_marks(subject: Subject) -> list[Mark]:
    """What a subject goes by: its codes, and where it has none its name within its place as written."""
    return _coded(subject.type, subject.identifiers) or local_marks(subject)


def local_marks(subject: Subject) -> list[Mark]:
    """A subject's name within its place as written."""
    return _local((subject.type,), subject.identifiers, subject.name, subject.within)


def reference_marks(reference: Reference) -> list[Mark]:
    """What a reference goes by, for each type that it may mean."""
    coded = [mark for kind in reference.types for mark in _coded(kind, reference.identifiers)]
    return coded or _local(reference.types, reference.identifiers, reference.name, reference.within)


def _coded(kind: str, identifiers: Iterable[Identifier]) -> list[Mark]:
    return [node_mark(kind, each.scheme, each.value) for each in identifiers if each.scheme not in LOCAL]


def _local(
    kinds: Iterable[str], identifiers: Iterable[Identifier], name: str | None, within: Reference | None
) -> list[Mark]:
    spelled = _spelled(identifiers, name, within)
    return [] if spelled is None else [node_mark(kind, *spelled) for kind in kinds]


def _spelled(identifiers: Iterable[Identifier], name: str | None, within: Reference | None) -> tuple[str, str] | None:
    local = next((each for each in identifiers if each.scheme in LOCAL), None)
    if local is None and name is None:
        return None
    scheme, value = ("name", matching(name or "")) if local is None else (local.scheme, local.value)
    return scheme, f"{value}@{_place(within)}"


def _place(within: Reference | None) -> str:
    """A place as written, in the form of an id: it is one where the place is told by its code."""
    if within is None:
        return ""
    coded = [each for each in within.identifiers if each.scheme not in LOCAL]
    if coded:
        first = min(coded, key=lambda each: (RANK[each.scheme], each.value))
        return f"{within.types[0]}:{first.scheme}:{first.value}"
    spelled = _spelled(within.identifiers, within.name, within.within)
    return within.types[0] if spelled is None else f"{within.types[0]}:{':'.join(spelled)}"


class Tombstones:
    """Keyed hashes of what was erased, by kind and by the key that they were made with."""

    def __init__(self, hashes: Iterable[tuple[str, bytes, bytes]] = ()) -> None:
        self._hashes: dict[str, dict[bytes, set[bytes]]] = {"row": {}, "node": {}}
        for kind, key, hashed in hashes:
            self._hashes[kind].setdefault(key, set()).add(hashed)
        self._known: dict[Mark, bool] = {}

    def __bool__(self) -> bool:
        return any(self._hashes.values())

    def __or__(self, other: Tombstones) -> Tombstones:
        return Tombstones([*self.rows(), *other.rows()])

    def rows(self) -> list[tuple[str, bytes, bytes]]:
        """All of them, as the ledger keeps them: (kind, key, hash)."""
        return sorted(
            (kind, key, hashed)
            for kind, by_key in self._hashes.items()
            for key, hashes in by_key.items()
            for hashed in hashes
        )

    def sifted(self, payload: bytes) -> bytes | None:
        """What may remain of a row: all of it, the row without what refers to an erased node, or nothing (None)."""
        if self._holds(row_mark(payload)):
            return None
        if not self._hashes["node"]:
            return payload
        said = decode(payload)
        if any(self._any(subject_marks(subject)) for subject in said.subjects):
            return None
        kept = self._without_references(said)
        if kept == said:
            return payload
        remains = encode(kept)
        return None if kept == Assertion() or self._holds(row_mark(remains)) else remains

    def _without_references(self, said: Assertion) -> Assertion:
        ties = tuple(tie for tie in said.ties if not self._names(tie.source) and not self._names(tie.target))
        decisions = tuple(
            each
            for each in said.decisions
            if not self._any(node_mark(each.type, side.scheme, side.value) for side in (each.first, each.second))
        )
        return Assertion(said.subjects, ties, decisions)

    def _names(self, end: int | Reference | None) -> bool:
        if not isinstance(end, Reference):
            return False
        return self._any(reference_marks(end)) or self._names(end.within)

    def _any(self, marks: Iterable[Mark]) -> bool:
        # the same places and bodies are named by row after row
        for mark in marks:
            known = self._known.get(mark)
            if known is None:
                known = self._known[mark] = self._holds(mark)
            if known:
                return True
        return False

    def _holds(self, mark: Mark) -> bool:
        return any(mark.hashed(key) in hashes for key, hashes in self._hashes[mark.kind].items())
