"""What a clerk must know of one file: why it was read as this roster, what was left out, what does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.check.grounds import Grounds
from ingest.load.outcome import FileOutcome
from ingest.report.outline import balance
from ingest.report.section import Section

KINDS = {
    "blank": "空行",
    "title": "标题",
    "note": "注",
    "hint": "填写提示",
    "example": "示例",
    "signature": "签字落款",
    "total": "合计",
    "header": "表头",
    "column_numbers": "栏次",
    "form": "表单其余行",
}
"""Why a row is no data, in words."""
SHOWN = 6
"""Headings that are named before the rest is only counted."""


def particulars(file: FileOutcome) -> Section:
    """The section of one file, or of one roster in it."""
    lines = (*_read_as(file), _edition(file), _rows(file), *_columns(file), *_sums(file))
    return Section(f"{file.draft.name} · {file.title_zh}", lines=lines)


def _read_as(file: FileOutcome) -> Iterator[str]:
    by = f",凭表头:{_some(file.matched)}" if file.matched else ""
    yield f"按「{file.title_zh}」({file.draft.format})读取{by}"
    for grounds in dict.fromkeys(file.taken_for):
        said = [*_evidence(grounds)]
        if said:
            where = f"工作表「{grounds.sheet}」" if grounds.sheet else "取舍"
            yield f"{where}:{';'.join(said)}"


def _evidence(grounds: Grounds) -> Iterator[str]:
    if grounds.asked:
        yield "名册格式由 --format 指定"
    if grounds.book is not None:
        yield f"标题写有「{grounds.book}」"
    yield from (f"没有「{column}」列,按标题取「{word}」" for column, word in grounds.from_title)
    other = grounds.runner_up
    if other is not None and not grounds.asked:
        lacks = f",缺必需的列:{'、'.join(other.lacks)}" if other.lacks else ""
        yield f"其次像「{other.title_zh}」({other.format},认得 {other.matched} 列{lacks})"


def _edition(file: FileOutcome) -> str:
    draft = file.draft
    if draft.nature == "case":
        complete = "公开发表的文章(只作当日的证据)"
    else:
        complete = "完整名册(未列出的视为不再列出)" if draft.complete else "部分名册或事项(不会使任何记录关闭)"
    origin = file.edition_from.split(" | ")[0]
    origin = f"沿用{origin.removeprefix('随')}" if origin.startswith("随导入") else f"取自{origin}"
    return f"统计时点 {draft.edition}({origin}) · 范围 {draft.scope} · {complete}"


def _rows(file: FileOutcome) -> str:
    total, loaded, duplicates, ignored, returned = balance(file.draft)
    kinds = "、".join(f"{KINDS.get(kind, kind)} {count}" for kind, count in file.ignored)
    left_out = f"略过 {ignored}" + (f"({kinds})" if kinds else "")
    return f"总行 {total} = 导入 {loaded} + 重复 {duplicates} + {left_out} + 退回 {returned}"


def _columns(file: FileOutcome) -> Iterator[str]:
    if file.dropped:
        yield f"已舍弃{len(file.dropped)}列,未读入(个人信息):{'、'.join(file.dropped)}"
    if file.as_presence:
        yield f"只记有无、不读内容的列:{'、'.join(file.as_presence)}"
    if file.unknown_columns:
        filled = [f"{each.heading}({each.kind},{each.filled} 行有内容)" for each in file.unknown_columns if each.filled]
        if filled:
            yield f"不认识的列,未导入:{'、'.join(filled)}"
        empty = [each.heading for each in file.unknown_columns if not each.filled]
        if empty:
            yield f"不认识而又没有内容的列:{'、'.join(empty)}"


def _sums(file: FileOutcome) -> Iterator[str]:
    for each in file.mismatches:
        sheet = f"工作表「{each.sheet}」" if each.sheet else ""
        where = f"{sheet}第 {each.row} 行「{each.column}」写 {each.stated:.12g}"
        if each.summed is None:
            yield f"合计没有核对:{where},该列有的格不是确数,无法相加"
        else:
            yield f"合计不符:{where},各行相加为 {each.summed:.12g}"


def _some(headings: Sequence[str]) -> str:
    return "、".join(headings[:SHOWN]) + (f" 等 {len(headings)} 列" if len(headings) > SHOWN else "")
