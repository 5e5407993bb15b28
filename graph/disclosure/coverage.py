"""What of a coverage answer a role may see: the public reads aggregates by community, never a list of gaps."""

from __future__ import annotations

import polars as pl

from graph.disclosure.roles import Role
from graph.errors import Refused

LISTS = frozenset({Role.PLANNER, Role.RESEARCHER, Role.STEWARD})
"""Roles that may see single buildings and units with their modes."""


def refuse_lists(role: Role) -> None:
    """Raise Refused where the role may not see which building or unit lacks an organisation."""
    if role not in LISTS:
        raise Refused(
            f"角色 {role.value} 只能看到按社区汇总的覆盖率,看不到具体楼栋和单位的名单",
            f"the role {role.value} sees coverage by community only, never which building or unit lacks it",
        )


SMALLEST = 10
"""Units or buildings of one community below which the public reads no figure: one society in a community is a name."""


def released_rates(rates: pl.DataFrame, role: Role) -> pl.DataFrame:
    """Rates as a role may read them: for the public those of small denominators are withheld (null).

    Where one community alone would be withheld, the next smallest goes too: it would follow from the total.
    """
    if role in LISTS:
        return rates
    parts = rates.filter(~pl.col("is_total"))
    totals = rates.filter(pl.col("is_total") & (pl.col("all") < SMALLEST))
    keys = ["is_total", "rate", "denominator", "area"]
    hidden = pl.concat([_hidden(parts, ["rate", "denominator"], "all").select(keys), totals.select(keys)])
    return _withheld(rates, hidden, keys, ["all", "covered", "to_check", "state_unknown", "low", "high"])


def _hidden(areas: pl.DataFrame, within: list[str], size: str) -> pl.DataFrame:
    """The areas to withhold within each group: the small ones, and one more where a small one would stand alone."""
    ranked = areas.sort(size, "area").with_columns(
        pl.int_range(pl.len()).over(within).alias("rank"), (pl.col(size) < SMALLEST).sum().over(within).alias("small")
    )
    return ranked.filter((pl.col(size) < SMALLEST) | ((pl.col("small") == 1) & (pl.col("rank") == 1)))


def _withheld(frame: pl.DataFrame, hidden: pl.DataFrame, keys: list[str], figures: list[str]) -> pl.DataFrame:
    marked = frame.join(
        hidden.select(keys).with_columns(pl.lit(True).alias("hidden")),
        on=keys,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    kept = pl.col("hidden").is_null()
    return marked.with_columns(pl.when(kept).then(pl.col(name)).alias(name) for name in figures).drop("hidden")
