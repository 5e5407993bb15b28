from __future__ import annotations

from pathlib import Path

from tests.api.command.conftest import run


def test_formats_lists_headings_and_writes_a_template(tmp_path: Path) -> None:
    listed = run("formats", "--json").json["formats"]
    assert {"units", "party_organizations", "places"} <= {each["name"] for each in listed}
    assert "统一社会信用代码" in run("formats", "units").out
    path = tmp_path / "units.xlsx"
    assert run("formats", "units", "--template", path).code == 0
    assert path.exists()
    assert run("formats", "units", "--template", tmp_path / "missing" / "units.xlsx").code == 2
    assert run("formats", "no_such_format").code == 2


def test_synth_writes_the_same_files_for_the_same_seed(tmp_path: Path) -> None:
    first = run("synth", "subdistrict", tmp_path / "a", "--seed", 7, "--json").json
    run("synth", "subdistrict", tmp_path / "b", "--seed", 7)
    assert first["synthetic"] is True
    names = [each["file"] for each in first["files"]]
    assert len(names) >= 9
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)
    assert "演示数据" in run("synth", "subdistrict", tmp_path / "c", "--seed", 8).out
