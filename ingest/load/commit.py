"""Commit a prepared Load, or show what it would do."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import WrongUsage
from graph.store.fold import Closure, Supposition
from graph.store.project import Progress
from graph.store.store import Act, Preview, Store
from ingest.load.outcome import Prepared


@dataclass(frozen=True, slots=True)
class DryRun:
    """What committing would do."""

    prepared: Prepared
    preview: Preview

    @property
    def large_closures(self) -> list[Closure]:
        """Rosters of which more than a tenth would be closed: somebody must say yes."""
        return [each for each in self.preview.closures if each.large]


def dry_run(store: Store, prepared: Prepared) -> DryRun:
    """Fold as if the files were loaded; nothing is recorded."""
    return DryRun(prepared, store.preview(Supposition(tuple(prepared.drafts), prepared.withdraws)))


def commit(
    store: Store, prepared: Prepared, *, plan: str | None = None, progress: Progress | None = None, wait: float = 10
) -> Act:
    """Record and project; refuses a plan id that is not that of these files on this ledger."""
    if plan is not None and plan != prepared.plan:
        raise WrongUsage(
            "文件、选项或底账在预检之后有了变化;请重新预检,再用新的编号提交",
            "files, options or the ledger have changed since the dry run: run it again and commit its new id",
            code="plan_changed",
        )
    return store.load(
        prepared.drafts,
        withdraws=prepared.withdraws,
        plan=prepared.plan,
        after=prepared.sequence,
        progress=progress,
        wait_seconds=wait,
    )
