"""What an open graph answers with: a coverage in the words of its reader's role, the rows that assert a thing."""

from graph.answers.asked import CoverageAsked
from graph.answers.catchments import Catchments
from graph.answers.change import Change
from graph.answers.computed import What
from graph.answers.coverage import BY_STAFF, EXPLAINED, Coverage, Noted
from graph.answers.origin import Origin

__all__ = ["BY_STAFF", "EXPLAINED", "Catchments", "Change", "Coverage", "CoverageAsked", "Noted", "Origin", "What"]
