from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.analysis.coverage import SCHEMAS, CoveringFacts, cover, empty
from graph.errors import WrongUsage


def frames(**changed):
    return {**{name: empty(name) for name in SCHEMAS}, **changed, "as_of": date(2026, 6, 1)}


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in SCHEMAS for column in SCHEMAS[name]])
def test_a_missing_column_is_named(name, column):
    with pytest.raises(WrongUsage) as error:
        CoveringFacts(**frames(**{name: empty(name).drop(column)}))
    assert name in error.value.en and column in error.value.en
    assert name in error.value.zh and column in error.value.zh


def test_a_wrong_type_is_named():
    with pytest.raises(WrongUsage, match="staff"):
        CoveringFacts(**frames(tenancies=empty("tenancies").with_columns(pl.lit("x").alias("staff"))))


def test_integers_and_all_null_columns_are_cast():
    rows = pl.DataFrame({"unit": ["u"], "building": ["b"], "staff": [3], "liveness": ["live"], "more": [1]})
    kept = CoveringFacts(**frames(tenancies=rows)).tenancies
    assert kept.schema == pl.Schema(SCHEMAS["tenancies"])
    nothing = rows.with_columns(pl.lit(None).alias("staff"))
    assert CoveringFacts(**frames(tenancies=nothing)).tenancies["staff"].to_list() == [None]


@pytest.mark.parametrize("staff", [-1.0, float("nan"), float("inf")])
def test_impossible_staff_is_refused(staff):
    rows = pl.DataFrame({"unit": ["u"], "building": ["b"], "staff": [staff], "liveness": ["live"]})
    with pytest.raises(WrongUsage):
        CoveringFacts(**frames(tenancies=rows))


@pytest.mark.parametrize("liveness", ["not_live", None])
def test_a_fact_that_is_not_live_is_refused_without_its_value(liveness):
    rows = pl.DataFrame({"unit": ["secret"], "building": ["b"], "staff": [1.0], "liveness": [liveness]})
    with pytest.raises(WrongUsage) as error:
        CoveringFacts(**frames(tenancies=rows.cast({"liveness": pl.String})))
    assert "not_live" not in str(error.value) and "secret" not in str(error.value)


def test_no_facts_give_no_rows():
    found = cover(CoveringFacts(**frames()))
    assert found.buildings.is_empty() and found.units.is_empty()
