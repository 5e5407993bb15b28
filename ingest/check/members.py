"""Rosters of party members: refused unless whoever loads declares them, and then only under lasting serials."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import RosterProblem
from ingest.check.detect import Recognised


def refuse_members(file: str, sheets: Sequence[Recognised], *, declared: bool) -> None:
    """Raise RosterProblem for a roster of persons that nobody declared, or that has no column of lasting serials.

    ``declared``: the person who loads said that members may be kept under pseudonyms (``--keyed-members``).
    """
    for sheet in sheets:
        keys = [name for name, column in sheet.declared.columns.items() if column.kind == "person_key"]
        if not keys:
            continue
        wanted = "、".join(sheet.declared.columns[name].title_zh for name in keys)
        if not set(keys) <= set(sheet.columns.values()):
            raise RosterProblem(
                f"{file} 工作表「{sheet.sheet.name}」是逐人的党员名册,而没有「{wanted}」列(本单位自编的长期编号,"
                "不能用证件号)。请改交人数统计表(gongjian formats member_counts),或先补上编号",
                f"{file}, sheet {sheet.sheet.name}: a roster of single members without a column of lasting serials "
                "of your own (no identity numbers): hand in headcounts instead (`gongjian formats member_counts`), "
                "or add the serials first",
                code="members_without_key",
            )
        if not declared:
            raise RosterProblem(
                f"{file} 工作表「{sheet.sheet.name}」是逐人的党员名册,默认不导入。两条出路:改交人数统计表"
                "(gongjian formats member_counts);确需逐人导入并已办妥审批的,加 --keyed-members,"
                "只留假名和年代、年份等粗略信息",
                f"{file}, sheet {sheet.sheet.name}: a roster of single members, not loaded by default. Either hand in "
                "headcounts (`gongjian formats member_counts`), or, where keeping them is approved, add "
                "--keyed-members: only pseudonyms and coarse attributes are kept",
                code="members_undeclared",
            )
