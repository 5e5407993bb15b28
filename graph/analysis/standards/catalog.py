"""The rules: every ``.toml`` of the folder ``rules`` is one, and its name is the rule's id."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from graph.analysis.standards.rule import Rule
from graph.errors import NotFound

FOLDER = Path(__file__).with_name("rules")
_Text = Annotated[str, Field(min_length=1)]


class KnownField(BaseModel):
    """What a column of the evidence is called, and what to do where it is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: _Text
    en: _Text
    remedy_zh: _Text
    remedy_en: _Text


_FIELDS = TypeAdapter(dict[str, KnownField])


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id."""
    return MappingProxyType({path.stem: read_rule(path) for path in sorted(FOLDER.glob("*.toml"))})


def rule_named(name: str) -> Rule:
    """One rule; NotFound says where they are listed."""
    if name not in rules():
        raise NotFound(
            f"没有标准 {name};用 gongjian standards 查看全部标准",
            f"there is no standard {name}: `gongjian standards` lists all",
        )
    return rules()[name]


def rule_of_fact(case: str, key: str) -> Rule | None:
    """The rule that stands in a fact of a case; None where there is none, as of cases of one's own."""
    return next((rule for rule in rules().values() if rule.source.case == case and key in rule.source.facts), None)


def read_rule(path: Path) -> Rule:
    """Read one file; ValueError names the file and what is wrong in it."""
    try:
        return Rule.model_validate({"id": path.stem, **tomllib.loads(path.read_text("utf-8"))})
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@cache
def fields() -> Mapping[str, KnownField]:
    """Words for the columns that rules compare, and for what else can leave a verdict open."""
    text = Path(__file__).with_name("fields.toml").read_text("utf-8")
    return MappingProxyType(_FIELDS.validate_python(tomllib.loads(text)))
