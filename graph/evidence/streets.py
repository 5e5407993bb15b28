"""The street network of a data folder: written whole or not at all, read by every process, removed on request.

``streets/streets.json`` says what is there and in which folder beside it nodes and edges lie, as uncompressed Arrow. A
new network is written aside and named there by one renaming; readers have the former one or the new one, never a mix.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import polars as pl

from graph.analysis.walking.streets import SNAP_LIMIT, StreetNetwork
from graph.errors import StoreMismatch

FOLDER: Final = "streets"
MANIFEST: Final = "streets.json"
FORM: Final = 1
"""Of the files; another form is read as none, and loaded anew."""
_NODES: Final = pl.Schema({"longitude": pl.Float64(), "latitude": pl.Float64(), "height": pl.Float64()})
_EDGES: Final = pl.Schema({"start": pl.Int64(), "end": pl.Int64()})


class Streets(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the street network that is loaded; answers that rest on it name it by this."""

    form: int = FORM
    version: str
    """Of nodes and edges: equal for equal networks, whatever file they came from."""
    source: str
    """Name of the file, without its folder."""
    sha256: str
    """Of that file."""
    crs: str
    """Coordinate system that the file's numbers were taken for; what is kept is WGS-84."""
    loaded_on: str
    nodes: int
    edges: int
    km: float
    components: int
    outside_km: float
    """Length outside the largest component: from there one does not come to the rest."""
    heights: bool
    """Whether any edge has heights at both ends, so that slope counts."""
    edges_without_height: int
    crossings: int | None
    """Pairs of edges that meet without a common node; None where there are too many edges to look."""
    left_out: dict[str, int]
    """Lines left out, by reason."""
    snap_limit: float = SNAP_LIMIT
    """Metres from a point to the nearest street beyond which it is not on the network."""


class _Form(msgspec.Struct):
    form: int


def described(data: Path) -> Streets | None:
    """What network the data folder holds; None where it holds none, or one of another form of the files."""
    try:
        told = (data / FOLDER / MANIFEST).read_bytes()
        if msgspec.json.decode(told, type=_Form).form != FORM:
            return None
        return msgspec.json.decode(told, type=Streets)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise _damaged() from error


def read_streets(data: Path) -> StreetNetwork | None:
    """The street network of the data folder, None where there is none; StoreMismatch where its files are damaged.

    Kept by this process until another one is loaded: what is built from it takes longer than reading it.
    """
    for attempt in (1, 2):
        about = described(data)
        if about is None:
            return None
        try:
            return _read(data.absolute() / FOLDER / about.version, about.snap_limit)
        except FileNotFoundError as error:
            # another process has put a new one in its place since the manifest was read
            if attempt == 2:
                raise _damaged() from error
    return None


@lru_cache(maxsize=1)
def _read(folder: Path, snap_limit: float) -> StreetNetwork:
    nodes, edges = _proven(folder)
    lon, lat, height = (nodes[each].to_numpy() for each in _NODES)
    return StreetNetwork(lon, lat, edges["start"].to_numpy(), edges["end"].to_numpy(), height, snap_limit=snap_limit)


def _proven(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes and edges of a folder, proven by the version it is named after."""
    try:
        nodes, edges = pl.read_ipc(folder / "nodes.arrow"), pl.read_ipc(folder / "edges.arrow")
    except FileNotFoundError:
        raise
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged() from error
    if nodes.schema != _NODES or edges.schema != _EDGES or version_of(nodes, edges) != folder.name:
        raise _damaged()
    return nodes, edges


def _whole(folder: Path) -> bool:
    try:
        _proven(folder)
    except (FileNotFoundError, StoreMismatch):
        return False
    return True


def frames(network: StreetNetwork) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes and edges of a network as they are kept."""
    nodes = pl.DataFrame([network.longitude, network.latitude, network.height], schema=_NODES)
    return nodes, pl.DataFrame([network.start, network.end], schema=_EDGES)


def version_of(nodes: pl.DataFrame, edges: pl.DataFrame) -> str:
    """A hash of all nodes and edges, 16 digits."""
    found = hashlib.sha256()
    for frame in (nodes, edges):
        found.update(len(frame).to_bytes(8, "big"))
        for column in frame:
            found.update(column.to_numpy().tobytes())
    return found.hexdigest()[:16]


def keep(data: Path, network: StreetNetwork, about: Mapping[str, object]) -> Streets:
    """Put a network in the place of the one that is there; ``about``: the fields of :class:`Streets` on its source.

    Raises OSError where it cannot be written; the former network is then still there. For one writer at a time.
    """
    nodes, edges = frames(network)
    version = version_of(nodes, edges)
    told = msgspec.convert({"version": version, **_figures(network), **about}, Streets)
    home = data / FOLDER
    with tempfile.TemporaryDirectory(dir=home, prefix=".new-", ignore_cleanup_errors=True) as work:
        aside = Path(work)
        for name, frame in (("nodes", nodes), ("edges", edges)):
            with (aside / f"{name}.arrow").open("xb") as file:
                frame.write_ipc(file, compression="uncompressed")
                os.fsync(file.fileno())
        written = aside / MANIFEST
        with written.open("xb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(told)))
            os.fsync(file.fileno())
        target = home / told.version
        if not _whole(target):
            _drop(target)
            target.mkdir(mode=0o700)
            for name in ("nodes.arrow", "edges.arrow"):
                (aside / name).replace(target / name)
        written.replace(home / MANIFEST)
    _clean(home, told.version)
    return told


def remove(data: Path) -> bool:
    """Remove the network; whether there was one."""
    home = data / FOLDER
    there = (home / MANIFEST).exists()
    (home / MANIFEST).unlink(missing_ok=True)
    if home.exists():
        _clean(home, None)
    _read.cache_clear()
    return there


def _figures(network: StreetNetwork) -> dict[str, object]:
    inside = network.component[network.start] == 0
    known = np.isfinite(network.height[network.start]) & np.isfinite(network.height[network.end])
    return {
        "nodes": len(network.longitude),
        "edges": len(network.start),
        "km": round(float(network.length.sum()) / 1000, 3),
        "components": int(network.component.max()) + 1,
        "outside_km": round(float(network.length[~inside].sum()) / 1000, 3),
        "heights": bool(known.any()),
        "edges_without_height": int(np.count_nonzero(~known)),
        "snap_limit": network.snap_limit,
    }


def _clean(home: Path, version: str | None) -> None:
    """Remove former networks and what a crash left; on Windows what another process has open stays until next time."""
    for each in home.iterdir():
        if each.is_dir() and each.name != version:
            _drop(each)


def _drop(folder: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(folder)


def _damaged() -> StoreMismatch:
    return StoreMismatch(
        "数据文件夹中的路网文件已损坏;请用 gongjian streets 文件 重新导入,或用 gongjian streets --remove 移除",
        "the street network of the data folder is damaged: load it again with `gongjian streets FILE`, or remove it "
        "with `gongjian streets --remove`",
        code="streets_damaged",
    )
