"""A review written, answered and loaded again; and the table of aliases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from graph.errors import WrongUsage
from graph.model.statement import Tie, decode
from graph.model.time import Moment
from graph.store.fold import Folded, Supposition, fold, gather
from graph.store.ledger import FileDraft, Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome
from ingest.load.prepare import prepare
from ingest.names.known import known
from ingest.names.review import Review, review
from ingest.names.workbook import ANSWERED, ASKED, HEADINGS, write_review
from ingest.report.returned import write_returned
from tests.graph.store.invented import by_name, code, community, organisation, places, roster, unit

ONE, TWO = code("91990101MA00000001", "uscc"), code("91990101MA00000002", "uscc")
FIRST_ID = f"Unit:uscc:{ONE.value}"
DAY = date(2024, 3, 1)
ANSWER, KEY = HEADINGS.index("结论"), len(HEADINGS) - 1


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        opened.record([places(), *rosters()])
        yield opened


def rosters(edition: str = "2024-01-01") -> list[FileDraft]:
    branch = organisation("支部", Tie("ORGANISATION_OF", 0, by_name("市一中", "Unit", community())))
    return [
        roster("units", edition, unit("演示第一中学", ONE), unit("演示科技有限公司", TWO)),
        roster("other", edition, unit("演示科技公司"), complete=False),
        roster("orgs", edition, branch, complete=False),
    ]


def asked(ledger: Ledger) -> Review:
    return review(known(ledger))


def written(ledger: Ledger, path: Path, number: str = "ab12", day: date = DAY) -> Path:
    write_review(asked(ledger), path, number, day, synthetic=False, limit=100)
    return path


def answer(path: Path, sheet: str, change: Callable[[list], str | None]) -> None:
    book = openpyxl.load_workbook(path)
    for row in book[sheet].iter_rows(min_row=3):
        word = change([cell.value for cell in row])
        if word is not None:
            row[ANSWER].value = word or None
    book.save(path)


def rows(path: Path, sheet: str) -> list[list]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3)]


def outcome(ledger: Ledger, path: Path, **options: object) -> FileOutcome:
    (found,) = prepare([path], LoadOptions(**options), ledger).files  # type: ignore[arg-type]
    return found


def load(ledger: Ledger, path: Path) -> None:
    prepared = prepare([path], LoadOptions(), ledger)
    ledger.record(prepared.drafts, withdraws=prepared.withdraws)


def folded(ledger: Ledger, *more: FileDraft) -> Folded:
    return fold(gather(ledger, Supposition(files=more)))


def units(ledger: Ledger) -> set[str]:
    return {record.key for record in folded(ledger).records.values() if record.label == "Unit"}


def test_the_workbook_asks_with_evidence_and_a_list_of_answers(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(path)
    page = book[ASKED]
    assert [cell.value for cell in page[2]] == list(HEADINGS)
    assert page.freeze_panes == "C3"
    assert page.column_dimensions[openpyxl.utils.get_column_letter(KEY + 1)].hidden
    (validation,) = page.data_validations.dataValidation
    assert validation.formula1 == '"相同,不同,不确定"'
    assert {(row[0], row[2], row[6]) for row in rows(path, ASKED)} == {
        ("名称对应", "市一中", "演示第一中学"),
        ("简称全称", "演示科技有限公司", "演示科技公司"),
    }
    named = next(row for row in rows(path, ASKED) if row[0] == "简称全称")
    assert named[3] == f"uscc:{TWO.value}" and named[4] == named[8] == "甲社区" and "2024-01-01" in named[5]


def test_no_answer_is_no_load(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    with pytest.raises(WrongUsage) as refused:
        outcome(ledger, path)
    assert refused.value.code == "nothing_decided"


def test_answers_become_decisions_and_every_row_is_accounted_for(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    answer(path, ASKED, lambda row: "相同" if row[0] == "名称对应" else None)
    found = outcome(ledger, path)
    assert (found.draft.format, found.draft.edition, found.draft.complete) == ("review", "2024-03-01", False)
    counts = found.counts
    assert counts["loaded"] == 1
    assert counts["rows"] == sum(counts[name] for name in ("loaded", "duplicates", "ignored", "returned"))
    (decision,) = decode(found.draft.rows[0].payload or b"").decisions
    assert (decision.verdict, decision.first.scheme, decision.second) == ("same", "name", ONE)


def test_same_joins_and_undo_gives_back_what_was(ledger: Ledger, tmp_path: Path) -> None:
    before = folded(ledger).records
    path = written(ledger, tmp_path / "review.xlsx")
    answer(path, ASKED, lambda row: "相同")
    load(ledger, path)
    assert units(ledger) == {FIRST_ID, f"Unit:uscc:{TWO.value}"}
    assert asked(ledger).candidates == ()
    ledger.record_undo(ledger.sequence)
    assert folded(ledger).records == before


def test_an_answer_is_not_asked_for_again_and_can_be_changed(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    answer(path, ASKED, lambda row: "不同" if row[0] == "简称全称" else "相同")
    load(ledger, path)
    assert len(units(ledger)) == 3
    assert asked(ledger).candidates == ()
    second = written(ledger, tmp_path / "second.xlsx", "cd34", date(2024, 4, 1))
    assert sorted(row[ANSWER] for row in rows(second, ANSWERED)) == ["不同", "相同"]
    answer(second, ANSWERED, lambda row: "相同" if row[ANSWER] == "不同" else None)
    found = outcome(ledger, second)
    assert found.counts["loaded"] == 1  # what was not changed is not recorded again
    load(ledger, second)
    assert len(units(ledger)) == 2


def test_unsure_has_no_effect_and_is_asked_again_when_a_later_roster_speaks(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    before = units(ledger)
    answer(path, ASKED, lambda row: "不确定")
    load(ledger, path)
    assert units(ledger) == before and asked(ledger).candidates == ()
    ledger.record([roster("other", "2024-05-01", unit("演示科技公司"), complete=False)])
    assert [each.kind for each in asked(ledger).candidates] == ["short_form"]


def test_of_one_review_loaded_again_the_last_answers_count(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    answer(path, ASKED, lambda row: "不同")
    load(ledger, path)
    assert prepare([path], LoadOptions(), ledger).files == ()  # unchanged
    answer(path, ASKED, lambda row: "相同" if row[0] == "简称全称" else "")
    load(ledger, path)
    assert len(units(ledger)) == 2
    assert [each.decision.verdict for each in asked(ledger).decided] == ["same"]


def test_a_spoilt_row_is_returned_and_mended(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    answer(path, ASKED, lambda row: "也许" if row[0] == "简称全称" else "相同")
    found = outcome(ledger, path)
    assert [fault.code for row in found.returned for fault in row.faults] == ["unknown_verdict"]
    load(ledger, path)
    assert len(units(ledger)) == 3
    (mend,) = write_returned([found], ledger.returned(ledger.sequence), tmp_path / "returned.xlsx")
    book = openpyxl.load_workbook(mend)
    page = book.worksheets[0]
    column = [cell.value for cell in page[2]].index("结论")
    page[3][column].value = "相同"
    book.save(mend)
    mended = outcome(ledger, mend)
    assert mended.draft.roster == found.draft.roster and mended.draft.rows[0].mends is not None
    load(ledger, mend)
    assert len(units(ledger)) == 2
    assert len(asked(ledger).decided) == 2  # the first answers stand beside it


def test_rows_sorted_in_part_are_returned(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(path)
    page = book[ASKED]
    page[3][KEY].value, page[4][KEY].value = page[4][KEY].value, page[3][KEY].value
    page[3][ANSWER].value = "相同"
    page[4][KEY].value, page[4][ANSWER].value = "[1]", "相同"
    book.save(path)
    found = outcome(ledger, path)
    assert [row.faults[0].code for row in found.returned] == ["shuffled_row", "unknown_key"]
    assert found.counts["loaded"] == 0


def test_a_review_without_its_mark_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in (ASKED, ANSWERED):
        book[sheet]["A1"].value = "核对"
    book.save(path)
    with pytest.raises(WrongUsage) as refused:
        outcome(ledger, path)
    assert refused.value.code == "review_mark"


# --- aliases ----------------------------------------------------------------------------------------

TABLE = "类别,正式名称,代码,别名,所在社区,启用日期,停用日期\n"
OPTIONS = {"edition": Moment.parse("2024-02-01"), "scope": "999901001"}


def alias_table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "aliases.csv"
    path.write_text(TABLE + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_table_of_aliases_gives_names_within_a_place(ledger: Ledger, tmp_path: Path) -> None:
    assert asked(ledger).known.open
    found = outcome(ledger, alias_table(tmp_path, "单位,演示第一中学,,市一中、演示一中,甲社区,,"), **OPTIONS)
    assert (found.draft.format, found.title_zh, found.counts["loaded"]) == ("aliases", "别名表", 1)
    ledger.record([found.draft])
    assert not asked(ledger).known.open
    ties = {each.ends for each in folded(ledger).records.values() if each.label == "ORGANISATION_OF"}
    assert {target for _, target in ties} == {FIRST_ID}
    assert units(ledger) == {FIRST_ID, f"Unit:uscc:{TWO.value}", "Unit:name:演示科技公司@Place:division:999901001001"}


def test_an_alias_holds_for_its_time(ledger: Ledger, tmp_path: Path) -> None:
    table = alias_table(tmp_path, "单位,演示第一中学,,市一中,甲社区,2010-01-01,2023-12-31")
    ledger.record([outcome(ledger, table, **OPTIONS).draft])
    assert asked(ledger).known.open  # the roster of 2024 writes a name that had ended


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("单位,演示第一中学,,,甲社区,,", "别名", "required"),
        ("飞船,演示第一中学,,市一中,甲社区,,", "类别", "unknown_category"),
        ("单位,演示第一中学,91990101MA00000001,市一中,甲社区,,", "代码", "code_check"),
        ("单位,演示第一中学,,市一中,甲社区,2020-01-01,2019-01-01", "停用日期", "end_before_start"),
    ],
)
def test_a_faulty_alias_is_returned(ledger: Ledger, tmp_path: Path, line: str, column: str, code: str) -> None:
    found = outcome(ledger, alias_table(tmp_path, line), **OPTIONS)
    assert [(fault.column, fault.code) for row in found.returned for fault in row.faults] == [(column, code)]


def test_an_alias_table_without_date_or_scope_says_so(ledger: Ledger, tmp_path: Path) -> None:
    table = alias_table(tmp_path, "单位,演示第一中学,,市一中,甲社区,,")
    for options, missing in [({}, "edition_missing"), ({"edition": Moment.parse("2024-02-01")}, "scope_missing")]:
        with pytest.raises(WrongUsage) as refused:
            outcome(ledger, table, **options)
        assert refused.value.code == missing
