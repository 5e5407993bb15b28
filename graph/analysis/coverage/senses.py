"""The three senses side by side: is it reached by an organisation, by a venue on foot, by a co-building event?

Each building and unit has three answers of yes, no and to_check, and so one of 27 patterns, written such as
«组织✓ 地点✗ 共建待核». Vacant buildings and units out of operation are asked nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from graph.analysis.coverage.coverage import Coverage
from graph.analysis.coverage.gaps import asked
from graph.analysis.coverage.modes import rank_of
from graph.errors import WrongUsage

SENSE_TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"organisation": ("组织", "organisation"), "place": ("地点", "place"), "tie": ("共建", "tie")}
)
"""The three senses in their order, with their words."""
BITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"yes": ("✓", "是"), "no": ("✗", "否"), "to_check": ("待核", "待核实")}
)
"""What a sense may answer: code, mark in a pattern, word."""
SENSE_COLUMNS = tuple(f"{sense}_sense" for sense in SENSE_TITLES)
_FROM_PLACE = {"within": "yes", "beyond": "no", "to_check": "to_check"}
_FROM_TIE = {"kept": "yes", "none": "no", "signed_not_acted": "no", "to_check": "to_check"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A filter: the answer wanted in each sense; None for any."""

    organisation: str | None = None
    place: str | None = None
    tie: str | None = None

    def __post_init__(self) -> None:
        for sense in SENSE_TITLES:
            if getattr(self, sense) not in (None, *BITS):
                raise _not_a_pattern()

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """A pattern as it is shown («组织✓ 地点✗»), or as words (``organisation=yes place=no``, ``组织=是``).

        What is not named may be anything. Raises ``WrongUsage`` for any other text, or a sense named twice.
        """
        found: dict[str, str | None] = {}
        for part in re.split(r"[\s,,;;、]+", text.strip()):
            matched = _PART.fullmatch(part)
            if matched is None or _SENSES[matched[1]] in found:
                raise _not_a_pattern()
            found[_SENSES[matched[1]]] = _ANSWERS[matched[2]]
        return cls(**found)

    def keeps(self) -> pl.Expr:
        """Whether a row with ``SENSE_COLUMNS`` fits."""
        wanted = {f"{sense}_sense": getattr(self, sense) for sense in SENSE_TITLES}
        return pl.all_horizontal(
            pl.lit(True), *(pl.col(column) == bit for column, bit in wanted.items() if bit is not None)
        )


_SENSES = {word: sense for sense, (zh, _) in SENSE_TITLES.items() for word in (sense, zh)}
_ANSWERS: dict[str, str | None] = {
    **{word: bit for bit, words in BITS.items() for word in (bit, *words)},
    "any": None,
    "任意": None,
}
_PART = re.compile(
    "({})[=::]?({})".format("|".join(_SENSES), "|".join(sorted(map(re.escape, _ANSWERS), key=len, reverse=True)))
)


def _not_a_pattern() -> WrongUsage:
    return WrongUsage(
        "三重覆盖的筛选写作 组织✗ 地点✓ 共建待核(每项可为 ✓、✗、待核,不写的不限)",
        "a pattern is written organisation=no place=yes tie=to_check (yes, no, to_check; what is left out is any)",
    )


def building_senses(
    coverage: Coverage, access: pl.DataFrame, ties: pl.DataFrame, at_least: str | None = None
) -> pl.DataFrame:
    """Every building that is asked to be covered, with its three senses.

    ``access`` is the frame of the place sense (``PlaceSense.buildings``), ``ties`` that of the tie sense. The
    organisation sense holds at ``at_least``, else at the default of its use. Columns: id, name, use, place,
    place_name, households, mode, asked, ``organisation_sense``, ``place_sense``, ``elders_sense`` (the place sense at
    the pace of elders), ``tie_sense``, those of the way to its venue, ``community`` (whose events count for it),
    ``tie_standing``, last_event, last_day, ``pattern``. Sorted by id.
    Raises ``WrongUsage`` for a mode that cannot be asked for.
    """
    rows = coverage.buildings.filter(pl.col("mode") != "vacant").with_columns(
        asked("buildings", at_least).alias("asked")
    )
    reached = rows.join(community_of(coverage), on="id", how="left", maintain_order="left").join(
        _worded(access).select("id", "standing", "standing_elders", *_ACCESS),
        on="id",
        how="left",
        maintain_order="left",
    )
    tied = _with_tie(reached.rename({"standing": "access"}), ties)
    return (
        tied.select(
            "id",
            "name",
            "use",
            "place",
            "place_name",
            "households",
            "mode",
            "asked",
            organisation_bit(pl.col("asked")).alias("organisation_sense"),
            _bit("access", _FROM_PLACE).alias("place_sense"),
            _bit("standing_elders", _FROM_PLACE).alias("elders_sense"),
            _bit("tie_standing", _FROM_TIE).alias("tie_sense"),
            *_ACCESS,
            *_TIE,
        )
        .with_columns(_pattern())
        .sort("id")
    )


_ACCESS = (
    *("metres", "minutes", "minutes_elders", "venue", "venue_name", "possible_venue"),
    *("method", "precision", "why"),
)
_TIE = ("community", "tie_standing", "last_event", "last_day")


def unit_senses(
    coverage: Coverage, buildings: pl.DataFrame, ties: pl.DataFrame, at_least: str | None = None
) -> pl.DataFrame:
    """Every unit that is, or may be, operating, with its three senses.

    ``buildings`` is the frame of the place sense: a unit is within reach where one of the
    buildings that it surely has premises in is, beyond it where all of them are, else to_check. Its tie is that of
    its community. Columns: id, name, kind, place, place_name, mode, asked, the senses, ``pattern`` and the tie's.
    """
    rows = coverage.units.filter(pl.col("activity") != "not_operating").with_columns(
        asked("units", at_least).alias("asked")
    )
    # bounds of "some building is within": the best that is certain, and the best that nothing excludes
    grade = {"beyond": 0, "to_check": 1, "within": 2}
    premises = (
        coverage.facts.tenancies.join(rows.select(pl.col("id").alias("unit")), on="unit")
        .join(
            buildings.select(pl.col("id").alias("building"), "standing", "standing_elders"), on="building", how="left"
        )
        .with_columns(
            pl.when((pl.col("liveness") != "live") & (pl.col(name) == "within"))
            .then(pl.lit("to_check"))
            .otherwise(pl.col(name).fill_null("to_check"))
            .replace_strict(grade, return_dtype=pl.Int8)
            .alias(name)
            for name in ("standing", "standing_elders")
        )
        .group_by(pl.col("unit").alias("id"))
        .agg(pl.col("standing").max(), pl.col("standing_elders").max())
    )
    back = {value: name for name, value in grade.items()}
    located = rows.join(premises, on="id", how="left", maintain_order="left").with_columns(
        pl.col(name).replace_strict(back, default="to_check", return_dtype=pl.String)
        for name in ("standing", "standing_elders")
    )
    tied = _with_tie(located.rename({"standing": "access"}).with_columns(pl.col("place").alias("community")), ties)
    return (
        tied.select(
            "id",
            "name",
            "kind",
            "place",
            "place_name",
            "mode",
            "asked",
            organisation_bit(pl.col("asked")).alias("organisation_sense"),
            _bit("access", _FROM_PLACE).alias("place_sense"),
            _bit("standing_elders", _FROM_PLACE).alias("elders_sense"),
            _bit("tie_standing", _FROM_TIE).alias("tie_sense"),
            *_TIE,
        )
        .with_columns(_pattern())
        .sort("id")
    )


def community_of(coverage: Coverage) -> pl.DataFrame:
    """Per building ``id`` the ``community`` whose events count for it: its own, else that of its compound."""
    places = coverage.facts.places.select("id", "parent").unique("id")
    return coverage.facts.buildings.join(places, left_on="compound", right_on="id", how="left").select(
        "id", pl.coalesce("place", "parent").alias("community")
    )


def _worded(access: pl.DataFrame) -> pl.DataFrame:
    """Codes as texts, as all columns of senses are."""
    return access.with_columns(pl.col(pl.Enum).cast(pl.String))


def _with_tie(rows: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    kept = ties.select(pl.col("place").alias("community"), pl.col("standing").alias("tie_standing"), *_TIE[2:])
    return rows.join(kept, on="community", how="left", maintain_order="left").with_columns(
        pl.col("tie_standing").fill_null("to_check")
    )


def _bit(column: str, words: Mapping[str, str]) -> pl.Expr:
    """The answer of a standing; what has none is to be checked."""
    return pl.col(column).replace_strict(words, default="to_check", return_dtype=pl.String).fill_null("to_check")


def organisation_bit(wanted: pl.Expr) -> pl.Expr:
    """The organisation sense of rows with lower_mode and upper_mode, where the mode ``wanted`` is asked of them."""
    rank = rank_of(wanted)
    return (
        pl.when(rank_of(pl.col("lower_mode")) >= rank)
        .then(pl.lit("yes"))
        .when(rank_of(pl.col("upper_mode")) < rank)
        .then(pl.lit("no"))
        .otherwise(pl.lit("to_check"))
    )


def _pattern() -> pl.Expr:
    marks = {bit: mark for bit, (mark, _) in BITS.items()}
    parts = (
        pl.lit(zh) + pl.col(f"{sense}_sense").replace_strict(marks, return_dtype=pl.String)
        for sense, (zh, _) in SENSE_TITLES.items()
    )
    return pl.concat_str(list(parts), separator=" ").alias("pattern")
