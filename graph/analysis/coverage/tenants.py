"""A building by its tenants: the best mode that holds for at least θ of the staff, as sure bounds.

Let tenants have rank bounds [l, u]. A tenancy that is date uncertain, or whose unit is, or whose unit may not be
operating, may be absent; an unknown number of staff is any number from 0 upward. Then for a rank m:

- *sure*: even at worst the share of staff with rank ≥ m reaches θ. At worst every tenant that may be absent and
  has l ≥ m is absent, every one with l < m is there, and unknown staff is 0 where l ≥ m and without bound where
  l < m. Where no tenant can be below m, the share is 1 whatever the numbers, if one tenant surely is there.
- *possible*: at best it does, with the same choices turned round.

The lower bound of the building is the best sure rank, the upper the best possible one. Both only grow when a
tenant's bounds grow, and a fact that is uncertain never raises the lower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.analysis.coverage.modes import BEST

_SLACK = 1e-9
"""Share of the total that sums of fractions may differ by when rows come in another order."""

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ranks = npt.NDArray[np.int8]
Indices = npt.NDArray[np.int64]


def tenant_rows(tenancies: pl.DataFrame, houses: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Tenancies of units that are, or may be, operating, with their bounds.

    ``houses`` gives ``building`` and its position ``at`` (UInt32) for the buildings that are asked about.
    ``units`` has id, lower, upper, activity (operating, not_operating, unknown) and liveness. A tenancy of a
    unit that is not given is left out: that unit is not live. Columns: unit, building, at, staff, lower, upper,
    ``sure`` (surely an active tenant), ``dated`` (not date uncertain).
    """
    dated = (pl.col("liveness") == "live") & (pl.col("liveness_unit") == "live")
    return (
        tenancies.join(houses, on="building")
        .join(
            units.select("id", "lower", "upper", "activity", "liveness"),
            left_on="unit",
            right_on="id",
            suffix="_unit",
        )
        .filter(pl.col("activity") != "not_operating")
        .select(
            "unit",
            "building",
            "at",
            "staff",
            "lower",
            "upper",
            dated.alias("dated"),
            (dated & (pl.col("activity") == "operating")).alias("sure"),
        )
    )


def tenant_bounds(rows: pl.DataFrame, number: int, theta: float) -> pl.DataFrame:
    """What tenants say of ``number`` buildings, in the order of their positions.

    ``rows`` as from :func:`tenant_rows`; ``theta`` in (0, 1] is a share of staff. Columns: ``tenant_lower``,
    ``tenant_upper`` (ranks; 0 and the best where no tenant is recorded) and booleans on why they differ:
    ``has_tenants``, ``tenants_sure`` (somebody surely is there), ``staff_known``, ``tenants_dated``,
    ``tenants_operating``,
    ``tenants_decided`` (no tenant whose own bounds differ).
    """
    # most buildings have no tenants, and the sums below have a cell for every rank of each building
    housed, at = np.unique(rows["at"].to_numpy().astype(np.int64), return_inverse=True)
    found = _bounds(rows, at, len(housed), theta)
    nobody = {"tenant_upper": BEST, **dict.fromkeys(_WITHOUT_TENANTS, True)}
    return pl.DataFrame(
        {name: _scattered(values, housed, number, nobody.get(name, 0)) for name, values in found.items()}
    )


_WITHOUT_TENANTS = ("tenants_dated", "tenants_operating", "tenants_decided")
"""Flags that are true where nobody is."""


def _bounds(rows: pl.DataFrame, at: Indices, number: int, theta: float) -> dict[str, npt.NDArray[Any]]:
    sure, dated = rows["sure"].to_numpy(), rows["dated"].to_numpy()
    uncounted = rows["staff"].is_null().to_numpy()
    most = rows["staff"].fill_null(0.0).to_numpy()
    lower, upper = rows["lower"].to_numpy(), rows["upper"].to_numpy()
    staff = _Staff(number, at, most, np.where(sure, most, 0.0), uncounted)
    somebody_sure = _any(at, sure, number)
    possible_rank = staff.possible_rank(upper, theta)
    return {
        "tenant_lower": staff.sure_rank(lower, somebody_sure, theta),
        # Without a tenant that is surely there, the building may have others or none: nothing is excluded.
        "tenant_upper": np.where(somebody_sure, possible_rank, np.int8(BEST)),
        "has_tenants": np.ones(number, dtype=np.bool_),
        "tenants_sure": somebody_sure,
        "staff_known": ~_any(at, uncounted, number) & _any(at, most > 0, number),
        "tenants_dated": ~_any(at, ~dated, number),
        "tenants_operating": ~_any(at, dated & ~sure, number),
        "tenants_decided": ~_any(at, lower != upper, number),
    }


def _scattered(values: npt.NDArray[Any], at: Indices, number: int, otherwise: object) -> npt.NDArray[Any]:
    found = np.full(number, otherwise, dtype=values.dtype)
    found[at] = values
    return found


@dataclass(frozen=True)
class _Staff:
    """Tenants as arrays: ``at`` is the building's position; ``most`` the staff if there, ``least`` if surely there.

    Sums by building and rank are one histogram each: grouping a million buildings rank by rank costs far more.
    """

    number: int
    at: Indices
    most: Numbers
    least: Numbers
    uncounted: Flags

    def sure_rank(self, rank: Ranks, somebody_sure: Flags, theta: float) -> Ranks:
        """Per building the best rank whose share reaches theta at worst; ``rank`` is each tenant's lower bound."""
        good = _from_above(self._histogram(rank, self.least))
        below = _from_below(self._histogram(rank, self.most))
        uncounted_below = _from_below(self._histogram(rank, self.uncounted)) > 0
        anybody_below = _from_below(self._histogram(rank, None)) > 0
        enough = ~uncounted_below & (good > 0) & _reaches(good, below, theta)
        return _best((somebody_sure & ~anybody_below) | enough)

    def possible_rank(self, rank: Ranks, theta: float) -> Ranks:
        """Per building the best rank whose share may reach theta; ``rank`` is each tenant's upper bound."""
        good = _from_above(self._histogram(rank, self.most))
        below = _from_below(self._histogram(rank, self.least))
        reached = _reaches(good, below, theta)
        if theta < 1:
            # Staff without bound comes as near to a share of 1 as one likes, but not to 1 itself.
            reached |= _from_above(self._histogram(rank, self.uncounted)) > 0
        return _best(reached & (_from_above(self._histogram(rank, None)) > 0))

    def _histogram(self, rank: Ranks, weights: Numbers | Flags | None) -> Numbers:
        """Sums by rank (rows 0 to BEST) and building (columns)."""
        cells = rank * np.int64(self.number) + self.at
        sums = np.bincount(cells, weights=weights, minlength=self.number * (BEST + 1))
        return np.asarray(sums, dtype=np.float64).reshape(BEST + 1, self.number)


def _from_above(histogram: Numbers) -> Numbers:
    """A row per rank 1 to BEST: the sum at that rank or above."""
    found = histogram[1:].copy()
    for rank in range(len(found) - 2, -1, -1):  # a row at a time: numpy's cumsum goes down the columns, far slower
        found[rank] += found[rank + 1]
    return found


def _from_below(histogram: Numbers) -> Numbers:
    """A row per rank 1 to BEST: the sum below that rank."""
    found = histogram[:-1].copy()
    for rank in range(1, len(found)):
        found[rank] += found[rank - 1]
    return found


def _any(at: Indices, flag: Flags, number: int) -> Flags:
    found = np.zeros(number, dtype=np.bool_)
    found[at[flag]] = True
    return found


def _reaches(good: Numbers, below: Numbers, theta: float) -> Flags:
    # good ≥ θ·(good + below), moved to one side so that two arrays are enough.
    return good * (1 - theta + _SLACK) >= below * (theta - _SLACK)


def _best(holds: Flags) -> Ranks:
    """The highest rank (rows are ranks 1 to BEST) that holds for each building; 0 where none does."""
    best = np.zeros(holds.shape[1], dtype=np.int8)
    for rank, holding in enumerate(holds, start=1):
        best[holding] = rank
    return best
