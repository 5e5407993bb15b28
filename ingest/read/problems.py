"""How a file that cannot be read is reported: its name without the folder, the sheet if known, what to do."""

from __future__ import annotations

from graph.errors import RosterProblem
from ingest.read.naming import is_personal


def file_problem(code: str, name: str, zh: str, en: str, sheet: str | None = None) -> RosterProblem:
    """A RosterProblem about one file; ``zh`` and ``en`` continue the sentence after the file's name."""
    if sheet is not None and is_personal(sheet):
        sheet = "…"
    where_zh = f"文件「{name}」" + (f"的工作表「{sheet}」" if sheet else "")
    where_en = f'file "{name}"' + (f', sheet "{sheet}"' if sheet else "")
    return RosterProblem(f"{where_zh}{zh}", f"{where_en}: {en}", code=code)
