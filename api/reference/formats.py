"""The page of the roster formats."""

from __future__ import annotations

from collections.abc import Iterable

from api.reference.markdown import page, table
from ingest.formats.catalog import FOLDER, formats
from ingest.formats.declare import Column, Format

CELLS = {
    "text": "文字 text",
    "moment": "日期(可只到年月) date, may be a month or year",
    "integer": "整数 integer",
    "number": "数 number",
    "boolean": "是或否 yes or no",
    "category": "类别 category",
    "uscc": "统一社会信用代码 unified social credit code",
    "org_code": "组织机构代码 organisation code",
    "division": "行政区划代码 division code",
    "code": "编码 code",
    "longitude": "经度 longitude",
    "latitude": "纬度 latitude",
    "crs": "坐标系 coordinate system",
    "person_key": "人员的长期编号,只存假名 lasting serial of a person, kept as a pseudonym",
    "period": "起止日期 period",
    "birth_decade": "出生日期,只记年代 date of birth, kept as its decade",
    "year": "日期,只记年份 date, kept as its year",
    "minutes": "时长,分钟 duration in minutes",
}


def formats_page() -> str:
    """Every roster format with its columns, the headings they are known by, and the sample."""
    return page(
        "名册格式 | Roster formats",
        "按表头认出格式;不认识的列会列出。标「只记有无」的列属个人信息,只记填没填,内容不读入。",
        "A format is recognised by its headings; unknown ones are reported. A personal column is kept as filled or "
        "vacant and nothing else.",
        *(part for each in formats().values() for part in _format(each)),
    )


def _format(declared: Format) -> Iterable[str]:
    yield f"## {declared.title_zh} {declared.name}"
    closes = (
        "事项台账,不会使别的事项消失 | a list of events: it closes nothing"
        if declared.editions == "events"
        else "名册;注明「全量」时,不再列出的视为终止 | a roster: a complete edition closes what it no longer lists"
    )
    yield f"{declared.meaning}. {closes}"
    if declared.books:
        yield f"也叫 | also kept as: {'、'.join(declared.books)}"
    columns = (
        (f"`{name}`", "、".join(each.headings), CELLS[each.kind], each.required, _treatment(each))
        for name, each in declared.columns.items()
    )
    yield table(("列 | column", "表头 | headings", "类型 | type", "必填 | required", "说明 | notes"), columns)
    sample = (FOLDER / declared.name / "sample.csv").read_text("utf-8-sig").strip()
    yield f"样例(内容均为虚构) | sample (all invented):\n\n```csv\n{sample}\n```"


def _treatment(column: Column) -> str:
    notes = []
    if column.presence:
        notes.append("只记有无 filled or vacant")
    if column.from_title:
        notes.append("没有此列时看标题 else told by the title")
    if column.default_edition:
        notes.append("不填则按统计时点 else the date of the edition")
    if column.split:
        notes.append("可填多个,用、分开 several, parted by 、")
    if column.free_text:
        notes.append("查个人信息 scanned for personal data")
    if column.lookup:
        notes.append("; ".join(f"`{code}` {'、'.join(words)}" for code, words in column.lookup.items()))
    return " · ".join(notes)
