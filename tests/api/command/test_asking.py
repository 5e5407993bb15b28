from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.api.command.conftest import Gongjian

DAY = "2024-07-31"


def test_questions_are_listed_and_described(gongjian: Gongjian) -> None:
    listed = gongjian("questions", "--json").json["questions"]
    assert "units_of_place" in {each["name"] for each in listed}
    said = gongjian("questions").out
    assert said.index("到期与逾期") < said.index("terms_due") < said.index("空白与缺口") < said.index("venues_idle")
    one = gongjian("questions", "units_of_place")
    assert "place" in one.out
    assert "驻在本地" in one.out


def test_ask_answers_with_titles_and_words(loaded: Gongjian) -> None:
    done = loaded("ask", "units", "--scope", "子社区", "--as-of", DAY)
    assert done.code == 0
    assert "试验甲公司" in done.out
    assert "试验丙学校" not in done.out
    assert "单位性质" in done.out
    assert "非公有制企业" in done.out
    assert "non_public_firm" not in done.out


def test_ask_for_machines_gives_codes_with_what_the_answer_rests_on(loaded: Gongjian) -> None:
    answer = loaded("ask", "units_of_place", "place=丑社区", "--as-of", DAY, "--json").json
    assert answer["as_of"] == DAY
    assert answer["load"] == 1
    assert answer["synthetic"] is False
    assert [row["name"] for row in answer["rows"]] == ["试验丙学校"]
    assert answer["rows"][0]["kind"] == "school"


def test_limit_says_that_there_is_more(loaded: Gongjian) -> None:
    assert "还有更多" in loaded("ask", "units", "--as-of", DAY, "--limit", 2).out
    assert "共 3 行" in loaded("ask", "units", "--as-of", DAY, "--limit", 3).out


def test_csv_opens_in_a_spreadsheet_and_runs_no_formula(loaded: Gongjian, tmp_path: Path) -> None:
    roster = tmp_path / "more.csv"
    roster.write_text("单位名称,单位性质,所在社区\n=1+1公司,非公企业,丑社区\n", encoding="utf-8")
    assert loaded("load", roster, "--edition", "2024-07-15", "--scope", "990201001").code == 0
    path = tmp_path / "answer.csv"
    assert loaded("ask", "units", "--as-of", DAY, "--scope", "丑社区", "--csv", path).code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [row["名称"] for row in rows] == ["'=1+1公司", "试验丙学校"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ask", "no_such_question"), "not_found"),
        (("ask", "units_of_place"), "wrong_usage"),
        (("ask", "units_of_place", "place"), "wrong_usage"),
        (("ask", "units_of_place", "place=子社区", "colour=red"), "wrong_usage"),
        (("ask", "units_of_place", "place=子社区", "place=丑社区"), "wrong_usage"),
        (("cover", "--rates", "--explain"), "wrong_usage"),
        (("cover", "--rates", "--at-least", "own"), "wrong_usage"),
        (("cover", "--at-least", "随便"), "wrong_usage"),
        (("ask", "units", "--scope", "没有的社区"), "not_found"),
        (("ask", "units", "--as-of", "上个月"), "bad_date"),
        (("ask", "units", "--role", "emperor"), "wrong_usage"),
        (("sources", "Unit:name:nobody@"), "not_found"),
    ],
)
def test_wrong_questions_end_with_2_and_say_why(loaded: Gongjian, words: tuple[str, ...], code: str) -> None:
    done = loaded(*words, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == code
    assert set(done.json["error"]) == {"code", "zh", "en"}


def test_the_public_role_may_not_ask_for_lists(loaded: Gongjian) -> None:
    done = loaded("ask", "units", "--role", "public", "--json")
    assert done.code == 1
    assert done.json["error"]["code"] == "refused"


def test_sources_names_the_rows_behind_a_node(loaded: Gongjian) -> None:
    rows = loaded("ask", "units", "--as-of", DAY, "--json").json["rows"]
    unit = next(row["id"] for row in rows if row["name"] == "试验乙公司")
    found = loaded("sources", unit, "--json").json["rows"]
    assert found == [{"file": "units.csv", "sheet": "", "row": 3, "edition": "2024-06-30", "load": 1}]


def test_cover_lists_gaps_with_reasons_and_remedy(loaded: Gongjian) -> None:
    done = loaded("cover", "--what", "units", "--at-least", "territorial", "--as-of", DAY, "--explain", "--json").json
    (row,) = done["rows"]
    assert (row["name"], row["mode"], row["standing"]) == ("试验乙公司", "blank", "gap")
    assert any(step["met"] is False for step in row["reasons"])
    assert row["remedy"]["zh"]
    shown = loaded("cover", "--what", "units", "--at-least", "territorial", "--as-of", DAY, "--explain")
    assert "试验乙公司" in shown.out
    assert "空白点" in shown.out
    assert "补建建议:" in shown.out


def test_cover_rates_name_their_denominator_and_are_open_to_the_public(loaded: Gongjian) -> None:
    def total(role: str) -> tuple[int | None, int | None]:
        rates = loaded("cover", "--rates", "--as-of", DAY, "--role", role, "--json").json["rates"]
        found = [row for row in rates if row["is_total"] and row["rate"] == "work" and row["denominator"] == "units"]
        return found[0]["all"], found[0]["covered"]

    assert total("planner") == (3, 2)
    assert total("public") == (None, None)  # three units are too few to be published
    assert "单位过少" in loaded("cover", "--rates", "--as-of", DAY, "--role", "public").out
    assert loaded("cover", "--as-of", DAY, "--role", "public").code == 1
    assert "66.7%" in loaded("cover", "--rates", "--as-of", DAY).out


def test_cover_gives_its_base_and_says_where_there_is_nothing_to_judge(loaded: Gongjian) -> None:
    units = loaded("cover", "--what", "units", "--as-of", DAY, "--at-least", "属地兜底")
    assert "共 3 个单位,未达要求 1" in units.out
    buildings = loaded("cover", "--as-of", DAY)
    assert "图中没有这个范围的楼栋,无法判断覆盖情况;请先导入楼栋名册" in buildings.out
    assert "未达要求" not in buildings.out
    document = loaded("cover", "--what", "units", "--as-of", DAY, "--at-least", "属地兜底", "--json").json
    assert (document["at_least"], document["of"], document["total"]) == ("territorial", 3, 1)


def test_cover_says_that_the_newest_roster_is_old_unless_a_date_was_given(loaded: Gongjian) -> None:
    said = "最近的组织名册是 2024-06-30,已超过一年;可加 --as-of 2024-06-30"
    assert said in loaded("cover", "--what", "units").out
    assert said not in loaded("cover", "--what", "units", "--as-of", "2026-06-30").out


def test_the_total_of_rates_is_named_after_the_scope(loaded: Gongjian) -> None:
    assert "试验街道 合计" in loaded("cover", "--rates", "--as-of", DAY, "--scope", "试验街道").out


def test_ids_are_shown_where_they_are_asked_for_and_whole(loaded: Gongjian, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = loaded("ask", "units", "--as-of", DAY, "--json").json["rows"][0]["id"]
    assert unit not in loaded("ask", "units", "--as-of", DAY).out
    assert "加 --ids 显示编号" in loaded("ask", "units", "--as-of", DAY).out
    assert unit in loaded("ask", "units", "--as-of", DAY, "--ids").out
    assert "编号" in loaded("cover", "--what", "units", "--as-of", DAY, "--ids").out


def test_levels_are_words_on_screen_and_in_csv_and_codes_for_machines(loaded: Gongjian, tmp_path: Path) -> None:
    shown = loaded("ask", "places", "--as-of", DAY).out
    assert "街道" in shown
    assert "区(县、市)" in shown
    assert "subdistrict" not in shown
    assert "状态" in shown
    path = tmp_path / "places.csv"
    assert loaded("ask", "places", "--as-of", DAY, "--csv", path).code == 0
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert {row["级别"] for row in rows} == {"区(县、市)", "街道", "社区"}
    levels = {row["level"] for row in loaded("ask", "places", "--as-of", DAY, "--json").json["rows"]}
    assert levels == {"county", "subdistrict", "community"}


def test_piped_lines_bear_no_trailing_blanks(loaded: Gongjian) -> None:
    for line in loaded("ask", "units", "--as-of", DAY).out.splitlines():
        assert line == line.rstrip()


def test_measures_are_words() -> None:
    from api.command.words import worded

    assert worded("measure", "units_in_area") == "辖区单位数"
    assert worded("kind", "micro") == "微网格"
