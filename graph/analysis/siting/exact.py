"""HiGHS: relaxation and branch and bound of a program, watched, stopped in time, and never worse than the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from graph.analysis.siting.effort import Watch
from graph.analysis.siting.instance import Floats
from graph.analysis.siting.programs import Program

_INTERRUPTS = (
    highspy.cb.HighsCallbackType.kCallbackMipInterrupt,
    highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt,
    highspy.cb.HighsCallbackType.kCallbackIpmInterrupt,
)
Stop = Callable[[float, float], bool]
"""Asked with the value and the bound so far: whether this is enough."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the solver found; a minimum."""

    opened: list[int] | None
    """Columns of the sites opened; None where no solution was found."""
    value: float
    """Infinite where there is none."""
    bound: float
    """Best proven; minus infinite where there is none, infinite where the program has no solution."""
    optimal: bool


def solve(program: Program, watch: Watch, *, start: list[int] | None = None, stop: Stop | None = None) -> Outcome:
    """Branch and bound until it is proven, ``watch`` is over or ``stop`` says enough; ``start`` are open columns."""
    solver = _solver(program, watch.left)
    kinds = highspy.HighsVarType
    integers = np.arange(program.sites, dtype=np.int32)
    solver.changeColsIntegrality(len(integers), integers, np.full(len(integers), kinds.kInteger.value, np.uint8))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999 if program.whole else 1e-6)
    if start is not None:
        opened = np.zeros(program.sites)
        opened[start] = 1.0
        solver.setSolution(program.sites, integers, opened)

    def enough(value: float, bound: float) -> bool:
        return watch.over() or (stop is not None and stop(value, bound))

    _watch(solver, enough)
    solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome(None, np.inf, np.inf, True)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value[: program.sites]) if found else np.zeros(0)
    return Outcome(
        [int(each) for each in np.flatnonzero(values > 0.5)] if found else None,
        float(info.objective_function_value) if found else np.inf,
        _raised(program, float(info.mip_dual_bound)),
        status == highspy.HighsModelStatus.kOptimal,
    )


def relax(program: Program, watch: Watch, seconds: float) -> tuple[float, Floats] | None:
    """The optimum of the linear relaxation, a bound of the program, and its shares of sites; None if not in time.

    It is infinite where even the relaxation has no solution.
    """
    solver = _solver(program, seconds)
    _watch(solver, lambda value, bound: watch.cancelled())
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return np.inf, np.zeros(program.sites)
    if status != highspy.HighsModelStatus.kOptimal:
        return None
    shares = np.array(solver.getSolution().col_value[: program.sites])
    return _raised(program, float(solver.getInfo().objective_function_value)), shares


def _raised(program: Program, bound: float) -> float:
    """A bound of a number of sites, up to the next whole number."""
    return float(np.ceil(bound - 1e-6)) if program.whole and np.isfinite(bound) else bound


def silent() -> Any:  # noqa: ANN401
    """A solver that prints nothing: ``highspy.Highs`` prints its name when it is made, before it can be told not to."""
    solver = highspy._core._Highs()
    solver.setOptionValue("output_flag", False)
    return solver


def _solver(program: Program, seconds: float) -> Any:  # noqa: ANN401
    matrix, lp = program.matrix, highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.cost), matrix.shape[0]
    lp.offset_ = program.constant
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, np.zeros(len(program.cost)), program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver = silent()
    solver.setOptionValue("time_limit", max(0.01, seconds))
    solver.passModel(lp)
    return solver


def _watch(solver: Any, enough: Stop) -> None:  # noqa: ANN401
    def ask(_kind: Any, _message: str, out: Any, answer: Any, _user: Any) -> None:  # noqa: ANN401
        if enough(out.mip_primal_bound, out.mip_dual_bound):
            answer.user_interrupt = True

    solver.setCallback(ask, None)
    for kind in _INTERRUPTS:
        solver.startCallback(kind)
