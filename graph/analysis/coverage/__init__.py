"""Organisation coverage of units and buildings: modes with bounds, reasons, remedies and rates.

Pure functions of frames: ``cover`` decides every mode, and nothing else in the project does.
"""

from graph.analysis.coverage.coverage import Coverage, cover
from graph.analysis.coverage.facts import SCHEMAS, CoveringFacts, empty
from graph.analysis.coverage.gaps import BUILDING_DEFAULTS, UNIT_DEFAULTS, uncovered
from graph.analysis.coverage.modes import MODE, MODES, SENSES
from graph.analysis.coverage.questions_open import OPEN_QUESTIONS
from graph.analysis.coverage.rates import DENOMINATORS, building_counts, rates, unit_counts
from graph.analysis.coverage.reasons import STEPS, explain
from graph.analysis.coverage.remedies import REMEDIES

__all__ = [
    "BUILDING_DEFAULTS",
    "DENOMINATORS",
    "MODE",
    "MODES",
    "OPEN_QUESTIONS",
    "REMEDIES",
    "SCHEMAS",
    "SENSES",
    "STEPS",
    "UNIT_DEFAULTS",
    "Coverage",
    "CoveringFacts",
    "building_counts",
    "cover",
    "empty",
    "explain",
    "rates",
    "uncovered",
    "unit_counts",
]
