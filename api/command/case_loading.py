"""``cases load``: the published cases, and the division lists that come with them, into the graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from api.command.loading import RETURNED, DryRunFlag, Wish, Yes, read, settled
from api.command.session import Session

if TYPE_CHECKING:
    from graph.store.ledger import Ledger
    from graph.store.store import Store
    from ingest.load.options import LoadOptions
    from ingest.load.outcome import Prepared
    from ingest.report.outline import LoadReport

CaseNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CASE]...", help="案例编号;不填为全部 | ids of cases; all of them if empty"),
]


@dataclass(frozen=True, slots=True)
class Step:
    """One load: what it is of, its files, and what is said of them."""

    title: str
    paths: tuple[Path, ...]
    options: LoadOptions


def load(session: Session, cases: CaseNames = None, dry_run: DryRunFlag = False, yes: Yes = False) -> int:
    """把已发表的案例(及随附的区划名单)载入图中;再运行一次不会重复载入。 | Load the published cases; twice is as once.

    自己写的案例文件用 gongjian load 文件.toml。 | A case file of your own: gongjian load FILE.toml.
    """
    from ingest.report.machine import machine

    steps = list(_steps(cases or []))
    with session.graph() as graph:
        reports = [(step.title, _loaded(session, graph.store, step, Wish(dry_run=dry_run, yes=yes))) for step in steps]
        synthetic = graph.store.state().synthetic
    _say(session, reports, synthetic=synthetic)
    if dry_run:
        session.terminal.say("以上是预检,没有载入;去掉 --dry-run 即载入")
    else:
        session.terminal.say("对照:gongjian cases compare;提问:gongjian cases questions 编号")
    loads = [{"title": title, **machine(report)} for title, report in reports]
    session.terminal.emit({"dry_run": dry_run, "loads": loads})
    return RETURNED if any(report.returned for _, report in reports) else 0


def _steps(names: list[str]) -> Iterator[Step]:
    """The division lists of the cases, edition by edition, then the cases at once."""
    from ingest.cases.catalog import FOLDER, case_named, cases
    from ingest.load.options import LoadOptions

    chosen = [case_named(name) for name in names] or list(cases().values())
    for case in chosen:
        yield from division_steps(case.id, case.case.title_zh)
    paths = tuple(FOLDER / f"{case.id}.toml" for case in chosen)
    yield Step("案例 " + "、".join(case.case.title_zh for case in chosen), paths, LoadOptions())


def division_steps(case: str, title: str) -> Iterator[Step]:
    """The loads of a case's division lists, the oldest edition first."""
    from graph.model.time import Moment
    from ingest.cases.division_lists import ISSUER, division_lists
    from ingest.load.options import LoadOptions

    for each in division_lists(case):
        options = LoadOptions(edition=Moment.day(each.edition), complete=True, issuer=ISSUER, scope=each.scope)
        yield Step(f"{title}:区划名单 {each.edition.year}", (each.path,), options)


def _loaded(session: Session, store: Store, step: Step, wish: Wish) -> LoadReport:
    from ingest.report.outline import nothing_new

    prepared = read(session.terminal, store, step.paths, step.options)
    if not prepared.drafts:
        return nothing_new(prepared, store.ledger)
    return settled(session, store, prepared, replace(wish, yes=wish.yes or _closes_only_ours(prepared, store.ledger)))


def _closes_only_ours(prepared: Prepared, ledger: Ledger) -> bool:
    """Whether all that these files could close stands in lists that come with the cases: then nothing is asked."""
    from ingest.cases.division_lists import fingerprints

    rosters, ours = {draft.roster for draft in prepared.drafts}, fingerprints()
    return all(file.sha256 in ours for file in ledger.files() if file.live and file.roster in rosters)


def _say(session: Session, reports: list[tuple[str, LoadReport]], *, synthetic: bool) -> None:
    from ingest.report.screen import screen

    if session.terminal.as_json:
        return
    session.terminal.mark(synthetic)
    for title, report in reports:
        session.terminal.say(Text(title, style="bold"))
        session.terminal.say(screen(report))
