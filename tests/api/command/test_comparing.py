"""Any two loads compared in plain Chinese, on screen, as JSON and as a workbook; a past view built elsewhere."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from api.command.differences import grouped
from graph.model.statement import Assertion, Reference, Subject, Tie
from graph.store.known import difference, records_at
from graph.store.ledger import Ledger
from tests.api.command.conftest import SCOPE, UNITS, Gongjian, run
from tests.graph.store.invented import code, community, organisation, places, roster, same, unit

LATER = "2025-06-30"
CHANGED = """单位名称,单位性质,经营状态,所在社区,从业人数
试验甲公司,非公企业,停业,子社区,12
试验丙学校,学校,存续,丑社区,31
试验丁商店,商户,存续,丑社区,2
"""


@pytest.fixture
def twice(loaded: Gongjian, tmp_path: Path) -> Gongjian:
    """A second edition of the units: two changed, one new, one no longer listed; and that undone."""
    later = tmp_path / "later.csv"
    later.write_text(CHANGED, encoding="utf-8")
    done = loaded("load", later, "--edition", LATER, "--scope", SCOPE, "--complete", "--yes")
    assert done.code == 0, done.out
    assert loaded("undo", 2).code == 0
    return loaded


def texts(done: dict, kind: str) -> list[str]:
    return [each["zh"] for group in done["changes"] if group["type"] == kind for each in group["changes"]]


def test_a_difference_reads_as_sentences(twice: Gongjian) -> None:
    told = twice("loads", 1, 2, "--json").json
    units = texts(told, "Unit")
    assert "单位 试验甲公司 的 经营状态 由 存续 改为 停业" in units
    assert "单位 试验丁商店 新增" in units
    assert f"单位 试验乙公司 名册已不再列出(2024-07-01 至 {LATER[:8]}29 之间)" in units
    assert all("12" not in each and "31" not in each for each in units)  # figures of people are not told
    assert "单位 试验丙学校 的 职工数 有更改(涉及人员,此处不列数值)" in units
    ties = texts(told, "LOCATED_IN")
    assert "单位 试验丁商店 位于 地点 丑社区(所在地点) 新增" in ties
    counts = {group["type"]: group["counts"] for group in told["changes"]}
    assert counts["Unit"] == {"added": 1, "changed": 2, "closed": 1}
    screen = twice("loads", 1, 2).out
    assert all(each in screen for each in units)


def test_the_way_back_and_no_difference(twice: Gongjian) -> None:
    back = twice("loads", 2, 3, "--json").json
    assert "单位 试验丁商店 不再有" in texts(back, "Unit")
    assert "单位 试验甲公司 的 经营状态 由 停业 改为 存续" in texts(back, "Unit")
    assert "单位 试验乙公司 名册重新列出" in texts(back, "Unit")
    assert twice("loads", 1, 3, "--json").json["changes"] == []
    assert "两者没有差别" in twice("loads", 1, 3).out
    assert twice("loads", 1, 9, "--json").json["error"]["code"] == "not_found"


def test_one_load_shows_what_it_changed_cut_short(twice: Gongjian, tmp_path: Path) -> None:
    shown = twice("loads", 1)
    assert "单位 试验甲公司 新增" in shown.out
    told = twice("loads", 1, "--json").json
    assert told["files"] and told["changes"]
    many = tmp_path / "many.csv"
    rows = [f"试验{number}店,商户,存续,子社区,1" for number in range(14)]
    many.write_text("\n".join([UNITS.splitlines()[0].removesuffix(",联系电话"), *rows]), encoding="utf-8")
    assert twice("load", many, "--edition", "2026-01-01", "--scope", SCOPE, "--partial").code == 0
    assert "还有 4 条" in twice("loads", 4).out
    assert "还有 4 条" not in twice("loads", 4, "--all").out
    assert len(texts(twice("loads", 4, "--json").json, "Unit")) == 10
    assert len(texts(twice("loads", 4, "--all", "--json").json, "Unit")) == 14


def test_a_difference_goes_to_a_workbook(twice: Gongjian, tmp_path: Path) -> None:
    path = tmp_path / "difference.xlsx"
    assert twice("loads", 1, 2, "--out", path).code == 0
    sheet = openpyxl.load_workbook(path)["单位"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("变化", "说明", "编号")
    assert {row[0] for row in rows[1:]} == {"新增", "更改", "不再列出"}
    assert twice("loads", 1, 2, "--out", path).code == 2  # overwrites nothing


def test_the_public_sees_no_single_record(twice: Gongjian) -> None:
    assert twice("loads", 1, 2, "--role", "public", "--json").json["error"]["code"] == "refused"
    assert "changes" not in twice("loads", 1, "--role", "public", "--json").json
    assert twice("loads", "--rows", "--role", "public", "--json").json["error"]["code"] == "refused"


def test_rows_are_listed_with_their_numbers(twice: Gongjian) -> None:
    rows = twice("loads", 1, "--rows", "--json").json["rows"]
    (row,) = [each for each in rows if each["about"] == "单位 试验丙学校"]
    assert row["row"] == 4 and row["file"] == "units.csv" and not row["erased"]
    found = twice("loads", "--find", "丙学校", "--json").json["rows"]
    assert {each["load"] for each in found} == {1, 2} and row["number"] in {each["number"] for each in found}


def test_joining_and_parting_read_as_such(tmp_path: Path) -> None:
    one, other = code("S-1", "serial"), code("S-2", "serial")
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.record([places(), roster("units", "2023-01-01", unit("甲校", one), unit("乙校", other))])
        ledger.record([roster("decisions", "2024-01-01", same(one, other), complete=False)])
        ledger.record_undo(2)
        sentences = [
            {
                each.text
                for group in grouped(difference(records_at(ledger, a), records_at(ledger, b)))
                for each in group.sentences
                if group.type == "Unit"
            }
            for a, b in ((1, 2), (2, 3))
        ]
    assert any(each.startswith("单位 乙校 并入 单位 ") for each in sentences[0])
    assert any("由 单位" in each and each.endswith("分出)") for each in sentences[1])


def test_of_people_only_numbers_are_told(tmp_path: Path) -> None:
    branch = Reference(("PartyOrganization",), (), "支部", community())
    member = Subject("PartyMember", (code("f" * 32, "serial"),), fields={"join_year": 2001})
    row = Assertion((member,), (Tie("ENROLLED_IN", 0, branch),))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.record([places(), roster("orgs", "2023-01-01", organisation("支部"))])
        ledger.record([roster("members", "2024-01-01", row)])
        groups = {group.type: group for group in grouped(difference(records_at(ledger, 1), records_at(ledger, 2)))}
    for kind in ("PartyMember", "ENROLLED_IN"):
        assert groups[kind].counts == {"added": 1} and groups[kind].sentences == []


def test_a_past_view_is_built_elsewhere_and_asked(
    twice: Gongjian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "past"
    assert twice("rebuild", "--as-known", 2, "--json").json["error"]["code"] == "wrong_usage"
    built = twice("rebuild", "--as-known", 2, "--to", folder, "--json").json
    monkeypatch.delenv("GONGJIAN_URI")
    monkeypatch.delenv("GONGJIAN_DATABASE", raising=False)
    try:
        asked = run("--data", folder, "doctor", "--full", "--json").json
        assert asked["good"] and asked["content_hash"] == built["content_hash"] and asked["load"] == 2
        names = [row["name"] for row in run("--data", folder, "ask", "units", "--as-of", LATER, "--json").json["rows"]]
        assert "试验丁商店" in names
        refused = run("--data", folder, "undo", 1, "--json")
        assert refused.json["error"]["code"] == "past_view"
    finally:
        run("--data", folder, "engine", "stop")
