from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from graph.store.fold import Supposition, gather
from graph.store.fold.identity import identify
from graph.store.ledger import FileDraft, Ledger
from ingest.names.known import Known

Knows = Callable[..., Known]


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite") as ledger:
        yield ledger


@pytest.fixture(scope="session")
def knows(empty_ledger: Ledger) -> Knows:
    """What is known if these files were loaded."""

    def known(*files: FileDraft) -> Known:
        evidence = gather(empty_ledger, Supposition(files=files))
        return Known(evidence, identify(evidence))

    return known
