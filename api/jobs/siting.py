"""The job ``siting``: the best plan that can be found within a time limit, with its proof or how far it is from it."""

from __future__ import annotations

from pydantic import Field

from api.jobs.declare import Cancelled, JobResult, Kind, Progress, Report
from api.siting_answers import LONGEST_SOLVING, TITLE, SitingParameters, answered
from graph.analysis.siting import Effort
from graph.analysis.siting import Progress as Solving
from graph.disclosure.coverage import LISTS, refuse_population
from graph.disclosure.roles import Role
from graph.opened import Graph


class SitingJob(SitingParameters):
    """Parameters of the job: those of ``/v1/siting`` and a time limit."""

    seconds: float = Field(
        default=60.0, gt=0, le=LONGEST_SOLVING, description="求解时限,秒 | seconds that the search may take"
    )


def run(graph: Graph, asked: SitingJob, report: Report, cancelled: Cancelled) -> JobResult:
    """Solve it, and tell of the best value so far, the bound and the gap."""

    def told(now: Solving) -> None:
        known = {"value": now.value, "bound": now.bound, "gap": now.gap, "seconds": round(now.seconds, 1)}
        report(Progress("求解中", "solving", min(1.0, now.seconds / asked.seconds), known))

    report(Progress("读取数据", "reading facts", 0.0))
    found = asked.solved(graph, exact=True, seconds=asked.seconds, effort=Effort(progress=told, cancelled=cancelled))
    return JobResult(answered(found), found.people)


def refuse(role: Role, asked: SitingJob) -> None:
    """Weights by residents are for stewards."""
    refuse_population(role, asked.weight)


KIND = Kind("siting", *TITLE, SitingJob, LISTS, run, refuse)
