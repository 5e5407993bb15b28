from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.headings import normalise_heading, parse_heading


@pytest.mark.parametrize(
    ("written", "name", "unit"),
    [
        ("*单位名称", "单位名称", None),
        ("＊单位\n名称（必填）", "单位名称", None),
        ("建筑面积（㎡）", "建筑面积", "m2"),
        ("建筑面积(平方米)(必填)", "建筑面积", "平方米"),
        ("总投资,单位:万元", "总投资", "万元"),
        ("党员数 （人）", "党员数", "人"),
        ("户数/户", "户数", "户"),
        ("黨員數", "党员数", None),
        ("成立时间（YYYY-MM-DD）", "成立时间", None),
        ("统一社会信用代码(18位)", "统一社会信用代码", None),
        # what stands in brackets and is neither unit nor hint means something
        ("党员数(正式)", "党员数(正式)", None),
        ("联系电话：", "联系电话", None),
        ("是/否", "是/否", None),
    ],
)
def test_headings(written, name, unit):
    heading = parse_heading(written)
    assert (heading.name, heading.unit) == (name, unit)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_in_the_lookup(text):
    assert not any(each.isspace() for each in normalise_heading(text))
    assert normalise_heading(f" {text}\n") == normalise_heading(text)
