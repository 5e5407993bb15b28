"""Which case a command is about: one of the published ones by its id, or a file of somebody's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ingest.cases.declare import CaseFile

CaseName = Annotated[
    str,
    typer.Argument(
        metavar="CASE", help="案例编号(见 gongjian cases list),或案例文件 .toml | id of a case, or a case file"
    ),
]


def chosen(name: str) -> tuple[CaseFile, Path | None]:
    """The case of an id, or of a file with the folder that it lies in."""
    from ingest.cases.catalog import case_named, read_case

    if not name.endswith(".toml"):
        return case_named(name), None
    path = Path(name)
    return read_case(path), path.parent
