"""What distances are computed from: origins and venues with their positions, a table of ways, and streets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from graph.analysis.walking.positions import PLACED
from graph.analysis.walking.precision import FINEST_FIRST, PRECISION
from graph.analysis.walking.streets import StreetNetwork
from graph.errors import WrongUsage

TABLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "origin": pl.String,
    "venue": pl.String,
    "metres": pl.Float64,
    "precision": PRECISION,
    "straight": pl.Boolean,
}
"""Of a table of ways: both ends, flat metres, how finely the origin is meant, and whether it is a straight line only.

Left out, a row is of its origin itself (``point``), and of the way.
"""
_LEFT_OUT = {"precision": pl.lit("point"), "straight": pl.lit(False)}


@dataclass(frozen=True, slots=True)
class WalkFacts:
    """Who walks and whither; every venue there is, not only those of the scope.

    ``origins`` and ``venues`` are frames of positions (``PLACED``), ids once each; ``table`` is a frame of ``TABLE``:
    rows of unknown ids and without metres say nothing, a row may name its ends the other way round, and of several
    for one pair the longest counts. ``streets`` None: there is no street network.
    Raises ``WrongUsage`` for a missing column, an id twice, or a length that is none.
    """

    origins: pl.DataFrame
    venues: pl.DataFrame
    table: pl.DataFrame
    streets: StreetNetwork | None = None
    derived: bool = field(default=False, repr=False)
    """Made of facts that were looked at already: a million ids are not counted again."""

    def __post_init__(self) -> None:
        if self.derived:
            return
        for name, schema in (("origins", PLACED), ("venues", PLACED), ("table", TABLE)):
            # frozen for its users; here each frame gets its documented shape once
            given: pl.DataFrame = getattr(self, name)
            if name == "table":
                given = given.with_columns(
                    value.alias(column) for column, value in _LEFT_OUT.items() if column not in given.columns
                )
            object.__setattr__(self, name, _shaped(name, given, schema))
        for name in ("origins", "venues"):
            ids = getattr(self, name)["id"]
            if ids.null_count() or ids.n_unique() < len(ids):
                raise _wrong(name, "id", "不能有空值或重复的编号", "must hold each id once, and no null")
        metres = self.table["metres"]
        if not metres.drop_nulls().is_between(0, float("inf"), closed="left").all():
            raise _wrong("table", "metres", "须是不小于 0 的米数", "must hold metres, at least 0")

    def to(self, venues: Iterable[str]) -> WalkFacts:
        """The same walks to these venues alone."""
        wanted = pl.Series(list(venues), dtype=pl.String).implode()
        return replace(
            self,
            venues=self.venues.filter(pl.col("id").is_in(wanted)),
            table=self.table.filter(pl.any_horizontal(pl.col(end).is_in(wanted) for end in ("venue", "origin"))),
            derived=True,
        )

    def of(self, chosen: pl.Series) -> WalkFacts:
        """The same walks of the origins for which ``chosen`` (Boolean, in their order) holds."""
        return replace(self, origins=self.origins.filter(chosen), derived=True)

    def precise(self, least: str) -> WalkFacts:
        """The same without positions and rows of the table that are coarser than ``least``; itself where none is."""
        rung = FINEST_FIRST.index(least)
        coarse = (pl.col("precision").to_physical() > rung).fill_null(False)
        frames = {name: getattr(self, name) for name in ("origins", "venues", "table")}
        if not any(frame.select(coarse.any()).item() for frame in frames.values()):
            return self
        blank = [pl.when(~coarse).then(pl.col(each)).alias(each) for each in PLACED if each != "id"]
        return replace(
            self,
            origins=self.origins.with_columns(blank),
            venues=self.venues.with_columns(blank),
            table=self.table.filter(~coarse),
            derived=True,
        )


def _shaped(name: str, frame: pl.DataFrame, schema: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    missing = [column for column in schema if column not in frame.columns]
    if missing:
        raise _wrong(name, ", ".join(missing), "缺少这些列,请补上", "is missing: add it")
    return frame.select(pl.col(column).cast(dtype) for column, dtype in schema.items())


def _wrong(frame: str, column: str, zh: str, en: str) -> WrongUsage:
    return WrongUsage(f"{frame} 表 {column} 列:{zh}", f"Frame '{frame}', column '{column}' {en}", code="bad_walk_facts")
