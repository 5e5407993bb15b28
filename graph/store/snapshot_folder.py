"""Where snapshots of the graph lie, and how they go: what is erased may be in them."""

from __future__ import annotations

import shutil
from pathlib import Path

from graph.errors import StoreUnavailable

FOLDER = "snapshots"
TRIES = 5


def snapshot_folder(data: Path) -> Path:
    """The folder of snapshots in a data folder; one of its own for each graph."""
    return data / FOLDER


def remove_snapshots(data: Path) -> None:
    """Remove them all, whoever has mapped them; StoreUnavailable where a file cannot be removed."""
    folder = snapshot_folder(data)
    for _ in range(TRIES):  # whoever makes one just now puts files there; it finds out that it came too late
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    raise StoreUnavailable(
        f"快照文件夹 {FOLDER} 删不掉,可能有服务正在用它;请先停下服务再试",
        f"the folder {FOLDER} of snapshots cannot be removed, a service may be using it: stop it and try again",
        code="derived_files_left",
    )
