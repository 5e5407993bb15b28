"""Returned rows of loads that are past: which were mended since, and their workbook where it was never written."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.command.session import Session

if TYPE_CHECKING:
    from graph.store.ledger import Ledger
    from ingest.load.options import LoadOptions
    from ingest.load.outcome import FileOutcome


@dataclass(frozen=True, slots=True)
class Mend:
    """A later row that was handed in for a returned one."""

    load: int
    accepted: bool
    """False where that row was returned in its turn."""


def mends(ledger: Ledger, load: int) -> dict[int, Mend]:
    """Returned row of a load → the last row of a live load that was handed in for it."""
    wanted = {row for row, *_ in ledger.returned(load)}
    if not wanted:
        return {}
    rosters = {(file.roster, file.edition) for file in ledger.files() if file.load == load}
    found: dict[int, Mend] = {}
    for file in ledger.files():
        # an addition has the roster and edition of what it adds to, so the others need not be read
        if file.load <= load or not file.live or (file.roster, file.edition) not in rosters:
            continue
        for row in ledger.rows(file.id):
            if row.mends in wanted:
                found[row.mends] = Mend(file.load, row.state != "returned")
    return found


def unmended(ledger: Ledger, load: int) -> int:
    """How many returned rows of a load still wait to be mended."""
    mended = mends(ledger, load)
    return sum(row not in mended or not mended[row].accepted for row, *_ in ledger.returned(load))


def mend_zh(mend: Mend | None) -> str:
    """What became of a returned row, in words."""
    if mend is None:
        return "待改"
    return f"已改好(导入 {mend.load})" if mend.accepted else f"再次退回(导入 {mend.load})"


def say_waiting(session: Session, ledger: Ledger, names: Sequence[str]) -> None:
    """Of files that hold nothing new: how many rows of their loads still wait, and where they are."""
    loads = sorted({file.load for file in ledger.files() if file.live and file.name in names})
    for load in loads:
        waiting = unmended(ledger, load)
        if not waiting:
            continue
        session.terminal.say(f"导入 {load} 还有 {waiting} 行退回待改;逐行列出:gongjian loads {load}")
        if _workbook(session, load).exists():
            session.terminal.say("改好下面这个工作簿再导入即可补上:")
            session.terminal.line(str(_workbook(session, load)))


def written_again(
    session: Session, ledger: Ledger, paths: Sequence[Path], options: LoadOptions, wanted: Path | None
) -> tuple[Path, ...]:
    """Write the workbooks of returned rows that an interrupted load left unwritten, from the unchanged files at hand.

    A workbook is written only where the files at hand hold every row that still waits. Returns the files written.
    """
    from ingest.report.returned import write_returned

    lacking = [load for load in _loads(ledger) if not _workbook(session, load).exists() and unmended(ledger, load)]
    if not lacking:
        return ()
    again = _read_again(paths, options)
    written: list[Path] = []
    for load in lacking:
        files = _waiting(ledger, load, again)
        if files:
            place = _workbook(session, load) if wanted is None else wanted
            try:
                written += write_returned(files, ledger.returned(load), place)
            except OSError as error:
                session.terminal.note(
                    f"退回工作簿写不出({type(error).__name__}):请检查磁盘和 --returned 的位置 | "
                    "the workbook of returned rows could not be written"
                )
    return tuple(written)


def _loads(ledger: Ledger) -> list[int]:
    return sorted({file.load for file in ledger.files() if file.live and file.counts.get("returned", 0)})


def _workbook(session: Session, load: int) -> Path:
    return session.settings.data / "returned" / f"load-{load}.xlsx"


def _read_again(paths: Sequence[Path], options: LoadOptions) -> tuple[FileOutcome, ...]:
    """The files as if they had never been loaded: acceptance depends on the row alone, so the same rows come back."""
    from graph.errors import GongjianError
    from graph.store.ledger import Ledger
    from ingest.load.prepare import prepare

    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "empty.sqlite") as empty:
        try:
            return prepare(paths, replace(options, replaces=None, adds_to=None), empty).files
        except GongjianError:
            return ()  # an addition to what an empty ledger does not hold: `gongjian loads` lists its rows


def _waiting(ledger: Ledger, load: int, again: Sequence[FileOutcome]) -> list[FileOutcome]:
    """The files of a load with the rows that still wait; empty where the files at hand do not hold all of them."""
    known = {file.sha256 for file in ledger.files() if file.load == load and file.live}
    mended = mends(ledger, load)
    waiting = {
        (name, sheet, at)
        for row, name, sheet, at, _ in ledger.returned(load)
        if row not in mended or not mended[row].accepted
    }
    files = [
        replace(
            file,
            returned=tuple(row for row in file.returned if (file.draft.name, row.sheet, row.number) in waiting),
        )
        for file in again
        if file.draft.sha256 in known
    ]
    held = {(file.draft.name, row.sheet, row.number) for file in files for row in file.returned}
    return [file for file in files if file.returned] if held == waiting else []
