"""Rosters with planted faults, read by the real ingest over an empty ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import Prepared
from ingest.load.prepare import prepare

OPTIONS = LoadOptions(Moment.parse("2024-06-30"), True, scope="990201001")
ORGANISATIONS = """党组织名称,组织类别,所在社区,成立日期,届满日期,覆盖责任人,联系电话,备注
=试验甲支部,党支部,子社区,2019年6月,2022-06-01,演示甲,10000000001,
试验乙支部,党党,子社区,2019-06-31,,演示乙,10000000002,<b>x</b>
试验丙支部,党支部,子社区,,,演示丙,,电话19900000000
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def organisations(tmp_path: Path) -> Path:
    path = tmp_path / "试验组织.csv"
    path.write_text(ORGANISATIONS, encoding="utf-8")
    return path


@pytest.fixture
def prepared(organisations: Path, ledger: Ledger) -> Prepared:
    return prepare([organisations], OPTIONS, ledger)
