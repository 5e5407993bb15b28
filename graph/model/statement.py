"""What one row of a roster says, in the graph's own terms: the seam between ingest and ledger.

Ingest turns a row into one :class:`Assertion`; the ledger keeps it; the fold reads nothing else. References stay
as written here: what they resolve to is the fold's business, and may change with every load.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Value = str | int | float | bool | list[str] | None
"""A field's value. None is a null word (无): the row says *none*. What a row does not say is absent."""


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, order=True):
    """A code under a scheme, with the interval in which it is valid where the source states one."""

    scheme: str
    value: str
    start: date | None = None
    end: date | None = None


class Reference(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something a row names: by codes, or by a name within a place."""

    types: tuple[str, ...]
    identifiers: tuple[Identifier, ...] = ()
    name: str | None = None
    within: Reference | None = None
    text: str = ""
    """As written, for reports."""


def scope_reference(scope: str) -> Reference:
    """A roster's scope as a reference: a division code, else the name of a place."""
    if scope.isdecimal():
        return Reference(("Place",), (Identifier("division", scope),), text=scope)
    return Reference(("Place",), name=scope, text=scope)


class Stated(msgspec.Struct, frozen=True, omit_defaults=True):
    """Dates that the row itself states, as ``Moment`` text; ``end`` is the last day on which it holds."""

    start: str | None = None
    end: str | None = None


class Subject(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node that the row is about: it defines it, where a reference only names it."""

    type: str
    identifiers: tuple[Identifier, ...] = ()
    name: str | None = None
    within: Reference | None = None
    fields: dict[str, Value] = {}
    stated: Stated = Stated()


class Tie(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tie that the row asserts; an end is a subject of the same row (its position) or a reference."""

    type: str
    source: int | Reference
    target: int | Reference
    role: str = ""
    fields: dict[str, Value] = {}
    stated: Stated = Stated()


Verdict = Literal["same", "different", "unsure"]
RECORD = "record"
"""Scheme of an identifier that holds the key of a record: how a decision on a tie names the tie's two ends."""


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """A steward's word that two identifiers name the same thing, or not; inert while one of them is unknown.

    Where one of them is a name that nobody goes by, ``same`` makes it another name of the other one, from the
    identifier's ``start`` until its ``end``. ``unsure`` has no effect, but is remembered. A decision of a tie type
    names the tie's ends by record keys; the tie itself stands beside it in the row.
    """

    verdict: Verdict
    type: str
    first: Identifier
    second: Identifier

    @property
    def pair(self) -> tuple[str, frozenset[tuple[str, str]]]:
        """What it is about, whichever side is named first."""
        return self.type, frozenset((each.scheme, each.value) for each in (self.first, self.second))


class Assertion(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that one row says."""

    subjects: tuple[Subject, ...] = ()
    ties: tuple[Tie, ...] = ()
    decisions: tuple[Decision, ...] = ()


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Assertion)


def encode(assertion: Assertion) -> bytes:
    """Canonical bytes: equal assertions give equal bytes."""
    return _encoder.encode(assertion)


def decode(payload: bytes) -> Assertion:
    """The inverse of :func:`encode`; raises ``msgspec.ValidationError`` for foreign bytes."""
    return _decoder.decode(payload)
