"""What has to be found out before a mode is certain: codes with words, and where each arises."""

from __future__ import annotations

import polars as pl

from graph.analysis.coverage.duties import ROSTER_NONE, ROSTER_OLD
from graph.analysis.coverage.modes import TERRITORIAL

OPEN_QUESTIONS: dict[str, tuple[str, str]] = {
    "place_unknown": ("所属社区未登记", "the community it belongs to is not recorded"),
    "no_complete_roster": ("没有覆盖本辖区的完整组织名册", "no complete organisation roster holds it"),
    "roster_too_old": ("完整组织名册已过期", "the complete organisation roster is too old"),
    "date_uncertain": ("有关记录的起止时间不确定", "a fact that matters is date uncertain"),
    "operating_state_unknown": ("经营状态未登记", "the operating state is not recorded"),
    "use_unknown": ("楼宇用途未登记", "the use of the building is not recorded"),
    "no_tenant_data": ("入驻单位未摸排", "no tenants are recorded"),
    "staff_unknown": ("入驻单位人数不全", "the tenants' staff is not known"),
    "tenants_to_check": ("入驻单位自身待摸排", "tenants are themselves to be checked"),
}
"""In the order in which they are worth asking: the first is the cheapest to settle and settles most."""

_CODES = tuple(OPEN_QUESTIONS)


def because(rows: pl.DataFrame, *, is_unit: bool) -> pl.Series:
    """``to_check_because`` of rows with their evidence: the codes that keep lower and upper apart, in order.

    Empty where nothing is open. Rows need ``undecided``, the ranks and, for buildings, the tenants' columns.
    """
    conditions = _unit_conditions() if is_unit else _building_conditions()
    bits = (
        pl.when(condition.fill_null(False)).then(1 << _CODES.index(code)).otherwise(0).cast(pl.UInt16)
        for code, condition in conditions.items()
    )
    # One small number per row, then one look-up: a list per row would be built a million times.
    masks = rows.select(pl.when("undecided").then(pl.sum_horizontal(*bits)).otherwise(0).cast(pl.UInt16).alias("mask"))
    distinct = masks["mask"].unique().sort()
    words = pl.DataFrame(
        {
            "mask": distinct,
            "to_check_because": [
                [code for bit, code in enumerate(_CODES) if mask >> bit & 1] for mask in distinct.to_list()
            ],
        },
        schema={"mask": pl.UInt16, "to_check_because": pl.List(pl.String)},
    )
    return masks.join(words, on="mask", how="left", maintain_order="left")["to_check_because"]


def _roster_conditions(unproven: pl.Expr, located: pl.Expr) -> dict[str, pl.Expr]:
    return {
        "place_unknown": unproven & ~located,
        "no_complete_roster": unproven & located & (pl.col("roster") == ROSTER_NONE),
        "roster_too_old": unproven & (pl.col("roster") == ROSTER_OLD),
    }


def _unit_conditions() -> dict[str, pl.Expr]:
    possible = pl.max_horizontal(
        "named_possible", *(pl.col(f"{by}_possible").clip(0, 1) for by in ("grid", "blanket", "host"))
    )
    return {
        **_roster_conditions(pl.col("lower") < TERRITORIAL, pl.col("place").is_not_null()),
        "date_uncertain": (pl.col("liveness") != "live") | (possible > pl.col("lower")),
        "operating_state_unknown": pl.col("activity") == "unknown",
    }


def _building_conditions() -> dict[str, pl.Expr]:
    use = pl.col("use")
    for_housing = use.is_null() | use.is_in(["residential", "mixed"])
    for_business = use.is_null() | (use != "residential")
    unproven = (for_housing & (pl.col("housing_lower") < TERRITORIAL)) | (
        for_business & (pl.col("business_lower") < TERRITORIAL)
    )
    housing = pl.max_horizontal("named_possible", "estate_possible", "grid_possible", "blanket_possible")
    business = pl.max_horizontal("named_possible", pl.col("grid_possible").clip(0, 1), "blanket_possible")
    unsure = (for_housing & (housing > pl.col("housing_lower"))) | (
        for_business & (business > pl.col("business_lower"))
    )
    tenants = for_business & pl.col("has_tenants") & (pl.col("tenant_lower") != pl.col("tenant_upper"))
    unclear = tenants | pl.col("maybe_vacant")
    return {
        **_roster_conditions(unproven, pl.col("place").is_not_null() | pl.col("compound").is_not_null()),
        "date_uncertain": (pl.col("liveness") != "live") | unsure | (unclear & ~pl.col("tenants_dated")),
        "operating_state_unknown": unclear & ~pl.col("tenants_operating"),
        "use_unknown": use.is_null(),
        "no_tenant_data": for_business & ~pl.col("has_tenants"),
        "staff_unknown": tenants & ~pl.col("staff_known"),
        "tenants_to_check": tenants & ~pl.col("tenants_decided"),
    }
