from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from graph.store.ledger import Ledger
from ingest.check.totals import TotalMismatch
from ingest.check.unknown_columns import UnknownColumn
from ingest.load.outcome import Prepared
from ingest.report.html import page
from ingest.report.machine import machine
from ingest.report.outline import Counts, LoadReport, balance
from ingest.report.screen import plain, screen

SECRETS = ("1000000000", "演示乙", "演示丙", "19900000000")


@pytest.fixture
def report(prepared: Prepared) -> LoadReport:
    (file,) = prepared.files
    odd = replace(
        file,
        unknown_columns=(UnknownColumn("<script>alert(1)</script>", "短语", 3), UnknownColumn("红[bold]字", "数字", 1)),
        unread_sheets=("说明",),
        mismatches=(TotalMismatch("名册", 9, "户数", 100, 98),),
    )
    return LoadReport(7, prepared.plan, True, Counts(5, 4, 3, 2), (odd,), ("旧文件.xlsx",))


def _screen(report: LoadReport, width: int = 120) -> str:
    text = StringIO()
    Console(file=text, width=width, markup=False, highlight=False, emoji=False).print(screen(report))
    return text.getvalue()


def test_rows_are_accounted_for(prepared: Prepared) -> None:
    total, loaded, duplicates, ignored, returned = balance(prepared.files[0].draft)
    assert (total, loaded, duplicates, ignored, returned) == (4, 1, 0, 1, 2)
    assert total == loaded + duplicates + ignored + returned


def test_screen_and_page_say_what_a_clerk_must_know(report: LoadReport) -> None:
    for text in (_screen(report), page(report)):
        assert "导入 7 完成" in text
        assert "演示数据" in text
        assert "总行 4 = 导入 1 + 重复 0 + 略过 1(表头 1) + 退回 2" in text
        assert "已舍弃1列,未读入(个人信息):联系电话" in text
        assert "只记有无、不读内容的列:覆盖责任人" in text
        assert "「户数」写 100,各行相加为 98" in text
        assert "旧文件.xlsx" in text
        assert "说明" in text
        assert "成立日期" in text


def test_nothing_personal_is_in_any_form_of_the_report(report: LoadReport) -> None:
    for text in (_screen(report), page(report), str(machine(report))):
        for secret in SECRETS:
            assert secret not in text


def test_the_page_is_well_formed_escaped_and_fetches_nothing(report: LoadReport) -> None:
    text = page(report)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert not {"src", "href"} & {name for name, _ in attrs}
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Reader().feed(text)
    assert opened == []


@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_keeps_to_its_width_and_takes_no_markup(report: LoadReport, width: int) -> None:
    from rich.cells import cell_len

    text = _screen(report, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "红[bold]字" in _screen(report, 200)


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert plain("甲\x1b[2J乙\u202e丙") == "甲�[2J乙�丙"
    assert plain("甲\n乙") == "甲\n乙"


def test_the_report_for_machines_is_plain_json(report: LoadReport, ledger: Ledger, tmp_path: Path) -> None:
    import json

    document = json.loads(json.dumps(machine(report), ensure_ascii=False))
    (file,) = document["files"]
    assert file["rows"] == {"total": 4, "loaded": 1, "duplicates": 0, "ignored": 1, "returned": 2}
    assert {fault["code"] for row in file["returned"] for fault in row["faults"]} >= {"unknown_category"}
    assert document["returned"] == 2


def test_of_many_files_the_screen_tells_the_first_and_points_to_the_page(report: LoadReport) -> None:
    many = replace(report, files=report.files * 12)
    told = report.files[0].draft.name + " · "
    assert _screen(many).count(told) == page(many).count(told) == 12  # a dry run has no page to point to
    kept = replace(many, page=Path("load-7.html"))
    assert (_screen(kept).count(told), page(kept).count(told)) == (10, 12)
    assert "其余 2 份名册的说明见本报告的网页" in _screen(kept)


def test_unknown_columns_without_content_are_only_named(report: LoadReport) -> None:
    (file,) = report.files
    empty = replace(file, unknown_columns=(*file.unknown_columns, UnknownColumn("空的", "空列", 0)))
    text = _screen(replace(report, files=(empty,)))
    assert "不认识而又没有内容的列:空的" in text and "0 行有内容" not in text
