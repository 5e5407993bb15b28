"""Cursors: where the next page begins, opaque and signed, bound to what was asked and to the graph's version.

A cursor holds no value that was asked for, only a digest of it. It continues the very same question at the same date,
for the same role and area, on the same version of the graph; otherwise pages could overlap or leave out rows.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

import orjson

from api.problems import Stale
from graph.errors import WrongUsage

_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: rows to skip, at a date, in one version of the graph."""

    skip: int
    as_of: date
    version: int
    binding: str
    """Digest of what was asked; see :func:`binding_of`."""


class Cursors:
    """Writes and reads cursors with the secret of the data folder."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(self, position: Position) -> str:
        """The text of a position."""
        held = [position.skip, position.as_of.isoformat(), position.version, position.binding]
        body = orjson.dumps(held)
        return base64.urlsafe_b64encode(self._sign(body) + body).decode().rstrip("=")

    def read(self, text: str) -> Position:
        """The inverse of :meth:`write`; WrongUsage for anything that was not written with this secret."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise _foreign() from None
        signed, body = raw[:_DIGEST], raw[_DIGEST:]
        if not hmac.compare_digest(signed, self._sign(body)):
            raise _foreign()
        skip, as_of, version, binding = orjson.loads(body)
        return Position(skip, date.fromisoformat(as_of), version, binding)

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, body, hashlib.sha256)[:_DIGEST]


def binding_of(asked: object) -> str:
    """A digest of what was asked: anything that JSON can hold, dates too."""
    text = orjson.dumps(asked, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return hashlib.sha256(text).hexdigest()[:32]


def refuse_stale(position: Position, version: int) -> None:
    """Raise Stale where the graph has changed since the cursor was written."""
    if position.version != version:
        raise Stale(
            "图在两页之间有了新的导入,前后页不再对得上;请去掉 cursor,从第一页重新取",
            "the graph has changed since the last page: leave out the cursor and start again",
        )


def refuse_other(position: Position, binding: str) -> None:
    """Raise WrongUsage where the cursor was written for something else than what is asked."""
    if position.binding != binding:
        raise WrongUsage(
            "这个 cursor 属于另一个问题、另一组参数或另一个密钥;翻页时请保持其余参数不变,或去掉 cursor 重新开始",
            "this cursor belongs to another question, other parameters or another key: keep all else as it was, "
            "or leave out the cursor",
            code="cursor_mismatch",
        )


def _foreign() -> WrongUsage:
    return WrongUsage(
        "cursor 不完整或被改动过;请原样使用上一页给出的 next_cursor,或去掉 cursor 重新开始",
        "the cursor is incomplete or was altered: use next_cursor exactly as given, or leave it out",
        code="cursor_invalid",
    )
