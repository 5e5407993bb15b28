"""Who is served where once the sites are chosen: the nearest one, or what fits where sites have capacities."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from graph.analysis.siting.exact import silent
from graph.analysis.siting.instance import Bools, Floats, Instance, Ints
from graph.errors import GongjianError


@dataclass(frozen=True, slots=True)
class Served:
    """Weight that each pair carries, by the positions of the pairs in the instance."""

    pairs: Ints
    weight: Floats


def to_nearest(instance: Instance, opened: Bools) -> Ints:
    """The pair of each demand with its nearest open site, the first id of equally near ones; -1 where none reaches."""
    pairs = np.flatnonzero(opened[instance.indices])
    rows = instance.rows[pairs]
    order = np.lexsort((instance.indices[pairs], instance.metres[pairs], rows))
    reached, first = np.unique(rows[order], return_index=True)
    nearest = np.full(len(instance.demand_ids), -1)
    nearest[reached] = pairs[order[first]]
    return nearest


class Capacity:
    """The transport problem of demands and open sites; one solver serves many sets of open sites."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        demands, sites, pairs = len(instance.demand_ids), len(instance.site_ids), len(instance.indices)
        each, one = np.arange(pairs), np.ones(pairs)
        rows = [
            sparse.csr_matrix((one, (instance.rows, each)), shape=(demands, pairs)),
            sparse.csr_matrix((one, (instance.indices, each)), shape=(sites, pairs)),
            sparse.csr_matrix(one[None, :]),
        ]
        matrix = sparse.csr_matrix(sparse.vstack(rows))
        reached = np.bincount(instance.indices, instance.weights[instance.rows], sites)
        self.most = np.minimum(instance.capacities, reached)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = pairs, matrix.shape[0]
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = -one, np.zeros(pairs), np.full(pairs, np.inf)
        lp.row_lower_ = np.full(matrix.shape[0], -np.inf)
        lp.row_upper_ = np.concatenate([instance.weights, self.most, [np.inf]])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
        self.solver = silent()
        self.solver.passModel(lp)
        self._site_rows = np.arange(demands, demands + sites, dtype=np.int32)
        self._total_row = demands + sites

    def weight(self, opened: Bools) -> float:
        """The greatest weight that these sites can serve."""
        most = np.where(opened, self.most, 0.0)
        self.solver.changeRowsBounds(len(most), self._site_rows, np.full(len(most), -np.inf), most)
        return max(0.0, -self._run())

    def serve(self, opened: Bools) -> Served:
        """Serve as much as they can, and that with the fewest metres in all."""
        if not len(self.instance.indices):
            return Served(np.zeros(0, np.int64), np.zeros(0))
        best, pairs = self.weight(opened), len(self.instance.indices)
        columns = np.arange(pairs, dtype=np.int32)
        self.solver.changeRowBounds(self._total_row, best, np.inf)
        self.solver.changeColsCost(pairs, columns, self.instance.metres)
        self._run()
        carried = np.array(self.solver.getSolution().col_value)
        self.solver.changeRowBounds(self._total_row, -np.inf, np.inf)
        self.solver.changeColsCost(pairs, columns, np.full(pairs, -1.0))
        kept = np.flatnonzero(carried > 1e-7 * max(1.0, float(self.instance.weights.max(initial=0))))
        return Served(kept, carried[kept])

    def _run(self) -> float:
        self.solver.run()
        if self.solver.getModelStatus() not in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kModelEmpty,
        ):
            raise GongjianError(
                "分配容量时求解器未给出结果,请附参数反馈。",
                "The solver gave no result when it shared out capacities: report it with the parameters.",
            )
        return float(self.solver.getInfo().objective_function_value)
