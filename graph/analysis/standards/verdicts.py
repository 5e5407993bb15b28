"""Verdicts: each subject of a rule is met, not met or to check, with its value, what is asked and what is lacking.

A value is an interval; it is met where every number of it complies, not met where none does, else to check. What is
not known is an interval without a bound. Comparisons hold within 1e-9 of what is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from graph.analysis.standards.absence import dated, listed_if_there
from graph.analysis.standards.catalog import fields
from graph.analysis.standards.facts import Facts
from graph.analysis.standards.rule import Condition, Item, Requirement, Rule

VERDICTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"not_met": ("未达标", "not met"), "to_check": ("待核实", "to check"), "met": ("达标", "met")}
)
"""Verdicts in the order in which rows are listed."""
TOLERANCE: Final = 1e-9
COMPLETE, UNCERTAIN, LIVENESS, UNKEPT = "complete_roster", "uncertain", "liveness", "unkept"
"""What is lacking where no column is empty: a complete roster, a date, certainty that the subject is there, somebody's
judgement."""
_REMEDY = pl.Struct({"code": pl.String, "zh": pl.String, "en": pl.String, "evidence": pl.List(pl.String)})
SCHEMA: Final = pl.Schema(
    {
        "id": pl.String(),
        "name": pl.String(),
        "place": pl.String(),
        "place_name": pl.String(),
        "verdict": pl.String(),
        "value": pl.Float64(),
        "value_high": pl.Float64(),
        "comparison": pl.String(),
        "required": pl.Float64(),
        "required_high": pl.Float64(),
        "unit": pl.String(),
        "shortfall": pl.Float64(),
        "force": pl.String(),
        "lacking": pl.List(pl.String()),
        "lacking_zh": pl.List(pl.String()),
        "lacking_en": pl.List(pl.String()),
        "remedy": _REMEDY,
        "evidence": pl.List(pl.String()),
    }
)
"""Columns of the verdicts. ``value`` and ``value_high`` bound the value, null where nothing does; ``shortfall`` is how
far it surely misses what is asked, in the unit; ``lacking`` names the columns or entries that are not there."""


def judge(rule: Rule, facts: Facts) -> pl.DataFrame:
    """The verdict on every subject of a rule, those not met first; subjects it is surely not asked of are left out."""
    assert rule.evidence is not None, "a rule that is not checkable has no verdicts"
    rows = _asked(rule, _keyed(rule, facts))
    bounded = _listed(rule, rows, facts) if rule.items else _measured(rule, rows, facts)
    return _worded(rule, bounded)


def _keyed(rule: Rule, facts: Facts) -> pl.DataFrame:
    """The evidence with the common names for what a row is, one row a subject."""
    evidence, rows = rule.evidence, facts.rows
    assert evidence is not None
    named = {
        "_id": pl.col(evidence.id),
        "_name": pl.col(evidence.name),
        "_place": pl.col(evidence.place) if evidence.place else pl.lit(None, pl.String),
        "_place_name": pl.col(evidence.place_name) if evidence.place_name else pl.lit(None, pl.String),
        "_evidence": pl.col(evidence.rows) if evidence.rows else pl.concat_list(evidence.id),
        "_certain": pl.col("liveness") == "live" if "liveness" in rows.columns else pl.lit(value=True),
    }
    return rows.with_columns(**named).unique("_id", keep="first", maintain_order=True)


def _asked(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    """Without the rows that the rule is not asked of; ``_asked`` is null where it is not known."""
    tests = [_holds(each) for each in rule.applies]
    asked = pl.all_horizontal(tests) if tests else pl.lit(value=True)
    return rows.with_columns(asked.alias("_asked")).filter(pl.col("_asked").fill_null(value=True))


def _holds(condition: Condition) -> pl.Expr:
    column = pl.col(condition.column)
    if condition.one_of:
        return column.is_in(list(condition.one_of))
    tests = []
    if condition.at_least is not None:
        tests.append(column >= condition.at_least)
    if condition.more_than is not None:
        tests.append(column > condition.more_than)
    if condition.less_than is not None:
        tests.append(column < condition.less_than)
    return pl.all_horizontal(tests)


# --- one figure -------------------------------------------------------------------------------------------


def _measured(rule: Rule, rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Rows with ``_low`` and ``_high`` of the value, what is asked, whether it is ``_met`` or ``_missed``."""
    asked = rule.requires
    assert asked is not None
    rows = rows.with_columns(listed_if_there(rule, rows, facts, None).alias("_complete"))
    low, high = _bounds(rule, asked, facts)
    required = pl.lit(asked.low)
    if asked.per_column is not None:
        # nothing is asked per nothing: a base of 0 is one that was not entered
        base = pl.col(asked.per_column)
        rows = rows.with_columns(pl.when(base > 0).then(base).alias(asked.per_column))
        required = pl.lit(asked.low) * base / asked.per
    in_time = facts.period_end is not None or dated(rule, None) is not None
    if asked.whole:
        required = (required + TOLERANCE).floor()
    return (
        rows.with_columns(
            low.cast(pl.Float64).fill_null(-float("inf")).alias("_low"),
            high.cast(pl.Float64).fill_null(float("inf")).alias("_high"),
            required.cast(pl.Float64).alias("_required"),
            pl.lit(asked.high, pl.Float64).alias("_required_high"),
        )
        .with_columns(*_compared(asked.comparison))
        .with_columns(_lacking(rule, asked, in_time=in_time).alias("_lacking"))
    )


def _bounds(rule: Rule, asked: Requirement, facts: Facts) -> tuple[pl.Expr, pl.Expr]:
    value = pl.col(asked.value)
    complete = pl.col("_complete")
    if rule.kind in ("frequency", "deadline"):
        days = (pl.lit(facts.as_of) - value).dt.total_days()
        # a later one that is not entered yet could only help, which is nothing to one that is in time anyhow
        return pl.when(complete | (days <= asked.low)).then(days), days
    if asked.one_of:
        known = value.is_in(list(asked.one_of)).cast(pl.Float64)
        return known.fill_null(0.0), known.fill_null(1.0)
    return value, pl.when(complete).then(asked.value_high or asked.value)


def _compared(comparison: str) -> list[pl.Expr]:
    low, high, asked, most = (pl.col(name) for name in ("_low", "_high", "_required", "_required_high"))
    near = pl.max_horizontal(asked.abs(), 1.0) * TOLERANCE
    ends = pl.when(comparison == "between").then(most).otherwise(asked)
    met, missed = {
        "at_least": (low >= asked - near, high < asked - near),
        "more_than": (low > asked + near, high <= asked + near),
        "at_most": (high <= asked + near, low > asked + near),
        "exactly": ((low >= asked - near) & (high <= asked + near), (high < asked - near) | (low > asked + near)),
        "between": ((low >= asked - near) & (high <= most + near), (high < asked - near) | (low > most + near)),
    }[comparison]
    short = pl.max_horizontal(asked - high, low - ends)
    if comparison in ("at_least", "more_than"):
        short = asked - high
    elif comparison == "at_most":
        short = low - asked
    return [
        met.fill_null(value=False).alias("_met"),
        missed.fill_null(value=False).alias("_missed"),
        short.alias("_short"),
    ]


def _lacking(rule: Rule, asked: Requirement, *, in_time: bool) -> pl.Expr:
    """Codes of what keeps a verdict open, for rows that are to check."""
    empty = [each.column for each in rule.applies]
    empty += [each for each in (asked.value, asked.value_high, asked.per_column) if each is not None]
    # a count is never empty
    named = [_if(pl.col(each).is_null(), each) for each in dict.fromkeys(empty) if each in fields()]
    named.append(_if(~pl.col("_complete"), asked.value if in_time else COMPLETE))
    named.append(_if(~pl.col("_certain"), LIVENESS))
    return _or_uncertain(named)


def _if(test: pl.Expr, code: str) -> pl.Expr:
    return pl.when(test).then(pl.lit([code], pl.List(pl.String))).otherwise(pl.lit([], pl.List(pl.String)))


def _or_uncertain(named: list[pl.Expr]) -> pl.Expr:
    found = pl.concat_list(named).list.unique(maintain_order=True)
    return pl.when(found.list.len() > 0).then(found).otherwise(pl.lit([UNCERTAIN], pl.List(pl.String)))


# --- a checklist ------------------------------------------------------------------------------------------


def _listed(rule: Rule, rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The same for a checklist: the value is the number of entries that are there."""
    there, absent, open_ = [], [], []
    for number, item in enumerate(rule.items):
        state = f"_item{number}"
        complete = listed_if_there(rule, rows, facts, item)
        rows = rows.with_columns(_there(item, complete, facts).alias(state))
        there.append(pl.col(state).fill_null(value=False).cast(pl.Int64))
        absent.append(_if(~pl.col(state).fill_null(value=True), item.en))
        open_.append(_if(pl.col(state).is_null(), item.en))
    low, total = pl.sum_horizontal(there).cast(pl.Float64), float(len(rule.items))
    rows = rows.with_columns(
        low.alias("_low"),
        (low + pl.concat_list(open_).list.len()).alias("_high"),
        pl.lit(total).alias("_required"),
        pl.lit(None, pl.Float64).alias("_required_high"),
    ).with_columns(*_compared("at_least"))
    uncertain = _if(~pl.col("_certain"), LIVENESS)
    named = pl.when(pl.col("_missed") & pl.col("_certain")).then(pl.concat_list(absent))
    return rows.with_columns(named.otherwise(pl.concat_list([*open_, uncertain])).alias("_lacking"))


def _there(item: Item, complete: pl.Series, facts: Facts) -> pl.Expr:
    if item.column is None:
        return pl.lit(None, pl.Boolean)
    if item.within_days is not None:
        recent = (pl.lit(facts.as_of) - pl.col(item.column)).dt.total_days() <= item.within_days
        return pl.when(recent | complete).then(recent)
    enough = pl.col(item.column) >= item.low
    return pl.when(enough | complete).then(enough)


# --- words ------------------------------------------------------------------------------------------------


def _worded(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    certain, asked = pl.col("_certain"), pl.col("_asked").fill_null(value=False)
    # who complies need not be known to be asked, but a share counts among those asked alone
    met = pl.col("_met") & asked if rule.share is not None else pl.col("_met")
    verdict = (
        pl.when(met & certain)
        .then(pl.lit("met"))
        .when(pl.col("_missed") & certain & asked)
        .then(pl.lit("not_met"))
        .otherwise(pl.lit("to_check"))
    )
    rows = rows.with_columns(verdict.alias("_verdict"))
    comparison = "at_least" if rule.requires is None else rule.requires.comparison
    unit = "项" if rule.requires is None else rule.requires.unit_zh
    failed = pl.col("_verdict") == "not_met"
    # of a figure that is not met nothing is lacking but the figure; the absent entries of a checklist are named
    told = pl.col("_verdict") != "met" if rule.items else pl.col("_verdict") == "to_check"
    found = rows.select(
        *(pl.col(f"_{name}").alias(name) for name in ("id", "name", "place", "place_name", "verdict")),
        _finite("_low").alias("value"),
        _finite("_high").alias("value_high"),
        pl.lit(comparison).alias("comparison"),
        pl.col("_required").alias("required"),
        pl.col("_required_high").alias("required_high"),
        pl.lit(unit).alias("unit"),
        pl.when(failed).then(_finite("_short")).alias("shortfall"),
        pl.lit(rule.force).alias("force"),
        pl.when(told).then("_lacking").otherwise(pl.lit([], pl.List(pl.String))).alias("lacking"),
        pl.col("_evidence").alias("evidence"),
    )
    words = [_words(rule, each["verdict"], each["lacking"]) for each in found.iter_rows(named=True)]
    texts = pl.DataFrame(
        words, schema={name: SCHEMA[name] for name in ("lacking_zh", "lacking_en", "remedy")}, orient="row"
    )
    order = pl.col("verdict").replace_strict({name: at for at, name in enumerate(VERDICTS)}, return_dtype=pl.Int8)
    every = pl.concat([found, texts], how="horizontal").select(SCHEMA.names()).cast(SCHEMA)
    return every.sort(order, pl.col("shortfall"), "id", descending=[False, True, False], nulls_last=True)


def _finite(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_finite()).then(name)


def _words(rule: Rule, verdict: str, lacking: list[str]) -> tuple[list[str], list[str], dict[str, Any] | None]:
    """What is lacking in Chinese and English, and what to do about it."""
    if verdict == "met":
        return [], [], None
    entries = {item.en: item for item in rule.items}
    words = [entries.get(code) or fields()[code] for code in lacking]
    zh, en = [each.zh for each in words], [each.en for each in words]
    if verdict == "not_met":
        return zh, en, {"code": "meet_standard", "zh": rule.remedy_zh, "en": rule.remedy_en, "evidence": []}
    known = [fields()[_field_of(entries[code]) if code in entries else code] for code in lacking]
    remedy = {
        "code": "complete_record",
        "zh": ";".join(dict.fromkeys(each.remedy_zh for each in known)),
        "en": "; ".join(dict.fromkeys(each.remedy_en for each in known)),
        "evidence": [],
    }
    return zh, en, remedy


def _field_of(item: Item) -> str:
    """What would settle an entry that is open."""
    if item.column is None:
        return UNKEPT
    return item.column if item.within_days is not None else COMPLETE
