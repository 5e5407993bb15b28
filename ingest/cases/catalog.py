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
from ingest.cases.wording import at, in_two
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
        raise NotFound(
            f"没有名为 {name} 的案例;已发表的有:{known};自己的案例请给出 .toml 文件,载入用 gongjian load 文件.toml",
            f"no case {name}; published ones: {known}; for a case of your own give its .toml file, and load it with "
            "`gongjian load FILE.toml`",
        )
    return cases()[name]


def read_case(path: Path) -> CaseFile:
    """Read and check one case file; raises RosterProblem naming the file and each key that is wrong in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound(f"没有案例文件 {file_name(path)}", f"no case file {file_name(path)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _problem(path, [at("TOML", f"读不懂,须为 UTF-8 的 TOML:{error} | {error}")]) from error
    try:
        case = CaseFile.model_validate(content)
    except ValidationError as error:
        raise _problem(path, _told(error, content)) from None
    wrong = faults(case)
    if case.id != path.stem:
        wrong.append(at("case.id", f"与文件名({path.stem})不同 | not the file's name ({path.stem})"))
    if path.parent.resolve() != FOLDER and _of_another_article(case):
        # in a graph both would be one case
        wrong.append(
            at("case.id", f"{case.id} 已是另一篇文章的案例,请换编号 | {case.id} is the case of another article")
        )
    if wrong:
        raise _problem(path, wrong)
    return case


def _of_another_article(case: CaseFile) -> bool:
    """Whether a published case of another article has its id."""
    published = cases().get(case.id)
    return published is not None and published.source.sha256 != case.source.sha256


_FAULTS: Mapping[str, str] = {
    "string_too_short": "待填 | to be filled",
    "too_short": "至少要有一条 | at least one is needed",
    "missing": "缺这一项 | missing",
    "extra_forbidden": "没有这样的键,可用的键见 docs/reference/case-files.md | no such key",
    "string_type": "应为文字,加引号 | a text is needed, in quotes",
    "int_type": "应为整数 | a whole number is needed",
    "float_type": "应为数字 | a number is needed",
    "bool_type": "应为 true 或 false | true or false is needed",
    "tuple_type": "应写成 [ … ] | a list is needed",
    "string_too_long": "太长 | too long",
    "greater_than_equal": "太小 | too small",
}
"""Words for what an author meets in a file that is not finished; anything else is told as the checker tells it."""
_LISTED = "可填的值和写法见 docs/reference/case-files.md"


def _told(error: ValidationError, content: Mapping[str, object]) -> list[str]:
    """Each wrong key with what is wrong."""
    told, wrong = [], error.errors()
    for each in wrong:
        if each["type"] == "too_short" and any(
            len(other["loc"]) > len(each["loc"]) and other["loc"][0] == each["loc"][0] for other in wrong
        ):
            continue  # entries that are wrong themselves are not missing
        kind = "string_too_short" if each["input"] == "" else each["type"]
        message = each["msg"].removeprefix("Value error, ")
        if kind == "literal_error":
            message = f"只能是 {each['ctx']['expected'].replace(' or ', ', ')} | {message}"
        words = _FAULTS.get(kind) or (message if " | " in message else f"写法不对,{_LISTED} | {message}")
        told.append(at(_place(content, each["loc"]), words))
    return told


def _place(content: object, parts: tuple[int | str, ...]) -> str:
    """Where something stands: entries of a list by their key or id, else by their number from 1."""
    names = []
    for part in parts:
        if isinstance(part, int) and isinstance(content, list):
            content = content[part]
            names.append(str(_key(content) or part + 1))
        else:
            content = content.get(part) if isinstance(content, Mapping) else None
            names.append(str(part))
    return ".".join(names)


def _key(entry: object) -> object:
    return (entry.get("key") or entry.get("id")) if isinstance(entry, Mapping) else None


def _problem(path: Path, wrong: list[str]) -> RosterProblem:
    zh, en = zip(*map(in_two, wrong), strict=True)
    return RosterProblem(
        "\n  ".join((f"案例文件 {file_name(path)} 有 {len(zh)} 处要改:", *zh)),
        f"case file {file_name(path)} is wrong; mend each place listed: {'; '.join(en)}",
        code="case_file",
    )
