"""The workbook of a review: one row for each question, the evidence beside it, and a list to choose the answer from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from graph.model.registry import node_types
from graph.model.statement import RECORD, Decision, Identifier, Verdict
from graph.store.fold.codes import Finding
from ingest.names.answers import KEY, TITLE, VERDICT, VERDICTS, Key, check_of
from ingest.names.candidates import Candidate
from ingest.names.known import Entity, Known, OpenName
from ingest.names.review import KINDS, Review, name_of
from ingest.report.faults import finding_zh as finding_word
from ingest.report.sections import roster_zh
from ingest.report.workbook import new_workbook

ASKED, ANSWERED = "待核对", "已核对"
OBJECTED = "单位异议"
OBJECTED_NOTE = (
    "单位对自己记录的异议。采纳的,改名册后照常导入;答复:gongjian objections answer 编号 accepted|declined --word 答复"
)
_SIDES = ("名称", "代码", "所在地", "名册")
HEADINGS = ("类别", VERDICT, *(f"{side}:{what}" for side in "甲乙" for what in _SIDES), "相似度", "理由", KEY)
_WIDTHS = (16, 10, *(28, 24, 22, 30) * 2, 8, 46, 4)
_WORDS: Final[Mapping[Verdict, str]] = {verdict: word for word, verdict in VERDICTS.items()}
_SHOWN = 3
_NOTES = (
    "每行问一件事:甲、乙是不是同一个(「位于」「属于」两类问的是:甲是否在乙里)。看右边的依据,在「结论」列选:",
    "相同 —— 是同一个(或确在其中)。导入后图中合为一个;名册本身不改动。",
    "不同 —— 不是。以后不再询问;以前合并过的,由此拆开。",
    "不确定 —— 先放着。没有作用,在有更晚的名册提到它们之前不再询问。",
    "不填 —— 略过,下次还会列出。",
    "「已核对」一页是以前的结论,要改就在那里改;没有改动的行不重复记录。",
    "保存后导入本文件:gongjian load 文件名(先加 --dry-run 看会怎样)。撤回:gongjian undo 导入编号。",
    "本表改了再导入,以最后一次为准。请整行排序,不要改动最后一列。",
)


def write_review(
    found: Review,
    path: Path,
    number: str,
    day: date,
    *,
    synthetic: bool,
    limit: int,
    objections: Sequence[str] = (),
) -> None:
    """Write the workbook: at most ``limit`` questions, the surest first, and open objections. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = "【演示数据】" if synthetic else ""
    title = f"{mark}{TITLE} 编号 {number} 日期 {day.isoformat()}"
    with new_workbook(path) as workbook:
        style = _styles(workbook)
        asked = [_question(found.known, each) for each in found.candidates[:limit]]
        _questions(workbook.add_worksheet(ASKED), title, asked, style)
        answered = [_answer(found.known, each.decision, each.day) for each in found.decided]
        _questions(workbook.add_worksheet(ANSWERED), title, answered, style)
        _texts(workbook.add_worksheet("名册的矛盾"), list(_findings(found)), style)
        if objections:
            _texts(workbook.add_worksheet(OBJECTED), [OBJECTED_NOTE, *objections], style)
        _texts(workbook.add_worksheet("填写说明"), [title, *_NOTES], style)


def _styles(workbook: xlsxwriter.Workbook) -> dict[str, object]:
    return {
        "heading": workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#F0F0F0"}),
        "answer": workbook.add_format({"bg_color": "#FFF7D6", "border": 1}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "title": workbook.add_format({"bold": True}),
    }


def _questions(page: Worksheet, title: str, rows: list[list[str | float]], style: dict[str, object]) -> None:
    page.write_string(0, 0, f"{title}。在「{VERDICT}」列选相同、不同或不确定;用法见「填写说明」", style["title"])
    answer = HEADINGS.index(VERDICT)
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.write_string(1, column, heading, style["heading"])
        page.set_column(column, column, width, None, {"hidden": heading == KEY})
    for line, row in enumerate(rows, start=2):
        for column, cell in enumerate(row):
            look = style["answer" if column == answer else "text"]
            if isinstance(cell, float):
                page.write_number(line, column, cell, look)
            elif cell:
                page.write_string(line, column, cell, look)
            else:
                page.write_blank(line, column, None, look)
    if rows:
        last = len(rows) + 1
        page.data_validation(2, answer, last, answer, {"validate": "list", "source": list(VERDICTS)})
        page.autofilter(1, 0, last, len(HEADINGS) - 1)
    page.freeze_panes(2, 2)


def _texts(page: Worksheet, lines: list[str], style: dict[str, object]) -> None:
    page.set_column(0, 0, 120)
    for line, text in enumerate(lines):
        page.write_string(line, 0, text, style["text"])


# --- rows -------------------------------------------------------------------------------------------


def _question(known: Known, candidate: Candidate) -> list[str | float]:
    left, right = _side(known, candidate.left), _side(known, candidate.right)
    key = Key(candidate.type, candidate.first, candidate.second, "", check_of((left[0], right[0])))
    return [KINDS[candidate.kind], "", *left, *right, float(candidate.similarity), candidate.why, key.text()]


def _answer(known: Known, decision: Decision, day: date) -> list[str | float]:
    names = [_named(known, decision.type, each) for each in (decision.first, decision.second)]
    key = Key(decision.type, decision.first, decision.second, decision.verdict, check_of(names))
    verdict = _WORDS[decision.verdict]
    about = f"{day.isoformat()} 的结论:{verdict}"
    empty = [""] * (len(_SIDES) - 1)
    return ["已核对", verdict, names[0], *empty, names[1], *empty, "", about, key.text()]


def _named(known: Known, kind: str, identifier: Identifier) -> str:
    start = f"@{identifier.start.isoformat()}" if identifier.start and identifier.scheme != "name" else ""
    record = f"{kind}:{identifier.scheme}:{identifier.value}{start}"
    return name_of(known, identifier.value if identifier.scheme == RECORD else record)


def _side(known: Known, thing: Entity | OpenName) -> list[str]:
    if isinstance(thing, Entity):
        names = sorted(thing.names, key=lambda name: (thing.names[name], name), reverse=True)
        others = f"(也写作 {'、'.join(names[1:_SHOWN])})" if len(names) > 1 else ""
        codes = [each for each in thing.identifiers if not each.startswith("name:")]
        places = [name_of(known, each) for each in sorted(thing.places)]
        rosters = sorted({f"{roster_zh(roster)} {day.isoformat()}" for roster, day in thing.editions}, reverse=True)
        return [f"{thing.name}{others}", "\n".join(codes), "、".join(places), "\n".join(rosters[:_SHOWN])]
    place = "" if thing.place is None else name_of(known, thing.place)
    written = f"{len(thing.rosters)} 份名册的 {thing.rows} 行这样写:" + "、".join(
        roster_zh(each) for each in sorted(thing.rosters)[:_SHOWN]
    )
    return [thing.written, "(名册里没有对应的)" if thing.state == "pending" else "(重名)", place, written]


def finding_zh(known: Known, finding: Finding) -> str:
    """A contradiction of the rosters in words, with whom it concerns."""
    names = "、".join(f"{name_of(known, anchor)}[{anchor}]" for anchor in finding.anchors)
    return f"{finding_word(finding.code)}:{names}"


def _findings(found: Review) -> Iterator[str]:
    yield from (finding_zh(found.known, each) for each in found.findings)
    for open_name in found.unanswered:
        place = "" if open_name.place is None else f",所在地 {name_of(found.known, open_name.place)}"
        state = "重名待定" if open_name.state == "ambiguous" else "名册里没有,也没有相近的"
        # the same words may be meant as a unit in one roster and as either of two types in another
        types = "、".join(node_types()[each].title_zh for each in open_name.types)
        yield f"「{open_name.written}」{state};应为 {types}{place}({open_name.rows} 行)"
