from __future__ import annotations

import pytest

from ingest.check.stamp import read_stamp


@pytest.mark.parametrize(
    ("texts", "file", "edition"),
    [
        (["演示街道党组织信息库导出(2024年6月30日)"], "名册.xlsx", "2024-06-30"),
        (["演示街道小区台账(2024年6月)"], "名册.xlsx", "2024-06"),
        (["截至2024年6月30日", "名册(2023年12月)"], "名册.xlsx", "2024-06-30"),
        (["填表日期:2024年7月5日"], "名册.xlsx", "2024-07-05"),
        (["填表日期:2024年7月5日"], "名册_20240630.xlsx", "2024-06-30"),
    ],
)
def test_the_day_is_told_by_title_note_name_or_else_by_when_it_was_filled_in(texts, file, edition):
    found = read_stamp(texts, file).edition
    assert found is not None and found.text() == edition


def test_the_year_of_a_document_cited_is_no_edition():
    assert read_stamp(["注:按《演示办法》(2023年)填写"], "名册.xlsx").edition is None
