"""Names of files, sheets and columns that hold personal data are replaced by others that hold none."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.load.options import LoadOptions
from ingest.load.unchanged import is_unchanged
from ingest.read.naming import file_name, heading, sheet_name, was_personal
from ingest.synthetic.canaries import canary_identity, canary_phone
from tests.ingest.roster_files import OPTIONS, read, workbook

PHONE, IDENTITY, NAME = canary_phone(1), canary_identity(1), "赵甪橐"
PERSONAL = [
    f"单位名册{PHONE}",
    f"名册_{PHONE}_终稿",
    f"{IDENTITY}",
    f"负责人{NAME}",
    f"填表人:{NAME}",
    f"名册 {NAME}同志",
]
PLAIN = [
    "驻区单位名册2024-06",
    "999901001001 网格",
    "负责人名册",
    "联系人汇总表",
    "91330106MA2ABCDE0X",
    "书记述职 2018年",
]


@pytest.mark.parametrize("name", PERSONAL)
def test_a_personal_name_gives_way(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name.replace(':', '_')}.csv"
    path.write_bytes(b"x")
    if ":" not in name:
        assert file_name(path) == f"文件-{hashlib.sha256(b'x').hexdigest()[:8]}.csv"
        assert file_name(tmp_path / "not" / path.name) == "文件-?.csv"
    assert sheet_name(name, 2) == "工作表2"
    assert heading(name, 2) == "(第3列,表头含个人信息)"
    assert was_personal(heading(name, 2))


@pytest.mark.parametrize("name", PLAIN)
def test_any_other_stays(name: str) -> None:
    assert (file_name(Path(f"{name}.csv")), sheet_name(name, 1), heading(name, 1)) == (f"{name}.csv", name, name)
    assert not was_personal(name)


def test_a_column_under_a_personal_heading_is_not_read_and_the_file_is_known_again(tmp_path: Path) -> None:
    rows = [["单位名称", "单位性质类别", f"{NAME} {PHONE}"], ["甲测试公司", "没有的性质", "某事"]]
    path = workbook(tmp_path / f"名册{PHONE}.xlsx", rows, sheet=f"联系人{NAME}")
    found = read(path).file
    assert (found.draft.name, found.returned[0].sheet) == (file_name(path), "工作表1")
    assert found.dropped == ("(第3列,表头含个人信息)",)
    assert "某事" not in repr(found.returned)
    assert PHONE not in repr(found)
    assert not is_unchanged(path, LoadOptions(), [])


def test_what_stands_beside_a_personal_label_does_not_travel_back(tmp_path: Path) -> None:
    """A form that was read as a table."""
    rows = [
        ["单位名称", "甲", "单位性质类别", "乙"],
        ["测试公司", "", "没有的性质", ""],
        ["联系人", NAME, "没有的性质", "某事"],
    ]
    found = read(workbook(tmp_path / "a.xlsx", rows), OPTIONS).file
    assert {row.number for row in found.returned} == {2, 3}
    assert NAME not in repr(found)
    assert "某事" in repr(found.returned)
