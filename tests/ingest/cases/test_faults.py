"""A case file that does not hold together is refused, and the message names the file and the key."""

import re
from pathlib import Path

import pytest

from graph.errors import NotFound, RosterProblem
from ingest.cases.catalog import case_named, read_case

GOOD = """
case = { id = "jia", title_zh = "甲案例", title_en = "Case A", place_text = "甲街道", place = "E1" }
passages = [{ id = "P1.a", paragraph = "P1", line = 1, start = 0, end = 20, locator = "甲联合会" }]
places = [
  { key = "E1", name = "甲街道", division = "990101001", passages = ["P1.a"] },
  { key = "E2", name = "甲小区", level = "residential_compound", within = "E1", passages = ["P1.a"] },
]
conflicts = [{ key = "C1", observations = ["S1", "S2"], why = "口径不一" }]

[source]
file = "jia.txt"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
title = "甲"
published_on = "2020-01"
citation = "甲."

[[bodies]]
key = "E3"
type = "Association"
name = "甲联合会"
within = "E1"
fields = { kind = "federation" }
passages = ["P1.a"]
ties = [{ type = "LOCATED_IN", to = "E1", role = "place" }]

[[ties]]
key = "T1"
type = "PART_OF"
source = "E2"
target = "E1"
role = "administrative"
passages = ["P1.a"]

[[mechanisms]]
key = "M1"
name = "例会"
statement = "每季度一次"
interval = "P3M"
about = ["E3"]
passages = ["P1.a"]

[[observations]]
key = "S1"
measure = "association_members"
raw = "10家"
low = 10
high = 10
unit = "家"
scope = "成员"
nature = "stock"
as_of = "2019"
about = ["E3"]
passages = ["P1.a"]

[[observations]]
key = "S2"
measure = "association_members"
raw = "20多家"
low = 21
high = 29
unit = "家"
scope = "成员"
nature = "stock"
about = ["E3"]
passages = ["P1.a"]
"""

PHONE = f"13{0:09}"
WRONG = {
    "the place of the case": ('place = "E1" }', 'place = "E3" }', "case.place: no place E3"),
    "typo in a key": ('scope = "成员"', 'scop = "成员"', "observations.S1.scop: 没有这样的键"),
    "passage that is not there": (
        'interval = "P3M"\nabout = ["E3"]\npassages = ["P1.a"]',
        'about = ["E3"]\npassages = ["P1.b"]',
        "M1: no passage P1.b",
    ),
    "fact without a passage": (
        'role = "administrative"\npassages = ["P1.a"]',
        'role = "administrative"\npassages = []',
        "ties.T1.passages: 至少要有一条",
    ),
    "about nothing": ('interval = "P3M"\nabout = ["E3"]', 'about = ["E9"]', "M1: no fact E9 for ABOUT"),
    "tie to nothing": ('target = "E1"', 'target = "E9"', "T1: no fact E9 for PART_OF"),
    "within nothing": (
        'name = "甲联合会"\nwithin = "E1"',
        'name = "甲联合会"\nwithin = "E9"',
        "E3: no fact E9 to lie within",
    ),
    "within a figure": (
        'name = "甲联合会"\nwithin = "E1"',
        'name = "甲联合会"\nwithin = "S1"',
        "E3: cannot lie within S1",
    ),
    "within itself": (
        'level = "residential_compound", within = "E1"',
        'level = "residential_compound", within = "E2"',
        "E2: lies within itself",
    ),
    "conflict with nothing": ('["S1", "S2"]', '["S1", "S9"]', "C1: no observation S9"),
    "conflict with itself": ('["S1", "S2"]', '["S1", "S1"]', "C1: a figure is not paired with itself"),
    "key given twice": ('key = "S2"', 'key = "S1"', "S1: key given twice"),
    "no such type": ('type = "Association"', 'type = "Union"', "E3: no type Union"),
    "type with a table of its own": ('type = "Association"', 'type = "Place"', "E3: no type Place"),
    "no such field": ('kind = "federation"', 'sort = "federation"', "E3: no field sort"),
    "no such choice": ('kind = "federation"', 'kind = "club"', "E3: field kind: not one of"),
    "field of another kind": ('kind = "federation"', "kind = 3", "E3: field kind is no text"),
    "no such tie": ('type = "PART_OF"', 'type = "PART"', "T1: no tie type PART"),
    "no such role": ('role = "administrative"', 'role = "main"', "T1: no role 'main'"),
    "tie that the model does not allow": (
        'type = "PART_OF"\nsource = "E2"',
        'type = "PART_OF"\nsource = "E3"',
        "T1: the model has no PART_OF",
    ),
    "no such measure": (
        'key = "S2"\nmeasure = "association_members"',
        'key = "S2"\nmeasure = "members"',
        "S2: no measure members",
    ),
    "interval reversed": ("high = 29", "high = 20", "observations.S2: high 小于 low"),
    "one value with an open end": ("high = 10", "high = 10\nhigh_open = true", "observations.S1: 只有一个数时"),
    "no such nature": ('nature = "stock"\nas_of', 'nature = "state"\nas_of', "observations.S1.nature: 只能是"),
    "date with no meaning": ('as_of = "2019"', 'as_of = "去年"', "observations.S1.as_of: 日期写成"),
    "no duration": ('"P3M"', '"quarterly"', "mechanisms.M1.interval: 写法不对"),
    "span too short": ("end = 20", "end = 3", "passages.P1.a: 起止之间比定位词还短"),
    "level and code": (
        'division = "990101001"',
        'division = "990101001", level = "subdistrict"',
        "places.E1: 地点要有区划代码",
    ),
    "no such level": ('"residential_compound"', '"estate"', "E2: no level estate"),
    "no date at all": ('published_on = "2020-01"\n', "", "source"),
    "another name than the file's": ('id = "jia"', 'id = "yi"', "case.id"),
    "telephone": ('"每季度一次"', f'"每季度一次,联系人 {PHONE}"', "mechanisms.M1.statement: holds personal data"),
    "command to a terminal": (
        'name = "例会"',
        'name = "\\u001b[31m例会"',
        "mechanisms.M1.name: holds a control character",
    ),
    "text turned round": (
        'title_zh = "甲案例"',
        'title_zh = "甲\\u202e案例"',
        "case.title_zh: holds a control character",
    ),
    "no TOML": ("[source]", "[source", "line"),
}


def _written(folder: Path, text: str) -> Path:
    path = folder / "jia.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_that_the_others_differ_from_is_good(tmp_path: Path) -> None:
    case = read_case(_written(tmp_path, GOOD))
    assert [fact.key for fact in case.cited] == ["E1", "E2", "E3", "T1", "M1", "S1", "S2"]
    assert case.source.edition == "2020-01"


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_hold_is_refused_by_file_and_key(tmp_path: Path, name: str) -> None:
    old, new, told = WRONG[name]
    assert old in GOOD
    with pytest.raises(RosterProblem) as refused:
        read_case(_written(tmp_path, GOOD.replace(old, new, 1)))
    assert "jia.toml" in refused.value.zh and "jia.toml" in refused.value.en
    assert told in refused.value.zh or told in refused.value.en
    # each place that is wrong is told in Chinese, as far as TOML's own parser does not speak
    assert all(re.search(r": .*[一-鿿]", line) for line in refused.value.zh.splitlines()[1:])
    assert PHONE not in f"{refused.value.zh}{refused.value.en}"


@pytest.mark.parametrize(("length", "good"), [(16, True), (17, False)])
def test_a_locator_has_at_most_sixteen_characters(tmp_path: Path, length: int, good: bool) -> None:
    path = _written(tmp_path, GOOD.replace('locator = "甲联合会"', f'locator = "{"甲" * length}"'))
    if good:
        assert len(read_case(path).passages[0].locator) == length
        return
    with pytest.raises(RosterProblem, match=r"passages\.P1\.a\.locator: 太长"):
        read_case(path)


def test_a_passage_that_nothing_cites_is_refused(tmp_path: Path) -> None:
    more = 'locator = "甲联合会" }, { id = "P1.b", paragraph = "P1", line = 1, start = 0, end = 9, locator = "乙会" }'
    with pytest.raises(RosterProblem, match=r"P1\.b: no fact cites this passage"):
        read_case(_written(tmp_path, GOOD.replace('locator = "甲联合会" }', more)))


def test_people_are_never_a_field_of_a_body(tmp_path: Path) -> None:
    unit = 'type = "Unit"\nname = "甲联合会"\nwithin = "E1"\nfields = { staff = 12 }'
    text = GOOD.replace(
        'type = "Association"\nname = "甲联合会"\nwithin = "E1"\nfields = { kind = "federation" }', unit
    )
    with pytest.raises(RosterProblem, match="a published count of people is an observation"):
        read_case(_written(tmp_path, text))


def test_a_case_without_a_printed_date_says_under_which_it_is_filed(tmp_path: Path) -> None:
    text = GOOD.replace('published_on = "2020-01"', 'filed_under = "2020"')
    case = read_case(_written(tmp_path, text))
    assert (case.source.published_on, case.source.edition) == (None, "2020")


def test_names_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="beishan"):
        case_named("nowhere")
    with pytest.raises(NotFound, match=r"jia\.toml"):
        read_case(tmp_path / "jia.toml")


def test_the_id_of_a_published_case_is_not_taken_for_another_article(tmp_path: Path) -> None:
    """In a graph the two would become one case."""
    path = tmp_path / "yantai.toml"
    path.write_text(GOOD.replace('id = "jia"', 'id = "yantai"'), encoding="utf-8")
    with pytest.raises(RosterProblem, match=r"case\.id: yantai 已是另一篇文章的案例"):
        read_case(path)
    own = GOOD.replace('id = "jia"', 'id = "yantai"').replace("0" * 64, case_named("yantai").source.sha256)
    path.write_text(own, encoding="utf-8")
    assert read_case(path).id == "yantai"
