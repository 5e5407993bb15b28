"""Counts of people as they are recorded at the end of a quarter, each with the place that it is a figure of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from graph.errors import LoadInProgress
from graph.evidence.frames import frame
from graph.questions.asking import Asking
from graph.questions.catalog import question_named

QUESTIONS = ("places", "units", "unit_staff", "organisation_members", "headcounts")
FRESH = timedelta(days=366)
"""Age from which a count is no figure of the quarter any more."""


@dataclass(frozen=True, slots=True)
class Headcounts:
    """What is recorded, and what it rests on.

    - ``places``: id, name, level, parent;
    - ``units``: id, name, place; without army units, whose figures are not the locality's to release;
    - ``organisations``: id, name, place, superior, unit (null unless it is that of exactly one unit);
    - ``others``: id, place of other bodies and venues that are counted;
    - ``records``: counted (an id of any of these), category, people: one row for each pair of the former two.
    """

    places: pl.DataFrame
    units: pl.DataFrame
    organisations: pl.DataFrame
    others: pl.DataFrame
    records: pl.DataFrame
    as_of: date
    version: int
    sequence: int
    synthetic: bool


def headcounts(asking: Asking, as_of: date) -> Headcounts:
    """Read all of it; LoadInProgress if the graph changed between two of the questions."""
    answers = {name: asking.ask(question_named(name), {}, as_of=as_of) for name in QUESTIONS}
    if len({answer.version for answer in answers.values()}) != 1:
        raise LoadInProgress("取数期间有新的导入,请重试", "a load came in while facts were read: ask again")
    frames = {name: frame(answer) for name, answer in answers.items()}
    some = answers["units"]
    every = frames["units"].unique("id", keep="first", maintain_order=True)
    army = every.filter(pl.col("kind") == "military")["id"]
    units = every.filter(~pl.col("id").is_in(army.implode()))
    organisations = _organisations(frames["organisation_members"], army)
    counted = frames["headcounts"]
    listed = pl.concat([units["id"], organisations["id"], frames["places"]["id"]])
    # an army unit's organisation is counted under its own id, which is in no list of these
    others = counted.filter(~pl.col("counted_type").is_in(["Unit", "PartyOrganization", "Place"]))
    known = pl.concat([listed, others["counted"]])
    return Headcounts(
        places=frames["places"].select("id", "name", "level", "parent").unique("id", maintain_order=True),
        units=units.select("id", "name", "place"),
        organisations=organisations.select("id", "name", "place", "superior", "unit"),
        others=others.select(pl.col("counted").alias("id"), "place").unique("id", maintain_order=True),
        records=_records(counted, organisations, frames["unit_staff"], as_of).filter(
            pl.col("counted").is_in(known.implode())
        ),
        as_of=as_of,
        version=some.version,
        sequence=some.sequence,
        synthetic=some.synthetic,
    )


def _organisations(found: pl.DataFrame, army: pl.Series) -> pl.DataFrame:
    among_army = pl.col("units").list.eval(pl.element().is_in(army.implode())).list.any()
    only = pl.when(pl.col("units").list.len() == 1).then(pl.col("units").list.first())
    return found.filter(~among_army).with_columns(only.alias("unit")).unique("id", keep="first", maintain_order=True)


def _records(counted: pl.DataFrame, organisations: pl.DataFrame, staff: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The last count of each category; where there is none, what the roster of organisations or units says."""
    fresh = counted.filter((pl.col("day") > as_of - FRESH) & pl.col("people").is_not_null())
    last = fresh.sort("day", "id").unique(["counted", "category"], keep="last", maintain_order=True)
    stated = pl.concat(
        [
            organisations.select(
                pl.col("id").alias("counted"), pl.lit("members").alias("category"), pl.col("members").alias("people")
            ),
            staff.select(
                pl.col("unit").alias("counted"), pl.lit("staff").alias("category"), pl.col("staff").alias("people")
            ),
        ]
    ).drop_nulls()
    columns = ["counted", "category", "people"]
    both = pl.concat([last.select(columns), stated.select(columns)])
    kept = both.unique(["counted", "category"], keep="first", maintain_order=True)
    return kept.filter(pl.col("people") >= 0).sort("counted", "category")
