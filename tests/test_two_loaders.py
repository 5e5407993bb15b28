"""Loaders that start at once: one waits for the other or is told of it, and what is loaded is there once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.ledger import Ledger
from graph.store.opening import LEDGER_FILE
from ingest.synthetic import subdistrict
from tests.faults.rosters import (
    FIRST_DAY,
    FIRST_HOUSEHOLDS,
    FIRST_STAFF,
    SCOPE,
    write_buildings,
    write_organisations,
    write_places,
    write_units,
)
from tests.loader import ROOT, content, environment, settings_of, start

if TYPE_CHECKING:
    from tests.conftest import Address

PATIENCE = 240
TO_BE_RUN_AGAIN = {"store_busy", "plan_changed"}
"""What a loader is told that came second."""


def test_two_first_loads_at_once(tmp_path: Path, server: Address, bolt: Bolt) -> None:
    books = tmp_path / "books"
    subdistrict(books, seed=1)
    settings = settings_of(server, tmp_path / "data")
    loaders = [start("load", books, settings) for _ in range(2)]
    ended = [(loader.communicate(timeout=PATIENCE)[1], loader.returncode) for loader in loaders]
    # whoever comes second finds the files loaded, or is told that the ledger has changed since it looked
    assert any(code == 0 for _, code in ended), ended
    for errors, code in ended:
        assert code == 0 or "检查文件期间有另一个导入完成" in errors, errors
    content(settings)  # whole, and what the ledger says
    with Ledger(settings.data / LEDGER_FILE) as ledger:
        assert len(ledger.loads()) == 1  # they were recorded once


def test_four_loads_of_different_files_at_once(tmp_path: Path, server: Address, bolt: Bolt) -> None:
    books = tmp_path / "books"
    files = [
        write_places(books),
        write_units(books, units=30, staff=FIRST_STAFF),
        write_organisations(books, units=30),
        write_buildings(books, buildings=30, households=FIRST_HOUSEHOLDS),
    ]
    serial = settings_of(server, tmp_path / "serial")
    for file in files:
        assert finished(begun(serial, file)) is None
    one_after_the_other = content(serial)
    bolt.wipe()
    together = settings_of(server, tmp_path / "together")
    rounds = 0
    while files:
        rounds += 1
        loaders = [begun(together, file) for file in files]
        told = [finished(loader) for loader in loaders]
        assert set(told) <= {None, *TO_BE_RUN_AGAIN}, told
        assert None in told  # one of them at least comes to its end
        files = [file for file, code in zip(files, told, strict=True) if code is not None]
    assert rounds <= 4
    assert content(together) == one_after_the_other


def begun(settings: Settings, file: Path) -> subprocess.Popen[str]:
    program = "from api.command.main import app; app()"
    words = ["load", str(file), "--edition", FIRST_DAY, "--scope", SCOPE, "--complete", "--json"]
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=ROOT,
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(loader: subprocess.Popen[str]) -> str | None:
    """The code of the error that the loader told; None where it loaded."""
    out, errors = loader.communicate(timeout=PATIENCE)
    assert "Traceback" not in errors, errors
    return None if loader.returncode == 0 else json.loads(out)["error"]["code"]
