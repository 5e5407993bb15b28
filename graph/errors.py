"""One base error; its children are named after what the user can do about them.

    GongjianError
    ├── WrongUsage           the command or request itself is wrong: change it               (exit 2, HTTP 400)
    ├── NotFound             a name, id or load that is not there: look it up                 (exit 2, HTTP 404)
    ├── Refused              the role or a rule by design does not allow it                   (exit 1, HTTP 403)
    ├── RosterProblem        a file cannot be loaded as it is: mend it                        (exit 1, HTTP 422)
    ├── StoreUnavailable     the engine or server does not answer: start or wait              (exit 1, HTTP 503)
    │   ├── LoadInProgress   somebody is loading: ask again in a moment                       (exit 1, HTTP 503)
    │   ├── StoreBusy        another loader holds the lease: wait for it                      (exit 1, HTTP 503)
    │   └── StoreFull        disk or memory is short: make room                               (exit 1, HTTP 507)
    ├── StoreMismatch        folder of a newer version, foreign ledger, wrong engine          (exit 1, HTTP 409)
    ├── StoreError           the store refused a statement of ours: a fault of the program      (exit 1, HTTP 500)
    ├── UnsupportedPlatform  no embedded engine here: use Neo4j by URI                        (exit 1, HTTP 503)
    └── Unfinished           recorded in the ledger, the graph is rolled forward at next use  (exit 4, HTTP 503)

Every message says where and what next, in Chinese and in English, and never holds a cell's value.
"""

from __future__ import annotations


class GongjianError(Exception):
    """Base of every error this project raises on purpose.

    ``zh`` and ``en`` say what happened and what to do next; ``code`` is a stable word for machines.
    """

    code = "error"
    exit_code = 1
    http_status = 500

    def __init__(self, zh: str, en: str, *, code: str | None = None) -> None:
        super().__init__(f"{zh} | {en}")
        self.zh = zh
        self.en = en
        if code is not None:
            self.code = code


class WrongUsage(GongjianError):
    """The command or request itself is wrong."""

    code = "wrong_usage"
    exit_code = 2
    http_status = 400


class NotFound(GongjianError):
    """A question, place, load or format that does not exist here."""

    code = "not_found"
    exit_code = 2
    http_status = 404


class Refused(GongjianError):
    """The reader's role, or a rule by design, does not allow this."""

    code = "refused"
    http_status = 403


class RosterProblem(GongjianError):
    """A roster file cannot be loaded as it is; nothing was recorded."""

    code = "roster_problem"
    http_status = 422


class StoreUnavailable(GongjianError):
    """The engine or server does not answer."""

    code = "store_unavailable"
    http_status = 503


class LoadInProgress(StoreUnavailable):
    """A load is being written; an answer now could mix two states."""

    code = "load_in_progress"


class StoreBusy(StoreUnavailable):
    """Another loader holds the lease."""

    code = "store_busy"


class StoreFull(StoreUnavailable):
    """The disk or the memory of the store is exhausted."""

    code = "store_full"
    http_status = 507


class StoreMismatch(GongjianError):
    """The data folder, the ledger and the graph do not belong together, or are of a newer version."""

    code = "store_mismatch"
    http_status = 409


class StoreError(GongjianError):
    """The store refused a statement of ours (syntax, type, constraint): a fault of the program, not of the user."""

    code = "store_error"


class UnsupportedPlatform(GongjianError):
    """The embedded engine has no build for this platform."""

    code = "unsupported_platform"
    http_status = 503


class Unfinished(GongjianError):
    """The load is recorded in the ledger, but the graph is not finished; it is rolled forward at the next opening."""

    code = "unfinished"
    exit_code = 4
    http_status = 503
