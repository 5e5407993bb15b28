"""Addresses taken apart."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names.addresses import Address, parse_address


def parts(written: str) -> dict[str, str]:
    address = parse_address(written)
    return {each.name: value for each in fields(address) if (value := getattr(address, each.name))}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "某省某市测试区演示街道甲社区演示甲路3号",
            {
                "province": "某省",
                "city": "某市",
                "county": "测试区",
                "subdistrict": "演示街道",
                "community": "甲社区",
                "road": "演示甲路",
                "number": "3",
            },
        ),
        (
            "演示甲路１３号甲一苑２幢３单元３０１室",
            {
                "road": "演示甲路",
                "number": "13",
                "compound": "甲一苑",
                "building": "2",
                "entrance": "3",
                "room": "301",
            },
        ),
        ("甲一苑二幢三单元301", {"compound": "甲一苑", "building": "2", "entrance": "3", "room": "301"}),
        ("演示花园1-2-301", {"compound": "演示花园", "building": "1", "entrance": "2", "room": "301"}),
        ("演示花园3-301", {"compound": "演示花园", "building": "3", "room": "301"}),
        ("演示花园3号楼2-301", {"compound": "演示花园", "building": "3", "entrance": "2", "room": "301"}),
        (
            "试验大道八十八号演示大厦Ａ座12层1203室",
            {
                "road": "试验大道",
                "number": "88",
                "compound": "演示大厦",
                "building": "A",
                "floor": "12",
                "room": "1203",
            },
        ),
        ("演示路甲12号", {"road": "演示路", "number": "甲12"}),
        ("演示路12号甲", {"road": "演示路", "number": "甲12"}),
        ("演示路12号附3号", {"road": "演示路", "number": "12附3"}),
        ("演示路12-1号", {"road": "演示路", "number": "12-1"}),
        ("演示路120弄5号301室", {"road": "演示路", "lane": "120", "number": "5", "room": "301"}),
        ("演示路3号院2号楼", {"road": "演示路", "number": "3", "building": "2"}),
        ("演示路小区3号楼", {"compound": "演示路小区", "building": "3"}),
        ("演示路3号(原演示厂)", {"road": "演示路", "number": "3", "rest": "(原演示厂)"}),
        ("演示中路东段12号", {"road": "演示中路东段", "number": "12"}),
        ("五一路二十五号", {"road": "五一路", "number": "25"}),
        ("演示二村12幢", {"community": "演示二村", "building": "12"}),
        ("工人新村12幢", {"compound": "工人新村", "building": "12"}),
        ("演示路与试验路交叉口东北角", {"rest": "演示路与试验路交叉口东北角"}),
        ("演示路菜场对面", {"road": "演示路", "rest": "菜场对面"}),
        ("說不清楚", {"rest": "说不清楚"}),
        ("", {}),
    ],
)
def test_parts_of_an_address(written, expected):
    assert parts(written) == expected


numbers = st.integers(1, 3_000).map(str)
houses = st.one_of(numbers, st.builds("{}-{}".format, numbers, numbers), numbers.map("甲{}".format))
roads = st.builds(
    "{}{}".format,
    st.sampled_from(["演示甲", "试验东", "五一", "长宁", "二七"]),
    st.sampled_from(["路", "大道", "大街", "巷"]),
)
compounds = st.builds(
    "{}{}".format,
    st.sampled_from(["甲一", "金色", "水岸", "演示"]),
    st.sampled_from(["小区", "花园", "新村", "苑", "公寓"]),
)
buildings = st.one_of(numbers, st.sampled_from("ABC"))
areas = {
    "province": st.sampled_from(["", "某省"]),
    "city": st.sampled_from(["", "某某市"]),
    "county": st.sampled_from(["", "测试区", "试验县"]),
    "subdistrict": st.sampled_from(["", "演示街道", "试验镇"]),
    "community": st.sampled_from(["", "甲社区", "乙村"]),
}
inside = {
    "entrance": st.sampled_from(["", "1", "3"]),
    "floor": st.sampled_from(["", "12"]),
    "room": st.sampled_from(["", "301", "1203"]),
}
by_road = st.builds(Address, road=roads, number=houses, building=st.one_of(st.just(""), buildings), **areas, **inside)
by_compound = st.builds(Address, compound=compounds, building=buildings, **areas, **inside)
both = st.builds(Address, road=roads, number=houses, compound=compounds, building=buildings, **areas, **inside)


@given(st.one_of(by_road, by_compound, both))
def test_an_address_written_out_gives_its_parts_again(address):
    assert parse_address(address.text()) == address


@given(
    st.text(st.sampled_from("省市区县街道社村路弄号栋幢座楼单元室层院小花园苑与口附甲一二十百(-) 12A３"), max_size=24)
)
def test_any_text_can_be_read_and_spacing_says_nothing(text):
    assert parse_address(" ".join(text)) == parse_address(text)
