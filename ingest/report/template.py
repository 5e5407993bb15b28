"""An empty workbook of a roster format, made from its declaration: headings, lists of categories, how to fill it in."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from ingest.formats.declare import Column, Format
from ingest.report.workbook import new_workbook

ROWS = 1_000
"""Rows for which the list of categories is offered."""
KINDS = {
    "text": "文字",
    "moment": "日期,如 2024-06-30、2024年6月、2024",
    "integer": "整数",
    "number": "数字",
    "boolean": "是/否",
    "category": "类别",
    "uscc": "统一社会信用代码(18位)",
    "org_code": "组织机构代码(9位)",
    "division": "区划代码(6、9 或 12 位)",
    "code": "编号",
    "longitude": "经度",
    "latitude": "纬度",
    "period": "起止日期,如 2024-01-01至2026-12-31",
    "birth_decade": "出生日期(只记年代)",
    "year": "年份或日期(只记年份)",
    "minutes": "时长(分钟)",
    "crs": "坐标系:WGS-84、CGCS2000、GCJ-02 或 BD-09",
    "person_key": "本单位自编的人员编号(不是证件号、电话),只存不可还原的代号",
}
_LIST_LENGTH = 255  # of the words of a list, as workbooks allow


def write_template(declared: Format, path: Path) -> None:
    """Write the workbook; one with rows filled in is recognised as this format. Raises OSError."""
    with new_workbook(path) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#F0F0F0"})
        needed = workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#FFE8C8"})
        text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet(declared.title_zh[:31].replace("/", "_"))
        sheet.write_string(0, 0, declared.title_zh, workbook.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, _stamp(declared))
        for index, column in enumerate(_written(declared)):
            heading = column.title_zh
            sheet.write_string(2, index, heading, needed if column.required else bold)
            # a code that a workbook takes for a number loses its digits
            written_as = text if column.kind in ("uscc", "org_code", "division", "code", "text", "person_key") else None
            sheet.set_column(index, index, max(12, 2 * len(heading) + 2), written_as)
            words = [] if column.split else [each[0] for each in column.lookup.values()]
            if words and len(",".join(words)) <= _LIST_LENGTH:
                sheet.data_validation(3, index, 2 + ROWS, index, {"validate": "list", "source": words})
        sheet.freeze_panes(3, 0)
        _explain(workbook, declared)


def _stamp(declared: Format) -> str:
    if declared.editions == "events":
        return "截至    年  月  日 · 范围:(区划代码)"
    return "截至    年  月  日 · 范围:(区划代码) · 完整则写「全量」,补充则写「增量」"


def _explain(workbook: xlsxwriter.Workbook, declared: Format) -> None:
    sheet = workbook.add_worksheet("填写说明")
    for row, column in enumerate(_written(declared)):
        # sentences in a single column: the reader must not take this sheet for a roster
        sheet.write_string(row, 0, f"{column.title_zh} —— {described(column)}")
    sheet.set_column(0, 0, 100)


def _written(declared: Format) -> list[Column]:
    return [column for column in declared.columns.values() if column.headings]


def described(column: Column) -> str:
    """How a column is filled in, in one line."""
    parts = ["必填" if column.required else "选填", KINDS[column.kind]]
    if column.lookup:
        parts.append("可填:" + "、".join(words[0] for words in column.lookup.values()))
    if column.split:
        parts.append("可填多个,用顿号隔开;名称本身有顿号的加引号")
    if column.presence:
        parts.append("个人信息:只记有无,内容不读入")
    others = [heading for heading in column.headings if heading != column.title_zh]
    if others:
        parts.append("也可写作:" + "、".join(others))
    return ";".join(parts)
