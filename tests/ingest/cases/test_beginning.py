"""A sixth case begun from an article: what is recognised, what is left open, and a file that an author can finish."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from graph.errors import NotFound, RosterProblem, WrongUsage
from graph.settings import Settings
from ingest.cases.article import plain, read_article
from ingest.cases.beginning import Beginning, begin, default_id
from ingest.cases.catalog import read_case
from ingest.cases.declare import LOCATOR_LENGTH
from ingest.cases.sentences import carried, sentences, uncited
from ingest.cases.skeleton import skeleton, to_fill, write

SIMPLE = """甲街道“同心”共建的做法
中共甲市委组织部
2021年3月5日08:30 来源:甲网
一、背景
甲街道有单位200家,2019年成立甲联合会。街道重视共建。
微信“扫一扫”添加“甲网”
(责编:演示甲)
"""
TRADITIONAL = """<li id="x"></li>
中國甲網>>黨建
    連云區(qū)創建“薈萃”平臺,聯(lián)系單位200家,網(wǎng)格30個。
"""
REPRINTED = "【编者按】\n5月28日,《甲报》以《甲乙丙工程》为题报道。\n全市有社区9个。\n(原载5月28日《甲报》)\n"
SOURCES = Settings().sources


def _begun(folder: Path, text: str, id: str = "jia", encoding: str = "utf-8") -> Beginning:
    path = folder / "article.txt"
    path.write_bytes(text.encode(encoding))
    return begin(path, id)


def test_what_an_article_prints_of_itself(tmp_path: Path) -> None:
    begun = _begun(tmp_path, SIMPLE)
    assert begun.printed.citation == "中共甲市委组织部. 甲街道“同心”共建的做法[EB/OL]. 甲网, 2021-03-05."
    assert (begun.source.script, begun.source.pinyin_notes, begun.encoding) == ("simplified", False, "utf-8")
    assert begun.source.sha256 == hashlib.sha256(SIMPLE.encode()).hexdigest()
    assert [(each.role, each.label, each.line) for each in begun.paragraphs] == [
        ("head", "P0", 1),
        ("head", "P0", 2),
        ("furniture", "", 3),
        ("heading", "", 4),
        ("text", "P1", 5),
        ("furniture", "", 6),
        ("furniture", "", 7),
    ]
    assert [each.marks for each in begun.sentences if each.paragraph == "P1"] == [("200", "2019", "年成立甲联合会")]
    assert "演示甲" not in skeleton(begun)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_other_encodings_read_alike(tmp_path: Path, encoding: str) -> None:
    plain_text, other = _begun(tmp_path, SIMPLE), _begun(tmp_path, SIMPLE, encoding=encoding)
    assert (other.paragraphs, other.sentences, other.printed) == (
        plain_text.paragraphs,
        plain_text.sentences,
        plain_text.printed,
    )


def test_traditional_script_notes_and_furniture_are_seen(tmp_path: Path) -> None:
    begun = _begun(tmp_path, TRADITIONAL)
    assert (begun.source.script, begun.source.pinyin_notes) == ("traditional", True)
    assert [each.role for each in begun.paragraphs] == ["furniture", "furniture", "text"]
    assert begun.paragraphs[2].start == 4, "blanks before a paragraph are no part of it"
    assert begun.paragraphs[2].locator == "连云区创建“"
    said = tomllib.loads(skeleton(begun))["source"]
    assert (said["script"], said["pinyin_notes"], said["title"]) == ("traditional", True, "")


def test_a_word_in_brackets_is_no_note_of_pronunciation(tmp_path: Path) -> None:
    assert not _begun(tmp_path, "平台(app)、平台(web)、平台(pc)、平台(tv)").source.pinyin_notes


def test_a_reprint_names_its_newspaper_and_leaves_its_date_open(tmp_path: Path) -> None:
    begun = _begun(tmp_path, REPRINTED)
    assert (begun.printed.title, begun.printed.publisher, begun.printed.published_on) == ("甲乙丙工程", "甲报", None)
    assert {"source.filed_under", "source.citation"} <= set(to_fill(begun))
    assert "甲乙丙工程[N]. 甲报, 〔年-月-日〕." in skeleton(begun)


def test_a_draft_says_what_to_fill_and_is_a_case_once_filled(tmp_path: Path) -> None:
    path = write(_begun(tmp_path, SIMPLE), tmp_path)
    with pytest.raises(RosterProblem, match=r"(?s)case\.title_zh: 待填.*passages: 至少要有一条") as refused:
        read_case(path)
    assert "case.title_zh: to be filled" in refused.value.en
    text = path.read_text("utf-8").replace('case.place = ""', 'case.place = "E1"').replace('= ""  #', '= "甲"  #')
    text = re.sub(r'  # (\{ id = "P1")', r"  \1", text)
    fact = (
        '[[observations]]\nkey = "S1"\nmeasure = "units_in_area"\nraw = "200家"\nlow = 200\nhigh = 200\nunit = "家"\n'
    )
    fact += 'scope = "单位"\nnature = "stock"\nabout = ["E1"]\npassages = ["P1"]\n'
    place = '[[places]]\nkey = "E1"\nname = "甲街道"\nlevel = "subdistrict"\npassages = ["P1"]\n'
    path.write_text(text + place + fact, "utf-8")
    case = read_case(path)
    left = uncited(case, read_article(case, tmp_path))
    # the paragraph is cited, furniture and the line of the date are passed over: the title is what is left
    assert {each.line for each in left} == {1}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    begun = _begun(tmp_path, SIMPLE)
    path = write(begun, tmp_path)
    path.write_text("mine", "utf-8")
    with pytest.raises(WrongUsage, match="--id"):
        write(begun, tmp_path)
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x7fELF\0\0\0", b"\xff\xfe\xff"])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "article.txt").write_bytes(content)
    with pytest.raises(RosterProblem, match="UTF-8"):
        begin(tmp_path / "article.txt", "jia")


def test_a_missing_file_is_named_and_an_id_can_always_be_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.txt"):
        begin(tmp_path / "none.txt", "jia")
    (tmp_path / "000_甲.txt").write_text(SIMPLE, "utf-8")
    assert re.fullmatch(r"case_[0-9a-f]{8}", default_id(tmp_path / "000_甲.txt"))
    assert default_id(tmp_path / "Jia-Yi.txt") == "jia_yi"


def test_a_number_of_a_person_is_not_listed(tmp_path: Path) -> None:
    mobile = "1" + "39" + "0" * 8
    assert mobile not in skeleton(_begun(tmp_path, f"有单位200家,电话{mobile}。"))


def test_strings_that_toml_would_not_take_are_escaped(tmp_path: Path) -> None:
    begun = _begun(tmp_path, 'a"b\\c\x7fd“甲\x01乙”有9家。\n')
    said = tomllib.loads(skeleton(begun))
    assert said["case"]["id"] == "jia"


ARTICLES = sorted(SOURCES.glob("*.txt")) if SOURCES is not None and SOURCES.is_dir() else []


@pytest.mark.skipif(not ARTICLES, reason="NO ARTICLE IS TRIED: set GONGJIAN_SOURCES to the folder that holds them")
@pytest.mark.parametrize("number", range(5))
def test_every_published_article_begins_a_case(number: int, tmp_path: Path) -> None:
    begun = begin(ARTICLES[number], "begun")
    path = write(begun, tmp_path)
    text = path.read_text("utf-8")
    said = tomllib.loads(text)
    assert said["passages"] == []
    assert max(len(run) for run in re.findall(r"[一-鿿]+", text.replace(begun.printed.title or "\0", ""))) <= 24
    lines = ARTICLES[number].read_text("utf-8").split("\n")
    for each in begun.paragraphs:
        piece = plain(begun.source, lines[each.line - 1][each.start : each.end])
        if each.label:
            assert each.locator is not None and len(each.locator) <= LOCATOR_LENGTH
            assert piece.count(each.locator) == 1
    over = {each["line"] for each in said["passed_over"]}
    expected = {
        (number, start, end)
        for number, line in enumerate(lines, start=1)
        for start, end in sentences(line)
        if carried(begun.source, line[start:end]) and number not in over
    }
    assert {(each.line, each.start, each.end) for each in begun.sentences} == expected
    with pytest.raises(RosterProblem, match=r"case\.title_zh: 待填"):
        read_case(path)
