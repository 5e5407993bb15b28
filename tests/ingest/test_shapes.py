"""The shapes of real rosters: furniture around a table, forms, several tables on a sheet, dressed-up pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import RosterProblem
from tests.ingest.read.written import changed, compound, label, stream
from tests.ingest.roster_files import Read, read, text, workbook, workbooks

HEADINGS = ["序号", "单位名称", "单位性质", "从业人数"]
UNITS = [[1, "演示甲", "学校", 10], [2, "演示乙", "学校", 20]]
CODE = "11990101990000017G"


# --- furniture --------------------------------------------------------------------------------------


def test_furniture_is_told_from_data(tmp_path: Path) -> None:
    rows = [
        ["演示街道单位名册(演示数据)"],
        ["填报单位:演示街道", None, None, "截至2024年6月30日"],
        ["", "必填", "必填", "选填"],
        ["(1)", "示例", None, None],
        *UNITS,
        [None, "合计", None, 30],
        [],
        ["注:1.人数含临时人员"],
        ["填表人:张三三", None, "审核人:李四"],
    ]
    found = read(workbook(tmp_path / "roster.xlsx", [*rows[:2], HEADINGS, *rows[2:]]))
    assert found.names == ["演示甲", "演示乙"]
    assert found.ignored == {
        "title": 1, "signature": 2, "header": 1, "hint": 1, "example": 1, "total": 1, "blank": 1, "note": 1
    }  # fmt: skip
    assert found.file.mismatches == ()
    assert found.returned == set()


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_totals_are_compared_with_their_own_rows(tmp_path: Path, suffix: str) -> None:
    rows = [
        HEADINGS,
        *UNITS,
        ["", "小计", "", "30人"],
        [3, "演示丙", "学校", "1200"],
        ["", "小计", "", "1201"],
        ["", "总计", "", "1230"],
    ]
    path = tmp_path / f"roster.{suffix}"
    found = read(workbook(path, rows) if suffix == "xlsx" else text(path, rows)).file.mismatches
    assert [(each.row, each.column, each.stated, each.summed) for each in found] == [(6, "从业人数", 1201, 1200)]


def test_two_row_headings_and_merged_cells(tmp_path: Path) -> None:
    rows = [
        ["单位情况", None, "人员情况", None, "所在社区"],
        ["单位名称", "单位性质", "从业人数", "其他人数", None],
        ["演示甲", "学校", 10, 1, "甲社区"],
        ["演示乙", "学校", 20, 2, None],
    ]
    path = workbook(tmp_path / "roster.xlsx", rows, merged=["A1:B1", "C1:D1", "E1:E2", "E3:E4"])
    found = read(path)
    assert found.said("staff") == [10, 20]
    assert [each.within.name if each.within else None for each in found.subjects] == ["甲社区", "甲社区"]
    assert found.file.unknown == ("人员情况·其他人数",)


def test_a_formula_without_its_result_stops_the_load(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(changed((b'<c r="B40"><v>39</v>', b'<c r="B40"><f>1+1</f>')))
    with pytest.raises(RosterProblem) as caught:
        read(path)
    assert caught.value.code == "uncomputed"


# --- forms ------------------------------------------------------------------------------------------

FORM = [
    ["演示单位登记表", None, None, None],
    ["单位名称", "演示甲", "统一社会信用代码", CODE],
    ["单位性质", "学校", "从业人数(人)", 12],
    ["所在社区", "社区", "联系人", "张三三"],
    ["简介", "普通的一所学校", None, None],
    ["填表日期:2024年6月30日", None, None, None],
]


def test_a_form_is_one_row(tmp_path: Path) -> None:
    path = workbook(tmp_path / "form.xlsx", FORM, merged=["A1:D1", "B5:D5", "A6:D6"])
    found = read(path)
    (unit,) = found.subjects
    assert (unit.name, unit.identifiers[0].value, unit.fields["staff"]) == ("演示甲", CODE, 12)
    assert unit.within is not None
    assert unit.within.name == "社区"
    assert found.file.draft.rows[0].number == 2
    assert found.ignored == {"title": 1, "form": 3, "note": 1}
    assert found.file.unknown == ("简介",)
    assert found.file.as_presence == ("联系人",)


def test_a_faulty_form_comes_back_as_a_row_to_mend(tmp_path: Path) -> None:
    rows = [[*row] for row in FORM]
    rows[2][1] = "鞋"
    found = read(workbook(tmp_path / "form.xlsx", rows, merged=["A1:D1"]))
    assert found.returned == {(2, "单位性质", "unknown_category")}
    (row,) = found.file.returned
    assert dict(zip(row.headings, row.cells, strict=True))["单位名称"] == "演示甲"
    assert "张三三" not in str(row.cells)


def test_many_sheets_of_one_form_each(tmp_path: Path) -> None:
    forms = {
        name: [["单位名称:", name], ["单位性质:", "学校"], ["从业人数:", number], ["条线:", "无"]]
        for number, name in enumerate(("演示甲", "演示乙", "演示丙"))
    }
    found = read(workbooks(tmp_path / "forms.xlsx", forms))
    assert sorted(zip(found.names, found.said("staff"), strict=True)) == [("演示丙", 2), ("演示乙", 1), ("演示甲", 0)]


def test_labels_in_groups(tmp_path: Path) -> None:
    rows = [
        ["基本情况", "单位名称", "演示甲"],
        [None, "单位性质", "学校"],
        ["人员情况", "从业人数", 12],
        [None, "联系人", "张三三"],
    ]
    found = read(workbook(tmp_path / "form.xlsx", rows, merged=["A1:A2", "A3:A4"]))
    assert (found.names, found.said("staff"), found.file.unknown) == (["演示甲"], [12], ())


def test_a_table_whose_cells_are_headings_is_no_form(tmp_path: Path) -> None:
    rows = [["区划代码", "级别", "名称"], ["990101001", "街道", "演示街道"], ["990101001001", "社区", "甲社区"]]
    assert read(workbook(tmp_path / "places.xlsx", rows)).names == ["演示街道", "甲社区"]


def test_records_side_by_side_are_not_read_as_one(tmp_path: Path) -> None:
    rows = [
        ["单位名称", "演示甲", "演示乙"],
        ["单位性质", "学校", "医院"],
        ["从业人数", 1, 2],
        ["条线", "教育", "卫生"],
    ]
    with pytest.raises(RosterProblem):
        read(workbook(tmp_path / "form.xlsx", rows))


# --- several tables ---------------------------------------------------------------------------------


def test_tables_of_two_formats_on_one_sheet(tmp_path: Path) -> None:
    rows = [
        ["演示街道 截至2023年12月31日 范围:990401002"],
        HEADINGS,
        *UNITS,
        [None, "合计", None, 30],
        [],
        ["楼栋情况"],
        ["楼栋名称", "所在社区", "户数"],
        ["演示1幢", "甲社区", 36],
        ["演示2幢", "甲社区", "许多"],
    ]
    from ingest.load.options import LoadOptions

    found = read(workbook(tmp_path / "roster.xlsx", rows), LoadOptions(complete=True))
    assert sorted(str(each) for each in found.names) == ["演示1幢", "演示乙", "演示甲"]
    assert {(file.draft.format, file.draft.edition, file.draft.scope) for file in found.outcomes} == {
        ("units", "2023-12-31", "990401002"),
        ("buildings", "2023-12-31", "990401002"),
    }
    assert found.returned == {(10, "户数", "no_number")}
    assert sum(file.counts["rows"] for file in found.outcomes) == len(rows)
    assert [each for file in found.outcomes for each in file.mismatches] == []


def test_blocks_with_titles_of_their_own_are_one_roster(tmp_path: Path) -> None:
    rows = [["甲社区"], HEADINGS, UNITS[0], ["", "合计", "", 10], ["乙社区"], HEADINGS, UNITS[1], ["", "合计", "", 20]]
    found = read(workbook(tmp_path / "roster.xlsx", rows))
    assert found.names == ["演示甲", "演示乙"]
    assert found.ignored == {"title": 2, "header": 2, "total": 2}
    assert found.file.mismatches == ()


def test_pages_of_one_table_keep_one_total(tmp_path: Path) -> None:
    rows = [["演示名册"], HEADINGS, UNITS[0], [], ["演示名册"], HEADINGS, UNITS[1], ["", "合计", "", 30]]
    found = read(workbook(tmp_path / "roster.xlsx", rows))
    assert found.names == ["演示甲", "演示乙"]
    assert found.file.mismatches == ()


def test_blank_rows_part_nothing(tmp_path: Path) -> None:
    rows = [HEADINGS, UNITS[0], [], UNITS[1], [], [3, "演示丙", "学校", 5]]
    assert read(workbook(tmp_path / "roster.xlsx", rows)).names == ["演示甲", "演示乙", "演示丙"]


# --- pages, encodings, containers -------------------------------------------------------------------

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>导出</title>
<style>td {{ color: red }}</style><script>document.write("<table><tr><td>单位名称</td></tr></table>")</script></head>
<body><h2>演示单位 &amp; 名册</h2><table><tr><td>
<table border=1><tr><th rowspan=2>单位名称</th><th colspan=2>情况</th></tr><tr><th>单位性质</th><th>从业人数</th></tr>
<tr><td>演示甲</td><td rowspan="2">学校</td><td>10</td></tr>
<tr><td>演示&nbsp;乙<br>分校<td>20</tr>
<tr><td colspan=2>合计</td><td>30</td></tr></table>
</td></tr></table></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("gb2312", "utf-8-sig")])
def test_a_page_dressed_as_a_workbook(tmp_path: Path, charset: str, encoding: str) -> None:
    path = tmp_path / "roster.xls"
    path.write_bytes(PAGE.format(charset=charset).encode(encoding))
    found = read(path)
    assert found.names == ["演示甲", "演示 乙 分校"]
    assert (found.said("kind"), found.said("staff")) == (["school", "school"], [10, 20])
    assert found.ignored == {"title": 1, "header": 2, "total": 1}
    assert [row.number for row in found.file.draft.rows] == [4, 5]
    assert found.file.mismatches == ()


def test_pages_that_are_not_read_are_named(tmp_path: Path) -> None:
    codes = []
    for number, page in enumerate(
        (PAGE.format(charset="big5"), "<html><p>请登录</p></html>", "<div>" + "<table>" * 99)
    ):
        path = tmp_path / f"{number}.xls"
        path.write_text(page, encoding="utf-8")
        with pytest.raises(RosterProblem) as caught:
            read(path)
        codes.append(caught.value.code)
    assert codes == ["encoding", "html_without_table", "too_big"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    rows = [HEADINGS, [1, "演示甲㐂", "学校", 10]] if encoding != "gb18030" else [HEADINGS, UNITS[0]]
    assert read(text(tmp_path / "roster.csv", rows, encoding)).said("staff") == [10]


def test_a_broken_encoding_is_told_with_its_byte(tmp_path: Path) -> None:
    path = text(tmp_path / "roster.csv", [HEADINGS, *UNITS])
    data = bytearray(path.read_bytes())
    data[4] = 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(RosterProblem) as caught:
        read(path)
    assert caught.value.code == "encoding"
    assert "第 3 字节" in caught.value.zh or "第 4 字节" in caught.value.zh


@pytest.mark.parametrize("suffix", ["xls", "et"])
def test_old_workbooks(tmp_path: Path, suffix: str) -> None:
    cells = [["单位名称", "单位性质"], ["演示甲", "学校"]]
    body = b"".join(label(row, column, each) for row, line in enumerate(cells) for column, each in enumerate(line))
    path = tmp_path / f"roster.{suffix}"
    path.write_bytes(compound({"Workbook": stream(body)}))
    found: Read = read(path)
    assert found.said("kind") == ["school"]
