"""Cases side by side: which figures can be compared at all, and why most cannot. Nothing is ranked.

A published count is of a place of some level, at some date, of some nature; two of them can be compared only where
these agree. Where they do not, the answer names every obstacle; the figures themselves stay visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

import polars as pl

OBSTACLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "nature": ("性质不同(存量、流量、比率、目标)", "of another nature (stock, flow, ratio, target)"),
        "subject": ("至少一处说的是机构或群体,不是一个地方", "at least one is of a body or a set, not of a place"),
        "level": ("所指地方级别不同", "of places of different levels"),
        "undated": ("至少一处原文未说时点", "at least one source gives no date"),
        "date": ("时点相差超过一年", "more than a year apart"),
        "contested": ("至少一处在原文中口径不一", "at least one is contradicted in its own source"),
    }
)
"""What keeps two figures from being compared, in Chinese and English."""
SHARE: Final = "比率"
"""The unit of shares, which do not hang on the level of the place."""

FIGURES: Final = pl.Schema(
    {
        "observation": pl.String(),
        "case": pl.String(),
        "measure": pl.String(),
        "raw": pl.String(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "unit": pl.String(),
        "of": pl.String(),
        "at": pl.String(),
        "nature": pl.String(),
        "level": pl.String(),
        "conflicts": pl.List(pl.String()),
    }
)
"""Columns that :func:`compare` needs of the published figures; those of the question ``observations``."""
PRACTICES: Final = pl.Schema({"practice": pl.String(), "case": pl.String(), "shown": pl.String()})
"""Columns that it needs of the question ``practices``."""
FACTS: Final = pl.Schema(
    {
        "case": pl.String(),
        "type": pl.String(),
        "passage_count": pl.Int64(),
        "repaired": pl.Boolean(),
        "at": pl.String(),
    }
)
"""Columns that it needs of the question ``case_facts``."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cases side by side; every frame is ordered, none of them ranks."""

    figures: pl.DataFrame
    """Figures of measures that at least two cases print: ``measure``, ``case``, ``raw``, ``low``, ``high``, ``unit``,
    ``of``, ``level``, ``at``, ``nature``, ``cases`` (how many print it), ``comparable`` (with a figure of another)."""
    pairs: pl.DataFrame
    """Each two figures of one measure from two cases: ``measure``, ``first_case``, ``first``, ``second_case``,
    ``second``, ``comparable``, ``obstacles`` (codes of :data:`OBSTACLES`)."""
    practices: pl.DataFrame
    """One row a practice, one column a case: ``named``, ``unnamed`` or ``absent``; ``cases`` counts where it shows."""
    completeness: pl.DataFrame
    """One row a case: ``facts``, ``observations``, ``undated`` ones, ``single_passage`` and ``repaired`` facts,
    ``common_measures`` it prints of all that two cases print (``of_measures``), ``practices`` it shows."""


def compare(figures: pl.DataFrame, practices: pl.DataFrame, facts: pl.DataFrame) -> Comparison:
    """Lay cases side by side.

    ``figures``, ``practices`` and ``facts`` have at least the columns of :data:`FIGURES`, :data:`PRACTICES` and
    :data:`FACTS`; outcomes without a figure are left out. Raises polars' ColumnNotFoundError for a missing column.
    """
    told = figures.select(list(FIGURES)).filter(pl.col("low").is_not_null())
    shared = told.with_columns(cases=pl.col("case").n_unique().over("measure")).filter(pl.col("cases") > 1)
    pairs = _pairs(shared)
    good = pairs.filter(pl.col("comparable"))
    matched = pl.concat([good["first_id"], good["second_id"]])
    common = shared.with_columns(comparable=pl.col("observation").is_in(matched.implode()))
    return Comparison(
        figures=common.sort("measure", "case", "observation").drop("observation", "conflicts"),
        pairs=pairs.drop("first_id", "second_id"),
        practices=_matrix(practices.select(list(PRACTICES))),
        completeness=_completeness(facts.select(list(FACTS)), common, practices),
    )


def obstacles(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[str]:
    """What keeps two figures of one measure from being compared; nothing where they can be."""
    if first["nature"] != second["nature"]:
        yield "nature"
    if first["unit"] != SHARE:
        levels = (first["level"], second["level"])
        if None in levels:
            yield "subject"
        elif levels[0] != levels[1]:
            yield "level"
    dates = (first["at"], second["at"])
    if None in dates:
        yield "undated"
    elif abs(int(dates[0][:4]) - int(dates[1][:4])) > 1:
        yield "date"
    if first["conflicts"] or second["conflicts"]:
        yield "contested"


def _pairs(figures: pl.DataFrame) -> pl.DataFrame:
    rows = []
    ordered = figures.sort("measure", "case", "observation").rows(named=True)
    for first, second in combinations(ordered, 2):
        if first["measure"] != second["measure"] or first["case"] == second["case"]:
            continue
        found = list(obstacles(first, second))
        sides = (first["case"], first["raw"], second["case"], second["raw"])
        rows.append((first["measure"], *sides, not found, found, first["observation"], second["observation"]))
    text = pl.String()
    schema = {"measure": text, "first_case": text, "first": text, "second_case": text, "second": text}
    more = {"comparable": pl.Boolean(), "obstacles": pl.List(text), "first_id": text, "second_id": text}
    return pl.DataFrame(rows, schema={**schema, **more}, orient="row")


def _matrix(practices: pl.DataFrame) -> pl.DataFrame:
    shows = practices.group_by("practice").agg(cases=(pl.col("shown") != "absent").sum().cast(pl.Int64))
    wide = practices.sort("case").pivot("case", index="practice", values="shown")
    return shows.join(wide, on="practice").sort(["cases", "practice"], descending=[True, False])


def _completeness(facts: pl.DataFrame, common: pl.DataFrame, practices: pl.DataFrame) -> pl.DataFrame:
    figure = pl.col("type") == "Observation"
    counted = facts.group_by("case").agg(
        facts=pl.len(),
        observations=figure.sum(),
        undated=(figure & pl.col("at").is_null()).sum(),
        single_passage=(pl.col("passage_count") == 1).sum(),
        repaired=pl.col("repaired").sum(),
    )
    printed = common.group_by("case").agg(common_measures=pl.col("measure").n_unique())
    shown = practices.group_by("case").agg(practices=(pl.col("shown") != "absent").sum())
    whole = counted.join(printed, on="case", how="left").join(shown, on="case", how="left").fill_null(0)
    return whole.with_columns(of_measures=pl.lit(common["measure"].n_unique())).sort("case").cast({pl.UInt32: pl.Int64})
