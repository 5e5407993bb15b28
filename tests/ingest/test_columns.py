"""Dirt that is seen in whole cells and columns: several names, unknown and personal columns, lost zeros."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.statement import Reference, decode
from ingest.check.cells import read_cell
from ingest.check.several import several
from ingest.clean.identifiers import organisation_check_character
from ingest.clean.problems import CellProblem, Remark
from ingest.formats.declare import Column
from tests.ingest.roster_files import read, workbook


def test_several_names_in_one_cell(tmp_path: Path) -> None:
    cell = "演示甲公司、演示教育、体育局；演示乙公司\n“演示丙、丁公司”"
    path = workbook(tmp_path / "roster.xlsx", [["党组织名称", "组织类别", "覆盖单位"], ["演示支部", "党支部", cell]])
    (row,) = read(path).file.draft.rows
    assert row.payload is not None
    targets = [tie.target for tie in decode(row.payload).ties if tie.type == "COVERS"]
    covered = {target.name for target in targets if isinstance(target, Reference)}
    assert covered == {"演示甲公司", "演示教育、体育局", "演示乙公司", "演示丙、丁公司"}


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("甲局、乙局", ["甲局", "乙局"]),
        ("甲局,乙局；丙局\r\n丁局 / 戊局", ["甲局", "乙局", "丙局", "丁局", "戊局"]),
        ("甲区农业、农村、水利局、甲校", ["甲区农业、农村、水利局", "甲校"]),
        ("甲教育、乙科技", ["甲教育", "乙科技"]),
        ("甲教育；乙局", ["甲教育", "乙局"]),
        ("甲公司(一、二厂)、乙公司", ["甲公司(一、二厂)", "乙公司"]),
        ("「甲、乙公司」", ["甲、乙公司"]),
        ("甲公司(一厂、乙公司", ["甲公司(一厂", "乙公司"]),
        ("Jia Co., Ltd、乙公司", ["Jia Co., Ltd", "乙公司"]),
        ("、甲局、、甲局、", ["甲局"]),
    ],
)
def test_where_names_are_parted(cell: str, names: list[str]) -> None:
    assert several(cell) == names


def test_the_nearest_category_is_named_and_the_cell_is_not(tmp_path: Path) -> None:
    rows = [["单位名称", "单位性质"], ["演示甲", "民营小企业"], ["演示乙", "宇宙飞船"]]
    near, far = (row.faults[0] for row in read(workbook(tmp_path / "roster.xlsx", rows)).file.returned)
    assert "最接近「非公有制企业」" in near.zh
    assert "小企业" not in near.zh + near.en
    assert "最接近" not in far.zh
    assert "可填:" in far.zh
    assert "宇宙" not in far.zh + far.en


def test_unknown_columns_are_described_without_values(tmp_path: Path) -> None:
    headings = ["单位名称", "条线", "门牌颜色", "窗户数目", "查看日"]
    rows = [["演示甲", "教育", "蓝", 3, None], ["演示乙", "教育", None, 4, "2024-01-01"]]
    found = read(workbook(tmp_path / "roster.xlsx", [headings, *rows])).file.unknown_columns
    assert [(each.heading, each.kind, each.filled) for each in found] == [
        ("门牌颜色", "短语", 1),
        ("窗户数目", "数字", 2),
        ("查看日", "日期", 1),
    ]


def test_personal_columns_are_dropped_by_heading_and_by_what_they_hold(tmp_path: Path) -> None:
    headings = ["单位名称", "条线", "联系电话", "网格支部书记姓名", "对接", "备注颜色"]
    rows = [[f"演示{name}", "教育", "10000000000", name, name, "蓝"] for name in ("张三三", "李四", "赵六六")]
    found = read(workbook(tmp_path / "roster.xlsx", [headings, *rows])).file
    assert found.dropped == ("联系电话", "网格支部书记姓名", "对接")
    assert found.unknown == ("备注颜色",)


def test_a_number_of_a_person_in_any_column_does_not_travel_back(tmp_path: Path) -> None:
    rows = [["单位名称", "入驻日期", "从业人数", "单位性质"], ["演示甲", "13800000000", "电话 0571-80000000", "鞋"]]
    (row,) = read(workbook(tmp_path / "roster.xlsx", rows)).file.returned
    assert dict(zip(row.headings, row.cells, strict=True)) == {
        "单位名称": "演示甲",
        "入驻日期": None,
        "从业人数": None,
        "单位性质": "鞋",
    }


def test_an_organisation_code_gets_its_leading_zero_back() -> None:
    whole = "09999999" + organisation_check_character("09999999")
    told: list[Remark] = []
    assert read_cell(Column(kind="org_code"), float(whole), None, told) == whole
    assert [each.code for each in told] == ["leading_zero"]
    with pytest.raises(CellProblem):
        read_cell(Column(kind="org_code"), whole[1:], None, told)
