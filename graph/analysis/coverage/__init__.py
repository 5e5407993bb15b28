"""Coverage of units and buildings in three senses: by an organisation, by a venue on foot, by co-building events.

Pure functions of frames: ``cover`` decides every mode and nothing else in the project does; ``tie_sense`` whether a
place's ties are kept; ``building_senses`` and ``unit_senses`` put the senses side by side.
"""

from graph.analysis.coverage.chain import senses_of, whole_chain, with_candidates
from graph.analysis.coverage.chain_words import CHAIN_REMEDIES, CHAIN_STEPS
from graph.analysis.coverage.change import CHANGES, change_counts, changed, in_sense, rate_differences, standings
from graph.analysis.coverage.coverage import Coverage, cover
from graph.analysis.coverage.facts import SCHEMAS, CoveringFacts, empty
from graph.analysis.coverage.gaps import BUILDING_DEFAULTS, UNIT_DEFAULTS, uncovered
from graph.analysis.coverage.modes import MODE, MODES, SENSES
from graph.analysis.coverage.narrowing import Part, narrowed
from graph.analysis.coverage.patterns import pattern_counts, sense_rates
from graph.analysis.coverage.place_rates import place_rates
from graph.analysis.coverage.place_sense import LINES, PLACE_WHY, PlaceFacts, PlaceSense, place_sense
from graph.analysis.coverage.questions_open import OPEN_QUESTIONS
from graph.analysis.coverage.rates import DENOMINATORS, building_counts, rates, unit_counts
from graph.analysis.coverage.reasons import STEPS, explain
from graph.analysis.coverage.remedies import REMEDIES
from graph.analysis.coverage.senses import (
    BITS,
    SENSE_COLUMNS,
    SENSE_TITLES,
    Pattern,
    building_senses,
    community_of,
    unit_senses,
)
from graph.analysis.coverage.tie_sense import TIE_OPEN, TieFacts, tie_sense

__all__ = [
    "BITS",
    "BUILDING_DEFAULTS",
    "CHAIN_REMEDIES",
    "CHAIN_STEPS",
    "CHANGES",
    "DENOMINATORS",
    "LINES",
    "MODE",
    "MODES",
    "OPEN_QUESTIONS",
    "PLACE_WHY",
    "REMEDIES",
    "SCHEMAS",
    "SENSES",
    "SENSE_COLUMNS",
    "SENSE_TITLES",
    "STEPS",
    "TIE_OPEN",
    "UNIT_DEFAULTS",
    "Coverage",
    "CoveringFacts",
    "Part",
    "Pattern",
    "PlaceFacts",
    "PlaceSense",
    "TieFacts",
    "building_counts",
    "building_senses",
    "change_counts",
    "changed",
    "community_of",
    "cover",
    "empty",
    "explain",
    "in_sense",
    "narrowed",
    "pattern_counts",
    "place_rates",
    "place_sense",
    "rate_differences",
    "rates",
    "sense_rates",
    "senses_of",
    "standings",
    "tie_sense",
    "uncovered",
    "unit_counts",
    "unit_senses",
    "whole_chain",
    "with_candidates",
]
