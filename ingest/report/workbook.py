"""A workbook to write to: texts stay texts, and a place that cannot be written is an OSError like any other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def new_workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Write a new workbook to ``path``, readable by its owner only; raises OSError where that is not possible."""
    try:
        with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
            yield workbook
    except FileCreateError as error:
        cause = error.args[0]
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    path.chmod(0o600)
