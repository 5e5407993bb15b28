"""One more site at a given place: whom it would newly cover, whom it would be nearer to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.analysis.siting.assemble import standing
from graph.analysis.siting.instance import Instance
from graph.analysis.siting.plan import Standing
from graph.analysis.siting.serving import to_nearest
from graph.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What one more site changes, beside the sites that were open before."""

    site: str
    gain: float
    """Weight newly covered; with capacities, weight newly served."""
    newly_covered: pl.DataFrame
    """Demands that no open site reached before: ``demand``, ``weight``, ``metres`` to the new one."""
    nearer: pl.DataFrame
    """Demands served before to which the new site is nearer: ``demand``, ``weight``, ``metres``, ``metres_before``."""
    before: Standing
    after: Standing


def what_if(instance: Instance, site: str, *, open_sites: tuple[str, ...] = ()) -> WhatIf:
    """Open ``site`` beside the fixed ones and ``open_sites``.

    For a point that is no candidate yet, add it first: ``instance.with_site("here", near)``. Raises ``WrongUsage``
    for a site that is not there or is open already.
    """
    opened = instance.fixed.copy()
    opened[instance.site_positions(list(open_sites))] = True
    (position,) = instance.site_positions([site])
    if opened[position]:
        raise WrongUsage("这个站点已经开放,没有变化可算。", "This site is open already: there is no change to tell.")
    nearest_before, before = to_nearest(instance, opened), standing(instance, opened)
    opened[position] = True
    after = standing(instance, opened)
    pairs = np.flatnonzero(instance.indices == position)
    rows = instance.rows[pairs]
    metres, known = instance.metres[pairs], nearest_before[rows] >= 0
    metres_before = np.where(known, instance.metres[nearest_before[rows]], np.inf)
    reached = pl.DataFrame(
        {
            "demand": pl.Series([instance.demand_ids[row] for row in rows], dtype=pl.String),
            "weight": instance.weights[rows],
            "metres": metres,
            "metres_before": metres_before,
        }
    )
    return WhatIf(
        site,
        after.covered_weight - before.covered_weight,
        reached.filter(pl.lit(pl.Series(~known))).drop("metres_before"),
        reached.filter(pl.lit(pl.Series(known & (metres < metres_before)))),
        before,
        after,
    )
