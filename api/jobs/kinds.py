"""All kinds of jobs, by name: a new kind is a module that declares it, and an entry here."""

from __future__ import annotations

from api.jobs import coverage, coverage_senses, siting
from api.jobs.declare import Kinds

KINDS: Kinds = {kind.name: kind for kind in (coverage.KIND, *coverage_senses.KINDS, siting.KIND)}
