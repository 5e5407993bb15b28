from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ingest.check.detect import recognise
from ingest.formats.catalog import formats
from ingest.formats.declare import Format
from ingest.read.workbook import read_workbook
from ingest.report.template import write_template

FORMATS = [pytest.param(each, id=each.name) for each in formats().values()]


@pytest.mark.parametrize("declared", FORMATS)
def test_a_template_with_a_row_filled_in_is_taken_for_its_format(declared: Format, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(declared, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(4, column, "试验")
    book.save(path)
    found = [recognise(each, path.name) for each in read_workbook(path).sheets]
    assert [each.declared.name for each in found if each is not None] == [declared.name]
    recognised = found[0]
    assert recognised is not None
    assert set(recognised.columns.values()) == {name for name, each in declared.columns.items() if each.headings}
    assert recognised.unknown == ()


def test_codes_are_texts_and_categories_are_offered(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    write_template(formats()["units"], path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    headings = {cell.value: cell for cell in sheet[3]}
    code = sheet.column_dimensions[headings["统一社会信用代码"].column_letter]
    assert code.number_format == "@"
    offered = [each.formula1 for each in sheet.data_validations.dataValidation]
    assert any("学校" in each for each in offered)
