"""What is said of a file that ended the process which read it, by the way it ended."""

from __future__ import annotations

from typing import Final

from graph.errors import RosterProblem
from ingest.read.problems import file_problem

CODES: Final = frozenset(("took_too_long", "reader_died", "too_big", "unforeseen"))
"""Codes of the errors below: each such file may have cost all the time and memory that one may have."""


def took_too_long(name: str) -> RosterProblem:
    """The parent's clock ran out."""
    return file_problem(
        "took_too_long",
        name,
        "读取超时,已中止,没有导入任何内容;请用 WPS 或 Excel 打开后只保留名册、另存为 .xlsx,或拆成几个文件",
        "took too long to read and was stopped, nothing was loaded; open it, keep only the roster and save it as "
        ".xlsx, or split it",
    )


def reader_died(name: str, code: int) -> RosterProblem:
    """The process ended without an answer; ``code`` is its exit code, a signal where negative."""
    return file_problem(
        "reader_died",
        name,
        f"使读取程序中断(代码 {code}),没有导入任何内容;文件可能已损坏或过大:请用 WPS 或 Excel 打开后只保留名册、"
        "另存为 .xlsx,或拆成几个文件",
        f"ended the process that read it (code {code}), nothing was loaded; it may be damaged or too big: open it, "
        "keep only the roster and save it as .xlsx, or split it",
    )


def too_much(name: str, memory: int) -> RosterProblem:
    """It asked for more than ``memory`` bytes."""
    return file_problem(
        "too_big",
        name,
        f"读取所需内存超过 {memory >> 20} MB,没有导入任何内容;请只保留名册本身,或拆成几个文件",
        f"needs more than {memory >> 20} MB of memory, nothing was loaded; keep only the roster, or split it",
    )


def unforeseen(name: str, detail: str) -> RosterProblem:
    """A fault of this program; ``detail`` is the kind and place of the error, never its words."""
    return file_problem(
        "unforeseen",
        name,
        f"里有程序没有料到的内容({detail}),没有导入任何内容;请另存为 .xlsx 再试,并把括号里的话告诉开发者",
        f"holds what this program did not foresee ({detail}), nothing was loaded; save it as .xlsx and try again, and "
        "tell the developers what stands in brackets",
    )
