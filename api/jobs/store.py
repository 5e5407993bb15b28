"""Jobs as they are kept: ``jobs/jobs.sqlite`` of the data folder, which only its owner may read.

Whoever runs them may be another process than the one that is asked about them, so every change is made here first.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from api.access import Caller
from api.jobs.declare import Progress
from api.jobs.job import REPEATABLE, Job, State
from api.private_file import PrivateFile
from api.problems import Conflict, TooMany
from graph.disclosure.roles import Role
from graph.errors import Refused, StoreBusy

FOLDER = "jobs"
MOST_OF_KEY = 4
"""Jobs of one key that may wait or run at a time."""
MOST = 32
"""Jobs that may wait or run at a time."""
KEPT_FOR = timedelta(days=30)
"""How long a job that has ended is kept."""
KEPT_JOBS = 1000
KEPT_BYTES = 256 * 1024 * 1024
"""Of all results together; the oldest go first."""
LARGEST = KEPT_BYTES // 4
"""Bytes of one result."""

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS job (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, what TEXT NOT NULL, key TEXT NOT NULL,
    role TEXT NOT NULL, area TEXT, parameters BLOB NOT NULL, state TEXT NOT NULL, cancelling INTEGER NOT NULL DEFAULT 0,
    progress BLOB, created TEXT NOT NULL, started TEXT, ended TEXT, version INTEGER, problem BLOB
);
CREATE TABLE IF NOT EXISTS result (job TEXT PRIMARY KEY, body BLOB NOT NULL);
"""
_FILE = PrivateFile("jobs.sqlite", "任务文件", "the file of jobs", "jobs_unavailable", _SCHEMA)
_COLUMNS = (
    "number, id, what, key, role, area, parameters, state, cancelling, progress, created, started, ended, version, "
    "problem"
)
_JSON = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY
_OPEN = f"state IN ('{State.QUEUED}', '{State.RUNNING}')"
_ENDED = f"state NOT IN ('{State.QUEUED}', '{State.RUNNING}')"


class JobStore:
    """The jobs of a data folder; safe to use from many threads and processes."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    # --- what is asked for ------------------------------------------------------------------------

    def add(self, what: str, who: Caller, parameters: Mapping[str, object]) -> Job:
        """Queue a job; TooMany where the key has too many that wait or run, StoreBusy where all have."""
        row = (secrets.token_hex(8), what, who.key, who.role.value, who.area, _packed(parameters), _now())
        with _FILE.transaction(self.folder) as db:
            _refuse_many(db, str(who.key))
            made = db.execute(
                "INSERT INTO job (id, what, key, role, area, parameters, created, state) "
                f"VALUES (?, ?, ?, ?, ?, ?, ?, '{State.QUEUED}') RETURNING {_COLUMNS}",
                row,
            ).fetchone()
        return _job(made)

    def get(self, job: str) -> Job | None:
        """One job; None where there is none of this id, or no longer."""
        with _FILE.opened(self.folder) as db:
            row = db.execute(f"SELECT {_COLUMNS} FROM job WHERE id = ?", (job,)).fetchone()
        return None if row is None else _job(row)

    def listed(self, key: str | None, before: int | None, most: int) -> list[Job]:
        """Jobs of a key (None: of all), the newest first, those numbered below ``before``."""
        with _FILE.opened(self.folder) as db:
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM job WHERE (?1 IS NULL OR key = ?1) AND (?2 IS NULL OR number < ?2) "
                "ORDER BY number DESC LIMIT ?3",
                (key, before, most),
            ).fetchall()
        return [_job(row) for row in rows]

    def result(self, job: str) -> dict[str, Any] | None:
        """What :meth:`end` kept of it."""
        with _FILE.opened(self.folder) as db:
            row = db.execute("SELECT body FROM result WHERE job = ?", (job,)).fetchone()
        return None if row is None else orjson.loads(row[0])

    def cancel(self, job: str) -> Job | None:
        """End a job that waits, ask one that runs to stop; nothing happens to one that has ended."""
        with _FILE.transaction(self.folder) as db:
            db.execute(
                f"UPDATE job SET state = '{State.CANCELLED}', ended = ? WHERE id = ? AND state = '{State.QUEUED}'",
                (_now(), job),
            )
            db.execute(f"UPDATE job SET cancelling = 1 WHERE id = ? AND state = '{State.RUNNING}'", (job,))
        return self.get(job)

    def forget(self, job: str) -> None:
        """Remove a job that has ended, with its result."""
        with _FILE.transaction(self.folder) as db:
            _remove(db, [id for (id,) in db.execute(f"SELECT id FROM job WHERE id = ? AND {_ENDED}", (job,))])

    def again(self, job: Job) -> Job:
        """Queue a job once more that came to no result; Conflict where it waits, runs or is done."""
        may = ", ".join(f"'{each}'" for each in sorted(REPEATABLE))
        with _FILE.transaction(self.folder) as db:
            _refuse_many(db, job.key)
            row = db.execute(
                f"UPDATE job SET state = '{State.QUEUED}', cancelling = 0, progress = NULL, started = NULL, "
                "ended = NULL, version = NULL, problem = NULL "
                f"WHERE id = ? AND state IN ({may}) RETURNING {_COLUMNS}",
                (job.id,),
            ).fetchone()
        if row is None:
            raise Conflict(
                "只有失败、已取消或中断的任务可以重新开始",
                "only a job that failed, was cancelled or was interrupted can be begun again",
                code="job_not_ended",
            )
        return _job(row)

    # --- what becomes of them ---------------------------------------------------------------------

    def begin(self, kinds: Iterable[str]) -> Job | None:
        """Take the next job out of the queue: that of the key with the fewest at work, of these the oldest."""
        names = list(kinds)
        known = ", ".join("?" * len(names))
        with _FILE.transaction(self.folder) as db:
            row = db.execute(
                f"UPDATE job SET state = '{State.RUNNING}', started = ? WHERE id = (SELECT id FROM job AS one "
                f"WHERE state = '{State.QUEUED}' AND what IN ({known}) ORDER BY (SELECT count(*) FROM job AS other "
                f"WHERE other.key = one.key AND other.state = '{State.RUNNING}'), number LIMIT 1) RETURNING {_COLUMNS}",
                (_now(), *names),
            ).fetchone()
        return None if row is None else _job(row)

    def report(self, job: str, progress: Progress) -> None:
        """Keep how far a job has come."""
        told = {"share": progress.share, "zh": progress.zh, "en": progress.en, "known": dict(progress.known)}
        with _FILE.transaction(self.folder) as db:
            db.execute(f"UPDATE job SET progress = ? WHERE id = ? AND state = '{State.RUNNING}'", (_packed(told), job))

    def to_stop(self) -> set[str]:
        """Ids of the jobs that run and are asked to stop."""
        with _FILE.opened(self.folder) as db:
            return _to_stop(db)

    def done(self, job: str, version: int, result: Mapping[str, object]) -> None:
        """Keep the result of a job that runs, and make room for it; Refused where it is too large.

        Of one that is asked to stop nothing is kept: what it has read may have been erased since.
        """
        body = _packed(result)
        if len(body) > LARGEST:
            raise Refused(
                "结果太大,无法保存;请缩小范围(scope)后再试",
                "the result is too large to be kept: ask about a smaller scope",
                code="result_too_large",
            )
        with _FILE.transaction(self.folder) as db:
            if job in _to_stop(db):
                _end(db, job, State.CANCELLED)
            elif _end(db, job, State.DONE):
                db.execute("INSERT OR REPLACE INTO result VALUES (?, ?)", (job, body))
                db.execute("UPDATE job SET version = ? WHERE id = ?", (version, job))
            _make_room(db)

    def end(self, job: str, state: State, problem: Mapping[str, str] | None = None) -> None:
        """Mark a job that runs as ended without a result."""
        with _FILE.transaction(self.folder) as db:
            _end(db, job, state, problem)
            _make_room(db)

    def forget_results(self) -> int:
        """Remove every result, with its bytes, and ask what runs to stop; how many results there were.

        For an erasure, before and after: what was erased may be in them, and in what a job has read so far.
        """
        if not (self.folder / _FILE.name).exists():
            return 0
        with _FILE.transaction(self.folder) as db:
            db.execute(f"UPDATE job SET cancelling = 1 WHERE state = '{State.RUNNING}'")
            found = [job for (job,) in db.execute("SELECT job FROM result")]
            _remove(db, found)
        with _FILE.opened(self.folder) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return len(found)

    def interrupt(self) -> None:
        """Mark what runs as interrupted: done by whoever is alone to run jobs, before it begins any."""
        with _FILE.transaction(self.folder) as db:
            db.execute(
                f"UPDATE job SET state = '{State.INTERRUPTED}', ended = ? WHERE state = '{State.RUNNING}'", (_now(),)
            )
            _make_room(db)


def _to_stop(db: sqlite3.Connection) -> set[str]:
    rows = db.execute(f"SELECT id FROM job WHERE state = '{State.RUNNING}' AND cancelling")
    return {id for (id,) in rows}


def _end(db: sqlite3.Connection, job: str, state: State, problem: Mapping[str, str] | None = None) -> bool:
    """Whether the job ran still, and has ended now."""
    told = None if problem is None else _packed(problem)
    ended = db.execute(
        f"UPDATE job SET state = ?, ended = ?, problem = ? WHERE id = ? AND state = '{State.RUNNING}'",
        (state.value, _now(), told, job),
    )
    return ended.rowcount == 1


def _refuse_many(db: sqlite3.Connection, key: str) -> None:
    of_key, of_all = db.execute(
        f"SELECT count(*) FILTER (WHERE key = ?), count(*) FROM job WHERE {_OPEN}", (key,)
    ).fetchone()
    if of_key >= MOST_OF_KEY:
        raise TooMany(
            f"这个密钥已有 {MOST_OF_KEY} 个任务在排队或进行;请等其中一个结束,或先取消(DELETE /v1/jobs/编号)",
            f"{MOST_OF_KEY} jobs of this key wait or run already: wait for one to end, or cancel one (DELETE)",
            code="too_many_jobs",
        )
    if of_all >= MOST:
        raise StoreBusy(
            f"排队的任务已有 {MOST} 个,请稍后再试",
            f"{MOST} jobs wait or run already: try again later",
            code="jobs_full",
        )


def _make_room(db: sqlite3.Connection) -> None:
    """Remove jobs that ended too long ago, the oldest beyond ``KEPT_JOBS``, and results beyond ``KEPT_BYTES``."""
    oldest = (datetime.now(UTC) - KEPT_FOR).isoformat()
    _remove(db, [id for (id,) in db.execute(f"SELECT id FROM job WHERE {_ENDED} AND ended < ?", (oldest,))])
    newest_first = f"SELECT id FROM job WHERE {_ENDED} ORDER BY ended DESC, number DESC LIMIT -1 OFFSET {KEPT_JOBS}"
    _remove(db, [id for (id,) in db.execute(newest_first)])
    so_far = "sum(length(body)) OVER (ORDER BY ended DESC, number DESC)"
    held = f"SELECT job, {so_far} AS so_far FROM result JOIN job ON id = job"
    _remove(db, [id for (id,) in db.execute(f"SELECT job FROM ({held}) WHERE so_far > ?", (KEPT_BYTES,))])


def _remove(db: sqlite3.Connection, jobs: list[str]) -> None:
    for table, column in (("result", "job"), ("job", "id")):
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(job,) for job in jobs])


def _job(row: tuple[Any, ...]) -> Job:
    """A row of ``_COLUMNS``."""
    (
        number,
        id,
        what,
        key,
        role,
        area,
        parameters,
        state,
        cancelling,
        progress,
        created,
        started,
        ended,
        version,
        bad,
    ) = row
    return Job(
        number,
        id,
        what,
        key,
        Role(role),
        area,
        orjson.loads(parameters),
        State(state),
        bool(cancelling),
        None if progress is None else orjson.loads(progress),
        datetime.fromisoformat(created),
        None if started is None else datetime.fromisoformat(started),
        None if ended is None else datetime.fromisoformat(ended),
        version,
        None if bad is None else orjson.loads(bad),
    )


def _packed(value: object) -> bytes:
    return orjson.dumps(value, option=_JSON)


def _now() -> str:
    return datetime.now(UTC).isoformat()
