"""Addresses against buildings: measured on invented addresses with known answers, and the rules one by one."""

from __future__ import annotations

import pytest

from graph.model.statement import Assertion, Subject, Tie
from ingest.names.locating import building_communities, unit_buildings
from tests.graph.store.invented import HERE, by_name, code, community, places, roster, unit
from tests.ingest.names.address_corpus import corpus

B1, B2, B3 = (f"Building:object_code:999901001001B000{each}" for each in (1, 2, 3))


def house(number: int, name: str, address: str | None = None, where: str | None = "甲社区") -> Assertion:
    within = HERE if where is None else community(where)
    fields = {} if address is None else {"address": address}
    subject = Subject("Building", (code(f"999901001001B{number:04d}", "object_code"),), name, within, fields)
    return Assertion((subject,), () if where is None else (Tie("PART_OF", 0, within, "administrative"),))


def suggested(knows, address: str, *houses: Assertion, where: str = "甲社区") -> set[str]:
    sits = unit("甲公司", at=community(where), address=address)
    known = knows(places(), roster("buildings", "2024-01-01", *houses), roster("units", "2024-01-01", sits))
    return {each.right.id for each in unit_buildings(known)}


@pytest.mark.parametrize("seed", [1, 2])
def test_precision_and_recall_on_invented_addresses(knows, seed):
    buildings, units, answers = corpus(600, seed)
    known = knows(places(), roster("buildings", "2024-01-01", *buildings), roster("units", "2024-01-01", *units))
    found: dict[str, set[str]] = {}
    for each in unit_buildings(known):
        found.setdefault(each.left.name, set()).add(each.right.id.rsplit(":", 1)[1])
    right = sum(answer.home in found.get(f"演示第{at}单位", ()) for at, answer in enumerate(answers))
    made, wanted = sum(map(len, found.values())), sum(1 for answer in answers if answer.home)
    precision, recall = right / made, right / wanted
    print(f"addresses {len(answers)}, precision {precision:.3f}, recall {recall:.3f}")
    assert wanted > 400
    assert precision >= 0.99
    assert recall >= 0.97


def test_a_house_number_or_a_compound_with_its_building_tells(knows):
    houses = [house(1, "甲苑1幢", "演示路5号"), house(2, "甲苑2幢", "演示路5号"), house(3, "演示大厦", "演示路9号")]
    for address, expected in [
        ("演示路5号甲苑2号楼301", {B2}),
        ("甲苑二幢", {B2}),
        ("演示路9号", {B3}),
        ("演示大厦12层", {B3}),
        ("演示路9号演示大厦A座", {B3}),
        ("演示路5号", {B1, B2}),
        ("演示路5号3幢", set()),
        ("演示路7号", set()),
        ("乙苑2幢", set()),
        ("甲苑", set()),
        ("演示路与测试路交叉口", set()),
    ]:
        assert suggested(knows, address, *houses) == expected, address


def test_a_building_of_another_community_is_not_suggested(knows):
    houses = [house(1, "甲苑1幢", "演示路5号"), house(2, "甲苑1幢", "演示路6号", where="乙社区")]
    assert suggested(knows, "甲苑1幢", *houses) == {B1}
    assert suggested(knows, "甲苑1幢", *houses, where="乙社区") == {B2}


def test_a_unit_that_has_its_building_is_not_asked_about(knows):
    placed = unit("甲公司", building=by_name("甲苑1幢", "Building", community()), address="甲苑1幢")
    known = knows(
        places(), roster("buildings", "2024-01-01", house(1, "甲苑1幢")), roster("units", "2024-01-01", placed)
    )
    assert [*unit_buildings(known)] == []


def test_a_building_without_a_community_follows_its_address_its_compound_or_its_road(knows):
    placed = [house(1, "甲苑1幢", "演示路5号"), house(2, "丙楼", "测试路11号"), house(3, "丁楼", "测试路19号")]
    placed.append(house(4, "戊楼", "测试路14号", where="乙社区"))
    for name, address, expected in [
        ("己楼", "甲街道乙社区某路3号", "999901001002"),
        ("甲苑2幢", "", "999901001001"),
        ("庚楼", "测试路15号", "999901001001"),  # between 11 and 19, on the odd side
        ("庚楼", "测试路12号", None),  # the even side has one number only
        ("庚楼", "测试路25号", None),
    ]:
        homeless = house(9, name, address or None, where=None)
        known = knows(places(), roster("buildings", "2024-01-01", *placed, homeless))
        found = [each.right.id for each in building_communities(known)]
        assert found == ([] if expected is None else [f"Place:division:{expected}"]), (name, address)
