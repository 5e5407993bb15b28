"""A workbook of 100,000 × 13 cells read, typed and checked by us; only read by openpyxl (design §10).

    python benchmarks/reading.py [rows] [rounds]

Both read the same file in this process by turns; the values are compared before anything is timed. What is timed of
ours is reading alone, and everything up to the drafts of the ledger: table, personal columns, checks, payloads.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter

from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.clean.identifiers import organisation_check_character, unified_check_character
from ingest.load.examine import examine
from ingest.load.options import LoadOptions
from ingest.read.workbook import read_workbook

HEADINGS = (
    *("单位编号", "统一社会信用代码", "单位名称", "单位性质", "条线", "隶属层级", "经营状态"),
    *("所在社区", "所在楼宇", "楼层", "从业人数", "入驻日期", "联系人"),
)
KINDS = ("机关", "事业单位", "国有企业", "非公企业", "社会组织", "商户", "学校", "医院")
OPTIONS = LoadOptions(edition=Moment.parse("2024-06-30"), scope="990101001", complete=True)


def credit_code(number: int) -> str:
    """A unified social credit code with sound check digits and an impossible division (99)."""
    organisation = f"A{number:07d}"
    first = f"91990101{organisation}{organisation_check_character(organisation)}"
    return first + unified_check_character(first)


def write(path: Path, rows: int) -> None:
    """A roster of invented units, every cell but one column in five filled."""
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        sheet = book.add_worksheet("单位")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            texts = (f"DW{number:06d}", credit_code(number), f"演示第{number}公司", KINDS[number % 8], "商贸", "区级")
            sheet.write_row(number, 0, texts)
            sheet.write_row(number, 6, ("存续", f"演示{number % 40}社区", f"演示{number % 900}号楼"))
            sheet.write(number, 9, f"{number % 30 + 1}层")
            sheet.write_number(number, 10, number % 300)
            sheet.write_datetime(number, 11, datetime(2000 + number % 24, number % 12 + 1, number % 28 + 1), day)
            sheet.write(number, 12, "演示甲" if number % 5 else None)


def by_openpyxl(path: Path) -> int:
    """Read every value and forget it; the number of rows."""
    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def read_alone(path: Path) -> int:
    """Guards and reading only; the number of rows."""
    return len(read_workbook(path).sheets[0].rows)


def by_us(path: Path, ledger: Ledger) -> int:
    """Everything up to the drafts; the number of rows that would be recorded."""
    (outcome,) = examine(path, OPTIONS, ledger)
    return outcome.counts["loaded"] + 1


def compare(path: Path) -> None:
    """Raise unless both read the same values; a day is a datetime to openpyxl and a number is a float to us."""
    book = openpyxl.load_workbook(path, read_only=True)
    theirs = [[_plain(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    ours = [[_plain(cell) for cell in row] for row in read_workbook(path).sheets[0].rows]
    if theirs != ours:
        raise SystemExit("values differ")


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == datetime.min.time() else cell
    return cell


def timed(work: Callable[[], int], rows: int) -> float:
    """Processor seconds that it takes: both use one, and what else runs on the machine counts for neither."""
    begun = time.process_time()
    if work() != rows + 1:
        raise SystemExit("rows are missing")
    return time.process_time() - begun


def main() -> None:
    """Print the raw figures of each round and the ratio of the medians."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.sqlite") as ledger:
        path = Path(folder) / "units.xlsx"
        write(path, rows)
        compare(path)
        print(f"{rows:,} rows x {len(HEADINGS)} columns, {path.stat().st_size / 1e6:.1f} MB; values equal")
        rounds_of = []
        for turn in range(rounds):
            works = (lambda: by_openpyxl(path), lambda: read_alone(path), lambda: by_us(path, ledger))
            rounds_of.append([timed(work, rows) for work in works])
            theirs, alone, ours = rounds_of[-1]
            print(
                f"round {turn + 1}: openpyxl {theirs:.2f} s; ours, reading alone {alone:.2f} s, to draft {ours:.2f} s"
            )
        theirs, alone, ours = (statistics.median(each) for each in zip(*rounds_of, strict=True))
        print(f"medians: reading alone {theirs / alone:.2f} times faster, up to the draft {theirs / ours:.2f} times")


if __name__ == "__main__":
    main()
