"""Standards: versioned rules (``rules/*.toml``) and their runner, as pure functions of frames.

``judge`` gives a verdict on each subject of a rule, ``summarise`` counts them, ``compare`` lays two rules side by side.
"""

from graph.analysis.standards.catalog import fields, rule_named, rule_of_fact, rules
from graph.analysis.standards.facts import EDITIONS, FRESHNESS_DAYS, PLACES, REACHES, Facts
from graph.analysis.standards.rule import Rule
from graph.analysis.standards.summary import COMPARED, Compared, Summary, compare, summarise
from graph.analysis.standards.verdicts import SCHEMA, VERDICTS, judge

__all__ = [
    "COMPARED",
    "EDITIONS",
    "FRESHNESS_DAYS",
    "PLACES",
    "REACHES",
    "SCHEMA",
    "VERDICTS",
    "Compared",
    "Facts",
    "Rule",
    "Summary",
    "compare",
    "fields",
    "judge",
    "rule_named",
    "rule_of_fact",
    "rules",
    "summarise",
]
