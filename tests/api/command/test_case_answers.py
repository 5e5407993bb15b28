"""``cases load|check|compare|questions`` on the invented subdistrict, on shipped cases and on an empty graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from graph.analysis.assertions import VERDICTS
from graph.analysis.comparison import OBSTACLES
from ingest.cases import asked
from ingest.cases.catalog import cases
from ingest.cases.division_lists import division_lists
from tests.api.command.conftest import Gongjian, Run, run, settle
from tests.conftest import Address
from tests.subdistrict import CASES, Subdistrict

JIA = CASES / "articles" / "jia.toml"
NOW = "2018-10-31"


@pytest.fixture
def there(subdistrict: Subdistrict, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gongjian]:
    """The command line over the loaded subdistrict, at the width of a narrow screen."""
    with subdistrict.open():
        settings = subdistrict.settings
        if settings.uri is not None and settings.password is not None:
            address = Address(settings.uri, settings.user, settings.password.get_secret_value(), "neo4j")
            settle(monkeypatch, address, settings.data)
        else:
            monkeypatch.delenv("GONGJIAN_URI", raising=False)
            monkeypatch.setenv("GONGJIAN_DATA", str(settings.data))
        monkeypatch.setenv("COLUMNS", "100")
        yield run


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Questions of the invented case, and the same across cases."""
    text = (CASES / "articles" / "questions.toml").read_text("utf-8")
    for name in ("jia", "all"):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    monkeypatch.setattr(asked, "FOLDER", tmp_path)
    asked.case_questions.cache_clear()
    yield
    asked.case_questions.cache_clear()


def narrow(done: Run) -> bool:
    return done.code == 0 and all(cell_len(line) <= 100 for line in done.out.splitlines())


# --- check ------------------------------------------------------------------------------------------------


def test_a_check_counts_each_verdict_and_lists_what_it_rests_on(there: Gongjian) -> None:
    told = there("cases", "check", JIA, "--as-of", NOW, "--json").json
    assert told["synthetic"] is True and set(told["counts"]) == set(VERDICTS)
    assert sum(told["counts"].values()) == len(told["assertions"])
    wrong = next(row for row in told["assertions"] if row["asserted"] == "网格数 10个")
    assert (wrong["verdict"], wrong["found"], len(wrong["rows"])) == ("contradicted", "3", 3)
    said = there("cases", "check", JIA, "--as-of", NOW)
    assert narrow(said) and "演示数据" in said.out
    for verdict, (zh, _) in VERDICTS.items():
        assert f"{zh} {told['counts'][verdict]}" in said.out
    assert "网格数 10个" in said.out and "not_checkable" not in said.out


def test_what_calls_for_a_look_stands_first(there: Gongjian) -> None:
    said = there("cases", "check", JIA, "--as-of", NOW).out
    _, _, listed = said.partition("名册所载")
    assert listed.index("不符") < listed.index("相符") < listed.index("无法核对")


def test_only_one_verdict_is_listed_and_all_are_counted(there: Gongjian) -> None:
    told = there("cases", "check", JIA, "--as-of", NOW, "--only", "contradicted", "--json").json
    assert {row["verdict"] for row in told["assertions"]} == {"contradicted"}
    assert told["counts"]["met"] > 0
    said = there("cases", "check", JIA, "--as-of", NOW, "--only", "missing")
    assert "网格数 10个" not in said.out


def test_a_scope_stands_for_the_place_of_the_case(there: Gongjian) -> None:
    told = there("cases", "check", JIA, "--as-of", NOW, "--scope", "丑社区", "--json").json
    assert told["scope"]["name"] == "丑社区"
    found = {row["asserted"]: row["verdict"] for row in told["assertions"]}
    assert found["社区数 2个"] == "contradicted"
    assert there("cases", "check", JIA, "--scope", "没有这个地方").code == 2


@pytest.mark.parametrize("role", ["public", "unit"])
def test_a_check_is_refused_before_anything_is_opened(role: str) -> None:
    refused = run("cases", "check", JIA, "--role", role)
    assert refused.code != 0
    assert "名册" in refused.err and f"the role {role}" in refused.err


def test_a_check_of_an_empty_graph_finds_nothing_met(gongjian: Gongjian) -> None:
    told = gongjian("cases", "check", JIA, "--as-of", NOW, "--json").json
    assert (told["counts"]["met"], told["counts"]["contradicted"]) == (0, 0)
    assert told["counts"]["missing"] > 0


# --- compare ----------------------------------------------------------------------------------------------


def test_practices_are_signs_with_a_legend(there: Gongjian, monkeypatch: pytest.MonkeyPatch) -> None:
    told = there("cases", "compare", "--what", "practices", "--json").json["practices"]
    said = there("cases", "compare", "--what", "practices")
    assert narrow(said) and "演示数据" in said.out
    monkeypatch.setenv("COLUMNS", "160")
    said = there("cases", "compare", "--what", "practices").out
    assert "● 原文点名" in said
    lines = {line.split()[0]: line for line in said.splitlines() if line.strip()}
    for row in told:
        signs = [lines[row["practice"]].count(sign) for sign in "●○–"]
        assert signs == [len(row[how]) for how in ("named", "unnamed", "absent")]
    assert {len(row["named"]) > 0 for row in told} == {True, False}


def test_figures_say_in_words_what_keeps_them_apart(there: Gongjian) -> None:
    told = there("cases", "compare", "--json").json
    assert told["cases"] == 2 and {"practices", "completeness", "figures", "pairs"} <= set(told)
    met = {code for pair in told["pairs"] for code in pair["obstacles"]}
    said = there("cases", "compare", "--what", "figures")
    assert narrow(said) and met
    flat = said.out.replace("\n", "")
    assert all(OBSTACLES[code][0] in flat for code in met)
    assert "可比" in said.out and "排名" not in said.out
    for what in ("pairs", "completeness"):
        assert narrow(there("cases", "compare", "--what", what))


def test_fewer_than_two_cases_have_the_command_that_loads_them(gongjian: Gongjian) -> None:
    said = gongjian("cases", "compare")
    assert said.code == 0 and "gongjian cases load" in said.out
    told = gongjian("cases", "compare", "--json").json
    assert (told["cases"], told["pairs"], told["practices"]) == (0, [], [])


# --- questions --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("questions")
def test_every_question_has_rows_or_a_reason(there: Gongjian) -> None:
    told = there("cases", "questions", "jia", "--as-of", NOW, "--json").json
    assert [each["number"] for each in told["questions"]] == [1, 2, 3, 4, 5]
    for each in told["questions"]:
        assert bool(each["answer"]) != bool(each["reason_zh"]) and bool(each["reason_zh"]) == bool(each["reason_en"])
    assert told["answered"] == 2
    said = there("cases", "questions", "jia", "--as-of", NOW)
    assert narrow(said)
    for part in ("演示数据", "原文可答", "需要名册", "答不了:要用步行距离", "图中没有符合的记录"):
        assert part in said.out


@pytest.mark.usefixtures("questions")
def test_a_screen_has_twenty_rows_and_says_how_many_more(there: Gongjian, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.command import case_questions

    (figures,) = there("cases", "questions", "jia", "--number", 1, "--json").json["questions"]
    monkeypatch.setattr(case_questions, "SHOWN", 2)
    said = there("cases", "questions", "jia", "--number", 1)
    assert f"共 {figures['row_count']} 行,还有 {figures['row_count'] - 2} 行" in said.out
    assert len(figures["answer"]) == figures["row_count"] > 2


@pytest.mark.usefixtures("questions")
def test_a_role_reads_what_it_may_and_the_reason_of_the_rest(there: Gongjian) -> None:
    by_role = {
        role: {
            each["number"]: each["answer"] is not None
            for each in there("cases", "questions", "jia", "--as-of", NOW, "--role", role, "--json").json["questions"]
        }
        for role in ("public", "planner", "steward")
    }
    assert [number for number, answered in by_role["public"].items() if answered] == [1]
    assert [number for number, answered in by_role["planner"].items() if answered] == [1, 2, 5]
    assert [number for number, answered in by_role["steward"].items() if answered] == [1, 2, 3, 5]


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize("case", ["jia", "all"])
def test_questions_of_an_empty_graph_say_what_to_load(gongjian: Gongjian, case: str) -> None:
    told = gongjian("cases", "questions", case, "--json").json
    assert told["answered"] == 0
    reasons = {each["number"]: each["reason_zh"] for each in told["questions"]}
    assert "gongjian cases load" in reasons[1] and "还没有名册" in reasons[2] and reasons[4] == "要用步行距离"
    assert gongjian("cases", "questions", case).out.count("gongjian cases load") >= 1


@pytest.mark.usefixtures("questions")
def test_a_number_or_a_case_that_there_is_not(there: Gongjian) -> None:
    assert "1 到 5" in there("cases", "questions", "jia", "--number", 9).err
    assert "jia" in there("cases", "questions", "nowhere").err
    assert there("cases", "questions", "jia", "--scope", "没有这个地方").code == 2


@pytest.mark.parametrize("path", sorted(asked.FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_the_numbers_of_a_list_tell_its_questions_apart(path: Path) -> None:
    numbers = [question.number for question in asked.case_questions(path.stem)]
    assert len(numbers) == len(set(numbers)) > 0


# --- load -------------------------------------------------------------------------------------------------


def test_cases_are_loaded_with_their_division_lists_once(gongjian: Gongjian) -> None:
    ahead = gongjian("cases", "load", "beishan", "--dry-run", "--json")
    assert ahead.code == 0 and {each["load"] for each in ahead.json["loads"]} == {None}
    assert gongjian("loads", "--json").json["loads"] == []
    done = gongjian("cases", "load", "beishan", "--json").json
    files = [file["file"] for each in done["loads"] for file in each["files"]]
    assert files == [*(each.path.name for each in division_lists("beishan")), "beishan.toml"]
    again = gongjian("cases", "load", "beishan", "--json").json
    assert all(each["nothing_new"] for each in again["loads"])
    said = gongjian("cases", "load", "beishan")
    assert said.code == 0 and "没有新内容" in said.out
    figures = gongjian("ask", "observations", "case=beishan", "--json").json["rows"]
    assert len(figures) == len(cases()["beishan"].observations) + len(cases()["beishan"].outcomes)


def test_a_case_that_there_is_not_is_told_with_those_that_are(gongjian: Gongjian) -> None:
    refused = gongjian("cases", "load", "nowhere")
    assert refused.code == 2 and "beishan" in refused.err
    assert gongjian("loads", "--json").json["loads"] == []


def test_lists_that_come_with_a_case_follow_one_another_unasked_and_close_nobody_elses(
    gongjian: Gongjian, tmp_path: Path
) -> None:
    """The codes of the zone changed between the editions, so the later list closes the whole of the earlier one."""
    first = division_lists("yantai")[0]
    assert first.scope is not None
    done = gongjian("cases", "load", "yantai", "--json")
    assert done.code == 0
    assert [closed["closed"] == closed["live"] for closed in done.json["loads"][1]["closures"]] == [True]
    assert gongjian("undo", "3", "--yes").code == gongjian("undo", "2", "--yes").code == 0
    own = tmp_path / "places.csv"
    own.write_bytes(first.path.read_bytes() + b"370600999,street,\xe8\x87\xaa\xe6\x9c\x89\xe8\xa1\x97\xe9\x81\x93\n")
    options = ("--complete", "--edition", "2019-01-01", "--issuer", "国家统计局", "--scope", first.scope, "--yes")
    assert gongjian("load", own, *options).code == 0
    asked = gongjian("cases", "load", "yantai", "--json")
    assert asked.code == 2 and asked.json["error"]["code"] == "confirmation_needed"
