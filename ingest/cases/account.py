"""A published case as tables that people read: facts, time line, contradictions, ratios, gaps, practices, passages.

The public seam of cases, the same for commands, API and reference pages::

    from ingest.cases.account import ACCOUNTS, overview
    from ingest.cases.catalog import case_named

    case = case_named("beishan")
    ACCOUNTS["timeline"].rows(case)  # list of rows, one value for each of ACCOUNTS["timeline"].columns
    ACCOUNTS["facts"].frame(case)  # the same as a polars.DataFrame

All are pure functions of the case file: they need no graph and no article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.model.declare import Kind
from ingest.cases.columns import (
    CONTRADICTIONS,
    FACTS,
    GAPS,
    OVERVIEW,
    PASSAGES,
    PASSED_OVER,
    PRACTICES,
    RATIOS,
    TIMELINE,
    Column,
)
from ingest.cases.completeness import overview, passed_over
from ingest.cases.fact_rows import Row, contradictions, facts, gaps, passages, practices, ratios
from ingest.cases.timeline import timeline, undated

if TYPE_CHECKING:
    import polars as pl

    from ingest.cases.declare import CaseFile

__all__ = ["ACCOUNTS", "OVERVIEW", "Account", "Column", "Row", "overview", "undated"]


@dataclass(frozen=True, slots=True)
class Account:
    """One table that every case has."""

    name: str
    title_zh: str
    title_en: str
    columns: tuple[Column, ...]
    rows: Callable[[CaseFile], list[Row]]

    def frame(self, case: CaseFile) -> pl.DataFrame:
        """The rows as a frame with the declared columns, also where there are none."""
        import polars as pl

        kinds: Mapping[Kind, pl.DataType | type[pl.DataType]] = {
            Kind.TEXT: pl.String,
            Kind.INTEGER: pl.Int64,
            Kind.NUMBER: pl.Float64,
            Kind.BOOLEAN: pl.Boolean,
            Kind.DAY: pl.Date,
            Kind.TEXTS: pl.List(pl.String),
        }
        return pl.DataFrame(self.rows(case), schema={each.name: kinds[each.kind] for each in self.columns})


ACCOUNTS: Mapping[str, Account] = MappingProxyType(
    {
        each.name: each
        for each in (
            Account("facts", "事实", "facts", FACTS, facts),
            Account("timeline", "时间线", "time line", TIMELINE, timeline),
            Account("contradictions", "前后不一的数字", "contradictions", CONTRADICTIONS, contradictions),
            Account("ratios", "比值", "ratios", RATIOS, ratios),
            Account("gaps", "原文未载与不记录的", "gaps", GAPS, gaps),
            Account("practices", "做法", "practices", PRACTICES, practices),
            Account("passages", "段落", "passages", PASSAGES, passages),
            Account("passed_over", "不作为事实的文字", "text passed over", PASSED_OVER, passed_over),
        )
    }
)
"""The tables by name, in the order in which a reader wants them."""
