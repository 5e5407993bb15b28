from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
import pytest

from api.command.loading import Wish, _commit, read
from api.command.terminal import Terminal
from graph.errors import StoreUnavailable, Unfinished
from graph.model.time import Moment
from graph.settings import Settings
from graph.store.bolt import Bolt
from graph.store.opening import open_store
from ingest.load.options import LoadOptions
from tests.api.command.conftest import DAY, ORGANISATIONS, SCOPE, UNITS, Gongjian, load, run, settle
from tests.conftest import Address


def test_a_dry_run_shows_and_records_nothing(gongjian: Gongjian, rosters: Path) -> None:
    dry = load(gongjian, rosters, "--dry-run", "--json")
    assert dry.code == 0
    assert dry.json["dry_run"] is True
    assert dry.json["load"] is None
    assert dry.json["counts"]["added"] > 0
    assert {"type": "单位", "added": 3, "changed": 0, "removed": 0} in dry.json["kinds"]
    assert gongjian("loads", "--json").json == {"loads": [], "synthetic": False}


def test_a_dry_run_says_of_nothing_that_it_has_been_loaded(gongjian: Gongjian, rosters: Path) -> None:
    (rosters / "units.csv").write_text(UNITS.replace("丑社区", "寅社区"), encoding="utf-8")
    said = load(gongjian, rosters, "--dry-run").out
    assert "待对应" in said
    assert "已导入" not in said
    assert "这些行已导入" in load(gongjian, rosters).out


def test_the_plan_of_a_dry_run_is_committed_and_a_stale_one_refused(gongjian: Gongjian, rosters: Path) -> None:
    plan = load(gongjian, rosters, "--dry-run", "--json").json["plan"]
    assert load(gongjian, rosters, "--plan", plan, "--json").json["load"] == 1
    (rosters / "units.csv").write_text(UNITS.replace("试验乙公司", "试验丁公司"), encoding="utf-8")
    stale = load(gongjian, rosters, "--plan", plan, "--replaces", 1, "--yes", "--json")
    assert stale.code == 2
    assert stale.json["error"]["code"] == "plan_changed"


def test_loading_again_says_that_there_is_nothing_new(loaded: Gongjian, rosters: Path) -> None:
    again = load(loaded, rosters)
    assert again.code == 0
    assert "没有新内容" in again.out
    assert [each["load"] for each in loaded("loads", "--json").json["loads"]] == [1]


def test_the_report_tells_of_each_file_its_rows_columns_and_open_names(gongjian: Gongjian, rosters: Path) -> None:
    text = UNITS.replace("从业人数", "从业人数,门牌颜色").replace(",12,", ",12,红,")
    text = text.replace(",7,", ",7,蓝,").replace(",30,", ",30,绿,")
    (rosters / "units.csv").write_text(text.replace("丑社区", "寅社区"), encoding="utf-8")
    done = load(gongjian, rosters, "--json").json
    units = next(each for each in done["files"] if each["file"] == "units.csv")
    assert units["format"] == "units"
    assert "单位名称" in units["matched"]
    assert units["rows"] == {"total": 4, "loaded": 3, "duplicates": 0, "ignored": 1, "returned": 0}
    assert units["columns_dropped"] == ["联系电话"]
    assert units["columns_unknown"] == ["门牌颜色"]
    assert units["edition"] == DAY
    (open_reference,) = (each for each in done["references"] if each["text"] == "寅社区")
    assert open_reference["state"] == "pending"
    assert open_reference["first"] == {"file": "units.csv", "sheet": "", "row": 4}
    assert units["rows_open"] == 1


def test_the_screen_says_the_same_in_words_without_colours(gongjian: Gongjian, rosters: Path) -> None:
    done = load(gongjian, rosters)
    assert "导入 1 完成" in done.out
    assert "load-1.html" in done.out
    assert "已舍弃1列,未读入(个人信息):联系电话" in done.out
    assert "总行 4 = 导入 3 + 重复 0 + 略过 1(表头 1) + 退回 0" in done.out
    assert "\x1b" not in done.out + done.err
    assert "1000000000" not in done.out


def test_a_returned_row_ends_with_3_and_comes_in_a_workbook(gongjian: Gongjian, rosters: Path, data: Path) -> None:
    (rosters / "units.csv").write_text(UNITS.replace("学校,存续", "学堂,存续"), encoding="utf-8")
    dry = load(gongjian, rosters, "--dry-run", "--json")
    assert dry.code == 3
    done = load(gongjian, rosters, "--json")
    assert done.code == 3
    assert done.json["returned"] == 1
    assert done.json["returned_workbooks"] == [str(data / "returned" / "load-1.xlsx")]
    told = gongjian("loads", 1, "--json").json["returned"]
    assert [(each["file"], each["row"], each["column"], each["code"]) for each in told] == [
        ("units.csv", 4, "单位性质", "unknown_category")
    ]
    assert (data / "reports" / "load-1.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_mended_rows_make_the_graph_that_clean_rosters_make(
    monkeypatch: pytest.MonkeyPatch, server: Address, bolt: Bolt, rosters: Path, tmp_path: Path
) -> None:
    settle(monkeypatch, server, tmp_path / "clean")
    assert load(run, rosters).code == 0
    clean = run("doctor", "--full", "--json").json["content_hash"]

    bolt.wipe()
    settle(monkeypatch, server, tmp_path / "dirty")
    (rosters / "units.csv").write_text(UNITS.replace("学校,存续", "学堂,存续"), encoding="utf-8")
    (rosters / "organisations.csv").write_text(ORGANISATIONS.replace("丑社区党委,党委", "丑社区党委,党党"), "utf-8")
    returned = load(run, rosters, "--json")
    assert returned.code == 3
    assert run("doctor", "--full", "--json").json["content_hash"] != clean
    (workbook,) = returned.json["returned_workbooks"]
    _mend(Path(workbook), {"单位性质": "学校", "组织类别": "党委", "覆盖责任人": "有"})
    mended = run("load", workbook, "--json")
    assert mended.code == 0, mended.out
    health = run("doctor", "--full", "--json").json
    assert health["good"]
    assert health["content_hash"] == clean


def _mend(path: Path, cells: dict[str, str]) -> None:
    """Do what a clerk does: write the right words below the headings."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        headings = {cell.value: cell.column for cell in sheet[2]}
        for heading, text in cells.items():
            if heading in headings:
                for row in range(3, sheet.max_row + 1):
                    sheet.cell(row, headings[heading], text)
    book.save(path)


def test_a_roster_that_would_close_much_is_refused_unless_yes(loaded: Gongjian, tmp_path: Path) -> None:
    later = tmp_path / "units.csv"
    later.write_text("\n".join(UNITS.splitlines()[:2]) + "\n", encoding="utf-8")
    words = ("load", later, "--edition", "2024-12-31", "--scope", SCOPE, "--complete", "--json")
    refused = loaded(*words)
    assert refused.code == 2
    assert refused.json["error"]["code"] == "confirmation_needed"
    assert len(loaded("loads", "--json").json["loads"]) == 1
    done = loaded(*words, "--yes")
    assert done.code == 0
    (closure,) = done.json["closures"]
    assert (closure["closed"], closure["live"], closure["large"]) == (2, 3, True)


def test_undo_brings_back_the_graph_of_before_and_can_be_undone(loaded: Gongjian, tmp_path: Path) -> None:
    before = loaded("doctor", "--full", "--json").json["content_hash"]
    more = tmp_path / "more.csv"
    more.write_text("单位名称,单位性质,所在社区\n试验戊公司,非公企业,子社区\n", encoding="utf-8")
    assert loaded("load", more, "--edition", "2024-07-31", "--scope", SCOPE, "--partial").code == 0
    after = loaded("doctor", "--full", "--json").json["content_hash"]
    dry = loaded("undo", 2, "--dry-run", "--json")
    assert dry.json["load"] is None
    assert dry.json["counts"]["removed"] > 0
    assert loaded("doctor", "--json").json["content_hash"] == after
    assert loaded("undo", 2, "--yes", "--json").json["load"] == 3
    assert loaded("doctor", "--full", "--json").json["content_hash"] == before
    assert loaded("undo", 2, "--json").code == 2
    assert loaded("undo", 3, "--json").json["load"] == 4
    assert loaded("doctor", "--full", "--json").json["content_hash"] == after
    states = {each["load"]: each["live"] for each in loaded("loads", "--json").json["loads"]}
    assert states == {1: True, 2: True, 3: False, 4: True}


def test_an_unknown_load_is_named_with_the_way_to_find_it(loaded: Gongjian) -> None:
    for words in (("undo", 9), ("loads", 9)):
        done = loaded(*words)
        assert done.code == 2
        assert "gongjian loads" in done.err


class _Interrupts(Terminal):
    """A terminal at which somebody presses Ctrl-C as soon as something has been written."""

    def __init__(self, at: int) -> None:
        super().__init__(as_json=False)
        self.at = at

    def progress(self, title: str):
        from contextlib import nullcontext

        def stop(done: int, of: int) -> None:
            if done >= self.at:
                raise KeyboardInterrupt

        return nullcontext(stop)


@pytest.mark.usefixtures("gongjian")
def test_an_interrupted_load_says_that_it_is_recorded_and_the_next_opening_ends_it(
    rosters: Path, gongjian: Gongjian
) -> None:
    options = LoadOptions(Moment.parse(DAY), True, scope=SCOPE)
    with open_store(Settings()) as store:
        prepared = read(Terminal(as_json=True), store, [rosters], options)
        with pytest.raises(Unfinished) as stopped:
            _commit(_Interrupts(1), store, prepared, Wish().plan)
    assert stopped.value.exit_code == 4
    assert "导入 1 已记入底账" in stopped.value.zh
    health = gongjian("doctor", "--full")
    assert health.code == 0, health.out
    assert "load 1 was rolled forward" in health.err


def test_the_workbook_that_an_interrupted_load_did_not_write_is_written_when_the_file_comes_again(
    rosters: Path, gongjian: Gongjian, data: Path
) -> None:
    (rosters / "units.csv").write_text(UNITS.replace("学校,存续", "学堂,存续"), encoding="utf-8")
    options = LoadOptions(Moment.parse(DAY), True, scope=SCOPE)
    with open_store(Settings()) as store:
        prepared = read(Terminal(as_json=True), store, [rosters], options)
        with pytest.raises(Unfinished):
            _commit(_Interrupts(1), store, prepared, Wish().plan)
    workbook = data / "returned" / "load-1.xlsx"
    assert not workbook.exists()
    again = load(gongjian, rosters)
    assert again.code == 0
    assert "见 gongjian loads 1" in again.err
    assert "没有新内容" in again.out
    assert "导入 1 还有 1 行退回待改" in again.out
    assert str(workbook) in again.out
    _mend(workbook, {"单位性质": "学校"})
    listed = gongjian("loads", 1)
    assert "不在可选类别之中" in listed.out
    assert "unknown_category" not in listed.out
    assert "其中还没有改好的 1" in listed.out
    mended = gongjian("load", workbook)
    assert mended.code == 0
    assert "沿用导入 1" in mended.out
    listed = gongjian("loads", 1)
    assert "已改好(导入 2)" in listed.out
    assert "其中还没有改好的 0" in listed.out
    assert "退回待改" not in load(gongjian, rosters).out
    assert gongjian("undo", 2, "--yes").code == 0
    assert "其中还没有改好的 1" in gongjian("loads", 1).out


def test_an_interrupt_before_the_record_says_that_nothing_was_recorded(gongjian: Gongjian) -> None:
    from api.command.loading import interrupted

    with open_store(Settings()) as store:
        error = interrupted(store, store.ledger.sequence)
    assert isinstance(error, StoreUnavailable)
    assert error.exit_code == 1
    assert "没有记录任何内容" in error.zh


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize(("answer", "code", "loads"), [("n", 2, 1), ("y", 0, 2)])
def test_at_a_terminal_it_asks_before_it_closes_much(
    loaded: Gongjian, tmp_path: Path, answer: str, code: int, loads: int
) -> None:
    import os
    import pty
    import subprocess

    later = tmp_path / "units.csv"
    later.write_text("\n".join(UNITS.splitlines()[:2]) + "\n", encoding="utf-8")
    words = ("load", str(later), "--edition", "2024-12-31", "--scope", SCOPE, "--complete")
    keyboard, terminal = pty.openpty()
    try:
        os.write(keyboard, f"{answer}\n".encode())
        done = subprocess.run(
            [sys.executable, "-m", "api.command", *words],
            stdin=terminal,
            stderr=terminal,
            stdout=subprocess.PIPE,
            timeout=120,
        )
        said = os.read(keyboard, 100_000).decode("utf-8", "replace")
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert done.returncode == code
    assert "驻区单位名册(范围 990201001):上一版 3 个,本版有 2 个没有列出,导入后视为不再列出" in said
    assert len(loaded("loads", "--json").json["loads"]) == loads
