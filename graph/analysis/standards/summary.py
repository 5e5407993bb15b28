"""How many subjects meet a rule, and two rules on one roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from graph.analysis.standards.rule import Rule
from graph.analysis.standards.verdicts import TOLERANCE
from graph.errors import WrongUsage

COMPARED: Final = pl.Schema(
    {
        "id": pl.String(),
        "name": pl.String(),
        "place": pl.String(),
        "place_name": pl.String(),
        "value_a": pl.Float64(),
        "verdict_a": pl.String(),
        "required_a": pl.Float64(),
        "value_b": pl.Float64(),
        "verdict_b": pl.String(),
        "required_b": pl.Float64(),
    }
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of verdicts; the share that meets the rule lies within ``low`` and ``high``, None of no subjects."""

    met: int
    not_met: int
    to_check: int

    @property
    def all(self) -> int:
        """Subjects that the rule is, or may be, asked of."""
        return self.met + self.not_met + self.to_check

    @property
    def low(self) -> float | None:
        """Met of all."""
        return self.met / self.all if self.all else None

    @property
    def high(self) -> float | None:
        """Met and to check of all."""
        return (self.met + self.to_check) / self.all if self.all else None

    def standing(self, rule: Rule) -> Literal["met", "not_met", "to_check", "no_subjects"]:
        """The verdict on the whole: the share asked, which is that of all subjects unless the rule names one."""
        low, high = self.low, self.high
        if low is None or high is None:
            return "no_subjects"
        asked = rule.share or 1.0
        if low >= asked - TOLERANCE:
            return "met"
        return "not_met" if high < asked - TOLERANCE else "to_check"


def summarise(verdicts: pl.DataFrame) -> Summary:
    """Counts of the verdicts that :func:`graph.analysis.standards.judge` gives."""
    counts = dict(verdicts["verdict"].value_counts().iter_rows())
    return Summary(counts.get("met", 0), counts.get("not_met", 0), counts.get("to_check", 0))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two rules on the subjects that both are asked of."""

    both: int
    only_a: int
    only_b: int
    neither: int
    to_check: int
    """Subjects that one of the two rules is to check for."""
    rows: pl.DataFrame
    """Those whose verdicts differ, with the columns of :data:`COMPARED`."""


def compare(a: tuple[Rule, pl.DataFrame], b: tuple[Rule, pl.DataFrame]) -> Compared:
    """Two rules with their verdicts; WrongUsage where they are asked of different things."""
    (first, one), (second, other) = a, b
    assert first.evidence is not None and second.evidence is not None
    if first.subject != second.subject:
        raise WrongUsage(
            f"标准 {first.id} 与 {second.id} 的检核对象不同,不能对照",
            f"the standards {first.id} and {second.id} are asked of different things and cannot be compared",
        )
    keys = ["id", "name", "place", "place_name"]
    pairs = one.select(*keys, "value", "verdict", "required").join(
        other.select("id", "value", "verdict", "required"), on="id", suffix="_b", how="inner", maintain_order="left"
    )
    pairs = pairs.rename({each: f"{each}_a" for each in ("value", "verdict", "required")})
    met = [pl.col(name) == "met" for name in ("verdict_a", "verdict_b")]
    missed = [pl.col(name) == "not_met" for name in ("verdict_a", "verdict_b")]
    both, only_a, only_b, neither = (
        pairs.filter(*tests).height for tests in (met, (met[0], missed[1]), (missed[0], met[1]), missed)
    )
    return Compared(
        both,
        only_a,
        only_b,
        neither,
        pairs.height - both - only_a - only_b - neither,
        pairs.filter(pl.col("verdict_a") != pl.col("verdict_b")).select(COMPARED.names()),
    )
