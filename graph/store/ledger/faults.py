"""SQLite's errors in the words of this project."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from graph.errors import GongjianError, StoreFull, StoreMismatch, StoreUnavailable

DAMAGED = "ledger_damaged"


def mapped(error: sqlite3.Error, path: Path) -> GongjianError:
    """The error of ours that says what to do about a SQLite error."""
    text = str(error)
    if "full" in text or "disk I/O" in text:
        return StoreFull(
            f"底账所在磁盘已满({path.name}):请腾出空间后重试,已确认的导入都在",
            f"the disk of the ledger ({path.name}) is full: make room and try again; every acknowledged load is safe",
        )
    if "not a database" in text or "malformed" in text or "corrupt" in text:
        return StoreMismatch(
            f"{path.name} 不是可用的底账:请停下程序,用 gongjian restore 换回备份",
            f"{path.name} is not a usable ledger: stop the program and put a backup in its place (`gongjian restore`)",
            code=DAMAGED,
        )
    return StoreUnavailable(
        f"底账打不开或被占用({path.name}):请确认没有别的导入在进行,文件夹可写",
        f"the ledger ({path.name}) cannot be opened or is locked: check that no other load runs and the folder "
        f"is writable ({error.__class__.__name__})",
    )
