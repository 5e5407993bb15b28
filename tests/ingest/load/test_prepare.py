"""Which roster and edition a file is, and what a second one of the same date may do (ledger.md §1, §2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import NotFound, RosterProblem, WrongUsage
from graph.model.time import Moment
from graph.store.fold import fold, gather
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.outcome import Prepared
from ingest.load.prepare import prepare

STAMP = "演示单位名册 截至2024年6月30日 范围:990401001 全量(演示数据),,\n"
HEADINGS = "单位编号,单位名称,单位性质类别,入驻日期,所在楼宇\n"


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "books"
    made.mkdir()
    return made


def write(folder: Path, name: str, *rows: str, stamp: str = STAMP, headings: str = HEADINGS) -> Path:
    path = folder / name
    path.write_text(stamp + headings + "".join(f"{row}\n" for row in rows), encoding="utf-8-sig")
    return path


def prepared(ledger: Ledger, *paths: Path, **options: object) -> Prepared:
    return prepare(paths, LoadOptions(**options), ledger)  # type: ignore[arg-type]


def record(ledger: Ledger, *paths: Path, **options: object) -> int:
    found = prepared(ledger, *paths, **options)
    return ledger.record(found.drafts, withdraws=found.withdraws, plan=found.plan)


def names(ledger: Ledger) -> set[str]:
    return {str(each.properties["name"]) for each in fold(gather(ledger)).records.values() if each.label == "Unit"}


def located(folder: Path, ledger: Ledger) -> None:
    (folder / "places").mkdir()
    path = folder / "places" / "places.csv"
    path.write_text("code,level,name\n990401001,street,演示街道\n", encoding="utf-8")
    record(ledger, path, edition=Moment.parse("2020-01-01"), complete=True)


def test_a_file_says_what_it_is(ledger: Ledger, folder: Path) -> None:
    draft = prepared(ledger, write(folder, "a.csv", "1,演示甲,学校,2020-01-01,")).drafts[0]
    assert (draft.format, draft.edition, draft.scope, draft.complete, draft.synthetic) == (
        "units",
        "2024-06-30",
        "990401001",
        True,
        True,
    )
    assert draft.counts == {"rows": 3, "loaded": 1, "duplicates": 0, "ignored": 2, "returned": 0}


def test_options_come_before_what_the_file_says(ledger: Ledger, folder: Path) -> None:
    path = write(folder, "a.csv", "1,演示甲,学校,,")
    draft = prepared(ledger, path, edition=Moment.parse("2023"), complete=False, scope="990401", issuer="甲|乙").drafts[
        0
    ]
    assert (draft.edition, draft.complete, draft.scope, draft.issuer) == ("2023", False, "990401", "甲/乙")


def test_without_a_date_or_a_scope_it_says_how_to_give_them(ledger: Ledger, folder: Path) -> None:
    path = write(folder, "a.csv", "1,演示甲,学校,,", stamp="")
    with pytest.raises(WrongUsage) as edition:
        prepared(ledger, path)
    assert edition.value.code == "edition_missing" and "--edition" in edition.value.zh
    with pytest.raises(WrongUsage) as scope:
        prepared(ledger, path, edition=Moment.parse("2024-06-30"))
    assert scope.value.code == "scope_missing" and "--scope" in scope.value.zh


def test_the_date_may_stand_in_the_name_of_the_file(ledger: Ledger, folder: Path) -> None:
    path = write(folder, "单位_20240331.csv", "1,演示甲,学校,,", stamp="")
    assert prepared(ledger, path, scope="990401001").drafts[0].edition == "2024-03-31"


def test_one_code_under_two_names_is_returned_not_merged(ledger: Ledger, folder: Path) -> None:
    path = write(folder, "a.csv", "7,演示甲,学校,,", "7,演示乙,学校,,", "8,演示丙,学校,,", "8,演示 丙,医院,,")
    outcome = prepared(ledger, path).files[0]
    assert [(row.number, row.faults[0].code, row.faults[0].column) for row in outcome.returned] == [
        (3, "one_code_two_names", "单位编号"),
        (4, "one_code_two_names", "单位编号"),
    ]
    assert outcome.counts["loaded"] == 2  # spacing is no difference of names


def test_equal_rows_are_duplicates(ledger: Ledger, folder: Path) -> None:
    outcome = prepared(ledger, write(folder, "a.csv", "1,演示甲,学校,,", "1,演示甲,学校,,")).files[0]
    assert (outcome.counts["loaded"], outcome.counts["duplicates"]) == (1, 1)


def test_the_same_file_again_is_no_load(ledger: Ledger, folder: Path) -> None:
    path = write(folder, "a.csv", "1,演示甲,学校,,")
    record(ledger, path)
    again = prepared(ledger, path)
    assert (again.files, again.unchanged) == ((), ("a.csv",))


def test_a_second_file_of_one_date_needs_a_word(ledger: Ledger, folder: Path) -> None:
    load = record(ledger, write(folder, "a.csv", "1,演示甲,学校,,"))
    second = write(folder, "b.csv", "1,演示乙,学校,,")
    with pytest.raises(WrongUsage) as refused:
        prepared(ledger, second)
    assert refused.value.code == "second_file"
    assert f"--replaces {load}" in refused.value.zh
    with pytest.raises(WrongUsage):
        prepared(ledger, second, replaces=load + 90)


def test_a_replacement_takes_the_place_of_the_whole_edition_with_what_was_added(ledger: Ledger, folder: Path) -> None:
    located(folder, ledger)
    first = record(ledger, write(folder, "a.csv", "1,演示甲,学校,,"))
    record(ledger, write(folder, "b.csv", "2,演示乙,学校,,"), adds_to=first)
    assert names(ledger) == {"演示甲", "演示乙"}
    record(ledger, write(folder, "c.csv", "3,演示丙,学校,,"), replaces=first)
    assert names(ledger) == {"演示丙"}


def test_an_addition_needs_something_to_add_to(ledger: Ledger, folder: Path) -> None:
    with pytest.raises(NotFound):
        prepared(ledger, write(folder, "a.csv", "1,演示甲,学校,,"), adds_to=1)


def test_a_mended_row_takes_the_place_of_the_returned_one(ledger: Ledger, folder: Path) -> None:
    located(folder, ledger)
    load = record(ledger, write(folder, "a.csv", "1,演示甲,学校,2020-02-30,", "2,演示乙,学校,,"))
    ((number, *_),) = ledger.returned(load)
    mended = write(folder, "退回.csv", f"{number},1,演示甲,学校,2020-02-29,", stamp="", headings="退回编号," + HEADINGS)
    draft = prepared(ledger, mended).drafts[0]
    assert (draft.edition, draft.scope, draft.rows[0].mends) == ("2024-06-30", "990401001", number)
    record(ledger, mended)
    assert names(ledger) == {"演示甲", "演示乙"}


def test_a_returned_number_of_another_roster_is_returned_again(ledger: Ledger, folder: Path) -> None:
    load = record(ledger, write(folder, "a.csv", "1,演示甲,学校,2020-02-30,"))
    ((number, *_),) = ledger.returned(load)
    headings = "退回编号," + HEADINGS
    path = write(
        folder, "退回.csv", f"{number},1,演示甲,学校,,", f"{number + 900},2,演示乙,学校,,", stamp="", headings=headings
    )
    outcome = prepared(ledger, path).files[0]
    assert [row.faults[0].code for row in outcome.returned] == ["no_returned_row"]


def test_a_plan_names_what_was_shown(ledger: Ledger, folder: Path) -> None:
    path = write(folder, "a.csv", "1,演示甲,学校,,")
    plan = prepared(ledger, path).plan
    assert prepared(ledger, path).plan == plan
    assert prepared(ledger, path, complete=False).plan != plan
    write(folder, "a.csv", "1,演示乙,学校,,")
    assert prepared(ledger, path).plan != plan


def test_a_file_that_is_no_roster_names_the_columns_it_lacks(ledger: Ledger, folder: Path) -> None:
    path = write(folder, "a.csv", "1,学校", headings="单位编号,单位性质类别\n")
    with pytest.raises(RosterProblem) as refused:
        prepared(ledger, path)
    assert refused.value.code == "format_unknown"
    assert "单位名称" in refused.value.zh


def test_a_missing_file_and_an_empty_folder(ledger: Ledger, folder: Path) -> None:
    with pytest.raises(NotFound):
        prepared(ledger, folder / "none.csv")
    with pytest.raises(NotFound):
        prepared(ledger, folder)
