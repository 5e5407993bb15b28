"""``cases``: what is listed and shown of a case, its passages with and without the article, and a case begun."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from ingest.cases.account import ACCOUNTS
from ingest.cases.catalog import FOLDER, cases
from tests.api.command.conftest import run

TEXT = "甲街道“同心”共建\n2021年3月5日08:30 来源:甲网\n甲街道有单位200家。甲街道成立甲联合会。\n"
HEAD = """case.id = "jia"
case.title_zh = "甲"
case.title_en = "A"
case.place_text = "甲街道"
case.place = "E1"
source.file = "article.txt"
source.sha256 = "{digest}"
source.title = "甲"
source.published_on = "2021-03-05"
source.citation = "甲."
passages = [{{ id = "P1", paragraph = "P1", line = 3, start = 0, end = 10, locator = "单位200家" }}]
places = [{{ key = "E1", name = "甲街道", level = "subdistrict", passages = ["P1"] }}]
"""


@pytest.fixture(autouse=True)
def without_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGJIAN_SOURCES", raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def jia(tmp_path: Path) -> Path:
    """A case file beside its article, in which two sentences carry something that nothing cites."""
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    path = tmp_path / "jia.toml"
    path.write_text(HEAD.format(digest=hashlib.sha256(TEXT.encode()).hexdigest()), "utf-8")
    return path


def test_list_tells_where_each_comes_from_and_how_much_it_holds() -> None:
    found = {each["id"]: each for each in run("cases", "list", "--json").json["cases"]}
    assert list(found) == list(cases())
    assert found["beishan"]["conflicts"] == found["beishan"]["contradictions"] >= 1
    for name, case in cases().items():
        assert found[name]["citation"] == case.source.citation
        assert found[name]["facts"] == len(case.cited)
    assert cases()["beishan"].source.citation[:20] in run("cases", "list").out


@pytest.mark.parametrize("name", cases())
@pytest.mark.parametrize("what", ["facts", "timeline", "contradictions", "ratios", "gaps", "practices"])
def test_every_table_of_every_case_is_shown(name: str, what: str) -> None:
    rows = ACCOUNTS[what].rows(cases()[name])
    shown = run("cases", "show", name, "--what", what, "--json").json
    assert shown["citation"] == cases()[name].source.citation
    assert shown[what] == json.loads(json.dumps(rows, default=str))
    printed = run("cases", "show", name, "--what", what)
    assert printed.code == 0
    assert all(cell_len(line) <= 100 for line in printed.out.splitlines())
    keys = [str(row["key"]) for row in rows if "key" in row]
    assert [key for key in keys if key not in printed.out] == []


def test_the_time_line_says_how_many_figures_have_no_date() -> None:
    undated = sum(1 for fact in cases()["beishan"].observations if not (fact.as_of or fact.period))
    assert f"{undated} 个数字" in run("cases", "show", "beishan", "--what", "timeline").out


def test_passages_are_shown_in_full_only_where_the_article_is_at_hand(jia: Path) -> None:
    (here,) = run("cases", "show", jia, "--passages", "--json").json["passages"]
    assert here["text"] == "甲街道有单位200家"
    assert "甲街道有单位200家" in run("cases", "show", jia, "--passages").out
    (jia.parent / "article.txt").unlink()
    (there,) = run("cases", "show", jia, "--passages", "--json").json["passages"]
    assert (there["text"], there["locator"]) == (None, "单位200家")
    assert "GONGJIAN_SOURCES" in run("cases", "show", jia, "--passages").out


def test_sentences_without_a_fact_are_listed_from_a_file_by_path(jia: Path) -> None:
    left = run("cases", "sentences", jia, "--json").json
    assert [(each["line"], each["carries"]) for each in left["uncited"]] == [
        (1, ["“同心”", "甲街道"]),
        (2, ["2021", "3", "5", "08", "30"]),
        (3, ["甲街道", "甲街道成立甲联合会"]),
    ]
    assert left["disagreements"] == []
    assert "未引用的句子:3" in run("cases", "sentences", jia).out


def test_the_public_reads_where_passages_stand_and_not_what_they_say(jia: Path) -> None:
    shown = run("cases", "show", jia, "--passages", "--role", "public")
    assert "单位200家" in shown.out and "甲街道有单位200家" not in shown.out
    (passage,) = run("cases", "show", jia, "--passages", "--role", "public", "--json").json["passages"]
    assert (passage["locator"], passage["text"]) == ("单位200家", None)
    refused = run("cases", "sentences", jia, "--role", "public", "--json")
    assert (refused.code != 0, refused.json["error"]["code"]) == (True, "text_refused")


def test_sentences_need_the_very_article(jia: Path) -> None:
    (jia.parent / "article.txt").write_text("另一篇", "utf-8")
    assert run("cases", "sentences", jia, "--json").json["error"]["code"] == "other_article"
    (jia.parent / "article.txt").unlink()
    missing = run("cases", "sentences", jia)
    assert missing.code != 0
    assert "GONGJIAN_SOURCES" in missing.err


def test_the_article_beside_the_file_serves_where_the_folder_of_sources_has_another(
    jia: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "sources"
    other.mkdir()
    (other / "article.txt").write_text("另一篇", "utf-8")
    monkeypatch.setenv("GONGJIAN_SOURCES", str(other))
    assert run("cases", "sentences", jia).code == 0


def test_a_case_begun_is_written_once_and_says_what_to_fill(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, "utf-8")
    begun = run("cases", "new", article, "--id", "jia", "--json").json
    assert Path(begun["file"]) == tmp_path / "jia.toml"
    assert begun["source"]["citation"] == "甲街道“同心”共建[EB/OL]. 甲网, 2021-03-05."
    assert "case.title_zh" in begun["to_fill"]
    again = run("cases", "new", article, "--id", "jia")
    assert (again.code, "jia.toml" in again.err) == (2, True)
    unfinished = run("cases", "sentences", tmp_path / "jia.toml")
    assert unfinished.code != 0
    assert "case.title_zh: 待填" in unfinished.err
    said = run("cases", "new", article, "--to", tmp_path, "--id", "yi").out
    assert "gongjian cases sentences" in said and "待填:case.title_zh" in said


@pytest.mark.parametrize("id", ["beishan", "Jia", "甲", "1a", "../a", "all", "comparison"])
def test_an_id_that_is_taken_or_cannot_be_one_is_refused(tmp_path: Path, id: str) -> None:
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    refused = run("cases", "new", tmp_path / "article.txt", "--id", id)
    assert (refused.code, "--id" in refused.err) == (2, True)
    assert not list(tmp_path.glob("*.toml"))


def test_what_is_not_there_is_told_with_what_is(tmp_path: Path) -> None:
    assert "beishan" in run("cases", "show", "nowhere").err
    assert "none.toml" in run("cases", "show", tmp_path / "none.toml").err
    assert "none.txt" in run("cases", "new", tmp_path / "none.txt").err
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    assert run("cases", "new", tmp_path / "article.txt", "--to", tmp_path / "none").code == 2


def test_an_article_that_is_a_case_already_is_remarked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.cases import catalog

    folder = tmp_path / "cases"
    folder.mkdir()
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    (folder / "jia.toml").write_text(HEAD.format(digest=hashlib.sha256(TEXT.encode()).hexdigest()), "utf-8")
    monkeypatch.setattr(catalog, "FOLDER", folder)
    assert run("cases", "new", tmp_path / "article.txt", "--id", "yi", "--json").json["same_article"] == ["jia"]


def test_list_names_the_files() -> None:
    found = run("cases", "list", "--json").json["cases"]
    assert {Path(each["file"]) for each in found} == {FOLDER / f"{name}.toml" for name in cases()}
