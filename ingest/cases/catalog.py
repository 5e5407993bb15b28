"""All cases, found by walking this folder: a sixth one is a new ``<case>.toml`` and no entry elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from graph.errors import NotFound, RosterProblem
from ingest.cases.declare import CaseFile
from ingest.cases.faults import faults
from ingest.read.naming import file_name

FOLDER = Path(__file__).parent


@cache
def cases() -> Mapping[str, CaseFile]:
    """Cases by id, in order of id."""
    found = (read_case(path) for path in sorted(FOLDER.glob("*.toml")))
    return MappingProxyType({case.id: case for case in found})


def case_named(name: str) -> CaseFile:
    """One case; NotFound lists those there are."""
    if name not in cases():
        known = "、".join(f"{case.id}({case.case.title_zh})" for case in cases().values())
        raise NotFound(f"没有名为 {name} 的案例;现有:{known}", f"no case {name}; there are: {known}")
    return cases()[name]


def read_case(path: Path) -> CaseFile:
    """Read and check one case file; raises RosterProblem naming the file and each key that is wrong in it."""
    try:
        case = CaseFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise NotFound(f"没有案例文件 {file_name(path)}", f"no case file {file_name(path)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _problem(path, [str(error)]) from error
    except ValidationError as error:
        raise _problem(path, [_told(each["loc"], each["msg"]) for each in error.errors()]) from None
    wrong = faults(case)
    if case.id != path.stem:
        wrong.append(f"case.id: not the file's name ({path.stem})")
    if wrong:
        raise _problem(path, wrong)
    return case


def _told(where: tuple[int | str, ...], what: str) -> str:
    return f"{'.'.join(str(part) for part in where)}: {what}"


def _problem(path: Path, wrong: list[str]) -> RosterProblem:
    listed = "; ".join(wrong)
    return RosterProblem(
        f"案例文件 {file_name(path)} 有误,请按所列各处改正:{listed}",
        f"case file {file_name(path)} is wrong; mend each place listed: {listed}",
        code="case_file",
    )
