"""Web pages as sheets: spans as merged ranges, and nothing that a page holds ends the reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import RosterProblem
from ingest.read import limits
from ingest.read.html import read_html
from ingest.read.sheets import MergedRange, Sheet

TAGS = ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<p>", "</p>", "<br>", "<script>", "</script>"]
SPANS = ['<td rowspan="2">', "<td colspan=3>", '<td rowspan=3 colspan="2">', '<td rowspan="-1">', "<td colspan='x'>"]
TEXTS = ["甲", "单位名称", "&nbsp;", "&#x4e59;", "&lt;b&gt;", "<!-- 丙 -->", "<![if x]>", "<", "12", " \n "]


def sheet_of(page: str) -> Sheet:
    return read_html(page.encode(), "甲.xls")[0]


def test_spans_are_merged_ranges() -> None:
    found = sheet_of("<table><tr><td rowspan=2 colspan=2>a<td>b</tr><tr><td>c</tr><tr><td>d<td>e<td>f</tr></table>")
    assert found.rows == [["a", "a", "b"], ["a", "a", "c"], ["d", "e", "f"]]
    assert found.merged == (MergedRange(0, 0, 1, 1),)


def test_a_span_ends_with_its_table() -> None:
    found = sheet_of("<table><tr><td rowspan=9>a<td>b</table><table><tr><td>c<td>d</table>")
    assert found.rows == [["a", "b"], ["c", "d"]]
    assert found.merged == ()


def test_texts_between_tables_have_rows_of_their_own() -> None:
    found = sheet_of("<title>x</title><h1>甲<br>乙</h1>丙<table><tr><td>1<td>2</table><p>丁 &amp; 戊</p>")
    assert [row[0] for row in found.rows] == ["甲\n乙", "丙", "1", "丁 & 戊"]


def test_a_nested_table_stands_in_the_place_of_its_cell() -> None:
    found = sheet_of("<table><tr><td>前<table><tr><td>1<td>2</tr></table>后</td><td>旁</td></tr></table>")
    assert found.rows == [["前", None], ["1", "2"], ["后", None], ["旁", None]]


@pytest.mark.parametrize("page", ["<table><tr><td>1<td>2" + "<tr><td rowspan=1000 colspan=1000>x" * 30, "<table>" * 60])
def test_pages_that_would_exhaust_the_memory_are_refused(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BOX", 20_000)
    with pytest.raises(RosterProblem) as caught:
        sheet_of(page)
    assert caught.value.code == "too_big"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TAGS + SPANS + TEXTS), max_size=60))
def test_any_page_is_a_sound_sheet_or_an_error(pieces: list[str]) -> None:
    try:
        sheet = sheet_of("<table>" + "".join(pieces))
    except RosterProblem as problem:
        assert problem.code in ("html_without_table", "too_big")
        return
    assert len({len(row) for row in sheet.rows}) == 1
    covered = [
        (row, column)
        for block in sheet.merged
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
    ]
    assert len(covered) == len(set(covered))
    for block in sheet.merged:
        assert block.bottom < len(sheet.rows)
        rows = sheet.rows[block.top : block.bottom + 1]
        assert {cell for row in rows for cell in row[block.left : block.right + 1]} == {rows[0][block.left]}
