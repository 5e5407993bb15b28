"""The planned gaps against the coverage formula, on facts taken from the workbooks without ledger or database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph.analysis.coverage import Coverage, CoveringFacts, cover
from ingest.check.detect import recognise
from ingest.read.workbook import read_workbook
from ingest.synthetic import Written, subdistrict
from ingest.synthetic.codes import SUBDISTRICT

AS_OF = date(2018, 9, 30)
TARGETS = {
    "covered_units": "Unit",
    "covered_buildings": "Building",
    "covered_grids": "Grid",
    "covered_compounds": "Place",
    "covered_communities": "Place",
}
Row = dict[str, Any]


@pytest.fixture(scope="module", params=[1, 5, 2018])
def planned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Written, Coverage]:
    written = subdistrict(tmp_path_factory.mktemp("gaps"), seed=request.param)
    return written, cover(facts(written))


def gaps(written: Written, what: str, mode: str) -> set[str]:
    return {gap.name for gap in written.gaps if (gap.what, gap.mode) == (what, mode)}


def names(frame: pl.DataFrame, **wanted: str) -> set[str]:
    for column, value in wanted.items():
        frame = frame.filter(pl.col(column) == value)
    return set(frame["name"])


@pytest.mark.parametrize(("mode", "least"), [("blank", 3), ("nominal", 2), ("to_check", 2)])
def test_the_towers_that_nobody_covers_are_those_planned(
    planned: tuple[Written, Coverage], mode: str, least: int
) -> None:
    written, coverage = planned
    assert names(coverage.buildings, use="office", mode=mode) == gaps(written, "tower", mode)
    assert len(gaps(written, "tower", mode)) >= least


def test_all_other_towers_are_covered(planned: tuple[Written, Coverage]) -> None:
    written, coverage = planned
    towers = coverage.buildings.filter(pl.col("use") == "office")
    covered = towers.filter(pl.col("mode").cast(pl.String).is_in(["own", "joint", "dependent"]))
    assert towers.height == 20
    assert covered.height == 20 - len([gap for gap in written.gaps if gap.what == "tower"])


def test_the_towers_to_check_want_a_count_of_staff(planned: tuple[Written, Coverage]) -> None:
    open_ones = planned[1].buildings.filter((pl.col("use") == "office") & (pl.col("mode") == "to_check"))
    assert open_ones["to_check_because"].to_list() == [["staff_unknown"]] * 2
    assert set(open_ones["lower_mode"].cast(pl.String)) == {"blank"}
    assert set(open_ones["upper_mode"].cast(pl.String)) == {"joint"}


@pytest.mark.parametrize(("mode", "least"), [("blank", 3), ("nominal", 2)])
def test_the_housing_without_organisation_is_that_planned(
    planned: tuple[Written, Coverage], mode: str, least: int
) -> None:
    written, coverage = planned
    assert names(coverage.buildings, use="residential", mode=mode) == gaps(written, "housing", mode)
    assert len(gaps(written, "housing", mode)) >= least


def test_three_buildings_are_vacant_and_no_gap(planned: tuple[Written, Coverage]) -> None:
    written, coverage = planned
    vacant = names(coverage.buildings, mode="vacant")
    assert len(vacant) == 3
    assert not vacant & {gap.name for gap in written.gaps}


def test_the_firms_that_nobody_covers_are_those_planned(planned: tuple[Written, Coverage]) -> None:
    written, coverage = planned
    blank = names(coverage.units, kind="non_public_firm", activity="operating", mode="blank")
    assert blank == gaps(written, "unit", "blank")
    assert len(blank) >= 10
    assert gaps(written, "unit", "nominal") <= names(coverage.units, mode="nominal")
    assert len(gaps(written, "unit", "nominal")) == 2


# --- facts from the workbooks ---------------------------------------------------------------------


def facts(written: Written) -> CoveringFacts:
    tables = {
        file.format: rows(file.path)
        for file in written.files
        if file.format != "party_organizations" or file.edition == AS_OF
    }
    returned = {(each.file, each.row) for each in written.planted}
    paths = {file.format: file.path.name for file in written.files}
    kept = {
        name: [row for row in table if (paths[name], row["_number"]) not in returned] for name, table in tables.items()
    }
    grids = {row["name"] for row in kept["grids"]}
    buildings = {row["name"]: row for row in kept["buildings"]}
    return CoveringFacts(
        buildings=pl.DataFrame([building(row, grids) for row in kept["buildings"]], infer_schema_length=None),
        units=pl.DataFrame([unit(row, buildings, grids) for row in kept["units"]], infer_schema_length=None),
        tenancies=pl.DataFrame(
            [
                {
                    "unit": row["name"],
                    "building": row["building"],
                    "staff": number(row["staff"]),
                    "liveness": "live",
                }
                for row in kept["units"]
                if row["building"] in buildings
            ],
            schema_overrides={"staff": pl.Float64},
        ),
        covering=pl.DataFrame([fact for row in kept["party_organizations"] for fact in covering(row)]),
        places=pl.DataFrame(
            [
                {"id": row["name"], "name": row["name"], "level": row["level"], "parent": parent(row)}
                for row in kept["places"]
            ],
            infer_schema_length=None,
        ),
        grids=pl.DataFrame(
            [{"id": row["name"], "name": row["name"], "place": row["community"]} for row in kept["grids"]]
        ),
        editions=pl.DataFrame([{"scope": "演示街道", "edition_date": AS_OF, "complete": True}]),
        as_of=AS_OF,
    )


def rows(path: Path) -> list[Row]:
    """Data rows with categories in the model's codes; whatever is no name is None."""
    recognised = recognise(read_workbook(path).sheets[0], path.name)
    assert recognised is not None
    found = []
    for row in recognised.table.rows:
        cells: Row = {"_number": row.number}
        for index, name in recognised.columns.items():
            cell = row.cells[index]
            words = {word: code for code, each in recognised.declared.columns[name].lookup.items() for word in each}
            cells[name] = words.get(cell, cell) if words else cell
        found.append(cells)
    return found


def parent(row: Row) -> str | None:
    above = {"990101": "演示区", SUBDISTRICT: "演示街道"}
    return above.get(row["parent_code"]) if row["parent_code"] else row["parent_name"]


def number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def building(row: Row, grids: set[str]) -> Row:
    compound = row["compound"] if row["compound"] not in (None, "—") else None
    return {
        "id": row["name"],
        "name": row["name"],
        "use": row["use"],
        "households": int(row["households"]),
        "place": row["community"],
        "place_name": row["community"],
        "compound": compound,
        "grid": row["grid"] if row["grid"] in grids else None,
        "operating": "vacant" if row["state"] == "vacant" else None,
        "liveness": "live",
    }


def unit(row: Row, buildings: dict[str, Row], grids: set[str]) -> Row:
    house = buildings.get(row["building"])
    return {
        "id": row["name"],
        "name": row["name"],
        "kind": row["kind"],
        "operating_state": row["operating_state"],
        "place": row["community"],
        "place_name": row["community"],
        "grid": house["grid"] if house is not None and house["grid"] in grids else None,
        "liveness": "live",
    }


def covering(row: Row) -> list[Row]:
    def fact(target: str, kind: str, mode: str, named: bool) -> Row:
        return {
            "organisation": row["name"],
            "organisation_name": row["name"],
            "target": target,
            "target_type": kind,
            "mode": mode,
            "named_by_row": named,
            "responsible": row["responsible"] not in (None, "空缺"),
            "liveness": "live",
        }

    own = "joint" if row["kind"] == "joint_branch" else "own"
    found = [fact(each, "Unit", own, True) for each in (row["units"] or "").split("、") if each]
    for column, kind in TARGETS.items():
        blanket = column == "covered_communities"
        mode = "nominal" if blanket else row["mode"]
        found += [fact(each, kind, mode, not blanket) for each in (row[column] or "").split("、") if each]
    return found
