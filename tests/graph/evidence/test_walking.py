"""Facts of walking on the invented subdistrict: positions, loaded ways, and what they make of reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from graph.analysis.coverage.place_sense import place_sense
from graph.analysis.walking import Walk
from graph.evidence.reading import Evidence
from graph.evidence.walking import WalkingEvidence, walking_evidence

NOW = date(2018, 10, 31)
SUBDISTRICT = "990201001"
TOWER, HOUSE, SECOND, MIXED, FACTORY = (f"Building:object_code:990201001001B000{number}" for number in range(1, 6))
OTHER_TOWER, NAMESAKE, HALL = (f"Building:object_code:990201001002B000{number}" for number in range(1, 4))
CENTRE, COUNCIL = "Venue:object_code:990201001001V001", "Venue:name:子社区议事厅@Place:division:990201001001"
STATION = "Venue:name:丑社区党群服务站@Place:division:990201001002"
ESTATE = "Place:name:东苑@Place:division:990201001001"


@pytest.fixture
def evidence(subdistrict) -> Iterator[Evidence]:
    with subdistrict.open() as graph:
        yield Evidence(graph.store, subdistrict.settings.data)


def read(evidence: Evidence, scope: str | None = SUBDISTRICT, day: date = NOW) -> WalkingEvidence:
    return walking_evidence(evidence.reading(day), evidence.asking.scope(scope, day))


def precisions(frame: pl.DataFrame) -> dict[str, str | None]:
    return dict(frame.select("id", pl.col("precision").cast(pl.String)).iter_rows())


def test_the_ladder_is_climbed_from_the_rosters(evidence):
    found = read(evidence).positions
    assert precisions(found.buildings) == {
        TOWER: "point",
        HOUSE: "point",
        SECOND: "compound",
        MIXED: "community",
        FACTORY: "community",
        OTHER_TOWER: "point",
        NAMESAKE: "community",
        HALL: "point",
    }
    venues = precisions(found.venues)
    assert venues[CENTRE] == venues[STATION] == "building"
    assert venues[COUNCIL] == "community"
    assert venues["Venue:name:东苑微阵地@Place:division:990201001001"] == "point"


def test_venues_and_what_they_stand_in_are_those_of_the_whole_graph(evidence):
    whole, part = read(evidence), read(evidence, "丑社区")
    assert set(part.buildings["id"]) == {OTHER_TOWER, NAMESAKE, HALL}
    assert part.positions.venues.equals(whole.positions.venues)
    assert part.positions.buildings["id"].to_list() == part.buildings["id"].to_list()


def test_the_way_from_a_compound_is_that_of_its_buildings(evidence):
    table = read(evidence).table.cast({"precision": pl.String})
    rows = {(row[0], row[1]): row[2:] for row in table.select("origin", "venue", "metres", "precision").iter_rows()}
    assert rows == {
        (HOUSE, CENTRE): (420.0, "point"),
        (NAMESAKE, STATION): (380.0, "point"),
        (ESTATE, COUNCIL): (610.5, "point"),
        (HOUSE, COUNCIL): (610.5, "compound"),
        (SECOND, COUNCIL): (610.5, "compound"),
    }


def test_before_the_roster_of_ways_there_is_no_table(evidence):
    assert read(evidence, day=date(2018, 7, 15)).table.is_empty()


def test_reach_by_table_and_estimate(evidence):
    facts = read(evidence).place_facts(pl.Series([FACTORY]))
    rows = {row["id"]: row for row in place_sense(facts, Walk()).buildings.iter_rows(named=True)}
    # 111 m to its neighbour's micro venue; the table's 420 m to the centre does not matter
    assert (rows[HOUSE]["standing"], rows[HOUSE]["venue_name"], rows[HOUSE]["method"]) == (
        "within",
        "东苑微阵地",
        "estimate",
    )
    # the centre is in the tower itself
    assert (rows[TOWER]["standing"], rows[TOWER]["metres"], rows[TOWER]["precision"]) == ("within", 0.0, "building")
    assert (rows[MIXED]["standing"], rows[MIXED]["why"]) == ("to_check", "coarse_position")
    assert (rows[NAMESAKE]["metres"], rows[NAMESAKE]["method"]) == (380.0, "table")
    assert rows[OTHER_TOWER]["standing"] == "beyond"
    assert rows[HALL]["standing"] == "within"
    assert [name for name, row in rows.items() if row["vacant"]] == [FACTORY]


def test_places_can_be_where_people_walk_from(evidence):
    walks = read(evidence).walks("places")
    assert ESTATE in walks.origins["id"]
    assert walks.venues.height == 5
