"""``cases``: the published cases and what each states; neither needs a graph. The other commands are beside this."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.beginning import new
from api.command.case_choice import CaseName, chosen
from api.command.case_comparison import compare
from api.command.case_loading import load
from api.command.case_questions import questions
from api.command.checking import check
from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import NotFound, RosterProblem

if TYPE_CHECKING:
    from ingest.cases.account import Account, Row
    from ingest.cases.article import Article
    from ingest.cases.declare import CaseFile


class What(StrEnum):
    """The tables of a case."""

    FACTS = "facts"
    TIMELINE = "timeline"
    CONTRADICTIONS = "contradictions"
    RATIOS = "ratios"
    GAPS = "gaps"
    PRACTICES = "practices"


WhatShown = Annotated[
    What | None,
    typer.Option(
        "--what",
        help="facts 事实、timeline 时间线、contradictions 前后不一、ratios 比值、gaps 未载与不记录、practices 做法;"
        "不填则为概况 | one table of the case; its overview if empty",
    ),
]
WithPassages = Annotated[
    bool,
    typer.Option(
        "--passages",
        help="列出段落;原文在手(GONGJIAN_SOURCES)时显示全文 | list the passages, in full where the article is at hand",
    ),
]


def listed(session: Session) -> int:
    """列出已发表的案例。 | List the published cases."""
    from ingest.cases.account import OVERVIEW, overview
    from ingest.cases.catalog import FOLDER, cases

    found = list(cases().values())
    counts = {each.id: overview(each) for each in found}
    shown = ("facts", "observations", "contradictions", "gaps", "passages")
    titles = {column.name: column.title_zh for column in OVERVIEW}
    rows = [
        (
            each.id,
            each.case.title_zh,
            each.source.published_on or "未刊日期",
            *(counts[each.id][name] for name in shown),
        )
        for each in found
    ]
    terminal = session.terminal
    headings = ("编号", "案例", "刊发", *(titles[name] for name in shown))
    terminal.say(fitted(headings, rows, terminal.out.width))
    for each in found:
        terminal.say(f"{each.id}:{each.source.citation}")
    terminal.say("细看一个:gongjian cases show 编号;全部载入图中:gongjian cases load")
    terminal.emit(
        {
            "cases": [
                {
                    **_about(each),
                    **counts[each.id],
                    "conflicts": len(each.conflicts),
                    "file": FOLDER / f"{each.id}.toml",
                }
                for each in found
            ]
        }
    )
    return 0


def show(session: Session, case: CaseName, what: WhatShown = None, passages: WithPassages = False) -> int:
    """一个案例的事实、时间线、前后不一的数字、未载之处和做法,每条注明段落。 | What a case states, with passages."""
    from api.case_answers import NO_TEXT
    from ingest.cases.account import ACCOUNTS, undated

    found, folder = chosen(case)
    terminal = session.terminal
    terminal.say(f"{found.case.title_zh} | {found.case.title_en}\n{found.case.place_text}\n{found.source.citation}\n")
    machine = _about(found)
    if what is None:
        machine |= _say_overview(session, found, _article(session, found, folder))
    else:
        account = ACCOUNTS[what.value]
        rows = account.rows(found)
        _say_rows(session, account, rows)
        if what is What.TIMELINE:
            machine["undated"] = undated(found)
            terminal.say(f"另有 {undated(found)} 个数字原文未注明日期或时段(见 --what facts)")
        machine[what.value] = rows
    if passages:
        machine["passages"] = _say_passages(
            session, found, None if session.role in NO_TEXT else _article(session, found, folder)
        )
    terminal.emit(machine)
    return 0


def sentences(session: Session, case: CaseName) -> int:
    """案例还没有引用的句子:带数字、引语或机构名而无事实、无理由的;需要原文。 | Sentences that no fact cites yet."""
    from api.case_answers import refuse_text
    from graph.disclosure.roles import Role
    from ingest.cases.article import disagreements
    from ingest.cases.sentences import uncited
    from ingest.cases.wording import in_two

    refuse_text(Role(session.role))
    found, folder = chosen(case)
    article = _article(session, found, folder)
    if article is None:
        raise NotFound(
            f"要有原文才能检查:请把 {found.source.file} 所在文件夹设为 GONGJIAN_SOURCES",
            f"the article is needed: set GONGJIAN_SOURCES to the folder that holds {found.source.file}",
            code="no_article",
        )
    left, wrong = uncited(found, article), disagreements(found, article)
    rows = [
        (each.line, each.start, each.end, list(each.marks), article.lines[each.line - 1][each.start : each.end])
        for each in left
    ]
    terminal = session.terminal
    if rows:
        terminal.say(fitted(("行", "起", "止", "所带", "句子"), rows, terminal.out.width))
        terminal.say("各句请引入一条事实的段落,或在 passed_over 写明理由")
    terminal.say(f"未引用的句子:{len(rows)};与原文不符之处:{len(wrong)}")
    for each in wrong:
        terminal.say(f"  {in_two(each)[0]}")
    names = ("line", "start", "end", "carries", "text")
    machine = [dict(zip(names, row, strict=True)) for row in rows]
    terminal.emit({"case": found.id, "uncited": machine, "disagreements": [in_two(each)[1] for each in wrong]})
    return 0


def _article(session: Session, case: CaseFile, folder: Path | None) -> Article | None:
    """The article from the folder of sources, else from beside the case file; None where it is at neither."""
    from ingest.cases.article import read_article

    places = [each for each in (session.settings.sources, folder) if each is not None]
    # a file of that name with another text is told, unless the right one lies in the next folder
    wrong: RosterProblem | None = None
    for place in places:
        try:
            return read_article(case, place)
        except NotFound:
            continue
        except RosterProblem as error:
            wrong = error
    if wrong is not None:
        raise wrong
    return None


# --- what is said -------------------------------------------------------------------------------------


def _about(case: CaseFile) -> dict[str, object]:
    return {
        "id": case.id,
        "title_zh": case.case.title_zh,
        "title_en": case.case.title_en,
        "place": case.case.place_text,
        "published_on": case.source.published_on,
        "citation": case.source.citation,
    }


def _say_overview(session: Session, case: CaseFile, article: Article | None) -> dict[str, object]:
    from ingest.cases.account import ACCOUNTS, OVERVIEW, overview

    counts = overview(case, article)
    over = ACCOUNTS["passed_over"].rows(case)
    terminal = session.terminal
    rows = [(column.title_zh, counts[column.name]) for column in OVERVIEW if counts[column.name] is not None]
    terminal.say(fitted(("", "数目"), rows, terminal.out.width))
    if over:
        terminal.say()
        _say_rows(session, ACCOUNTS["passed_over"], over)
    if article is None:
        terminal.say("原文不在手:设置 GONGJIAN_SOURCES 后可查未引用的句子和段落全文")
    terminal.say(f"细看:gongjian cases show {case.id} --what {'|'.join(What)} [--passages]")
    return {**counts, "passed_over_by_reason": {str(each["why"]): each["spans"] for each in over}}


def _say_rows(session: Session, account: Account, rows: Sequence[Row]) -> None:
    """Tables for people: one for each kind of fact, without columns that nothing stands in."""
    from api.command.case_tables import drawn, parted
    from api.command.words import worded

    terminal = session.terminal
    if not rows:
        terminal.say(f"{account.title_zh}:无")
    for table, part in parted(account, rows):
        if table is not None:
            terminal.say(f"\n{worded('table', table)}({len(part)})")
        terminal.say(fitted(*drawn(account, part, table), terminal.out.width))


def _say_passages(session: Session, case: CaseFile, article: Article | None) -> list[dict[str, object]]:
    from api.case_answers import NO_TEXT
    from api.command.words import worded
    from ingest.cases.account import ACCOUNTS
    from ingest.cases.article import as_read

    rows = ACCOUNTS["passages"].rows(case)
    texts = [None if article is None else as_read(case.source, each, article.text(each)) for each in case.passages]
    cells = [
        (row["id"], row["paragraph"], row["locator"] if text is None else text, worded("repair_tier", row["tier"]))
        for row, text in zip(rows, texts, strict=True)
    ]
    terminal = session.terminal
    headings = ("段落编号", "段", "定位词" if article is None else "全文(修复后)", "修复依据")
    terminal.say()
    terminal.say(fitted(headings, cells, terminal.out.width))
    if session.role in NO_TEXT:
        terminal.say(f"角色 {session.role} 只看段落位置,不看原文")
    elif article is None:
        terminal.say(f"要看全文,请把 {case.source.file} 所在文件夹设为 GONGJIAN_SOURCES")
    return [{**row, "text": text} for row, text in zip(rows, texts, strict=True)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    cases = typer.Typer(no_args_is_help=True, help="已发表的案例 | published cases")
    command(cases, "list")(listed)
    command(cases)(show)
    command(cases)(sentences)
    command(cases)(load)
    command(cases)(check)
    command(cases)(compare)
    command(cases)(questions)
    command(cases)(new)
    app.add_typer(cases, name="cases")
