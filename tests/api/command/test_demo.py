"""The demonstration in its own process, on an embedded engine of its own."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest


def _demo(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("GONGJIAN_")}
    environment |= {"GONGJIAN_LINGER_SECONDS": "60", "GONGJIAN_ENGINE_MEMORY_MB": "512", "PYTHONUTF8": "1"}
    # an address of somebody's graph: the demo must not go there
    environment["GONGJIAN_URI"] = "bolt://127.0.0.1:1"
    command = [sys.executable, "-m", "api.command", *words]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        env=environment,
        cwd=Path.cwd(),
    )


def test_the_demo_loads_answers_and_repeats_without_loading_twice(tmp_path: Path) -> None:
    folder = tmp_path / "演示 demo"
    try:
        first = _demo(folder, "demo", "--data", str(folder))
        assert first.returncode == 0, first.stderr
        for said in (
            "演示数据",
            "空白点",
            "原因:",
            "退回待改 5 行",
            "口径不一",
            "600余家",
            "百余家",
            "共建事项",
            "「应达到」是",
        ):
            assert said in first.stdout, said
        chains = [line.strip().split(" → ") for line in first.stdout.splitlines() if " → " in line]
        assert chains and all(len(set(chain)) == len(chain) for chain in chains)
        assert "http://127.0.0.1:8000/docs" in first.stdout
        again = json.loads(_demo(folder, "demo", "--data", str(folder), "--json").stdout)
        assert all(not each["loaded"] and each["unchanged"] for each in again["loads"])
        assert again["uncovered_units"]["by_mode"]["blank"] > 0
        said_again = _demo(folder, "demo", "--data", str(folder)).stdout
        assert "没有新内容:15 个文件早已导入" in said_again
        assert "5 行退回待改" in said_again
        assert str(folder / "returned") in said_again
        line = next(line for line in first.stdout.splitlines() if " ask grids_without_organisation " in line)
        words = shlex.split(line)[3:]
        environment = {name: text for name, text in os.environ.items() if not name.startswith("GONGJIAN_")}
        done = subprocess.run(
            [*shlex.split(line)[:3], *words], capture_output=True, text=True, timeout=120, env=environment
        )
        assert done.returncode == 0, done.stderr
        assert "演示数据" in done.stdout
        assert "乙社区" in done.stdout
    finally:
        environment = {name: text for name, text in os.environ.items() if not name.startswith("GONGJIAN_")}
        command = [sys.executable, "-m", "api.command", "engine", "stop", "--data", str(folder)]
        subprocess.run(command, capture_output=True, timeout=60, env=environment, check=True)


@pytest.mark.usefixtures("loaded")
def test_the_demo_does_not_go_into_a_folder_of_real_rosters(data: Path) -> None:
    from tests.api.command.conftest import run

    address = os.environ["GONGJIAN_URI"]
    done = run("demo", "--data", data, "--uri", address, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "synthetic_mixture"
