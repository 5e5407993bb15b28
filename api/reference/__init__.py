"""The reference pages: everything that is declared, written out as Markdown; ``python -m api.reference FOLDER``.

Pure functions of the declarations. The pages in docs/reference are compared with them by a test, so they cannot rot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from api.reference.case_files import case_files_page
from api.reference.cases import case_page, cases_page
from api.reference.formats import formats_page
from api.reference.model import model_page
from api.reference.operation import errors_page, settings_page
from api.reference.questions import questions_page
from api.reference.standards import standards_page
from ingest.cases.catalog import cases

__all__ = [
    "PAGES",
    "case_files_page",
    "case_page",
    "cases_page",
    "errors_page",
    "formats_page",
    "model_page",
    "questions_page",
    "settings_page",
    "standards_page",
    "write",
]

PAGES: Mapping[str, Callable[[], str]] = {
    "model": model_page,
    "questions": questions_page,
    "standards": standards_page,
    "formats": formats_page,
    "settings": settings_page,
    "errors": errors_page,
    "cases": cases_page,
    "case-files": case_files_page,
    **{f"cases/{name}": partial(case_page, name) for name in cases()},
}
"""Pages by their path in the folder, without the ending."""


def write(folder: Path) -> None:
    """Write all pages into a folder."""
    for name, page in PAGES.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(), encoding="utf-8", newline="\n")
