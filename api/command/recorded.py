"""The recorded rows of loads with their numbers, so that one of them can be named (to erase it)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.command.session import Session
from api.command.terminal import fitted

if TYPE_CHECKING:
    from graph.store.ledger import FileEntry, Ledger, RowEntry

SHOWN = 50
"""Rows on a screen, unless all are asked for."""
STATES = {"accepted": "导入", "duplicate": "重复", "returned": "退回"}


def list_rows(session: Session, ledger: Ledger, load: int | None, text: str | None, *, every: bool) -> None:
    """List the rows of one load or of all, those that hold a text if one is given."""
    from graph.disclosure.coverage import refuse_lists
    from graph.disclosure.roles import Role

    refuse_lists(Role(session.role))
    terminal = session.terminal
    found = [_machine(file, row) for file, row in _rows(ledger, load, text)]
    shown = found if every else found[:SHOWN]
    terminal.mark(any(file.live and file.synthetic for file in ledger.files()))
    headings = ("行编号", "导入", "文件", "工作表", "行", "状态", "所说的对象")
    names = ("number", "load", "file", "sheet", "row", "state_zh", "about")
    terminal.say(fitted(headings, [[each[name] for name in names] for each in shown], terminal.out.width))
    if len(shown) < len(found):
        terminal.say(f"共 {len(found)} 行,只列了 {len(shown)} 行;全部列出加 --all")
    terminal.emit({"rows": found})


def _rows(ledger: Ledger, load: int | None, text: str | None) -> Iterator[tuple[FileEntry, RowEntry]]:
    """Rows about single persons are not among them: those are erased by their serials."""
    wanted = None if text is None else json.dumps(text, ensure_ascii=False)[1:-1].encode()
    for file in ledger.files():
        if load is None or file.load == load:
            for row in ledger.rows(file.id):
                if (wanted is None or (row.payload is not None and wanted in row.payload)) and not _personal(row):
                    yield file, row


def _personal(row: RowEntry) -> bool:
    from graph.model.registry import personal_types
    from graph.model.statement import decode

    subjects = () if row.payload is None else decode(row.payload).subjects
    return any(subject.type in personal_types() for subject in subjects)


def _machine(file: FileEntry, row: RowEntry) -> dict[str, object]:
    state = "已删除" if row.erased else STATES[row.state]
    told = {"number": row.id, "load": file.load, "file": file.name, "sheet": row.sheet, "row": row.number}
    return {**told, "state": row.state, "erased": bool(row.erased), "state_zh": state, "about": _about(row.payload)}


def _about(payload: bytes | None) -> str | None:
    """What a row is about, by type and name; no other word of it is shown."""
    from graph.model.registry import node_types
    from graph.model.statement import decode

    subjects = () if payload is None else decode(payload).subjects
    if not subjects:
        return None
    title = node_types()[subjects[0].type].title_zh
    return title if subjects[0].name is None else f"{title} {subjects[0].name}"
