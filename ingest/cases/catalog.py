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
        raise _problem(path, *_told(error)) from None
    wrong = faults(case)
    if case.id != path.stem:
        wrong.append(f"case.id: not the file's name ({path.stem})")
    if wrong:
        raise _problem(path, wrong)
    return case


_FAULTS: Mapping[str, tuple[str, str]] = {
    "string_too_short": ("待填", "to be filled"),
    "too_short": ("至少要有一条", "at least one is needed"),
    "missing": ("缺这一项", "missing"),
    "extra_forbidden": ("没有这样的键", "no such key"),
}
"""Words for what an author meets in a file that is not finished; anything else is told as the checker tells it."""


def _told(error: ValidationError) -> tuple[list[str], list[str]]:
    """Each wrong key with what is wrong, in Chinese and in English."""
    zh, en = [], []
    for each in error.errors():
        kind = "string_too_short" if each["input"] == "" else each["type"]
        words = _FAULTS.get(kind, (each["msg"], each["msg"]))
        where = ".".join(str(part) for part in each["loc"])
        zh.append(f"{where}: {words[0]}")
        en.append(f"{where}: {words[1]}")
    return zh, en


def _problem(path: Path, wrong: list[str], wrong_en: list[str] | None = None) -> RosterProblem:
    return RosterProblem(
        f"案例文件 {file_name(path)} 有误,请按所列各处改正:{'; '.join(wrong)}",
        f"case file {file_name(path)} is wrong; mend each place listed: {'; '.join(wrong_en or wrong)}",
        code="case_file",
    )
