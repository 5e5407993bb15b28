"""Where to put new venues: five location models on sparse pairs, at once by exchange, proven by HiGHS.

Pure functions of an :class:`Instance`: ``mclp``, ``lscp``, ``lscp_backup``, ``p_median``, ``p_center`` make a
:class:`Plan`, ``what_if`` tells what one more site changes. Units: metres, and whatever the weights are counted in.
"""

from graph.analysis.siting.center import p_center
from graph.analysis.siting.cover import lscp, lscp_backup
from graph.analysis.siting.effort import AT_ONCE, Effort, Progress
from graph.analysis.siting.instance import Instance
from graph.analysis.siting.locate import mclp, p_median
from graph.analysis.siting.plan import MODELS, Model, Plan, Standing
from graph.analysis.siting.what_if import WhatIf, what_if

__all__ = [
    "AT_ONCE",
    "MODELS",
    "Effort",
    "Instance",
    "Model",
    "Plan",
    "Progress",
    "Standing",
    "WhatIf",
    "lscp",
    "lscp_backup",
    "mclp",
    "p_center",
    "p_median",
    "what_if",
]
