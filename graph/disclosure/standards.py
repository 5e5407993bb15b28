"""What of standards a role may see: verdicts that rest on numbers of people are for stewards alone.

A verdict on a unit tells on which side of a threshold its members are, and so do the counts of verdicts of a small
scope, or of two scopes or dates that differ by one unit. Released figures of people exist beside this; here nothing is
told but to stewards.
"""

from __future__ import annotations

import polars as pl

from graph.analysis.standards import Rule
from graph.disclosure.roles import Role
from graph.errors import Refused
from graph.questions.catalog import question_named

WITHHELD = (
    "按人数检核的标准只给数据管理员看(--role steward):是否达标会说出人数",
    "standards of numbers of people are for stewards (--role steward): a verdict would tell the numbers",
)


def people_columns(rule: Rule) -> list[str]:
    """The columns that a verdict rests on and that are derived from people; none of a rule that is not checkable."""
    if rule.evidence is None:
        return []
    columns = question_named(rule.evidence.question).columns
    return sorted(name for name in rule.columns if columns[name].restricted)


def withheld(rule: Rule, role: Role) -> bool:
    """Whether the role reads no verdict of the rule."""
    return bool(people_columns(rule)) and role is not Role.STEWARD


def refuse_people(rule: Rule, role: Role) -> None:
    """Raise Refused where the role reads no verdict of the rule."""
    if withheld(rule, role):
        raise Refused(*WITHHELD, code="standard_withheld")


def without_figures(rule: Rule, verdicts: pl.DataFrame) -> pl.DataFrame:
    """Verdicts without the value where its column is nobody's, such as members: of single bodies bands alone leave."""
    if rule.evidence is None or rule.requires is None:
        return verdicts
    column = question_named(rule.evidence.question).columns[rule.requires.value]
    if not column.restricted or column.roles:
        return verdicts
    return verdicts.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("value", "value_high", "shortfall"))
