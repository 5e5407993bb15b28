"""A backup: one file with the ledger and a manifest that proves it; a graph on any engine is built from it."""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec

from graph.errors import StoreMismatch, WrongUsage
from graph.store.content import summed
from graph.store.fold import fold, gather
from graph.store.ledger import Ledger
from graph.store.ledger.migration import VERSION
from graph.store.opening import LEDGER_FILE
from graph.store.schema import fingerprint

MANIFEST_FILE = "manifest.json"
RELEASES = "releases"
"""Folder beside the ledger with the frozen releases of people's figures: made anew they would not hide the same."""
_CHUNK = 1 << 20
_NOT_WHOLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    msgspec.MsgspecError,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the reader of archives raises for bytes that make no sense to it."""


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds. ``content_hash`` is that of the graph which its ledger folds to."""

    ledger: str
    version: int
    """Of the ledger's tables."""
    model: str
    """Fingerprint of the model that the hash was made with."""
    made_at: str
    sequence: int
    files: int
    nodes: int
    ties: int
    content_hash: str
    size: int
    """Bytes of the ledger."""
    sha256: str
    """Of the ledger's bytes."""
    synthetic: bool
    releases: dict[str, str] = {}
    """SHA-256 of each frozen release by file name."""


def back_up(ledger: Ledger, path: Path) -> Manifest:
    """Write a backup while the ledger is in use, also by a load; it holds what was acknowledged when it began.

    The file holds the ledger's keys and can be read by its owner only. What is derived (records of the graph) and
    the service's API keys are left out. WrongUsage where there is a file of that name already.
    """
    if path.exists():
        raise WrongUsage(
            f"{path.name} 已经存在,备份不覆盖已有的文件;请换个名字",
            f"{path.name} exists, and a backup overwrites nothing: give another name",
            code="backup_exists",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        copied = Path(folder) / LEDGER_FILE
        ledger.backup(copied)
        with Ledger(copied) as copy:
            copy.forget_graphs()
            copy.scrub()
            manifest = _described(copy)
        frozen = sorted(ledger.path.with_name(RELEASES).glob(f"{ledger.id}-*.json"))
        manifest = msgspec.structs.replace(
            manifest,
            size=copied.stat().st_size,
            sha256=_sha256(copied),
            releases={each.name: _sha256(each) for each in frozen},
        )
        packed = Path(folder) / "packed"
        packed.touch(mode=0o600)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST_FILE, msgspec.json.format(msgspec.json.encode(manifest)))
            archive.write(copied, LEDGER_FILE)
            for each in frozen:
                archive.write(each, f"{RELEASES}/{each.name}")
        _settle(packed)
        packed.replace(path)
    return manifest


def _described(ledger: Ledger) -> Manifest:
    records = fold(gather(ledger)).records.values()
    ties = sum(record.ends is not None for record in records)
    files = ledger.files()
    return Manifest(
        ledger=ledger.id,
        version=VERSION,
        model=fingerprint(),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        sequence=ledger.sequence,
        files=len(files),
        nodes=len(records) - ties,
        ties=ties,
        content_hash=f"{summed(records):064x}",
        size=0,
        sha256="",
        synthetic=any(file.live and file.synthetic for file in files),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def manifest_of(path: Path) -> Manifest:
    """What a backup says of itself, before its ledger is looked at."""
    if not path.is_file():
        raise WrongUsage(f"找不到备份文件 {path.name}", f"there is no backup file {path.name}")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = msgspec.json.decode(archive.read(MANIFEST_FILE), type=Manifest)
    except _NOT_WHOLE as error:
        raise damaged(path) from error
    _refuse_newer(manifest)
    return manifest


def unpacked(path: Path, folder: Path) -> tuple[Manifest, Path]:
    """Check a backup byte for byte and lay its ledger into ``folder``; StoreMismatch for a damaged or newer one."""
    manifest, target = manifest_of(path), folder / LEDGER_FILE
    try:
        with zipfile.ZipFile(path) as archive, archive.open(LEDGER_FILE) as packed, target.open("xb") as plain:
            target.chmod(0o600)
            sha256 = _copied(packed, plain, manifest.size)
    except _NOT_WHOLE as error:
        raise damaged(path) from error
    if sha256 != manifest.sha256:
        raise damaged(path)
    return manifest, target


def releases_in(path: Path, manifest: Manifest) -> dict[str, bytes]:
    """The frozen releases of a backup by file name, checked byte for byte; StoreMismatch for a damaged one."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name, sha256 in manifest.releases.items():
                found[name] = archive.read(f"{RELEASES}/{name}")
                if Path(name).name != name or hashlib.sha256(found[name]).hexdigest() != sha256:
                    raise damaged(path)
    except _NOT_WHOLE as error:
        raise damaged(path) from error
    return found


def _copied(packed: IO[bytes], plain: IO[bytes], size: int) -> str:
    """Copy no more than the manifest says, so that a forged file cannot fill the disk; returns the SHA-256."""
    sha256 = hashlib.sha256()
    while size >= 0 and (chunk := packed.read(_CHUNK)):
        size -= len(chunk)
        sha256.update(chunk)
        plain.write(chunk)
    return sha256.hexdigest()


def _refuse_newer(manifest: Manifest) -> None:
    if manifest.version > VERSION:
        raise StoreMismatch(
            f"备份由更新的版本写成(底账版本 {manifest.version},本程序只认到 {VERSION});请升级本程序",
            f"the backup was written by a newer version (ledger {manifest.version}, this program knows {VERSION}): "
            "upgrade the program",
        )


def damaged(path: Path) -> StoreMismatch:
    """The file is not a whole backup."""
    return StoreMismatch(
        f"{path.name} 不是完好的备份(内容与校验不符),没有改动任何内容;请换一份备份",
        f"{path.name} is not a whole backup (it does not match its checksums); nothing was changed: use another one",
        code="backup_damaged",
    )
