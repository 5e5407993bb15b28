"""The report as sections of titles, lines and tables of plain text: screen and page only draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.check.columns import Fault
from ingest.formats.catalog import formats
from ingest.load.options import ISSUER
from ingest.load.outcome import ReturnedRow
from ingest.report import grouped
from ingest.report.faults import finding_zh
from ingest.report.outline import LoadReport, balance, title_of
from ingest.report.particulars import particulars
from ingest.report.section import Section

STATES = {"pending": "待对应(名册里还没有)", "ambiguous": "重名待定", "out_of_area": "辖区外"}
"""What is not resolved, in words for people."""
SUMMED_FROM = 10
"""More returned rows than these are also summed up by reason."""


def sections(report: LoadReport, limit: int | None = 20) -> list[Section]:
    """All parts that have something to say; tables are cut to ``limit`` rows, and say so."""
    found = [_head(report)]
    if report.files:
        found += [_files(report), *_particulars(report, limit)]
    found += [each for each in (_changes(report), _closures(report)) if each is not None]
    found += [*_returned(report, limit), *_remarks(report, limit)]
    return [
        *found,
        *(each for each in (_references(report, limit), _contradictions(report, limit)) if each is not None),
    ]


def _head(report: LoadReport) -> Section:
    lines: list[str] = []
    if report.files:
        read, duplicates, returned = (sum(balance(file.draft)[part] for file in report.files) for part in (1, 2, 4))
        mend = f",退回 {returned} 行待改" if returned else ",没有退回"
        would = "将导入" if report.load is None else "导入了"
        lines.append(f"{would} {read} 行" + (f",重复 {duplicates} 行不再计" if duplicates else "") + mend)
    if report.erased:
        lines.append(f"其中 {report.erased} 行此前已按要求删除,不再读入")
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
        waiting = str(report.open_rows.get(name, 0))
        rows.append((name, file.title_zh, file.draft.edition, *map(str, numbers), waiting))
    headings = ("文件", "名册", "统计时点", "总行", "=导入", "+重复", "+略过", "+退回", "待对应")
    unread = {file.draft.name: file.unread_sheets for file in report.files if file.unread_sheets}
    lines = [f"{name} 里没有找到表格、未读的工作表:{'、'.join(sheets)}" for name, sheets in unread.items()]
    if any(grounds.runner_up and not grounds.asked for file in report.files for grounds in file.taken_for):
        lines.append("名册认错了的,导入时加 --format 格式名(只改一张表写 --format 工作表=格式名);见 gongjian formats")
    return Section("各文件的行", headings, tuple(rows), tuple(lines), frozenset(range(3, 9)))


def _particulars(report: LoadReport, limit: int | None) -> Iterator[Section]:
    """Of many files the screen tells the first ones only, where the page tells all."""
    shown = report.files if limit is None or report.page is None else report.files[: max(limit // 2, 1)]
    yield from (particulars(file) for file in shown)
    if len(shown) < len(report.files):
        yield Section(f"其余 {len(report.files) - len(shown)} 份名册的说明见本报告的网页")


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


def _contradictions(report: LoadReport, limit: int | None) -> Section | None:
    if not report.findings:
        return None
    rows = [(finding_zh(each.code), "\n".join(each.anchors)) for each in report.findings]
    lines = [f"另有 {len(rows) - limit} 处"] if limit is not None and len(rows) > limit else []
    lines.append("名称和出处见 gongjian review 写出的核对表")
    return Section("名册之间的矛盾(不限于本次导入)", ("矛盾", "牵涉"), tuple(rows[:limit]), tuple(lines))


def _returned(report: LoadReport, limit: int | None) -> Iterator[Section]:
    if not report.returned:
        return
    summed = report.returned > SUMMED_FROM
    if summed:
        groups = grouped.returned(report.files)
        yield _groups(
            report, f"退回的 {report.returned} 行是什么原因", groups, limit, "按原因从多到少;一行可以有几个原因"
        )
    returned = [(file.draft.name, row) for file in report.files for row in file.returned]
    rows = [line for name, row in returned[:limit] for line in _returned_lines(name, row, brief=summed)]
    lines = [f"另有 {len(returned) - limit} 行"] if limit is not None and len(returned) > limit else []
    lines += _mend_at(report)
    headings = ("文件", "工作表", "行", "列", "原因")
    title = f"退回待改 {report.returned} 行"
    yield _narrowed(report, Section(title, headings, tuple(rows), tuple(lines), frozenset((2,))))


def _returned_lines(name: str, row: ReturnedRow, *, brief: bool) -> Iterator[tuple[str, ...]]:
    """One line for each fault of a row; what is allowed in a column is left out where it was told before."""
    where = (name, row.sheet, str(row.number))
    for fault in row.faults:
        reason = fault.zh.partition(f";{grouped.ALLOWED}")[0] if brief else fault.zh
        yield (*where, fault.column or "—", reason)
        where = (name, row.sheet, "")


def _remarks(report: LoadReport, limit: int | None) -> Iterator[Section]:
    groups = grouped.remarks(report.files)
    if groups:
        yield _groups(report, "已读入、请留意的行", groups, limit, "这些行照常导入,不需要重新导入")


def _groups(report: LoadReport, title: str, groups: Sequence[grouped.Group], limit: int | None, line: str) -> Section:
    rows = [
        (each.file, each.sheet, each.column or "—", each.words, str(each.rows), each.whereabouts) for each in groups
    ]
    lines = [line] + ([f"另有 {len(rows) - limit} 种"] if limit is not None and len(rows) > limit else [])
    headings = ("文件", "工作表", "列", "情况", "行数", "位置")
    return _narrowed(report, Section(title, headings, tuple(rows[:limit]), tuple(lines), frozenset((4,))))


def _narrowed(report: LoadReport, section: Section) -> Section:
    """Without the columns of file and sheet where they tell nothing apart: one file, sheets without a name."""
    one_file = len({file.draft.name for file in report.files}) == 1
    unnamed = not any(row[1] for row in section.rows)
    dropped = {index for index, useless in enumerate((one_file, unnamed)) if useless}
    kept = [index for index in range(len(section.headings)) if index not in dropped]
    return Section(
        section.title,
        tuple(section.headings[index] for index in kept),
        tuple(tuple(row[index] for index in kept) for row in section.rows),
        section.lines,
        frozenset(kept.index(index) for index in section.numeric),
    )


def _mend_at(report: LoadReport) -> list[str]:
    return [f"退回的行连同原因已写入 {path},改好后用 gongjian load 再导入该文件" for path in report.workbooks]


def roster_zh(roster: str) -> str:
    """A roster key (format, issuer, scope) as people call the roster."""
    name, issuer, scope = roster.split("|")
    declared = formats().get(name)
    title = name if declared is None else declared.title_zh
    return f"{title}(范围 {scope})" if issuer == ISSUER else f"{title}({issuer},范围 {scope})"


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
