"""The modes of organisation coverage: one table of code, rank and words; and the two senses of a rate.

A mode is carried as its rank, a small integer, so that "better" is "greater" and bounds are two integers.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Mode:
    """One mode: ``rank`` is higher for the better; None where the mode says that no rank is known or due."""

    code: str
    rank: int | None
    zh: str
    en: str


MODES: tuple[Mode, ...] = (
    Mode("own", 6, "单独组建", "organisation of its own"),
    Mode("joint", 5, "联合组建", "joint organisation"),
    Mode("dependent", 4, "依托组建", "organisation of a park, market or association it depends on"),
    Mode("liaison", 3, "选派指导员", "party-building instructor sent"),
    Mode("territorial", 2, "属地兜底", "territorial duty, named and with somebody responsible"),
    Mode("nominal", 1, "名义覆盖(未落实到人)", "covered in name only: nobody named as responsible"),
    Mode("blank", 0, "空白点", "not covered"),
    Mode("to_check", None, "待摸排", "to be checked: what is recorded does not decide it"),
    Mode("vacant", None, "空置", "vacant: no tenants, no residents"),
)

RANKS: dict[str, int] = {mode.code: mode.rank for mode in MODES if mode.rank is not None}

BLANK, NOMINAL, TERRITORIAL = RANKS["blank"], RANKS["nominal"], RANKS["territorial"]
BEST = RANKS["own"]

# The position in the Enum is the rank, so a rank becomes its code without a look-up.
MODE = pl.Enum([*sorted(RANKS, key=RANKS.__getitem__), "to_check", "vacant"])

COVERING_MODES: tuple[str, ...] = ("own", "joint", "dependent", "liaison", "territorial", "nominal")
"""What a covering fact may state; ``blank``, ``to_check`` and ``vacant`` are findings, never facts."""

NAMED_MODES: tuple[str, ...] = ("liaison", "territorial")
"""Modes that count only where a row names the unit or building and who is responsible."""


@dataclass(frozen=True, slots=True)
class Sense:
    """A rate's sense: every mode of ``at_least`` or better counts as covered."""

    code: str
    at_least: str
    zh: str
    en: str

    @property
    def rank(self) -> int:
        """Rank of the least mode that counts."""
        return RANKS[self.at_least]


SENSES: tuple[Sense, ...] = (
    Sense("organisation", "dependent", "组织覆盖率", "rate of organisation coverage"),
    Sense("work", "territorial", "工作覆盖率", "rate of work coverage"),
)


def rank_of(mode: pl.Expr) -> pl.Expr:
    """Rank (Int8) of an expression of mode codes; null where the code carries no rank."""
    return mode.cast(pl.String).replace_strict(RANKS, default=None, return_dtype=pl.Int8)


def mode_at(rank: pl.Expr) -> pl.Expr:
    """Mode code (``MODE``) of an expression of ranks; null stays null."""
    return rank.cast(pl.UInt8).cat.to(MODE)
