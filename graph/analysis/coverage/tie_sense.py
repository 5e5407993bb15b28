"""Tie sense (design §5.1): has a place had a delivered co-building event within the cadence agreed for it?

The cadence is the shortest of its agreements in force, else 365 days, counted back from the date, both ends
included. An event or agreement of a place counts for every place above it and never for one below. An agreement in
force without an event is 签而未动, which is a thing to verify (待核实) and no finding about anybody.

Nothing is called missing that may only be unknown: an event whose days straddle the window, or of which it is not
said whether it was delivered, makes to_check where it alone would decide; so does the lack of a recent roster of
events that holds the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from graph.analysis.coverage.duties import lineage
from graph.analysis.links.layers import layers
from graph.errors import WrongUsage

CADENCE = 365
"""Days within which an event is due where no agreement in force says so."""
STANDINGS = ("kept", "signed_not_acted", "none", "to_check")

TIE_SCHEMAS: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "events": {
        "event": pl.String,
        "type": pl.String,
        "kind": pl.String,
        "earliest": pl.Date,
        "day": pl.Date,  # latest possible day; null: undated
        "delivered": pl.Boolean,  # null: not said
        "place": pl.String,
    },
    "agreements": {
        "agreement": pl.String,
        "place": pl.String,
        "signed_on": pl.Date,
        "ends_on": pl.Date,  # last day; null: none agreed
        "cadence_days": pl.Int64,
    },
    "editions": {"format": pl.String, "scope": pl.String, "day": pl.Date},
    "places": {"id": pl.String, "parent": pl.String},
}


@dataclass(frozen=True)
class TieFacts:
    """Events, agreements and editions of rosters of events of some places; columns as in ``TIE_SCHEMAS``.

    Raises ``WrongUsage`` for a missing column; other columns are left out.
    """

    events: pl.DataFrame
    agreements: pl.DataFrame
    editions: pl.DataFrame
    places: pl.DataFrame
    as_of: date

    def __post_init__(self) -> None:
        for each in fields(self):
            schema = TIE_SCHEMAS.get(each.name)
            if schema is None:
                continue
            given: pl.DataFrame = getattr(self, each.name)
            missing = [column for column in schema if column not in given.columns]
            if missing:
                raise WrongUsage(
                    f"{each.name} 表缺少列:{', '.join(missing)}。请补上这些列(未知填空值)。",
                    f"Frame '{each.name}' lacks the columns {', '.join(missing)}; add them, with nulls where unknown.",
                    code="bad_covering_facts",
                )
            object.__setattr__(self, each.name, given.select(pl.col(c).cast(t) for c, t in schema.items()))


def tie_sense(
    facts: TieFacts,
    places: Iterable[str],
    *,
    layer: str | None = None,
    cadence: int = CADENCE,
    freshness_days: int = 366,
) -> pl.DataFrame:
    """Standing of each of ``places``; ``layer`` asks for events of one of the six layers, default any.

    Columns: ``place``, ``standing`` (of ``STANDINGS``), ``cadence_days``, ``since`` (first day of the window),
    ``events`` (delivered within it), ``last_event`` and ``last_day`` (the last one delivered by the date, also before
    the window), ``agreements`` (ids in force, the shortest cadence first), ``first_due_on`` (day by which the
    earliest of them is to be acted on), ``to_check_because`` (codes). Sorted by place.
    Raises ``WrongUsage`` for a layer that there is not, a cadence below one day, or a negative freshness.
    """
    table = layers()
    rosters = table.rosters(layer)
    if cadence < 1 or freshness_days < 0:
        raise WrongUsage(
            "共建频次至少 1 天,台账有效天数不能为负。", "A cadence is at least a day, freshness not negative."
        )
    wanted = pl.DataFrame({"place": sorted(set(places))}, schema={"place": pl.String})
    below = lineage(facts.places, also=wanted["place"]).rename({"place": "lies_in", "ancestor": "place"})
    below = below.join(wanted, on="place", how="semi")
    due = wanted.join(_in_force(facts, below, cadence), on="place", how="left", maintain_order="left").with_columns(
        pl.col("cadence_days").fill_null(cadence),
        pl.col("agreements").fill_null([]),
    )
    due = due.with_columns((pl.lit(facts.as_of) - pl.duration(days=pl.col("cadence_days"))).alias("since"))
    events = table.with_layer(facts.events)
    if layer is not None:
        events = events.filter(pl.col("layer") == layer)
    found = (
        due.join(_counted(events, due, below, facts.as_of), on="place", how="left", maintain_order="left")
        .join(_listed(facts, wanted, rosters, freshness_days), on="place", how="left", maintain_order="left")
        .with_columns(
            pl.col("events").fill_null(0),
            *(pl.col(flag).fill_null(False) for flag in ("undated", "unsaid", "any_roster", "fresh_roster")),
        )
    )
    return _decided(found)


def _in_force(facts: TieFacts, below: pl.DataFrame, cadence: int) -> pl.DataFrame:
    """Per place its agreements in force, the shortest cadence of them, and when the first is to be acted on."""
    day = pl.lit(facts.as_of)
    agreed = pl.col("cadence_days").fill_null(cadence)
    return (
        facts.agreements.filter(
            (pl.col("signed_on") <= day) & (pl.col("ends_on").is_null() | (pl.col("ends_on") >= day))
        )
        .rename({"place": "lies_in"})
        .join(below, on="lies_in")
        .unique(["place", "agreement"])
        .with_columns((pl.col("signed_on") + pl.duration(days=agreed)).alias("due_on"), agreed.alias("every"))
        .sort("every", "agreement")
        .group_by("place", maintain_order=True)
        .agg(
            pl.col("cadence_days").min(),
            pl.col("agreement").alias("agreements"),
            pl.col("due_on").min().alias("first_due_on"),
        )
    )


def _counted(events: pl.DataFrame, due: pl.DataFrame, below: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Per place what was delivered within its window, what may have been, and the last delivered by the date."""
    day = pl.lit(as_of)
    begun = pl.coalesce("earliest", "day")
    within = (begun >= pl.col("since")) & (pl.col("day") <= day)
    # an event without any day may have been at any time
    possible = pl.col("day").is_null() | ((pl.col("day") >= pl.col("since")) & (begun <= day))
    sure = pl.col("delivered").fill_null(False)
    denied = ~pl.col("delivered").fill_null(True)
    delivered = pl.col("event").filter(sure & (pl.col("day") <= day))
    return (
        events.rename({"place": "lies_in"})
        .join(below, on="lies_in")
        .unique(["place", "event"])
        .join(due.select("place", "since"), on="place")
        .sort("day", "event", nulls_last=False)
        .group_by("place", maintain_order=True)
        .agg(
            (sure & within).fill_null(False).sum().cast(pl.Int64).alias("events"),
            (sure & possible & ~within.fill_null(False)).any().alias("undated"),
            (~sure & ~denied & possible).any().alias("unsaid"),
            delivered.last().alias("last_event"),
            pl.col("day").filter(sure & (pl.col("day") <= day)).last().alias("last_day"),
        )
    )


def _listed(facts: TieFacts, wanted: pl.DataFrame, rosters: frozenset[str], freshness_days: int) -> pl.DataFrame:
    """Per place whether any roster of such events holds it, and whether one is recent enough."""
    age = (pl.lit(facts.as_of) - pl.col("day")).dt.total_days()
    scopes = (
        facts.editions.filter(pl.col("format").is_in(sorted(rosters)) & (age >= 0))
        .group_by("scope")
        .agg((age <= freshness_days).any().alias("fresh"))
        .drop_nulls("scope")
    )
    above = lineage(facts.places, also=wanted["place"]).join(wanted, on="place", how="semi")
    return (
        above.join(scopes, left_on="ancestor", right_on="scope")
        .group_by("place")
        .agg(pl.lit(True).first().alias("any_roster"), pl.col("fresh").any().alias("fresh_roster"))
    )


TIE_OPEN: dict[str, tuple[str, str]] = {
    "event_date_uncertain": ("有事项的日期不确定", "an event has no certain date"),
    "delivered_unknown": ("有事项未写明是否开展", "of an event it is not said whether it was delivered"),
    "no_event_roster": ("没有导入本地的共建事项台账", "no roster of events of this area was loaded"),
    "event_roster_too_old": ("共建事项台账已过期", "the roster of events is too old"),
}
"""What has to be found out before the tie sense is certain, the cheapest to settle first."""


def _decided(found: pl.DataFrame) -> pl.DataFrame:
    flags = {
        "event_date_uncertain": pl.col("undated"),
        "delivered_unknown": pl.col("unsaid"),
        "no_event_roster": ~pl.col("any_roster"),
        "event_roster_too_old": pl.col("any_roster") & ~pl.col("fresh_roster"),
    }
    kept = pl.col("events") > 0
    codes = pl.concat_list(
        pl.when(flags[code] & ~kept).then(pl.lit([code])).otherwise(pl.lit([], pl.List(pl.String))) for code in TIE_OPEN
    )
    standing = (
        pl.when(kept)
        .then(pl.lit("kept"))
        .when(codes.list.len() > 0)
        .then(pl.lit("to_check"))
        .when(pl.col("agreements").list.len() > 0)
        .then(pl.lit("signed_not_acted"))
        .otherwise(pl.lit("none"))
    )
    return found.select(
        "place",
        standing.alias("standing"),
        "cadence_days",
        "since",
        "events",
        "last_event",
        "last_day",
        "agreements",
        "first_due_on",
        codes.alias("to_check_because"),
    )
