"""Commands as people run them, on the suite's engine over an empty graph and an empty data folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.command.main import app
from graph.store.bolt import Bolt
from tests.conftest import Address

DAY = "2024-06-30"
SCOPE = "990201001"
PLACES = """区划代码,级别,名称,上级代码
990201,区,试验区,
990201001,街道,试验街道,990201
990201001001,社区,子社区,990201001
990201001002,社区,丑社区,990201001
"""
UNITS = """单位名称,单位性质,经营状态,所在社区,从业人数,联系电话
试验甲公司,非公企业,存续,子社区,12,10000000001
试验乙公司,非公企业,存续,子社区,7,10000000002
试验丙学校,学校,存续,丑社区,30,10000000003
"""
ORGANISATIONS = """党组织名称,组织类别,所在社区,覆盖单位,覆盖方式,覆盖责任人
试验子社区党委,党委,子社区,试验甲公司,属地兜底,演示甲
试验丑社区党委,党委,丑社区,试验丙学校,属地兜底,演示乙
"""


@dataclass(frozen=True)
class Run:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Gongjian = Callable[..., Run]


def settle(monkeypatch: pytest.MonkeyPatch, server: Address, data: Path) -> None:
    """Point the settings at the suite's engine."""
    monkeypatch.setenv("GONGJIAN_URI", server.uri)
    monkeypatch.setenv("GONGJIAN_USER", server.user)
    monkeypatch.setenv("GONGJIAN_PASSWORD", server.password)
    if server.database is not None:
        monkeypatch.setenv("GONGJIAN_DATABASE", server.database)
    monkeypatch.setenv("GONGJIAN_DATA", str(data))
    monkeypatch.setenv("COLUMNS", "160")


def run(*words: object) -> Run:
    """Run a command in this process."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without settings of its own a test writes to its own folder, never to that of the checkout."""
    monkeypatch.setenv("GONGJIAN_DATA", str(tmp_path / "nowhere"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def gongjian(monkeypatch: pytest.MonkeyPatch, server: Address, bolt: Bolt, data: Path) -> Gongjian:
    """The command line over an empty graph."""
    settle(monkeypatch, server, data)
    return run


@pytest.fixture
def rosters(tmp_path: Path) -> Path:
    """Three rosters of an invented subdistrict."""
    folder = tmp_path / "rosters"
    folder.mkdir()
    for name, text in (("places", PLACES), ("units", UNITS), ("organisations", ORGANISATIONS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def loaded(gongjian: Gongjian, rosters: Path) -> Gongjian:
    """The same, loaded as complete rosters."""
    assert load(gongjian, rosters).code == 0
    return gongjian


def load(gongjian: Gongjian, *words: object) -> Run:
    return gongjian("load", *words, "--edition", DAY, "--scope", SCOPE, "--complete")
