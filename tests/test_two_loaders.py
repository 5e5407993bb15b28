"""Two loaders that start at once on a fresh folder: one waits for the other, and both end well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.store.bolt import Bolt
from ingest.synthetic import subdistrict

if TYPE_CHECKING:
    from tests.conftest import Address

LOADER = Path(__file__).with_name("loader.py")


def test_two_first_loads_at_once(tmp_path: Path, server: Address, bolt: Bolt) -> None:
    books = tmp_path / "books"
    subdistrict(books, seed=1)
    command = [sys.executable, LOADER, books, tmp_path / "data", server.uri, server.user, server.password]
    loaders = [
        subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ended = [(loader.communicate(timeout=200), loader.returncode) for loader in loaders]
    # whoever comes second finds the files loaded, or is told that the ledger has changed since it looked
    said = [output for (output, _), code in ended if code == 0]
    assert said, [errors for (_, errors), _ in ended]
    assert {output.split()[1] for output in said} == {"1"}  # they were recorded once
    for (_, errors), code in ended:
        assert code == 0 or "检查文件期间有另一个导入完成" in errors, errors
