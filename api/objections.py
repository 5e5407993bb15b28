"""Objections of units to their own records: filed over the API, closed by a steward, never changed in between.

They lie in ``objections.sqlite`` of the service's data folder, not in the ledger: a machine that only reads the graph
has no ledger and takes them all the same, and nothing in them is an assertion. Nothing follows from an answer by
itself: an accepted correction is made in a roster, by a steward.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from api.private_file import PrivateFile
from graph.errors import NotFound, Refused, WrongUsage
from graph.settings import Settings
from ingest.clean.personal import find_personal

FILE = "objections.sqlite"
LONGEST_TEXT = 500
"""Characters of an objection, and of the word that answers it."""
LONGEST_WISH = 200
"""Characters of the value that is wished."""
MOST_OPEN = 20
"""Objections of one unit that may be open at a time."""
MOST_A_DAY = 20
"""Objections that one unit may file within 24 hours."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objection (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, key TEXT NOT NULL, unit TEXT NOT NULL,
    unit_name TEXT NOT NULL, record TEXT NOT NULL, field TEXT, said TEXT NOT NULL, wished TEXT
);
CREATE TABLE IF NOT EXISTS answer (
    objection INTEGER PRIMARY KEY REFERENCES objection (id), at TEXT NOT NULL, state TEXT NOT NULL, word TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS objection_stays BEFORE UPDATE ON objection BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS objection_kept BEFORE DELETE ON objection BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS answer_stays BEFORE UPDATE ON answer BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS answer_kept BEFORE DELETE ON answer BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""
_KEPT = PrivateFile(FILE, "异议文件", "the file of objections", "objections_unavailable", _SCHEMA)
_SELECT = (
    "SELECT o.id, o.at, o.unit, o.unit_name, o.record, o.field, o.said, o.wished, coalesce(a.state, 'open'), a.word, "
    "a.at FROM objection AS o LEFT JOIN answer AS a ON a.objection = o.id"
)


class State(StrEnum):
    """What has become of an objection."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


STATES_ZH = {State.OPEN: "待处理", State.ACCEPTED: "已采纳", State.DECLINED: "未采纳"}


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection, with its answer where there is one."""

    id: int
    at: str
    """Instant of filing (UTC)."""
    unit: str
    unit_name: str
    record: str
    """The record as ``/v1/own`` shows it: an id, or the key of a tie."""
    field: str | None
    said: str
    wished: str | None
    state: State
    word: str | None
    """What the steward answers."""
    answered_at: str | None


def file_objection(  # noqa: PLR0913 - what an objection consists of
    settings: Settings,
    *,
    key: str,
    unit: str,
    unit_name: str,
    record: str,
    field: str | None,
    said: str,
    wished: str | None,
) -> Objection:
    """File an objection of a unit to a record of its own; the caller has seen to it that the record is one.

    Raises WrongUsage for a text that is blank, too long or holds personal data, Refused where the unit has filed too
    many.
    """
    row = (
        *(_now(), key, unit, unit_name, record, field),
        *(_plain("text", said, LONGEST_TEXT), None if wished is None else _plain("wished", wished, LONGEST_WISH)),
    )
    with _KEPT.transaction(settings.data) as db:
        _refuse_many(db, unit)
        columns = "at, key, unit, unit_name, record, field, said, wished"
        made = db.execute(f"INSERT INTO objection ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return _one(db, made.lastrowid)


def objections(settings: Settings, *, unit: str | None = None, state: State | None = None) -> list[Objection]:
    """All objections, the oldest first; those of one unit, or in one state, where that is asked."""
    if not (settings.data / FILE).exists():
        return []
    with _KEPT.opened(settings.data) as db:
        found = [_objection(row) for row in db.execute(f"{_SELECT} ORDER BY o.id")]
    return [each for each in found if unit in (None, each.unit) and state in (None, each.state)]


def answer_objection(settings: Settings, number: int, state: State, word: str) -> Objection:
    """Close an objection with a word that the unit reads.

    Raises NotFound for a number that there is not, WrongUsage for one that is closed, or for a word as above.
    """
    text = _plain("word", word, LONGEST_TEXT)
    with _KEPT.transaction(settings.data) as db:
        if _one(db, number).state is not State.OPEN:
            raise WrongUsage(
                f"异议 {number} 已答复,不能再改;单位可以另提异议",
                f"objection {number} is closed and stays so; the unit may file another one",
                code="objection_closed",
            )
        db.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", (number, _now(), state.value, text))
        return _one(db, number)


def _refuse_many(db: sqlite3.Connection, unit: str) -> None:
    count = "SELECT count(*) FROM objection AS o LEFT JOIN answer AS a ON a.objection = o.id WHERE o.unit = ? AND "
    still = db.execute(count + "a.state IS NULL", (unit,)).fetchone()[0]
    lately = db.execute(count + "datetime(o.at) > datetime('now', '-1 day')", (unit,)).fetchone()[0]
    if still >= MOST_OPEN or lately >= MOST_A_DAY:
        raise Refused(
            f"本单位待处理的异议至多 {MOST_OPEN} 条、一天至多提 {MOST_A_DAY} 条;请等答复后再提",
            f"at most {MOST_OPEN} objections of a unit are open at a time, and {MOST_A_DAY} are filed within a day: "
            "wait for answers",
            code="too_many_objections",
        )


def _plain(parameter: str, given: str, longest: int) -> str:
    """The text, cleaned; what it held is never repeated."""
    # no control characters, zero-width signs or lone surrogates; one line
    text = "".join(each for each in " ".join(unicodedata.normalize("NFKC", given).split()) if each.isprintable())
    if not text or len(text) > longest:
        raise WrongUsage(
            f"{parameter} 要写 1 至 {longest} 个字",
            f"{parameter} takes 1 to {longest} characters",
            code="objection_text",
        )
    if find_personal(text) is not None:
        raise WrongUsage(
            f"{parameter} 里像是有个人信息(电话、证件号、邮箱等),没有收下;请去掉后再写,也不要写人名",
            f"{parameter} seems to hold personal data (a telephone, identity number, e-mail …) and was not taken: "
            "leave them out, and names of persons too",
            code="objection_personal",
        )
    return text


def _one(db: sqlite3.Connection, number: int | None) -> Objection:
    row = db.execute(f"{_SELECT} WHERE o.id = ?", (number,)).fetchone()
    if row is None:
        raise NotFound(
            "没有这个编号的异议;用 gongjian objections list 查看",
            "there is no objection of this number: see `gongjian objections list`",
        )
    return _objection(row)


def _objection(row: tuple[Any, ...]) -> Objection:
    """A row of ``_SELECT``."""
    number, at, unit, name, record, field, said, wished, state, word, answered = row
    return Objection(number, at, unit, name, record, field, said, wished, State(state), word, answered)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
