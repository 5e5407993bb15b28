from __future__ import annotations

import json

import numpy as np
from python_calamine import CalamineWorkbook

from graph.evidence.streets import read_streets
from ingest.streets.load import load_streets
from ingest.synthetic import district


def test_the_streets_of_a_district_reach_its_buildings(tmp_path):
    folder = tmp_path / "rosters"
    written = district(folder, seed=3, buildings=300)
    about = load_streets(folder / "streets.geojson", tmp_path / "data")
    assert (about.components, about.crossings, about.left_out, about.edges_without_height) == (1, 0, {}, 0)
    found = read_streets(tmp_path / "data")
    assert found is not None
    books = [each.path for each in written.files if each.format == "buildings"]
    points = np.array([point for path in books for point in _points(path)])
    # two communities of 150, each with two houses and three other buildings that have no coordinates yet
    assert len(points) == 300 - 2 * 5
    at = found.snap(*points.T)
    assert (at.edge >= 0).all()
    assert at.metres.max() < 100
    # on the hill some way is longer for its slope, elsewhere none is
    assert found.flat.max() > 1.05 * found.length.max()
    assert np.median(found.flat / found.length) < 1.001


def _points(path):
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    top = next(at for at, row in enumerate(rows) if "经度" in row)
    columns = rows[top].index("经度"), rows[top].index("纬度")
    return [[float(row[column]) for column in columns] for row in rows[top + 1 :] if row[columns[0]]]


def test_the_streets_say_that_they_are_invented_and_come_again(tmp_path):
    for name in ("a", "b"):
        district(tmp_path / name, seed=3, buildings=100)
    text = (tmp_path / "a" / "streets.geojson").read_bytes()
    assert text == (tmp_path / "b" / "streets.geojson").read_bytes()
    told = json.loads(text)
    assert (told["synthetic"], told["name"]) == (True, "演示数据")
