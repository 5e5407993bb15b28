"""How equally something is spread over households: Lorenz curve, Gini coefficient, shortfall below a line (FGT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from graph.errors import WrongUsage

Floats = NDArray[np.float64]

LINE: Final = 0.4
"""m² per household: 40 m² per 100 households, the norm of the Zhengzhou case for a community's 党群服务中心."""
_EQUAL: Final = 1e-9
"""A sum of ratios may miss a line by its last digits; what meets the line to this share of it is not below it."""
NO_HOUSEHOLDS: Final = "no_households"
ALL_ZERO: Final = "all_zero"


@dataclass(frozen=True, slots=True)
class Equity:
    """A Gini coefficient with what it is of."""

    gini: float | None
    """0 where all have alike, towards 1 where one has all; None where it is not defined."""
    reason: str | None
    """Why it is not defined: ``no_households`` (nobody to count) or ``all_zero`` (nothing to share); else None."""
    households: float
    """Households counted."""
    values_unknown: int
    """Entries left out because their value is not known (null)."""
    households_unknown: int
    """Entries left out because their households are not known."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Foster–Greer–Thorbecke measures of what lacks to a line."""

    line: float
    share: float | None
    """FGT_0: share of households below the line."""
    gap: float | None
    """FGT_1: mean of their relative gap, over all households."""
    severity: float | None
    """FGT_2: mean of its square, in which deep gaps weigh more."""
    households: float
    values_unknown: int
    households_unknown: int


@dataclass(frozen=True, slots=True)
class _Known:
    value: Floats
    weight: Floats
    values_unknown: int
    households_unknown: int


def equity(values: pl.Series, households: pl.Series) -> Equity:
    """The Gini coefficient of ``values`` with each entry standing for so many households.

    G = Σ_i Σ_j w_i w_j |x_i - x_j| / (2 W² μ), computed as one minus twice the area under the Lorenz curve (Gini 1912;
    no small-sample correction, so that one value for all gives 0 and an entry of n households counts as n entries of
    one). Nulls are left out and counted. Raises WrongUsage for negative or infinite numbers: of shares of a total that
    holds debts there is no Gini.
    """
    known = _known(values, households)
    reason = _undefined(known)
    gini = None if reason else _gini(known)
    return Equity(gini, reason, float(known.weight.sum()), known.values_unknown, known.households_unknown)


def lorenz(values: pl.Series, households: pl.Series, points: int = 101) -> pl.DataFrame:
    """The Lorenz curve for a chart: ``households`` (share, poorest first, evenly spaced from 0 to 1) and ``held``.

    ``held`` is the share of the total that they have together. Empty where :func:`equity` is not defined.
    """
    known = _known(values, households)
    if points < 2:
        raise WrongUsage("洛伦兹曲线至少要两个点", "a Lorenz curve has at least two points", code="bad_points")
    grid = np.linspace(0.0, 1.0, points) if _undefined(known) is None else np.zeros(0)
    held = np.interp(grid, *_curve(known)) if len(grid) else grid
    return pl.DataFrame({"households": grid, "held": held}, schema={"households": pl.Float64, "held": pl.Float64})


def shortfall(values: pl.Series, households: pl.Series, line: float = LINE) -> Shortfall:
    """FGT_a = (1/N) Σ_{x_i < z} w_i ((z - x_i)/z)^a for a = 0, 1, 2, with N = Σ w_i; None where N = 0.

    Who has exactly the line is not below it. Foster, Greer, Thorbecke: A class of decomposable poverty measures,
    Econometrica 52, 1984. Nulls are left out and counted; raises WrongUsage as :func:`equity` does, and for z ≤ 0.
    """
    if not (np.isfinite(line) and line > 0):
        raise WrongUsage("标准线应为正数", "the line must be a positive number", code="bad_line")
    known = _known(values, households)
    total = float(known.weight.sum())
    below = known.value < line * (1 - _EQUAL)
    gaps = (line - known.value[below]) / line
    share, gap, severity = (
        float((known.weight[below] * gaps**power).sum()) / total if total else None for power in (0, 1, 2)
    )
    return Shortfall(line, share, gap, severity, total, known.values_unknown, known.households_unknown)


def _known(values: pl.Series, households: pl.Series) -> _Known:
    if len(values) != len(households):
        raise WrongUsage("数值与户数的行数不同", "values and households differ in length", code="bad_shapes")
    without_value = values.is_null()
    without_households = households.is_null() & ~without_value
    kept = ~(without_value | without_households)
    value, weight = _numbers(values.filter(kept)), _numbers(households.filter(kept))
    if not (np.isfinite(value).all() and np.isfinite(weight).all() and (value >= 0).all() and (weight >= 0).all()):
        raise WrongUsage(
            "数值和户数都不能是负数或非数", "values and households must be no negative number, nor NaN", code="negative"
        )
    return _Known(value, weight, int(without_value.sum()), int(without_households.sum()))


def _numbers(column: ArrayLike) -> Floats:
    return np.asarray(column, np.float64)


def _undefined(known: _Known) -> str | None:
    if not known.weight.sum():
        return NO_HOUSEHOLDS
    return None if (known.weight * known.value).sum() > 0 else ALL_ZERO


def _curve(known: _Known) -> tuple[Floats, Floats]:
    """Corners of the Lorenz curve: shares of households and of what they hold, poorest first, from (0, 0)."""
    order = np.argsort(known.value, kind="stable")
    weight = known.weight[order]
    # scaled first: the smallest and largest floats must neither vanish nor overflow in the products
    held = weight / weight.max() * (known.value[order] / known.value.max())
    people = np.concatenate(([0.0], np.cumsum(weight)))
    owned = np.concatenate(([0.0], np.cumsum(held)))
    return people / people[-1], owned / owned[-1]


def _gini(known: _Known) -> float:
    people, owned = _curve(known)
    return max(0.0, 1.0 - float((np.diff(people) * (owned[1:] + owned[:-1])).sum()))
