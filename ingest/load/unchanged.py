"""Files that the ledger holds already, told by their bytes alone: nothing of them is read.

A file is unchanged where a live file of the same name and the same bytes is on record, and the options say nothing
else than what is recorded: what was read of it then, and what was said of it then, still holds. An option that is not
given says nothing, so a roster loaded with ``--edition`` is unchanged without it. All that was ever recorded of these
bytes under this name must be live: where a part was replaced or taken back (a file may hold rosters of two formats),
the file is read again, and what is missing is loaded. A later version of this program may read the same bytes
otherwise; that is ``gongjian migrate``'s matter, not a load's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from graph.store.ledger import FileEntry
from ingest.load.options import LoadOptions
from ingest.read.naming import file_name


def is_unchanged(path: Path, options: LoadOptions, recorded: Sequence[FileEntry]) -> bool:
    """Whether the file is on record as it is; False where only reading it can tell."""
    if replace(options, edition=None, complete=None, issuer=None, scope=None, format=None) != LoadOptions():
        return False  # something is asked for that the record of a file does not tell
    called = file_name(path)
    named = [file for file in recorded if file.name == called]
    if not any(file.live for file in named):
        return False
    digest = _digest(path)
    same = [file for file in named if file.sha256 == digest]
    live = {_identity(file) for file in same if file.live}
    return bool(same) and {_identity(file) for file in same} == live and all(_says(file, options) for file in same)


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # whoever reads it says what is wrong


def _identity(file: FileEntry) -> tuple[str, str, bool]:
    return file.roster, file.edition, file.complete


def _says(file: FileEntry, options: LoadOptions) -> bool:
    """Whether the options say nothing else than what is recorded."""
    return (
        (options.edition is None or options.edition.text() == file.edition)
        and (options.complete is None or options.complete == file.complete)
        and (options.issuer is None or options.issuer.replace("|", "/") == file.issuer)
        and (options.scope is None or options.scope == file.scope)
        and (options.format is None or options.format == file.format)
    )
