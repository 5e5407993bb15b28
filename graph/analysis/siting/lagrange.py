"""A bound of MCLP and p-median in a second, however large: Lagrangian relaxation with subgradient steps.

Each row is freed from being served at most once at the price of a multiplier, and what is left decides by itself
(Cornuejols, Fisher and Nemhauser 1977, Management Science 23:789). Every step gives a valid bound; the best is kept,
and it tends to that of the linear relaxation.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.analysis.siting.residual import Residual

PATIENCE = 15
"""Steps without a better bound after which steps are halved."""


def lower_bound(
    left: Residual, count: int, cost: float, steps: int, *, stop: Callable[[], bool] = lambda: False
) -> float:
    """No ``count`` columns cost less than this; ``cost`` is that of a known plan."""
    rows, served = left.rows, left.weights[left.rows] * left.costs
    unserved = left.weights * left.fallback
    price, best, length, idle = unserved.copy(), 0.0, 1.0, 0
    kept = price
    for step in range(steps):
        if length < 1e-3 or (step % 20 == 19 and stop()):
            break
        saving = np.maximum(price[rows] - served, 0.0)
        by_site = np.bincount(left.indices, saving, len(left.sites))
        opened = np.argpartition(-by_site, count - 1)[:count] if count < len(by_site) else np.arange(len(by_site))
        alone = price > unserved
        bound = float(price.sum() - by_site[opened].sum() - (price - unserved)[alone].sum())
        if bound > best + 1e-6 * max(1.0, abs(best)):
            best, kept, idle = bound, price, 0
        else:
            idle += 1
            if idle == PATIENCE:
                length, idle, price = length / 2, 0, kept
                continue
        mine = np.isin(left.indices, opened) & (saving > 0)
        slope = 1.0 - np.bincount(rows[mine], minlength=len(price)) - alone
        steep = float(slope @ slope)
        if steep == 0.0:
            break
        price = np.maximum(price + length * max(cost - bound, 1e-6 * cost) / steep * slope, 0.0)
    return min(best, cost)
