"""What the parent and a worker say to each other, over the worker's standard input and output."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal

from graph.store.ledger import FileEntry, RowEntry
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome

ROWS_IN_PART: Final = 20_000
"""Rows of a draft that travel in one message: a copy of all of them at once would double the memory needed."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one worker may take: bytes of address space, seconds for one file and for each of its megabytes."""

    memory: int
    seconds: float
    seconds_per_megabyte: float

    def seconds_for(self, size: int) -> float:
        """Seconds within which a file of ``size`` bytes must be examined."""
        return self.seconds + self.seconds_per_megabyte * size / 1e6


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has come up and waits for a file."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to examine; ``secret`` is the key of pseudonyms."""

    path: Path
    options: LoadOptions
    secret: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The worker needs something of the ledger; the parent answers with ``Told``."""

    row: int | None
    """Number of a row; None asks for all files."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to ``Asked``."""

    files: list[FileEntry] | None
    row: RowEntry | None


@dataclass(frozen=True, slots=True)
class Advanced:
    """So many rows of the file are checked, of so many."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of an outcome's draft, packed; sent before the outcomes themselves, whose drafts come without rows."""

    outcome: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """All went well. ``resident`` is the memory that the worker still holds, in bytes (0 where unknown)."""

    outcomes: list[FileOutcome]
    resident: int


@dataclass(frozen=True, slots=True)
class Failed:
    """An error of ours by the name of its class."""

    error: str
    zh: str
    en: str
    code: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The memory was not enough, or the program met what it did not foresee; ``detail`` holds nothing of a cell."""

    why: Literal["memory", "unforeseen"]
    detail: str


Message = Bounds | Ready | Job | Asked | Told | Advanced | Part | Examined | Failed | GaveUp


class Channel:
    """Two pipes; raises EOFError or OSError once the other side is gone."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def send(self, message: Message) -> None:
        """Write one message and push it out."""
        pickle.dump(message, self._outgoing, protocol=5)
        self._outgoing.flush()

    def receive(self) -> Message:
        """Wait for the next message; EOFError where there will be none."""
        try:
            message: Message = pickle.load(self._incoming)
        except (pickle.UnpicklingError, ValueError) as error:
            raise EOFError from error  # cut off in the middle of a message
        return message

    def close(self) -> None:
        """Close both pipes, whatever still stands in them."""
        for stream in (self._outgoing, self._incoming):
            try:
                stream.close()
            except OSError:
                continue
