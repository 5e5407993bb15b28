"""A snapshot on disk: one uncompressed Arrow file per part, and a manifest that names those which belong together.

Files are written aside under names of their own and never changed; the manifest is renamed into place, so a reader
finds the former snapshot or the new one. Former files are removed at once; a file that somebody reads just then is
left by Windows, and removed at the next writing. Only their owner may read them. polars maps no Arrow file any more
(2.0 dropped it), so each process holds its own copy: reading a gigabyte takes seconds.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

import orjson
import polars as pl

from graph.evidence.snapshot.parts import PARTS, kept_schema, layout
from graph.store.lease import GraphState

log = logging.getLogger("gongjian.snapshot")

MANIFEST = "manifest.json"
BLOCK = 2**22
TRIES = 3
"""Looks at a manifest whose files are being replaced."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Which state of which graph a snapshot is of."""

    graph: str
    version: int
    sequence: int
    sum: str
    model: str
    history: str
    """Fingerprint of the loads up to ``sequence``: after a restore others may bear the same numbers."""
    layout: str

    def is_of(self, state: GraphState) -> bool:
        """Whether it holds what the graph holds now."""
        return (
            (self.graph, self.version, self.sequence, self.model)
            == (state.graph, state.version, state.sequence, state.model)
            and self.sum == f"{state.sum:064x}"
            and self.layout == layout()
        )


@dataclass(frozen=True, slots=True)
class PartFile:
    """One part on disk."""

    file: str
    size: int
    crc: int
    rows: int


@dataclass(frozen=True)
class Snapshot:
    """Records of one state of the graph."""

    stand: Stand
    parts: Mapping[str, pl.DataFrame]
    files: Mapping[str, PartFile]
    """Where parts lie on disk; those that are in memory alone are missing."""

    @property
    def unwritten(self) -> Snapshot:
        """The same without its files."""
        return replace(self, files={})


def stand_in(folder: Path) -> Stand | None:
    """Of which state the snapshot of a folder is; None where there is none of this program's making."""
    manifest = _manifest(folder)
    return None if manifest is None or manifest[0].layout != layout() else manifest[0]


def opened(folder: Path, state: GraphState | None = None) -> Snapshot | None:
    """The snapshot of a folder (if it is of that state); None where there is none, or a file is damaged.

    The log tells of damage.
    """
    for _ in range(TRIES):
        manifest = _manifest(folder)
        if manifest is None or manifest[0].layout != layout():
            return None
        stand, files = manifest
        if state is not None and not stand.is_of(state):
            return None
        try:
            return Snapshot(stand, {name: _part(folder, name, file) for name, file in files.items()}, files)
        except FileNotFoundError:  # replaced since the manifest was read
            continue
        except (OSError, ValueError, pl.exceptions.PolarsError) as error:
            log.warning("the snapshot of version %d is damaged (%s): read afresh", stand.version, type(error).__name__)
            return None
    return None


def written(folder: Path, snapshot: Snapshot) -> Snapshot:
    """Keep a snapshot: parts that have no file are written. Raises OSError.

    The caller holds the lock of the folder.
    """
    files: dict[str, PartFile] = {}
    for name, frame in snapshot.parts.items():
        known = snapshot.files.get(name)
        files[name] = known or _part_written(folder, f"{name}.{secrets.token_hex(8)}.arrow", frame)
    _manifest_written(folder, snapshot.stand, files)
    _clean(folder, {each.file for each in files.values()})
    return replace(snapshot, files=files)


def discard(folder: Path) -> None:
    """Remove what is there of a snapshot; what cannot be removed is left."""
    with suppress(OSError):
        (folder / MANIFEST).unlink(missing_ok=True)
    _clean(folder, frozenset())


# --- one file -------------------------------------------------------------------------------------


def _part_written(folder: Path, name: str, frame: pl.DataFrame) -> PartFile:
    path = folder / name
    with _private(path) as file:
        # the oldest layout writes each text once and nothing that is no longer in the frame
        frame.write_ipc(
            file,
            compression="uncompressed",
            compat_level=pl.CompatLevel.oldest(),
            record_batch_size=max(frame.height, 1),  # so that it is read as one chunk
        )
    return PartFile(name, path.stat().st_size, _crc(path), frame.height)


def _part(folder: Path, name: str, file: PartFile) -> pl.DataFrame:
    content = (folder / file.file).read_bytes()
    # before it is taken apart: a reader would run into whatever a broken offset points to
    if len(content) != file.size or zlib.crc32(content) != file.crc:
        raise ValueError(f"{file.file}: size or checksum")
    frame = pl.read_ipc(content)
    if frame.height != file.rows or dict(frame.schema) != kept_schema(PARTS[name]):
        raise ValueError(f"{file.file}: rows or columns")
    return frame


def _crc(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found = zlib.crc32(block, found)
    return found


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
        yield file


# --- the manifest ---------------------------------------------------------------------------------


def _manifest(folder: Path) -> tuple[Stand, dict[str, PartFile]] | None:
    try:
        told = orjson.loads((folder / MANIFEST).read_bytes())
        files = {name: PartFile(**file) for name, file in told["files"].items()}
        stand = Stand(**told["stand"])
        whole = set(files) == set(PARTS)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the manifest of the snapshot cannot be read (%s): it is read afresh", type(error).__name__)
        return None
    return (stand, files) if whole else None


def _manifest_written(folder: Path, stand: Stand, files: Mapping[str, PartFile]) -> None:
    told = {"stand": asdict(stand), "files": {name: asdict(file) for name, file in files.items()}}
    aside = folder / f"{MANIFEST}.part"
    aside.unlink(missing_ok=True)
    with _private(aside) as file:
        file.write(orjson.dumps(told))
    os.replace(aside, folder / MANIFEST)


def _clean(folder: Path, kept: set[str] | frozenset[str]) -> None:
    """Remove files that no manifest names, and snapshots of other graphs: one data folder has one graph."""
    for path in folder.glob("*.arrow"):
        if path.name not in kept:
            with suppress(OSError):
                path.unlink()
    for other in folder.parent.iterdir():
        if other != folder and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)
