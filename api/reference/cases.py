"""The pages of the published cases: an index, and for each what its article states. No text but locators."""

from __future__ import annotations

from collections.abc import Iterator

from api.command.case_tables import drawn, parted
from api.command.terminal import shown
from api.command.words import worded
from api.reference.markdown import page, table
from ingest.cases.account import ACCOUNTS, OVERVIEW, overview, undated
from ingest.cases.catalog import case_named, cases
from ingest.cases.declare import CaseFile

LISTED = ("facts", "observations", "undated", "contradictions", "gaps", "passages")


def cases_page() -> str:
    """The index: every case with its publication and its counts."""
    titles = {each.name: each.title_zh for each in OVERVIEW}
    counts = {name: overview(case) for name, case in cases().items()}
    rows = (
        (
            f"[{case.case.title_zh}](cases/{case.id}.md)",
            case.case.place_text,
            case.source.published_on or "未刊 not printed",
            *(counts[case.id][name] for name in LISTED),
        )
        for case in cases().values()
    )
    headings = ("案例 | case", "地点 | place", "刊发 | published", *(titles[name] for name in LISTED))
    return page(
        "案例 | Published cases",
        "每个案例是 `ingest/cases` 里的一个 `.toml` 文件:文章陈述的事实,各引段落。数目出自案例文件,不是统计。",
        "A case is one `.toml` file of facts that a published article states, each with its passages. Nothing here is "
        "ranked: articles count different things.",
        table(headings, rows),
        "## 引文 | Citations",
        "\n".join(f"- {case.source.citation}" for case in cases().values()),
    )


def case_page(name: str) -> str:
    """Everything that one case states, by kind, with the paragraph and a few words of each passage."""
    case = case_named(name)
    return page(
        f"{case.case.title_zh} | {case.case.title_en}",
        f"{case.case.place_text}。{case.source.citation}",
        f"`gongjian cases show {case.id}` · `/v1/cases/{case.id}`",
        "段落写作「段 + 定位词」,原文不在本库。「修复」指原文有损坏或误植,已按字节、规则(机械)或上下文(据文意)读正。",
        "Passages are given by paragraph and a few words of each; the article itself is not kept here.",
        *_overview(case),
        *(part for name in ACCOUNTS if name != "passages" for part in _account(case, name)),
    )


def _overview(case: CaseFile) -> Iterator[str]:
    counts = overview(case)
    rows = ((each.title_zh, counts[each.name], each.meaning) for each in OVERVIEW if counts[each.name] is not None)
    yield "## 概况 | Overview"
    yield table(("", "数目 | count", "meaning"), rows)


def _account(case: CaseFile, name: str) -> Iterator[str]:
    account = ACCOUNTS[name]
    rows = account.rows(case)
    yield f"## {account.title_zh} | {account.title_en.capitalize()}"
    if not rows:
        yield "无 none"
    for part, held in parted(account, rows):
        if part is not None:
            yield f"### {worded('table', part)} {part}"
        headings, cells = drawn(account, held, part)
        yield table(headings, ([shown(each).replace("\n", "<br/>") for each in row] for row in cells))
    if name == "timeline":
        yield f"另有 {undated(case)} 个数字原文未注明日期或时段。 | {undated(case)} more figures bear no date or span."
