"""The list of needs and its claims agree: each claim is of a listed need, by a member, after the need was listed."""

from __future__ import annotations

import openpyxl
import pytest

from ingest.synthetic import Written


def rows(written: Written, form: str) -> list[dict[str, object]]:
    """The rows of the one book of a format, below its title, stamp line and headings."""
    (path,) = (file.path for file in written.files if file.format == form)
    _, _, headings, *lines = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    found = [dict(zip(map(str, headings), line, strict=True)) for line in lines]
    return [row for row in found if isinstance(row["序号"], int)]


@pytest.fixture(scope="module")
def needs(written: Written) -> dict[object, dict[str, object]]:
    return {row["清单编号"]: row for row in rows(written, "lists")}


def test_claims_follow_their_needs_and_come_from_members(
    written: Written, needs: dict[object, dict[str, object]]
) -> None:
    areas = {row["成员单位"]: row["片区"] for row in rows(written, "associations")}
    claims = rows(written, "claims")
    assert 0 < len(claims) < len(needs)
    for claim in claims:
        need = needs[claim["清单编号"]]
        assert claim["认领事项"] == need["清单事项"]
        assert str(claim["认领日期"]) > str(need["提出日期"])
        assert str(areas[claim["认领单位"]])[0] == str(need["所在社区"])[0]


def test_one_category_is_never_claimed(written: Written, needs: dict[object, dict[str, object]]) -> None:
    claimed = {needs[claim["清单编号"]]["事项类别"] for claim in rows(written, "claims")}
    assert {need["事项类别"] for need in needs.values()} - claimed == {"设施/加装电梯"}
