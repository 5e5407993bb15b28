"""The chain of reasons over all senses, and the cheapest remedy of each."""

from __future__ import annotations

import polars as pl
import pytest

from graph.analysis.coverage import (
    CHAIN_REMEDIES,
    CHAIN_STEPS,
    PLACE_WHY,
    TIE_OPEN,
    PlaceFacts,
    building_senses,
    cover,
    explain,
    whole_chain,
    with_candidates,
)
from graph.analysis.coverage.chain_words import SETTLED_BY
from graph.analysis.walking import PLACED, TABLE, Walk, WalkFacts
from graph.errors import WrongUsage
from tests.graph.analysis.coverage.sense_frames import access, ties


def chain(facts, way: str | tuple[str, str], tie: str, only: str | None = None) -> dict[str, object]:
    result = cover(facts(buildings=[{"id": "b", "use": "residential"}]))
    senses = building_senses(result, access(b=way), ties(C=tie))
    by_place = {row["place"]: row for row in ties(C=tie).to_dicts()}
    return whole_chain(senses, explain(result, ["b"]), by_place, 5.0, only).row(0, named=True)


def remedies(found) -> dict[str, str]:
    return {each["sense"]: each["code"] for each in found["remedies"]}


def test_the_chain_tells_of_all_three_senses_and_the_cheapest_remedy_of_each(facts):
    found = chain(facts, "beyond", "signed_not_acted")
    assert {step["sense"] for step in found["reasons"]} == {"organisation", "place", "tie"}
    said = {step["step"]: (step["met"], step["zh"]) for step in found["reasons"]}
    assert said["venue_within"] == (False, "最近阵地站 540 米(估算),步行 9.0 分钟,超出 5 分钟")
    assert said["venue_within_for_elders"] == (False, "按适老步速 12.0 分钟,超出 5 分钟")
    assert said["event_within"] == (False, "近 90 天没有共建事项(最近一次 未见记录)")
    assert said["agreement_acted_on"][0] is False and "待核实" in said["agreement_acted_on"][1]
    assert remedies(found) == {"organisation": "assign_territorial", "place": "open_venue", "tie": "act_on_agreement"}
    [acted] = [each for each in found["remedies"] if each["sense"] == "tie"]
    assert acted["evidence"] == ["a"]


def test_what_is_reached_needs_no_remedy(facts):
    found = chain(facts, "within", "kept")
    assert set(remedies(found)) == {"organisation"}
    assert all(step["met"] is True for step in found["reasons"] if step["sense"] == "place")


@pytest.mark.parametrize("why", PLACE_WHY)
def test_every_open_question_of_place_has_its_remedy(facts, why):
    found = chain(facts, ("to_check", why), "to_check")
    [step] = [step for step in found["reasons"] if step["sense"] == "place"]
    assert step["met"] is None and PLACE_WHY[why][0] in step["zh"]
    assert remedies(found)["place"] == SETTLED_BY[why]
    assert remedies(found)["tie"] == "record_delivery"


def test_one_sense_alone_can_be_asked_for(facts):
    assert {step["sense"] for step in chain(facts, "beyond", "none", "tie")["reasons"]} == {"tie"}
    with pytest.raises(WrongUsage):
        chain(facts, "beyond", "none", "height")


def test_words_are_whole():
    assert set(SETTLED_BY) == {*PLACE_WHY, *TIE_OPEN}
    assert set(SETTLED_BY.values()) <= set(CHAIN_REMEDIES)
    for words in (*CHAIN_REMEDIES.values(), *(pair for step in CHAIN_STEPS.values() for pair in step)):
        assert all(words) or not any(words)


# --- what could be opened -------------------------------------------------------------------------


def near_candidates(states: dict[str, str], liveness: str = "live") -> dict[str, object]:
    """One building at 0°; venues 0.001° apart eastwards (about 111 m, 145 m with the detour), by their states."""
    venues = pl.DataFrame(
        [
            {"id": each, "name": f"{each}站", "opening_state": state, "place": "C", "liveness": liveness}
            for each, state in states.items()
        ]
    )
    at = [(each, 0.001 * n, 0.0, "point") for n, each in enumerate(states, start=1)]
    walks = WalkFacts(
        origins=pl.DataFrame([("b", 0.0, 0.0, "point")], schema=PLACED, orient="row"),
        venues=pl.DataFrame(at, schema=PLACED, orient="row"),
        table=pl.DataFrame(schema=TABLE),
    )
    building = {"id": "b", "name": "b", "place": "C", "place_name": None, "households": 3, "vacant": False}
    places = pl.DataFrame(
        {"id": ["C"], "level": ["community"], "parent": [None]}, schema_overrides={"parent": pl.String}
    )
    facts = PlaceFacts(pl.DataFrame([{**building, "liveness": "live"}]), venues, places, walks)
    senses = pl.DataFrame({"id": ["b"], "place_sense": ["no"]})
    return with_candidates(senses, facts, Walk()).row(0, named=True)


def test_the_nearest_venue_that_could_be_opened_is_named():
    found = near_candidates({"shut": "closed", "site": "candidate", "next": "suspended"})
    assert (found["candidate"], found["candidate_state"]) == ("site", "candidate")
    assert found["candidate_metres"] == pytest.approx(2 * 111.3 * 1.3, rel=0.01)


@pytest.mark.parametrize("states", [{"shut": "closed"}, {"a": "closed", "b": "closed", "far": "candidate"}])
def test_none_is_named_that_is_closed_or_out_of_reach(states):
    assert near_candidates(states)["candidate"] is None
