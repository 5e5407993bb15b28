"""What is sited: demands with weights, sites in place or open to choice, and only the pairs within reach."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.errors import WrongUsage

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TOLERANCE = 1e-9
"""Metres by which a pair may exceed the reach and still be within it: the boundary itself is inside."""


@dataclass(frozen=True, slots=True)
class Instance:
    """Demands, sites and the pairs within reach, all in the order of their ids, so that input order changes nothing.

    The pairs are compressed by demand: those of demand ``i`` are ``indices[indptr[i]:indptr[i + 1]]`` (sites,
    ascending) with ``metres`` beside them. Make one by :meth:`from_frames` or :meth:`from_arrays`, which check.
    """

    demand_ids: tuple[str, ...]
    weights: Floats
    """Households, people or whatever is to be served; 0 or more. A demand of weight 0 is still a demand."""
    site_ids: tuple[str, ...]
    fixed: Bools
    """Sites in place: open in every plan, and counted before any new one."""
    capacities: Floats
    """Weight that a site can serve; infinite where none is given."""
    indptr: Ints
    indices: Ints
    metres: Floats
    reach: float | None
    """Metres up to which pairs were kept; None where all given pairs are."""

    @classmethod
    def from_frames(
        cls, demands: pl.DataFrame, sites: pl.DataFrame, pairs: pl.DataFrame, *, reach: float | None = None
    ) -> Instance:
        """From ``demands`` (id, weight), ``sites`` (id; fixed, capacity) and ``pairs`` (demand, site, metres).

        Pairs beyond ``reach`` are left out. Raises ``WrongUsage`` for empty or repeated ids, an id in a pair that is
        not listed, a pair twice, and for weights, capacities or metres that are missing, negative or not finite
        (a capacity may be null: none).
        """
        count = sites.height
        fixed = sites["fixed"].fill_null(False).to_numpy() if "fixed" in sites.columns else np.zeros(count, bool)
        capacity = sites["capacity"] if "capacity" in sites.columns else pl.repeat(None, count, eager=True)
        demand_ids, site_ids = demands["id"].cast(pl.String), sites["id"].cast(pl.String)
        _check_ids(demand_ids, "需求点", "demands")
        _check_ids(site_ids, "站点", "sites")
        return cls.from_arrays(
            demand_ids.to_list(),
            demands["weight"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
            site_ids.to_list(),
            np.asarray(fixed, dtype=bool),
            capacity.cast(pl.Float64).fill_null(np.inf).to_numpy(),
            (
                _positions(pairs["demand"], demand_ids, "需求点", "demands"),
                _positions(pairs["site"], site_ids, "站点", "sites"),
                pairs["metres"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
            ),
            reach=reach,
        )

    @classmethod
    def from_arrays(
        cls,
        demand_ids: list[str],
        weights: Floats,
        site_ids: list[str],
        fixed: Bools,
        capacities: Floats,
        pairs: tuple[Ints, Ints, Floats],
        *,
        reach: float | None = None,
    ) -> Instance:
        """From arrays; ``pairs`` are demand index, site index and metres. Raises as :meth:`from_frames`."""
        demand, site, metres = pairs
        _check_figures(weights, "需求的权重", "The weights of demands")
        _check_figures(metres, "距离(米)", "Distances in metres")
        _check_figures(np.where(np.isposinf(capacities), 0.0, capacities), "站点的容量", "The capacities of sites")
        if reach is not None:
            _check_figures(np.array([reach]), "服务半径(米)", "The reach in metres")
        by_demand, by_site = (np.argsort(np.array(ids, dtype=object), kind="stable") for ids in (demand_ids, site_ids))
        row, column = np.argsort(by_demand)[demand], np.argsort(by_site)[site]
        order = np.lexsort((column, row))
        row, column, metres = row[order], column[order], metres[order].astype(np.float64)
        if np.any((np.diff(row) == 0) & (np.diff(column) == 0)):
            raise WrongUsage(
                "距离表中有需求点与站点的组合出现多次,请每对只留一行。",
                "A pair of demand and site is listed more than once: leave one row of each.",
            )
        if reach is not None:
            near = metres <= reach + TOLERANCE
            row, column, metres = row[near], column[near], metres[near]
        made = cls(
            tuple(demand_ids[i] for i in by_demand),
            np.asarray(weights, dtype=np.float64)[by_demand],
            tuple(site_ids[j] for j in by_site),
            np.asarray(fixed, dtype=bool)[by_site],
            np.asarray(capacities, dtype=np.float64)[by_site],
            *(offsets(row, len(demand_ids)), column.astype(np.int64), metres),
            reach,
        )
        for array in (made.weights, made.fixed, made.capacities, made.indptr, made.indices, made.metres):
            array.flags.writeable = False
        return made

    @property
    def rows(self) -> Ints:
        """The demand of each pair."""
        return np.repeat(np.arange(len(self.demand_ids)), np.diff(self.indptr))

    @property
    def candidates(self) -> Ints:
        """The sites that may be opened."""
        return np.flatnonzero(~self.fixed)

    @property
    def capacitated(self) -> bool:
        """Whether any site has a capacity."""
        return bool(np.isfinite(self.capacities).any())

    @property
    def unreachable(self) -> Bools:
        """Demands without any site within reach, whether in place or a candidate."""
        return np.asarray(np.diff(self.indptr) == 0)

    def within(self, reach: float) -> Instance:
        """The same with pairs of at most ``reach`` metres. Raises ``WrongUsage`` above the present reach."""
        if self.reach is not None and reach > self.reach:
            raise WrongUsage(
                f"距离只取到 {self.reach:g} 米,不能放宽;请用更大的半径重新取距离。",
                f"Pairs were kept up to {self.reach:g} m only: take the distances again for a wider reach.",
            )
        near = self.metres <= reach + TOLERANCE
        indptr = offsets(self.rows[near], len(self.demand_ids))
        return replace(self, indptr=indptr, indices=self.indices[near], metres=self.metres[near], reach=reach)

    def without_capacities(self) -> Instance:
        """The same with no capacity anywhere."""
        return replace(self, capacities=np.full(len(self.site_ids), np.inf))

    def counting(self) -> Instance:
        """The same with every demand of weight 1."""
        return replace(self, weights=np.ones(len(self.demand_ids)))

    def site_positions(self, ids: list[str]) -> Ints:
        """Where these sites stand. Raises ``WrongUsage`` for one that is not there."""
        known = pl.Series(self.site_ids, dtype=pl.String)
        return _positions(pl.Series(ids, dtype=pl.String), known, "站点", "sites")

    def with_site(self, site: str, near: pl.DataFrame, *, capacity: float | None = None) -> Instance:
        """The same with one more candidate; ``near`` has ``demand`` and ``metres``. Raises as :meth:`from_frames`."""
        if site in self.site_ids:
            raise WrongUsage("新站点的编号已经有了,请换一个。", "The id of the new site is taken: give it another.")
        known = pl.Series(self.demand_ids, dtype=pl.String)
        demand = _positions(near["demand"], known, "需求点", "demands")
        metres = near["metres"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        return Instance.from_arrays(
            list(self.demand_ids),
            self.weights,
            [*self.site_ids, site],
            np.append(self.fixed, False),
            np.append(self.capacities, np.inf if capacity is None else capacity),
            (
                np.concatenate([self.rows, demand]),
                np.concatenate([self.indices, np.full(len(demand), len(self.site_ids))]),
                np.concatenate([self.metres, metres]),
            ),
            reach=self.reach,
        )


def offsets(rows: Ints, count: int) -> Ints:
    """Where each of ``count`` rows begins in ascending ``rows``; the last is the number of entries."""
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))]).astype(np.int64)


def _positions(values: pl.Series, known: pl.Series, zh: str, en: str) -> Ints:
    places = pl.DataFrame({"id": known, "position": np.arange(len(known))}, schema_overrides={"position": pl.Int64})
    found = pl.DataFrame({"id": values.cast(pl.String)}).join(places, on="id", how="left", maintain_order="left")
    missing = found["position"].null_count()
    if missing:
        raise WrongUsage(
            f"有 {missing} 处引用的{zh}不在{zh}表中,请补上或删去。",
            f"{missing} references to {en} are not in the list of {en}: add these or leave the references out.",
        )
    return found["position"].to_numpy().astype(np.int64)


def _check_ids(ids: pl.Series, zh: str, en: str) -> None:
    if ids.null_count() or ids.n_unique() < len(ids):
        raise WrongUsage(
            f"{zh}表中有空的或重复的编号,请改正。", f"The list of {en} has empty or repeated ids: mend it."
        )


def _check_figures(values: Floats, zh: str, en: str) -> None:
    wrong = int(np.count_nonzero(~(np.isfinite(values) & (values >= 0))))
    if wrong:
        raise WrongUsage(
            f"{zh}有 {wrong} 处缺失、为负或不是有限的数,请改正。",
            f"{en} are missing, negative or not finite in {wrong} places: mend them.",
        )
