"""A JSON object read member by member, and one of its arrays item by item: files larger than memory should be."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Final

_CHUNK: Final = 1 << 20
_BLANKS: Final = " \t\r\n"
_OF_NUMBERS: Final = "0123456789.eE+-"


class Damaged(ValueError):
    """The text is no JSON, or ends too early; ``character`` says about where."""

    def __init__(self, character: int) -> None:
        super().__init__(character)
        self.character = character


class JsonStream:
    """Reads one JSON object from a file of UTF-8 text; raises Damaged, UnicodeDecodeError, RecursionError."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._text, self._at, self._before, self._ended = "", 0, 0, False

    def members(self, streamed: str) -> Iterator[tuple[str, object]]:
        """(name, value) of each member; of the array ``streamed`` one pair for each item instead."""
        self._expect("{")
        if self._next() == "}":
            self._at += 1
        else:
            while True:
                name = self._value()
                if not isinstance(name, str):
                    raise self._damaged()
                self._expect(":")
                if name == streamed and self._next() == "[":
                    for item in self._items():
                        yield name, item
                else:
                    yield name, self._value()
                if self._separator("}"):
                    break
        if self._next():
            raise self._damaged()

    def _items(self) -> Iterator[object]:
        self._expect("[")
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._separator("]"):
                return

    def _separator(self, close: str) -> bool:
        """Whether what is enclosed ends here; else a comma is passed."""
        found = self._next()
        if found not in (",", close):
            raise self._damaged()
        self._at += 1
        return found == close

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise self._damaged()
        self._at += 1

    def _next(self) -> str:
        """The next character that is no blank, which stays; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _value(self) -> object:
        self._next()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                # a value cut by the end of what was read looks like a damaged one
                if not self._more():
                    raise Damaged(self._before + error.pos) from error
                continue
            if isinstance(value, int | float) and not self._text[end:].strip(_OF_NUMBERS) and self._more():
                continue  # a number that reaches the end of what was read may go on
            self._at = end
            found: object = value
            return found

    def _more(self) -> bool:
        """Read on, as much again as is waiting, so that a long value is tried a few times only."""
        if self._ended:
            return False
        waiting = self._text[self._at :]
        chunk = self._file.read(max(_CHUNK, len(waiting)))
        self._ended = not chunk
        self._before += self._at
        self._text, self._at = waiting + self._decode.decode(chunk, final=self._ended), 0
        return not self._ended

    def _damaged(self) -> Damaged:
        return Damaged(self._before + self._at)
