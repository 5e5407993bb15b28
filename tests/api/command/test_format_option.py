"""``load --format``: one for everything, or one for a single sheet; and what ``formats`` lists."""

from __future__ import annotations

from pathlib import Path

from tests.api.command.conftest import Gongjian, load

ROWS = "小区名称,所属社区,户数,级别\n甲一苑,甲社区,396,小区\n乙一苑,乙社区,402,小区\n"


def formats_of(done: dict[str, object]) -> list[object]:
    files = done["files"]
    assert isinstance(files, list)
    return [each["format"] for each in files]


def test_a_file_or_one_sheet_of_it_is_taken_as_asked(gongjian: Gongjian, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(ROWS, encoding="utf-8")
    assert formats_of(load(gongjian, path, "--dry-run", "--json").json) == ["places"]
    for asked in ("compounds", "台账=compounds"):
        assert formats_of(load(gongjian, path, "--format", asked, "--dry-run", "--json").json) == ["compounds"]


def test_a_sheet_that_is_not_there_and_two_formats_for_everything_are_refused(
    gongjian: Gongjian, tmp_path: Path
) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(ROWS, encoding="utf-8")
    unmet = load(gongjian, path, "--format", "旧台账=compounds", "--json")
    assert unmet.json["error"]["code"] == "not_found"
    two = load(gongjian, path, "--format", "compounds", "--format", "places", "--json")
    assert two.code == 2
    assert "工作表=格式名" in two.json["error"]["zh"]


def test_formats_tells_the_books_that_offices_keep(gongjian: Gongjian) -> None:
    told = gongjian("formats", "lists").out
    assert "三张清单汇总表" in told
    assert "必填,或写在标题里" in told
    listed = {each["name"]: each["books"] for each in gongjian("formats", "--json").json["formats"]}
    assert "一楼一档" in listed["buildings"]
    assert "两新台账" in listed["units"]
    assert "住宅小区台账" in listed["compounds"]
