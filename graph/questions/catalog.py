"""The catalogue: every ``.cypher`` file in this folder is a question, and its header says all that others need.

The header is TOML in the leading comment lines. From it come endpoint, command, reference page, row types and tests.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import NotFound
from graph.model.declare import Kind
from graph.model.registry import field_of, node_types, personal_types
from graph.questions.dialect import expand
from graph.questions.question import FAMILIES, OTHERWISE, Column, Parameter, Question

FOLDER = Path(__file__).parent
BUILT_IN = frozenset({"as_of", "whole", "places", "compounds", "scope"})
Role = Literal["public", "planner", "researcher", "steward", "unit"]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Parameter(_Declared):
    kind: Kind = Kind.TEXT
    meaning_zh: str
    meaning_en: str
    required: bool = True
    default: str | int | float | bool | None = None
    place: bool = False
    node: str | None = None


class _Column(_Declared):
    of: str | None = None
    """``Type.field`` of the model, from which type and sensitivity come; else ``kind`` and ``people`` are needed."""
    kind: Kind | None = None
    people: bool | None = None
    title_zh: str
    meaning: str
    roles: tuple[Role, ...] = ()


class _Header(_Declared):
    title_zh: str
    title_en: str
    about: str
    family: str = OTHERWISE
    roles: tuple[Role, ...] = ("planner", "researcher", "steward")
    parameters: dict[str, _Parameter] = {}
    columns: dict[str, _Column]


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name."""
    found = (read_question(path) for path in sorted(FOLDER.glob("*.cypher")))
    return MappingProxyType({question.name: question for question in found})


def families() -> Mapping[str, tuple[Question, ...]]:
    """All questions by their family, in the order in which people are shown them."""
    found = questions().values()
    return MappingProxyType({code: tuple(each for each in found if each.family == code) for code in FAMILIES})


def question_named(name: str) -> Question:
    """One question; NotFound lists the names there are."""
    if name not in questions():
        known = "、".join(questions())
        raise NotFound(f"没有名为 {name} 的问题;现有:{known}", f"no question {name}; there are: {known}")
    return questions()[name]


def read_question(path: Path) -> Question:
    """Read one file; ValueError names the file and what its header or text lacks."""
    lines = path.read_text("utf-8").splitlines()
    length = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
    text = "\n".join(lines[length:]).strip()
    try:
        header = _Header.model_validate(tomllib.loads("\n".join(line[2:].strip() for line in lines[:length])))
        if header.family not in FAMILIES:
            raise ValueError(f"no such family of questions: {header.family}; there are {sorted(FAMILIES)}")
        parameters = {name: Parameter(name, **each.model_dump()) for name, each in header.parameters.items()}
        asked = {each.node for each in parameters.values() if each.node is not None}
        strange = asked - (set(node_types()) - personal_types())
        if strange:
            raise ValueError(f"parameters name node types that there are not, or single persons: {sorted(strange)}")
        if "unit" in header.roles and [each.required for each in parameters.values() if each.node == "Unit"] != [True]:
            raise ValueError("a unit asks of itself: a question for the role unit needs one required unit parameter")
        columns = {name: _column(name, each) for name, each in header.columns.items()}
        cypher = expand(text)
        _check(cypher, parameters, columns)
    except (tomllib.TOMLDecodeError, ValidationError, ValueError, KeyError, StopIteration) as error:
        raise ValueError(f"{path.name}: {error!r}") from error
    return Question(
        name=path.stem,
        title_zh=header.title_zh,
        title_en=header.title_en,
        about=header.about,
        parameters=MappingProxyType(parameters),
        columns=MappingProxyType(columns),
        cypher=cypher,
        roles=frozenset(header.roles),
        family=header.family,
    )


def _column(name: str, declared: _Column) -> Column:
    kind, people = declared.kind, declared.people
    if declared.of is not None:
        field = field_of(*declared.of.split("."))
        kind = kind or field.kind
        people = field.people or bool(people)
    if kind is None or people is None:
        raise ValueError(f"column {name} needs `of`, or both `kind` and `people`")
    return Column(name, kind, declared.title_zh, declared.meaning, people, frozenset(declared.roles))


def _check(cypher: str, parameters: Mapping[str, Parameter], columns: Mapping[str, Column]) -> None:
    """Parameters used are declared and the other way round; the rows come in a fixed order under declared names."""
    # a place parameter comes with all that lies below the place: an event there counts for every place above
    given = {f"{name}_below": name for name, each in parameters.items() if each.place}
    used = {given.get(name, name) for name in re.findall(r"\$(\w+)", cypher)} - BUILT_IN
    if used != set(parameters):
        raise ValueError(f"parameters used {sorted(used)} are not those declared {sorted(parameters)}")
    returned = cypher[cypher.rindex("RETURN ") :]
    if "ORDER BY" not in returned:
        raise ValueError("the last RETURN has no ORDER BY: pages would overlap")
    named = set(re.findall(r"\bAS (\w+)", returned[: returned.rindex("ORDER BY")]))
    if named != set(columns):
        raise ValueError(f"columns returned {sorted(named)} are not those declared {sorted(columns)}")
