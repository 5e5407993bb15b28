"""The report as sections of titles, lines and tables of plain text: screen and page only draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.check.rows import Fault
from ingest.formats.catalog import formats
from ingest.load.options import ISSUER
from ingest.load.outcome import FileOutcome, ReturnedRow
from ingest.report.outline import LoadReport, balance, title_of

STATES = {"pending": "待对应(名册里还没有)", "ambiguous": "重名待定", "out_of_area": "辖区外"}
"""What is not resolved, in words for people."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report; ``numeric`` tells which columns are set to the right."""

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()
    numeric: frozenset[int] = frozenset()


def sections(report: LoadReport, limit: int | None = 20) -> list[Section]:
    """All parts that have something to say; tables are cut to ``limit`` rows, and say so."""
    found = [_head(report)]
    if report.files:
        found += [_files(report), *(_details(file) for file in report.files)]
    found += [each for each in (_changes(report), _closures(report)) if each is not None]
    found += [each for each in (_returned(report, limit), _references(report, limit)) if each is not None]
    return found


def _head(report: LoadReport) -> Section:
    lines: list[str] = []
    if report.counts is not None:
        counts = report.counts
        would = "将" if report.load is None else ""
        lines.append(
            f"图中的点和边:{would}新增 {counts.added},{would}更改 {counts.changed},"
            f"{would}不再有 {counts.removed},不变 {counts.unchanged}"
        )
    if report.unchanged:
        lines.append(f"没有新内容的文件(以前导入过,不再重复):{'、'.join(report.unchanged)}")
    if report.page is not None:
        lines.append(f"本报告的网页:{report.page}")
    if report.counts is None:
        lines += _mend_at(report)
    if report.counts is None:
        title = "没有新内容"
    elif report.load is None:
        title = f"预检 {report.plan}(尚未导入)"
    else:
        title = f"导入 {report.load} 完成"
    return Section(title + ("【演示数据】" if report.synthetic else ""), lines=tuple(lines))


def _files(report: LoadReport) -> Section:
    rows = []
    for file in report.files:
        name, numbers = file.draft.name, balance(file.draft)
        rows.append((name, file.draft.edition, *map(str, numbers), str(report.open_rows.get(name, 0))))
    headings = ("文件", "统计时点", "总行", "=导入", "+重复", "+略过", "+退回", "待对应")
    return Section("各文件的行", headings, tuple(rows), numeric=frozenset(range(2, 8)))


def _details(file: FileOutcome) -> Section:
    draft = file.draft
    lines = [f"按「{file.title_zh}」({draft.format})读取" + (_by(file.matched) if file.matched else "")]
    if draft.nature == "case":
        complete = "公开发表的文章(只作当日的证据)"
    else:
        complete = "完整名册(未列出的视为不再列出)" if draft.complete else "部分名册或事项(不会使任何记录关闭)"
    origin = file.edition_from.split(" | ")[0]
    origin = f"沿用{origin.removeprefix('随')}" if origin.startswith("随导入") else f"取自{origin}"
    lines.append(f"统计时点 {draft.edition}({origin}) · 范围 {draft.scope} · {complete}")
    total, loaded, duplicates, ignored, returned = balance(draft)
    lines.append(
        f"总行 {total} = 导入 {loaded} + 重复 {duplicates} + 略过(标题、表头、注、合计) {ignored} + 退回 {returned}"
    )
    if file.dropped:
        lines.append(f"已舍弃{len(file.dropped)}列,未读入(个人信息):{'、'.join(file.dropped)}")
    if file.as_presence:
        lines.append(f"只记有无、不读内容的列:{'、'.join(file.as_presence)}")
    if file.unknown:
        lines.append(f"不认识的列,未导入:{'、'.join(file.unknown)}")
    if file.unread_sheets:
        lines.append(f"没有找到表格、未读的工作表:{'、'.join(file.unread_sheets)}")
    lines += (
        f"合计不符:工作表「{each.sheet}」第 {each.row} 行「{each.column}」写 {each.stated:g},各行相加为 {each.summed:g}"
        for each in file.mismatches
    )
    return Section(draft.name, lines=tuple(lines))


def _by(matched: Sequence[str]) -> str:
    shown = "、".join(matched[:6])
    return f",凭表头:{shown}" + (f" 等 {len(matched)} 列" if len(matched) > 6 else "")


def _changes(report: LoadReport) -> Section | None:
    if not report.kinds:
        return None
    rows = tuple((each.title_zh, str(each.added), str(each.changed), str(each.removed)) for each in report.kinds)
    lines = tuple(f"{each.effect}:{each.kind_zh} {each.name}" for each in report.examples)
    headings = ("类别", "新增", "更改", "不再有")
    return Section("图将怎样变化", headings, rows, lines, frozenset((1, 2, 3)))


def _closures(report: LoadReport) -> Section | None:
    if not report.closures:
        return None
    rows = tuple(
        (roster_zh(each.roster), str(each.closed), str(each.live), "是" if each.large else "")
        for each in report.closures
    )
    headings = ("名册", "本版没有列出", "上一版", "超过一成")
    title = "本版名册没有列出的(导入后视为不再列出)" if report.load is None else "名册不再列出的"
    return Section(title, headings, rows, numeric=frozenset((1, 2)))


def _returned(report: LoadReport, limit: int | None) -> Section | None:
    if not report.returned:
        return None
    rows = [
        (file.draft.name, row.sheet, str(row.number), *_first_fault(row))
        for file in report.files
        for row in file.returned
    ]
    lines = [f"另有 {len(rows) - limit} 行"] if limit is not None and len(rows) > limit else []
    lines += _mend_at(report)
    headings = ("文件", "工作表", "行", "列", "原因")
    return Section(f"退回待改 {report.returned} 行", headings, tuple(rows[:limit]), tuple(lines), frozenset((2,)))


def _mend_at(report: LoadReport) -> list[str]:
    return [f"退回的行连同原因已写入 {path},改好后用 gongjian load 再导入该文件" for path in report.workbooks]


def roster_zh(roster: str) -> str:
    """A roster key (format, issuer, scope) as people call the roster."""
    name, issuer, scope = roster.split("|")
    declared = formats().get(name)
    title = name if declared is None else declared.title_zh
    return f"{title}(范围 {scope})" if issuer == ISSUER else f"{title}({issuer},范围 {scope})"


def _first_fault(row: ReturnedRow) -> tuple[str, str]:
    return "\n".join(fault.column or "—" for fault in row.faults), "\n".join(fault.zh for fault in row.faults)


def _references(report: LoadReport, limit: int | None) -> Section | None:
    if not report.references:
        return None
    rows = [
        (
            each.text,
            "、".join(title_of(kind) for kind in each.types),
            STATES.get(each.state, each.state),
            str(each.rows),
            "·".join((*filter(None, each.first[:2]), f"第{each.first[2]}行")),
        )
        for each in report.references
    ]
    states = {each.state for each in report.references}
    lines = ["这些行照常导入" if report.load is None else "这些行已导入"]
    if "pending" in states:
        lines.append("待对应的:等相应名册导入后会自动对上,不需要重新导入这些行")
    if "ambiguous" in states:
        lines.append("重名待定的:名册里有几个同名的,写明代码或所在社区的名册导入后才能对上")
    if "out_of_area" in states:
        lines.append("辖区外的:不在本图范围,不会自动对上,也不需要处理")
    if limit is not None and len(rows) > limit:
        lines.append(f"另有 {len(rows) - limit} 种")
    headings = ("原文写法", "应为", "情况", "行数", "首见于")
    return Section("还没有对上的名称", headings, tuple(rows[:limit]), tuple(lines), frozenset((3,)))


def reasons(faults: Sequence[Fault]) -> str:
    """Why a row came back, in one cell: heading and reason of each fault."""
    return ";".join(f"{fault.column}:{fault.zh}" if fault.column else fault.zh for fault in faults)
