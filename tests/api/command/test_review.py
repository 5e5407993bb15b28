"""``review`` on a real graph: asked, answered, loaded, taken back; ledger.md §4 as the graph shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from graph.store.bolt import Bolt
from tests.api.command.conftest import PLACES, SCOPE, Gongjian, load, settle
from tests.conftest import Address

UNITS = """单位名称,单位性质,经营状态,所在社区,地址
试验区第一中学,学校,存续,子社区,试验路5号甲苑二幢
试验甲科技有限公司,非公企业,存续,子社区,
试验甲科技公司,非公企业,存续,子社区,
"""
BUILDINGS = """楼栋编码,楼栋名称,所在社区,地址
990201001001B0001,甲苑1幢,子社区,试验路5号
990201001001B0002,甲苑2幢,子社区,试验路5号
"""
ORGANISATIONS = """党组织名称,组织类别,所在社区,覆盖单位,覆盖方式,覆盖责任人
试验子社区党委,党委,子社区,一中,属地兜底,演示甲
"""
SHORT, FULL = "试验甲科技公司", "试验甲科技有限公司"


@pytest.fixture
def loaded(gongjian: Gongjian, tmp_path: Path) -> Gongjian:
    for name, text in [("1", PLACES), ("2", UNITS), ("3", BUILDINGS), ("4", ORGANISATIONS)]:
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        assert load(gongjian, path).code == 0
    return gongjian


def asked(gongjian: Gongjian, path: Path) -> dict[str, int]:
    done = gongjian("review", path, "--json")
    assert done.code == 0, done.err
    return {kind: count for kind, count in done.json["candidates"].items() if count}


def answer(path: Path, word: Callable[[list], str | None], sheet: str = "待核对") -> Path:
    book = openpyxl.load_workbook(path)
    for row in book[sheet].iter_rows(min_row=3):
        row[1].value = word([cell.value for cell in row]) or row[1].value
    book.save(path)
    return path


def content_hash(gongjian: Gongjian) -> str:
    done = gongjian("doctor", "--full", "--json")
    assert done.code == 0
    return done.json["content_hash"]


def names(bolt: Bolt, label: str = "Unit") -> list[str]:
    return sorted(row["name"] for row in bolt.read(f"MATCH (n:{label}) RETURN n.name AS name", {}))


def ties(bolt: Bolt, kind: str) -> set[tuple[str, str]]:
    query = f"MATCH (a:Unit|PartyOrganization)-[:{kind}]->(b:Building|Unit) RETURN a.name AS a, b.name AS b"
    return {(row["a"], row["b"]) for row in bolt.read(query, {})}


def test_nothing_is_merged_before_a_steward_says_so(loaded: Gongjian, bolt: Bolt, tmp_path: Path) -> None:
    before = content_hash(loaded)
    path = tmp_path / "review.xlsx"
    assert asked(loaded, path) == {"open_name": 1, "short_form": 1, "located_in": 1}
    assert content_hash(loaded) == before
    assert load_plain(loaded, path).code == 2  # nothing is answered
    assert len(names(bolt)) == 3


def load_plain(gongjian: Gongjian, *words: object):
    return gongjian("load", *words, "--json")


def test_answers_show_their_effect_first_and_undo_restores_the_hash(
    loaded: Gongjian, bolt: Bolt, tmp_path: Path
) -> None:
    before = content_hash(loaded)
    path = tmp_path / "review.xlsx"
    asked(loaded, path)
    answer(path, lambda row: "相同")
    seen = load_plain(loaded, path, "--dry-run")
    assert seen.code == 0 and seen.json["dry_run"]
    assert content_hash(loaded) == before
    done = load_plain(loaded, path)
    assert done.code == 0
    assert names(bolt) == sorted(["试验区第一中学", FULL])
    assert ties(bolt, "LOCATED_IN") == {("试验区第一中学", "甲苑2幢")}
    assert ties(bolt, "COVERS") == {("试验子社区党委", "试验区第一中学")}
    assert asked(loaded, tmp_path / "second.xlsx") == {}
    assert loaded("undo", done.json["load"]).code == 0
    assert content_hash(loaded) == before


def test_a_later_different_takes_back_what_same_had_joined(loaded: Gongjian, bolt: Bolt, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    asked(loaded, path)
    answer(path, lambda row: "相同")
    assert load_plain(loaded, path).code == 0
    later = tmp_path / "later.xlsx"
    asked(loaded, later)
    answer(later, lambda row: "不同", "已核对")
    assert load_plain(loaded, later).code == 0
    assert names(bolt) == sorted(["试验区第一中学", FULL, SHORT])
    assert ties(bolt, "LOCATED_IN") == ties(bolt, "COVERS") == set()
    assert asked(loaded, tmp_path / "third.xlsx") == {}  # and nobody asks again


def test_answers_lie_inert_while_their_roster_is_withdrawn(loaded: Gongjian, bolt: Bolt, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    asked(loaded, path)
    answer(path, lambda row: "相同")
    assert load_plain(loaded, path).code == 0
    joined = content_hash(loaded)
    assert loaded("undo", 2).code == 0  # the units
    assert names(bolt) == [] and ties(bolt, "LOCATED_IN") == set()
    assert loaded("undo", 6).code == 0  # that undo
    assert content_hash(loaded) == joined


def test_the_order_of_answers_and_rosters_does_not_matter(
    loaded: Gongjian, bolt: Bolt, server: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "review.xlsx"
    asked(loaded, path)
    answer(path, lambda row: "相同")
    assert load_plain(loaded, path).code == 0
    after = content_hash(loaded)
    bolt.wipe()
    settle(monkeypatch, server, tmp_path / "another")
    assert load_plain(loaded, path).code == 0
    assert names(bolt) == []
    for name in "4321":
        assert load(loaded, tmp_path / f"{name}.csv").code == 0
    assert content_hash(loaded) == after


def test_a_code_that_holds_two_together_is_shown_and_not_joined(loaded: Gongjian, bolt: Bolt, tmp_path: Path) -> None:
    codes = tmp_path / "codes.csv"
    rows = ["单位编号,统一社会信用代码,单位名称,单位性质,经营状态,所在社区"]
    rows.append("K1,91990101990000033X,演示丁公司,非公企业,存续,子社区")
    codes.write_text("\n".join(rows) + "\n", encoding="utf-8")
    more = tmp_path / "more.csv"
    rows[1] = "K1,91990101990000041Q,演示戊公司,非公企业,存续,子社区"
    more.write_text("\n".join(rows) + "\n", encoding="utf-8")
    for path, day in [(codes, "2024-07-31"), (more, "2024-08-31")]:
        assert loaded("load", path, "--edition", day, "--scope", SCOPE, "--partial").code == 0
    assert "名册之间的矛盾" in loaded("load", more, "--edition", "2024-09-30", "--scope", SCOPE, "--partial").out
    done = loaded("review", tmp_path / "review.xlsx", "--json")
    (finding,) = done.json["findings"]
    assert finding["code"] == "two_codes_of_one_thing" and len(finding["anchors"]) == 3
    assert {"演示丁公司", "演示戊公司"} <= set(names(bolt))
    assert "没有合并" in loaded("review", tmp_path / "again.xlsx").out


def test_a_review_is_never_written_over_and_needs_something_to_review(gongjian: Gongjian, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    assert gongjian("review", path).code == 0
    assert not path.exists()
    path.write_text("")
    done = gongjian("review", path)
    assert done.code == 2 and "已存在" in done.err
    assert gongjian("review", tmp_path / "review.csv").code == 2


def test_without_a_path_it_lies_in_the_data_folder(loaded: Gongjian, data: Path) -> None:
    done = loaded("review")
    (path,) = (data / "review").iterdir()
    assert str(path) in done.out
    assert path.stat().st_mode & 0o077 == 0
