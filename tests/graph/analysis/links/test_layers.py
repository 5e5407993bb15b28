"""The table of event types and layers, against the model and the formats that list events."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph.analysis.links.layers import FILE, LAYERS, layers, read
from graph.errors import WrongUsage
from graph.model.registry import field_of, node_types
from graph.questions.catalog import question_named
from ingest.formats.catalog import formats


def test_every_type_is_one_of_the_model_and_every_roster_a_format():
    table = layers()
    assert set(table.types) <= set(node_types())
    assert table.rosters() <= set(formats())
    assert tuple(table.layers) == LAYERS


def test_kinds_that_differ_are_kinds_of_the_type():
    kinds = {name: field_of(name, "kind").choices for name in ("Activity", "Project", "Registration")}
    kinds["Claim"] = field_of("ListItem", "kind").choices
    for name, each in layers().types.items():
        assert set(each.kinds) <= set(kinds.get(name, {})), name


def test_the_question_of_editions_asks_for_the_rosters_of_the_table():
    text = question_named("event_editions").cypher
    listed = text[text.index("e.format IN [") :].split("]")[0]
    assert {each.strip(" '") for each in listed.split("[")[1].split(",")} == layers().rosters()


def test_a_type_has_one_layer_and_a_kind_may_have_another():
    table = layers()
    assert table.layer_of("Activity", "clinic") == "activity"
    assert table.layer_of("Activity", "volunteering") == "people"
    assert table.layer_of("Activity", None) == "activity"
    assert table.layer_of("Agreement", None) is None
    events = pl.DataFrame({"type": ["Project", "Project", "Meeting"], "kind": ["venue_sharing", None, None]})
    assert table.with_layer(events)["layer"].to_list() == ["place", "project", "organisation"]


def test_rosters_of_a_layer_are_those_that_can_list_it():
    assert layers().rosters("organisation") == {"meetings", "activities"}
    with pytest.raises(WrongUsage):
        layers().rosters("money")


def test_a_table_with_another_layer_is_refused(tmp_path: Path):
    wrong = tmp_path / "layers.toml"
    wrong.write_text(FILE.read_text("utf-8").replace('layer = "people"', 'layer = "money"'), "utf-8")
    with pytest.raises(ValueError, match="money"):
        read(wrong)
