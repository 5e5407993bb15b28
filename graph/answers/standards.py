"""What an open graph answers of standards: how many meet each, the verdict on each subject, two standards compared."""

from __future__ import annotations

from typing import Final

import polars as pl

from graph.analysis import standards as analysis
from graph.analysis.standards import Compared, Rule, rule_named, rules
from graph.answers.coverage import Noted
from graph.disclosure.coverage import refuse_lists
from graph.disclosure.roles import Role
from graph.disclosure.standards import WITHHELD, people_columns, refuse_people, withheld, without_figures
from graph.errors import WrongUsage
from graph.evidence.standards import StandardsEvidence

STATUSES: Final = {
    "judged": ("已检核", "judged"),
    "not_in_force": ("统计时点不在有效期内", "not in force at the date"),
    "not_checkable": ("无法检核", "not checkable"),
    "withheld": ("不显示", "withheld"),
}
"""What becomes of a standard; only of one that is judged are there figures."""
STANDINGS: Final = {
    "not_met": ("未达标", "not met"),
    "to_check": ("待核实", "to check"),
    "met": ("达标", "met"),
    "no_subjects": ("无对象", "no subjects"),
}
"""The verdict on the whole of a scope, which for a share is on the share."""
SUMMARY: Final = pl.Schema(
    {
        "rule": pl.String(),
        "title_zh": pl.String(),
        "title_en": pl.String(),
        "version": pl.Int64(),
        "kind": pl.String(),
        "force": pl.String(),
        "subject": pl.String(),
        "case": pl.String(),
        "status": pl.String(),
        "standing": pl.String(),
        "all": pl.Int64(),
        "met": pl.Int64(),
        "not_met": pl.Int64(),
        "to_check": pl.Int64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "required_share": pl.Float64(),
        "reason_zh": pl.String(),
        "reason_en": pl.String(),
    }
)
"""One row a standard; ``low`` and ``high`` bound the share that meets it, over ``all`` subjects it is asked of."""


class Standards:
    """Standards of one scope at one date, in the words of the reader's role; read while the graph is open.

    Each question is asked when a standard first needs it. Refused for roles that see no lists.
    """

    def __init__(self, evidence: StandardsEvidence, role: Role, noted: Noted | None = None) -> None:
        refuse_lists(role)
        self.evidence = evidence
        self._role = role
        self._noted = noted

    @property
    def summary(self) -> pl.DataFrame:
        """Every standard with how many subjects meet it, or why that is not told; columns of :data:`SUMMARY`."""
        return pl.DataFrame([self._summed(rule) for rule in rules().values()], schema=SUMMARY, orient="row")

    def rows(self, name: str) -> pl.DataFrame:
        """The verdict on every subject of a standard, those not met first: ``graph.analysis.standards.SCHEMA``.

        NotFound where there is no such standard, WrongUsage where it cannot be checked or is not in force, Refused
        where it is of numbers of people and the reader is no steward.
        """
        rule = rule_named(name)
        self._refuse_unjudged(rule)
        return self._verdicts(rule)

    def compare(self, a: str, b: str) -> Compared:
        """Two standards on the subjects that both are asked of; errors as of :meth:`rows`."""
        first, second = rule_named(a), rule_named(b)
        for rule in (first, second):
            self._refuse_unjudged(rule)
        return analysis.compare((first, self._verdicts(first)), (second, self._verdicts(second)))

    def summarised(self, name: str, rows: pl.DataFrame) -> dict[str, object]:
        """The row of :attr:`summary` of a standard whose verdicts are at hand."""
        return _counted(rule_named(name), rows)

    def _refuse_unjudged(self, rule: Rule) -> None:
        if not rule.checkable:
            raise WrongUsage(
                f"标准 {rule.id} 无法检核:{rule.reason_zh}",
                f"the standard {rule.id} cannot be checked: {rule.reason_en}",
                code="not_checkable",
            )
        refuse_people(rule, self._role)
        if not rule.in_force(self.evidence.as_of):
            raise WrongUsage(
                f"{_validity(rule)[0]};请换统计时点(--as-of)",
                f"{_validity(rule)[1]}; ask at another date (--as-of)",
                code="not_in_force",
            )

    def _verdicts(self, rule: Rule) -> pl.DataFrame:
        found = without_figures(rule, analysis.judge(rule, self.evidence.facts(rule)))
        columns = people_columns(rule)
        if columns and self._noted is not None:
            scope, day = self.evidence.scope.id, self.evidence.as_of
            self._noted(f"standards/{rule.id}", scope, day, columns, found.height)
        return found

    def _summed(self, rule: Rule) -> dict[str, object]:
        if not rule.checkable:
            return _untold(rule, "not_checkable", (rule.reason_zh, rule.reason_en))
        if withheld(rule, self._role):
            return _untold(rule, "withheld", WITHHELD)
        if not rule.in_force(self.evidence.as_of):
            return _untold(rule, "not_in_force", _validity(rule))
        return _counted(rule, self._verdicts(rule))


def _counted(rule: Rule, verdicts: pl.DataFrame) -> dict[str, object]:
    found = analysis.summarise(verdicts)
    figures = {name: getattr(found, name) for name in ("all", "met", "not_met", "to_check", "low", "high")}
    told = {"status": "judged", "standing": found.standing(rule), **figures, "reason_zh": None, "reason_en": None}
    return _ordered(rule, told)


def _untold(rule: Rule, status: str, reason: tuple[str | None, str | None]) -> dict[str, object]:
    return _ordered(rule, {"status": status, "reason_zh": reason[0], "reason_en": reason[1]})


def _ordered(rule: Rule, told: dict[str, object]) -> dict[str, object]:
    told |= {name: getattr(rule, name) for name in ("title_zh", "title_en", "version", "kind", "force", "subject")}
    told |= {"rule": rule.id, "case": rule.source.case, "required_share": rule.share}
    return {name: told.get(name) for name in SUMMARY}


def _validity(rule: Rule) -> tuple[str, str]:
    begun, ended = rule.valid_from or "…", rule.valid_to or "…"
    return (
        f"标准 {rule.id} 的有效期是 {begun} 至 {ended}",
        f"the standard {rule.id} is in force from {begun} to {ended}",
    )
