"""Why a cell states no number: what more than one rule of :mod:`ingest.clean.numbers` refuses it for."""

from __future__ import annotations

from ingest.clean.problems import CellProblem


def no_number() -> CellProblem:
    """Neither a number nor one of the rough ways of writing one."""
    return CellProblem(
        "no_number",
        "不是可识别的数字;请填写数字,单位写在列标题里",
        "is no number that can be read; write a number and put the unit into the heading",
    )


def unclear_share() -> CellProblem:
    """A share of at most 1 in a column of per cent."""
    # a cell shown as 80% holds 0.8, and a reader of values does not see how it is shown
    return CellProblem(
        "unclear_share",
        "列标题写明单位是 %,单元格是不大于1的数,无法确定是 0.8% 还是 80%;请写成带 % 的文字,如 80%",
        "the heading says % and the cell holds at most 1: 0.8% or 80%? Write it as text with its sign, such as 80%",
    )


def two_qualifiers() -> CellProblem:
    """Two words for roughness that exclude each other."""
    return CellProblem(
        "two_qualifiers",
        "同时用了两种互相矛盾的约数说法(如“近600多”),无法确定范围;请只保留一种",
        "uses two words for roughness that contradict each other; keep one of them",
    )
