from __future__ import annotations

from pathlib import Path

from tests.api.command.conftest import run


def test_a_case_is_written_with_how_each_total_is_met_and_what_is_not_carried(tmp_path: Path) -> None:
    done = run("synth", "subdistrict", tmp_path / "a", "--case", "lianyun", "--json").json
    assert done["synthetic"] is True
    assert done["case"] == "lianyun"
    assert {"grids", "grid_branches", "micro_venues"} <= set(done["totals"])
    assert done["not_carried"][0]["reason"]
    shown = run("synth", "subdistrict", tmp_path / "b", "--case", "lianyun").out
    assert "演示数据" in shown
    assert "LY-S05" in shown


def test_a_case_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    done = run("synth", "subdistrict", tmp_path, "--case", "nowhere", "--json")
    assert done.code == 2
    assert "beishan" in done.json["error"]["zh"]


def test_a_dirty_district_says_how_much_was_planted(tmp_path: Path) -> None:
    done = run("synth", "district", tmp_path, "--seed", 3, "--buildings", 200, "--dirt", "--json").json
    assert done["planted"] > 50
    assert (tmp_path / "synthetic" / "planted.csv").is_file()
    clean = run("synth", "district", tmp_path / "clean", "--seed", 3, "--buildings", 200, "--json").json
    assert clean["planted"] == 0


def test_a_city_is_written_as_text(tmp_path: Path) -> None:
    done = run("synth", "city", tmp_path, "--buildings", 400, "--json").json
    assert {Path(each["file"]).suffix for each in done["files"]} == {".csv", ".xlsx"}
    assert sum(each["rows"] for each in done["files"] if each["format"] == "buildings") == 400
    assert run("synth", "city", tmp_path, "--buildings", 3).code == 2
