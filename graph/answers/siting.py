"""What an open graph answers of siting: the new sites in order, what each adds, what is left, before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

import polars as pl

from graph.analysis.siting import Effort, Instance, Plan, lscp, lscp_backup, mclp, p_center, p_median
from graph.answers.siting_standing import Standing, reached, standing
from graph.errors import WrongUsage
from graph.evidence.siting import CIRCLES, SitingEvidence

ModelName = Literal["mclp", "lscp", "lscp_backup", "p_median", "p_center"]
COUNTED: Final = frozenset({"mclp", "p_median", "p_center"})
"""Models that are told how many sites; the others find the fewest."""
FAR: Final = frozenset({"p_median", "p_center"})
"""Models of distance: they use every way that was looked for, not only those within reach."""
BOUND_SECONDS: Final = 2.0
"""That a plan at once may take for its bound."""
PEOPLE: Final = ("gain", "newly_weight", "covered_weight", "weight_share")
"""Columns that tell of numbers of people where the weight is the population."""
_PLAN: Final = (
    *("order", "site", "name", "kind", "place", "place_name", "longitude", "latitude"),
    *("gain", "newly_covered", "newly_weight", "covered", "covered_weight", "share", "weight_share"),
)


@dataclass(frozen=True, slots=True)
class Task:
    """Which model is solved, for how many sites, and how long: ``exact`` proves within ``seconds``."""

    model: ModelName = "mclp"
    sites: int | None = None
    exact: bool = False
    seconds: float = 60.0

    def __post_init__(self) -> None:
        """Raises WrongUsage for a number of sites that is missing, or given where the model finds it."""
        if self.model in COUNTED and self.sites is None:
            raise WrongUsage("请给出新增站点数(sites)", "give the number of new sites (sites)", code="bad_siting")
        if self.model not in COUNTED and self.sites is not None:
            raise WrongUsage(
                "集合覆盖(lscp、lscp_backup)自己求最少的站点数,不要给 sites",
                "lscp and lscp_backup find the fewest sites themselves: leave out sites",
                code="bad_siting",
            )
        if not 0 < self.seconds < float("inf"):
            raise WrongUsage("求解时限(seconds)应大于 0", "seconds must be above 0", code="bad_siting")

    def effort(self, given: Effort) -> Effort:
        """The effort with its time; ``given`` tells whom to report to."""
        if self.exact:
            return replace(given, seconds=self.seconds)
        return replace(given, seconds=0.0, bound_seconds=BOUND_SECONDS)


class Siting:
    """A plan with all that it rests on; frames are polars. Counts are of demands that have a position."""

    def __init__(self, evidence: SitingEvidence, task: Task, solved: Plan) -> None:
        self.evidence = evidence
        self.task = task
        self.solved = solved
        """The plan as the model gives it, with allocation and reductions."""

    # --- the result -------------------------------------------------------------------------------

    @property
    def objective(self) -> dict[str, str]:
        """What was sought, and the units of ``value`` and of each site's ``gain``."""
        model = self.solved.model
        return {
            "zh": self._unit(model.objective_zh),
            "en": model.objective_en,
            "unit_zh": self._unit(model.unit_zh),
            "unit_en": model.unit_en,
            "gain_zh": self._unit(model.gain_zh),
            "gain_en": model.gain_en,
        }

    @property
    def value(self) -> float:
        """The objective's value, sites in place included."""
        return self.solved.value

    @property
    def bound(self) -> float:
        """Best proven: no plan is better."""
        return self.solved.bound

    @property
    def gap(self) -> float:
        """Between value and bound, as a share."""
        return self.solved.gap

    @property
    def proven(self) -> bool:
        """Whether no better plan exists."""
        return self.solved.proven

    @cached_property
    def plan(self) -> pl.DataFrame:
        """The new sites in the order in which each adds most.

        ``gain`` is counted as the model does; ``newly_covered`` (demands) and ``newly_weight`` come within reach by
        this site, ``covered``, ``covered_weight`` and the shares are what is within reach up to it. Points that were
        given and add nothing follow without an order.
        """
        steps = self._steps
        told = self.solved.chosen.select("order", "site", "gain").join(steps, on="order", how="left")
        if self.evidence.asked.source == "points":
            rest = self.evidence.sites.filter(~pl.col("fixed")).join(told, left_on="id", right_on="site", how="anti")
            nothing = rest.select(pl.col("id").alias("site"), pl.lit(0.0).alias("gain"))
            told = pl.concat([told, nothing], how="diagonal")
        about = self.evidence.sites.rename({"id": "site"})
        return told.join(about, on="site", how="left", maintain_order="left").select(_PLAN)

    @cached_property
    def following(self) -> pl.DataFrame:
        """Further sites, and what each would add after those before it: order, site, name, gain."""
        names = self.evidence.sites.select(pl.col("id").alias("site"), "name")
        return self.solved.following.join(names, on="site", how="left", maintain_order="left").select(
            "order", "site", "name", "gain"
        )

    @cached_property
    def before(self) -> Standing:
        """How the demands stand with the venues in place."""
        return standing(self.evidence, [], self.after.equity_of)

    @cached_property
    def after(self) -> Standing:
        """How they stand with the new sites too."""
        return standing(self.evidence, list(self.solved.sites))

    @cached_property
    def uncovered(self) -> pl.DataFrame:
        """Demands left beyond reach, the weightiest first: id, name, place, weight, ``metres`` to the nearest site.

        ``reachable`` says whether any candidate would reach it.
        """
        evidence = self.evidence
        open_ = reached(evidence, [*self._fixed, *self.solved.sites], evidence.asked.widest)
        some = reached(evidence, evidence.sites["id"].to_list(), evidence.asked.covering)
        rows = evidence.demands.filter("placed").join(
            open_.select(pl.col("demand").alias("id"), "metres"), on="id", how="left", maintain_order="left"
        )
        beyond = pl.col("metres").is_null() | (pl.col("metres") > evidence.asked.covering)
        return (
            rows.filter(beyond)
            .with_columns(pl.col("id").is_in(some["demand"].implode()).alias("reachable"))
            .sort("weight", "id", descending=[True, False])
            .select("id", "name", "place", "weight", "metres", "reachable")
        )

    @cached_property
    def to_check(self) -> pl.DataFrame:
        """Demands without a position that is fine enough: nobody can say whether a site reaches them."""
        return self.evidence.demands.filter(~pl.col("placed")).select("id", "name", "place", "weight")

    @property
    def weight_unknown(self) -> int:
        """Demands whose weight is not known; they count as 0."""
        return self.evidence.demands.filter(~pl.col("weight_known")).height

    # --- what it rests on -------------------------------------------------------------------------

    @property
    def as_of(self) -> date:
        """The date of the answer."""
        return self.evidence.reading.as_of

    @property
    def parameters(self) -> dict[str, Any]:
        """Every parameter with the value that counts."""
        asked, task = self.evidence.asked, self.task
        uses = {"uses": list(asked.uses)} if asked.source == "buildings" else {}
        at = {"at": [list(point) for point in asked.points]} if asked.source == "points" else {}
        return {
            "model": task.model,
            "sites": task.sites,
            "of": asked.of,
            "weight": asked.weight,
            "candidates": asked.source,
            **uses,
            **at,
            "reach_metres": asked.reach_metres,
            "farthest_metres": asked.farthest or CIRCLES * asked.reach_metres,
            **asked.walk.described(),
            "streets": self.evidence.streets,
            "capacities": asked.capacities,
            "area_m2": asked.area_m2,
            "exact": task.exact,
            "seconds": task.seconds if task.exact else None,
            **{name: self.solved.parameters[name] for name in ("beyond",) if name in self.solved.parameters},
        }

    @property
    def summary(self) -> dict[str, Any]:
        """The answer as a whole, in figures."""
        solved, sites = self.solved, self.evidence.sites
        return {
            "objective": self.objective,
            "value": self.value,
            "bound": self.bound,
            "gap": self.gap,
            "proven": self.proven,
            "ended": solved.ended,
            "candidates": int((~sites["fixed"]).sum()),
            "venues_open": int(sites["fixed"].sum()),
            "venues_uncertain": self.evidence.venues_uncertain,
            "sites_without_position": self.evidence.sites_without_position.height,
            "to_check": self.to_check.height,
            "weight_unknown": self.weight_unknown,
            "before": self.before.described(),
            "after": self.after.described(),
            "uncovered": self.uncovered.height,
            "uncovered_reachable": int(self.uncovered["reachable"].sum()),
        }

    @property
    def people(self) -> tuple[str, ...]:
        """Columns of the plan that are derived from numbers of people."""
        return PEOPLE if self.evidence.asked.weight == "population" else ()

    @property
    def _fixed(self) -> list[str]:
        return self.evidence.sites.filter("fixed")["id"].to_list()

    @cached_property
    def _steps(self) -> pl.DataFrame:
        """Per order what comes within reach and what is then covered in all."""
        evidence = self.evidence
        turns = pl.concat(
            [
                pl.DataFrame({"site": self._fixed}, schema={"site": pl.String}).with_columns(
                    pl.lit(0, pl.Int64).alias("order")
                ),
                self.solved.chosen.select("site", "order"),
            ]
        )
        judged = evidence.demands.filter("placed").select(pl.col("id").alias("demand"), "weight")
        first = (
            evidence.pairs.filter(pl.col("metres") <= evidence.asked.covering)
            .join(turns, on="site")
            .group_by("demand")
            .agg(pl.col("order").min())
            .join(judged, on="demand")
            .group_by("order")
            .agg(pl.len().cast(pl.Int64).alias("newly_covered"), pl.col("weight").sum().alias("newly_weight"))
        )
        everyone, total = judged.height, float(judged["weight"].sum())
        return (
            turns.select(pl.col("order").unique())
            .join(first, on="order", how="left")
            .sort("order")
            .with_columns(pl.col("newly_covered").fill_null(0), pl.col("newly_weight").fill_null(0.0))
            .with_columns(
                pl.col("newly_covered").cum_sum().alias("covered"),
                pl.col("newly_weight").cum_sum().alias("covered_weight"),
            )
            .with_columns(
                (pl.col("covered") / (everyone or None)).alias("share"),
                (pl.col("covered_weight") / (total or None)).alias("weight_share"),
            )
        )

    def _unit(self, words: str) -> str:
        noun = {"households": "户数", "population": "人口", "equal": "需求点数"}[self.evidence.asked.weight]
        return words.replace("权重", noun)


def sited(evidence: SitingEvidence, task: Task, given: Effort) -> Siting:
    """Solve it. Raises what the model raises, such as WrongUsage for more sites than there are candidates."""
    asked = evidence.asked
    judged = evidence.demands.filter("placed")
    reach = asked.widest if task.model in FAR else asked.covering
    known = evidence.pairs.filter(pl.col("demand").is_in(judged["id"].implode()))
    known = known.filter(pl.col("site").is_in(evidence.sites["id"].implode()))
    instance = Instance.from_frames(judged, evidence.sites, known, reach=reach)
    return Siting(evidence, task, _solved(instance, task, task.effort(given)))


def _solved(instance: Instance, task: Task, effort: Effort) -> Plan:
    if task.sites is None:
        return lscp(instance, effort) if task.model == "lscp" else lscp_backup(instance, effort)
    models = {"mclp": mclp, "p_median": p_median, "p_center": p_center}
    return models[task.model](instance, task.sites, effort)
