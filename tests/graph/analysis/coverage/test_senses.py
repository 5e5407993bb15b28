"""The three senses side by side: bits, patterns, counts that add up, the chain of reasons over all of them."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.coverage import (
    Part,
    Pattern,
    building_senses,
    cover,
    explain,
    narrowed,
    pattern_counts,
    sense_rates,
    unit_senses,
)
from graph.analysis.coverage.senses import BITS, SENSE_COLUMNS
from graph.errors import WrongUsage
from tests.graph.analysis.coverage.sense_frames import access, ties


def patterns(rows: pl.DataFrame) -> dict[str, str]:
    return dict(rows.select("id", "pattern").iter_rows())


# --- bits -----------------------------------------------------------------------------------------


def test_each_building_has_its_pattern(facts):
    buildings = [{"id": "b", "use": "residential"}, {"id": "c"}, {"id": "d", "place": None}]
    result = cover(facts(buildings=buildings, covering=[{"target": "b", "target_type": "Building"}]))
    found = building_senses(
        result, access(b="within", c=("to_check", "no_path"), d="beyond"), ties(C="signed_not_acted")
    )
    assert patterns(found) == {
        "b": "组织✓ 地点✓ 共建✗",
        "c": "组织待核 地点待核 共建✗",
        "d": "组织待核 地点✗ 共建待核",
    }


def test_a_building_without_a_community_has_that_of_its_compound(facts):
    result = cover(facts(buildings=[{"id": "b", "place": None, "compound": "P"}]))
    found = building_senses(result, access(b="within"), ties(C="kept", P="none"))
    assert found["tie_sense"].item() == "yes"


def test_vacant_buildings_and_idle_units_are_asked_nothing(facts):
    result = cover(
        facts(
            buildings=[{"id": "b", "operating": "vacant"}],
            units=[{"id": "u", "operating_state": "closed"}, {"id": "w", "operating_state": None}],
        )
    )
    assert building_senses(result, access(b="within"), ties(C="kept")).is_empty()
    assert unit_senses(result, access(b="within"), ties(C="kept"))["id"].to_list() == ["w"]


@pytest.mark.parametrize(
    ("premises", "told"),
    [
        ([], "to_check"),
        ([("near", "live")], "yes"),
        ([("far", "live")], "no"),
        ([("far", "live"), ("near", "live")], "yes"),
        ([("far", "live"), ("near", "uncertain")], "to_check"),
        ([("far", "live"), ("open", "live")], "to_check"),
        ([("elsewhere", "live")], "to_check"),
    ],
)
def test_a_unit_is_within_reach_where_one_of_its_buildings_surely_is(facts, premises, told):
    held = [{"unit": "u", "building": building, "liveness": liveness} for building, liveness in premises]
    result = cover(facts(units=[{"id": "u"}], tenancies=held))
    found = unit_senses(result, access(near="within", far="beyond", open="to_check"), ties(C="kept"))
    assert found["place_sense"].item() == told


def test_one_building_narrows_buildings_and_units_but_no_mode(facts):
    given = facts(
        buildings=[{"id": "b"}, {"id": "c"}],
        units=[{"id": "u"}, {"id": "w"}],
        tenancies=[{"unit": "u", "building": "b", "staff": 3}, {"unit": "w", "building": "c", "staff": 3}],
        covering=[{"target": "u"}],
    )
    whole = cover(given)
    one = narrowed(whole, Part(building="b"))
    assert (one.buildings["id"].to_list(), one.units["id"].to_list()) == (["b"], ["u"])
    assert one.buildings["mode"].to_list() == whole.buildings.filter(id="b")["mode"].to_list() == ["own"]
    assert explain(one, ["b"])["reasons"].to_list() == explain(whole, ["b"])["reasons"].to_list()


# --- patterns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("组织✓ 地点✗ 共建待核", Pattern("yes", "no", "to_check")),
        ("organisation=no,place=yes", Pattern("no", "yes")),
        ("组织=否;共建=待核实", Pattern("no", None, "to_check")),
        ("地点:✗", Pattern(None, "no")),
        ("tie=any place=to_check", Pattern(None, "to_check")),
    ],
)
def test_a_pattern_is_read_as_it_is_written(text, wanted):
    assert Pattern.parse(text) == wanted


@pytest.mark.parametrize("text", ["", "组织", "✓", "组织✓ 组织✗", "组织也许", "height=yes"])
def test_another_text_is_no_pattern(text):
    with pytest.raises(WrongUsage):
        Pattern.parse(text)
    with pytest.raises(WrongUsage):
        Pattern("perhaps")


BIT = st.sampled_from(list(BITS))
PLACES = pl.DataFrame(
    {
        "id": ["D", "S", "T", "C", "E", "F"],
        "level": ["county", "subdistrict", "subdistrict", "community", "community", "community"],
        "parent": [None, "D", "D", "S", "S", "T"],
    }
)


def rows(name: str) -> st.SearchStrategy[list[dict[str, object]]]:
    where = st.sampled_from(["C", "E", "F", "D", None])
    one = st.fixed_dictionaries(
        {
            **{each: BIT for each in (*SENSE_COLUMNS, "elders_sense")},
            "place": where,
            "households": st.none() | st.integers(0, 9),
        }
    )
    return st.lists(one, max_size=12).map(lambda many: [{**each, "id": f"{name}{n}"} for n, each in enumerate(many)])


def framed(many: list[dict[str, object]]) -> pl.DataFrame:
    schema = {"id": pl.String, **{each: pl.String for each in (*SENSE_COLUMNS, "elders_sense", "place")}}
    frame = pl.DataFrame(many, schema={**schema, "households": pl.Int64})
    marks = [pl.col(each).replace_strict({bit: mark for bit, (mark, _) in BITS.items()}) for each in SENSE_COLUMNS]
    return frame.with_columns(pl.concat_str(marks, separator=" ").alias("pattern"))


FIGURES = ("buildings", "households", "households_unknown", "units", "staff", "staff_unknown")


@given(rows("b"), rows("u"), st.lists(st.tuples(st.integers(0, 11), st.none() | st.integers(0, 50)), max_size=6))
def test_the_counts_of_a_city_are_the_sums_over_its_subdistricts_and_the_unplaced(buildings, units, working):
    staff = pl.DataFrame(
        {"building": [f"b{n}" for n, _ in working], "staff": [people for _, people in working]},
        schema={"building": pl.String, "staff": pl.Float64},
    )
    for by in ("place", "subdistrict"):
        found = pattern_counts(framed(buildings), framed(units), PLACES, by, staff=staff)
        total, parts = (found.filter(pl.col("is_total") == whole) for whole in (True, False))
        sums = parts.group_by("pattern").agg(pl.col(each).sum() for each in FIGURES).sort("pattern")
        assert sums.rows() == total.select("pattern", *FIGURES).sort("pattern").rows()
    assert Counter(framed(buildings)["pattern"].to_list()) == Counter(
        {pattern: n for pattern, n in total.select("pattern", "buildings").iter_rows() if n}
    )


@given(rows("b"), rows("u"))
def test_rates_of_senses_agree_with_counts_by_pattern(buildings, units):
    counts = pattern_counts(framed(buildings), framed(units), PLACES)
    for row in sense_rates(framed(buildings), framed(units), PLACES).to_dicts():
        if row["rate"] == "elders":
            continue
        sense, figure = f"{row['rate']}_sense", row["denominator"]
        told = {bit: counts.filter(pl.col(sense) == bit)[figure].sum() for bit in BITS}
        assert (row["all"], row["covered"], row["to_check"]) == (sum(told.values()), told["yes"], told["to_check"])
        if row["all"]:
            assert row["low"] * row["all"] == pytest.approx(told["yes"])


def test_senses_are_not_grouped_by_what_only_one_side_has():
    with pytest.raises(WrongUsage):
        pattern_counts(framed([]), framed([]), PLACES, "use")
