"""Words of books that offices keep, which once were returned or passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.prepare import prepare

OPTIONS = LoadOptions(Moment.parse("2024-06-30"), False, scope="990201001")


def read(folder: Path, *lines: str) -> FileOutcome:
    """What becomes of a book with these lines."""
    path = folder / "台账.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with Ledger(folder / "ledger.sqlite") as ledger:
        (outcome,) = prepare([path], OPTIONS, ledger).files
    return outcome


@pytest.mark.parametrize(
    ("headings", "row", "format_name"),
    [
        ("社会组织名称,单位性质,从业人员数", "演示甲基金会,基金会,5", "units"),
        ("社会组织名称,单位性质,所在社区", "演示甲服务中心,民办非企业单位,甲社区", "units"),
        ("企业名称,单位性质,职工人数", "演示甲制药厂,外资企业,150", "units"),
        ("阵地名称,阵地类型,所在社区", "甲社区党群服务中心,社区党群服务中心,甲社区", "venues"),
        ("楼宇名称,楼宇类型,所在社区", "演示甲商场,商场,甲社区", "buildings"),
        ("党组织名称,届次,起始时间,届满时间", "演示甲支部,第二届,2021年5月,2026年5月", "elections"),
        ("会议名称,会议时间,会议议题", "第二季度联席会议,2024年5月10日下午2:30,停车", "meetings"),
        ("督办事项,责任单位,交办日期,办理情况", "停车,演示甲局,2024-05-10,正在办理", "tasks"),
    ],
)
def test_every_column_is_known_and_the_row_is_loaded(tmp_path, headings, row, format_name):
    outcome = read(tmp_path, headings, row)
    assert (outcome.draft.format, outcome.unknown, outcome.returned) == (format_name, (), ())


def test_the_members_a_unit_has_are_not_those_who_registered(tmp_path):
    outcome = read(tmp_path, "报到单位,报到社区,是否报到,在职党员数,已报到党员数", "演示甲局,甲社区,是,40,38")
    assert outcome.unknown == ("在职党员数",) and outcome.returned == ()


def test_the_third_of_the_three_lists_is_one_of_projects(tmp_path):
    outcome = read(
        tmp_path, "演示街道三张清单:项目清单,,,", "序号,类别,项目名称,实施单位", "1,场地类,错时停车,演示甲小学"
    )
    assert outcome.draft.format == "lists" and dict(outcome.taken_for[0].from_title) == {"清单类别": "项目"}
