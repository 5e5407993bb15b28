"""The rows that standards are checked against, read question by question at one date and one version of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from graph.analysis.standards import EDITIONS, REACHES, Facts, Rule
from graph.errors import LoadInProgress
from graph.evidence.frames import frame
from graph.questions.asking import Answer, Asking, Scope
from graph.questions.catalog import question_named

LAST_YEAR = "@last_year"
"""Stands in a rule for the last calendar year that had ended by the date."""


class StandardsEvidence:
    """Reads each question once, when a rule first needs it; LoadInProgress if the graph changed in between."""

    def __init__(self, asking: Asking, scope: str | None, as_of: date) -> None:
        self._asking = asking
        self.scope: Scope = asking.scope(scope, as_of)
        self.as_of = as_of
        self._kept: dict[tuple[object, ...], pl.DataFrame] = {}
        # asked at once, so that scope, date and version of the answer are known: the tree of places is needed whole
        first = asking.ask(question_named("places"), {}, as_of=as_of)
        self.version, self.sequence, self.synthetic = first.version, first.sequence, first.synthetic
        self._places = frame(first).select("id", "parent")

    @property
    def rows_used(self) -> Mapping[str, int]:
        """Rows read so far, by question."""
        used: dict[str, int] = {"places": self._places.height}
        for (name, *_), rows in self._kept.items():
            used[str(name)] = used.get(str(name), 0) + rows.height
        return used

    def facts(self, rule: Rule) -> Facts:
        """What a checkable rule is checked against."""
        assert rule.evidence is not None
        formats = {rule.evidence.absence, *(item.absence for item in rule.items)} - {None}
        names = sorted(map(str, formats))
        editions, reaches = [self._editions(name) for name in names], [self._reaches(name) for name in names]
        return Facts(
            rows=self._read(rule.evidence.question, rule.evidence.parameters),
            as_of=self.as_of,
            places=self._places,
            editions=pl.concat([EDITIONS.to_frame(), *editions]),
            reaches=pl.concat([REACHES.to_frame(), *reaches]),
            period_end=date(self._last_year, 12, 31) if LAST_YEAR in rule.evidence.parameters.values() else None,
        )

    def _editions(self, format_name: str) -> pl.DataFrame:
        rows = self._read("roster_editions", {"roster": format_name})
        named = rows.with_columns(pl.lit(format_name).alias("format"), pl.col("day").alias("edition_date"))
        return named.select(EDITIONS.names())

    def _reaches(self, format_name: str) -> pl.DataFrame:
        rows = self._read("roster_reaches", {"roster": format_name})
        return rows.with_columns(pl.lit(format_name).alias("format")).select(REACHES.names())

    def _read(self, name: str, parameters: Mapping[str, object]) -> pl.DataFrame:
        given = {key: self._last_year if value == LAST_YEAR else value for key, value in parameters.items()}
        key = (name, *sorted(given.items()))
        if key not in self._kept:
            answer: Answer = self._asking.ask(question_named(name), given, as_of=self.as_of, scope=self.scope.id)
            if answer.version != self.version:
                raise LoadInProgress("取数期间有新的导入,请重试", "a load came in while facts were read: ask again")
            self._kept[key] = frame(answer)
        return self._kept[key]

    @property
    def _last_year(self) -> int:
        return (self.as_of + timedelta(days=1)).year - 1
