"""The rosters of one seed, written once."""

from __future__ import annotations

import pytest

from ingest.synthetic import Written, subdistrict


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return subdistrict(tmp_path_factory.mktemp("synthetic"), seed=1)
