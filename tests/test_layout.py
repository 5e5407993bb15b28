"""The three package names are general ones; this is what happens beside a stray module of such a name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_command_does_not_see_a_stray_module_in_the_working_folder(tmp_path: Path) -> None:
    (tmp_path / "api.py").write_text("raise SystemExit('the stray module ran')\n")
    command = Path(sys.executable).with_name("gongjian")
    done = subprocess.run([command, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "gongjian" in done.stdout


def test_an_import_in_that_folder_finds_the_stray_module(tmp_path: Path) -> None:
    # documented in docs/decisions/001: this is why nothing is published as a wheel
    (tmp_path / "api.py").write_text("")
    done = subprocess.run(
        [sys.executable, "-c", "import api.app"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert "'api' is not a package" in done.stderr
