from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from graph.store.fold import Folded, Supposition, fold, gather
from graph.store.ledger import FileDraft, Ledger

Fold = Callable[..., Folded]


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite") as ledger:
        yield ledger


@pytest.fixture(scope="session")
def fold_of(empty_ledger: Ledger) -> Fold:
    """Folds files as if they were loaded, without recording them."""

    def folded(*files: FileDraft) -> Folded:
        return fold(gather(empty_ledger, Supposition(files=files)))

    return folded
