"""``gongjian cover`` in three senses, on the invented subdistrict."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.command.conftest import Gongjian, run
from tests.subdistrict import Subdistrict

NOW = "2018-10-31"


@pytest.fixture
def cover(subdistrict: Subdistrict, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gongjian]:
    """Runs ``cover`` on the subdistrict at a date."""
    with subdistrict.open():
        for name in ("uri", "user", "data"):
            if (value := getattr(subdistrict.settings, name)) is not None:
                monkeypatch.setenv(f"GONGJIAN_{name.upper()}", str(value))
        if subdistrict.settings.password is not None:
            monkeypatch.setenv("GONGJIAN_PASSWORD", subdistrict.settings.password.get_secret_value())
        monkeypatch.setenv("COLUMNS", "160")
        yield lambda *words: run("cover", "--as-of", NOW, *words)


def test_all_senses_list_what_falls_short_of_any(cover):
    shown = cover("--sense", "all", "--scope", "甲街道").out
    assert "组织✓ 地点✗ 共建✓" in shown and "丑大厦" in shown and "子大厦" not in shown
    told = cover("--sense", "all", "--scope", "甲街道", "--json").json
    assert (told["of"], told["total"]) == (7, 4)
    assert told["parameters"]["minutes"] == 5


def test_a_pattern_is_a_filter(cover):
    told = cover("--pattern", "组织✓ 地点✗", "--json").json
    assert [each["name"] for each in told["rows"]] == ["丑大厦"]
    assert cover("--pattern", "也许").code == 2


def test_reasons_of_one_sense_come_with_its_remedy(cover):
    shown = cover("--sense", "place", "--explain").out
    assert "超出 5 分钟" in shown and "地点补建建议:" in shown and "组织补建建议" not in shown
    assert "请补登楼栋坐标" in shown


def test_one_building_is_explained_whole(cover):
    shown = cover("--building", "丑大厦").out
    for said in ("组织:", "地点:", "共建:", "定位精度", "楼内单位", "演示文化公司", "直线距离估算"):
        assert said in shown, said
    told = cover("--building", "Building:object_code:990201001002B0001", "--json").json
    assert told["scope"]["name"] == "丑大厦" and len(told["building"]) == 1
    assert "空置" in cover("--building", "子社区旧厂房").out
    assert cover("--building", "没有这栋楼").code == 2


def test_tables(cover):
    assert "户数不详楼栋" in cover("--patterns").out
    assert "适老步速" in cover("--rates", "--sense", "place").out
    assert {each["rate"] for each in cover("--rates", "--sense", "tie", "--json").json["rates"]} == {"tie"}
    assert "基尼系数" in cover("--catchment").out
    assert len(cover("--catchment", "--enhanced", "--json").json["zones"]) == 3


def test_change_since_a_date(cover):
    shown = cover("--since", "2018-06-30", "--what", "units").out
    assert "不再存在1" in shown and "演示物流公司" in shown and "百分点" in shown
    told = cover("--since", "2018-06", "--what", "units", "--sense", "tie", "--json").json
    assert (told["since"], told["sense"]) == ("2018-06-30", "tie")
    assert cover("--since", "2019-01-01").code == 2
    assert cover("--since", "2018-06-30", "--sense", "all").code == 2


def test_parameters_count_and_are_told(cover):
    told = cover("--sense", "place", "--minutes", "15", "--layer", "活动", "--json").json
    assert (told["parameters"]["minutes"], told["parameters"]["layer"]) == (15.0, "activity")
    assert "丑大厦" not in [each["name"] for each in told["rows"]]
    assert cover("--speed", "0").code == 2
    assert cover("--layer", "钱").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--patterns", "--rates"),
        ("--patterns", "--explain"),
        ("--building", "丑大厦", "--scope", "甲街道"),
        ("--enhanced",),
        ("--catchment", "--pattern", "组织✓"),
    ],
)
def test_options_that_contradict_each_other_are_refused(cover, words):
    assert cover(*words).code == 2


@pytest.mark.parametrize("words", [("--sense", "all"), ("--patterns",), ("--catchment",), ("--building", "丑大厦")])
def test_the_public_is_refused(cover, words):
    assert cover(*words, "--role", "public").code == 1


def test_place_rates_are_one_row_per_area_and_denominator_on_screen_and_long_in_json(cover):
    long = cover("--sense", "place", "--rates", "--json").json["rates"]
    done = cover("--sense", "place", "--rates")
    heading = next(line for line in done.out.splitlines() if "标准×0.9" in line)
    assert all(title in heading for title in ("标准步速", "适老步速", "标准×1.1"))
    rows = [line for line in done.out.splitlines() if " 楼栋 " in line or " 住户 " in line]
    assert len(rows) == len(long) / 4 > 2
    assert "合计" in rows[0] and "合计" in rows[1]


def test_totals_and_the_meaning_of_the_marks_stand_before_the_list(cover):
    told = cover("--sense", "place", "--json").json
    lines = cover("--sense", "place", "--limit", "2").out.splitlines()
    total = next(at for at, line in enumerate(lines) if f"的 {told['total']} 栋" in line)
    legend = next(at for at, line in enumerate(lines) if "步行 5 分钟内有开放的阵地" in line)
    first = next(at for at, line in enumerate(lines) if told["rows"][0]["name"] in line)
    assert total < legend < first
    households = [
        row["households"] or 0 for row in told["rows"] if row["place_sense"] == told["rows"][0]["place_sense"]
    ]
    assert households == sorted(households, reverse=True)
