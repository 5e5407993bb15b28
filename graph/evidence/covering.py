"""The facts that coverage is computed from, read by questions at one date and one version of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from graph.analysis.coverage import CoveringFacts
from graph.analysis.coverage.facts import empty
from graph.errors import LoadInProgress
from graph.evidence.frames import frame
from graph.questions.asking import Answer, Asking, Scope
from graph.questions.catalog import question_named

QUESTIONS = (
    "buildings",
    "units",
    "tenancies",
    "covering_facts",
    "places",
    "grids",
    "organisation_editions",
)


@dataclass(frozen=True, slots=True)
class CoveringEvidence:
    """Facts with what they rest on."""

    facts: CoveringFacts
    scope: Scope
    as_of: date
    version: int
    sequence: int
    synthetic: bool
    rows_used: dict[str, int]


def covering_evidence(asking: Asking, scope: str | None, as_of: date) -> CoveringEvidence:
    """Read all facts; LoadInProgress if the graph changed between two of the questions."""
    found = asking.scope(scope, as_of)
    answers = {name: _answer(asking, name, found, as_of) for name in QUESTIONS}
    housed = {str(row["unit"]) for row in answers["tenancies"].rows}
    from_elsewhere = housed - {str(row["id"]) for row in answers["units"].rows}
    if from_elsewhere:  # this reads the units of the whole graph, so it is not done where nobody is missing
        answers["guests"] = asking.ask(question_named("units"), {}, as_of=as_of)
    versions = {answer.version for answer in answers.values()}
    if len(versions) != 1:
        raise LoadInProgress("取数期间有新的导入,请重试", "a load came in while facts were read: ask again")
    frames = {name: frame(answer) for name, answer in answers.items()}
    if "guests" in frames:
        frames["guests"] = frames["guests"].filter(pl.col("id").is_in(list(from_elsewhere)))
    some = answers["buildings"]
    return CoveringEvidence(
        CoveringFacts(
            buildings=_unique(frames["buildings"]).with_columns(
                # coverage asks only whether a building is stated to stand empty
                pl.when(pl.col("operating") == "vacant").then(pl.lit("vacant")).alias("operating")
            ),
            units=_civil(frames["units"]),
            tenancies=frames["tenancies"].with_columns(pl.col("staff").cast(pl.Float64)),
            covering=frames["covering_facts"],
            places=_unique(frames["places"]),
            grids=_unique(frames["grids"]),
            editions=frames["organisation_editions"].rename({"day": "edition_date"}),
            as_of=as_of,
            guests=_civil(frames["guests"]) if "guests" in frames else empty("units"),
        ),
        found,
        as_of,
        some.version,
        some.sequence,
        some.synthetic,
        {name: data.height for name, data in frames.items()},
    )


def _civil(units: pl.DataFrame) -> pl.DataFrame:
    """Without army units: their organisations are not the locality's to form, and no gap of it."""
    return _unique(units).filter(pl.col("kind").ne_missing("military"))


def _answer(asking: Asking, name: str, scope: Scope, as_of: date) -> Answer:
    # the tree of places is needed whole: an edition's scope may lie above the scope asked
    wanted = None if name == "places" else scope.id
    return asking.ask(question_named(name), {}, as_of=as_of, scope=wanted)


def _unique(data: pl.DataFrame) -> pl.DataFrame:
    return data.unique("id", keep="first", maintain_order=True)
