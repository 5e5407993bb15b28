"""Why a cell cannot be used: one exception for the whole package, with a stable code and two texts."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import GongjianError


class CellProblem(GongjianError):
    """A cell that cannot be read as what its column holds; the row is returned with this reason.

    The texts name the kind of fault and what to write instead. They never hold the cell's value,
    because the value may be personal and the texts reach reports and logs.
    """

    code = "cell_problem"
    http_status = 422

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(zh, en, code=code)


class PlaceholderDate(CellProblem):
    """A date that programs write for "no date" (1900-01-01, 1970-01-01 …): treat the cell as empty, note the text."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Worth telling of a cell that was read all the same: how it was taken, what was found; never the value."""

    code: str
    zh: str
    en: str
