"""backup, restore, migrate, erase and secret as commands."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from api.access import Caller
from api.command.main import app
from api.jobs.store import JobStore
from graph.disclosure.roles import Role
from tests.api.command.conftest import DAY, SCOPE, UNITS, Gongjian, load

CANARY = "金丝雀一二三"


def test_a_backup_is_restored_and_proven(loaded: Gongjian, rosters: Path, tmp_path: Path, data: Path) -> None:
    path = tmp_path / "safe" / "one.gongjian"
    before = loaded("doctor", "--full", "--json").json["content_hash"]
    made = loaded("backup", path, "--json").json
    assert made["content_hash"] == before and made["load"] == 1
    assert loaded("backup", path, "--json").json["error"]["code"] == "backup_exists"
    assert loaded("undo", 1).code == 0
    asked = loaded("restore", path, "--json")
    assert asked.json["error"]["code"] == "confirmation_needed"
    assert "到导入 2" in asked.json["error"]["zh"]
    done = loaded("restore", path, "--yes", "--json").json
    assert done["content_hash"] == before
    assert Path(done["aside"]).exists()
    health = loaded("doctor", "--full", "--json").json
    assert health["good"] and health["content_hash"] == before and health["load"] == 1
    assert load(loaded, rosters).code == 0  # the same files again hold nothing new
    (data / "ledger.sqlite").write_bytes(b"spoiled" * 4000)
    again = loaded("restore", path)
    assert again.code == 0 and "原底账已损坏" in again.out
    assert loaded("doctor", "--full", "--json").json["content_hash"] == before


def test_a_damaged_backup_changes_nothing(loaded: Gongjian, tmp_path: Path) -> None:
    path = tmp_path / "one.gongjian"
    assert loaded("backup", path).code == 0
    path.write_bytes(path.read_bytes()[:-40])
    done = loaded("restore", path, "--yes", "--json")
    assert done.code == 1 and done.json["error"]["code"] == "backup_damaged"
    assert loaded("restore", tmp_path / "none", "--json").code == 2
    assert loaded("doctor", "--full", "--json").json["good"]


def test_without_a_ledger_there_is_nothing_to_keep(gongjian: Gongjian, tmp_path: Path) -> None:
    for words in (("backup", tmp_path / "x"), ("migrate",), ("secret", "rotate"), ("erase", 1)):
        assert gongjian(*words, "--json").json["error"]["code"] == "not_found", words


def test_migrate_finds_nothing_to_do_in_a_folder_of_this_version(loaded: Gongjian) -> None:
    done = loaded("migrate", "--json").json
    assert done["version_found"] == done["version"] and done["aside"] is None
    assert done["content_hash"] == loaded("doctor", "--full", "--json").json["content_hash"]
    assert "无须改动" in loaded("migrate").out


def test_a_row_is_erased_for_good(loaded: Gongjian, tmp_path: Path, data: Path) -> None:
    book = tmp_path / "free.csv"
    book.write_text(UNITS.replace("试验乙公司", CANARY).replace("7,", "不详人数,"), encoding="utf-8")
    options = ("--edition", "2025-01-01", "--scope", SCOPE, "--partial")
    first = loaded("load", book, *options)
    assert first.code in (0, 3), first.out
    held = [path for path in data.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert data / "ledger.sqlite" in held or data / "ledger.sqlite-wal" in held
    jobs = JobStore(data)
    job = jobs.add("coverage", Caller(Role.PLANNER, "key"), {})
    assert jobs.begin(["coverage"]) is not None
    jobs.done(job.id, 1, {"rows": [{"name": CANARY}]})
    rows = [each["number"] for each in loaded("loads", "--find", CANARY, "--json").json["rows"]]
    assert rows
    assert loaded("erase", *rows, "--json").json["error"]["code"] == "confirmation_needed"
    foreseen = loaded("erase", *rows, "--dry-run", "--json").json
    assert foreseen["load"] is None and foreseen["rows"] == rows
    done = loaded("erase", *rows, "--yes", "--json").json
    assert done["counts"] == foreseen["counts"] and done["scrubbed"] and done["removed_results"] == 1
    kept = [path for path in data.rglob("*") if path.is_file() and "engine" not in path.parts]
    assert not [path for path in kept if CANARY.encode() in path.read_bytes()]
    assert loaded("doctor", "--full", "--json").json["good"]
    names = [row["name"] for row in loaded("ask", "units", "--as-of", "2025-06-30", "--json").json["rows"]]
    assert CANARY not in names and "试验甲公司" in names
    assert loaded("undo", 2).code == 0
    again = loaded("load", book, *options)
    assert again.code in (0, 3), again.out
    assert "已按要求删除,不再读入" in again.out
    assert loaded("loads", "--find", CANARY, "--json").json["rows"] == []
    last = loaded("loads", "--json").json["loads"][-1]
    assert last["files"][0]["rows"]["erased"] == len(rows)
    assert loaded("undo", done["load"], "--json").json["error"]["code"] == "erasure_stays"


def test_a_node_is_erased_with_what_others_say_of_it(loaded: Gongjian) -> None:
    (unit,) = [
        row["id"]
        for row in loaded("ask", "units", "--as-of", DAY, "--json").json["rows"]
        if row["name"] == "试验甲公司"
    ]
    told = loaded("erase", "--node", unit, "--yes", "--json").json
    assert len(told["rows"]) == 1 and len(told["shortened"]) == 1  # the organisation that covers it stays
    assert loaded("loads", "--find", "试验甲公司", "--json").json["rows"] == []
    assert loaded("doctor", "--full", "--json").json["good"]
    assert loaded("erase", "--json").code == 2


def test_the_secret_is_changed_and_the_graph_stays(loaded: Gongjian) -> None:
    before = loaded("doctor", "--full", "--json").json["content_hash"]
    done = loaded("secret", "rotate", "--json").json
    assert done["rows"] > 0 and done["scrubbed"]
    assert loaded("secret", "rotate", "--pseudonyms", "--json").json["error"]["code"] == "confirmation_needed"
    assert loaded("secret", "rotate", "--pseudonyms", "--yes").code == 0
    assert loaded("doctor", "--full", "--json").json["content_hash"] == before


SERIAL = "DY9997"
MEMBERS = f"""党员编号,所在党支部,性别,出生日期,人员类别,入党时间
{SERIAL},试验子社区党委,女,1985-03-01,正式党员,2008-07-01
DY9998,试验子社区党委,男,1958-06-01,正式党员,1984-07-01
"""


def test_a_member_is_erased_by_the_serial_and_is_not_read_again(loaded: Gongjian, tmp_path: Path) -> None:
    """The serial goes in by a prompt or a pipe: on the command line others could read it."""
    book = tmp_path / "members.csv"
    book.write_text(MEMBERS, encoding="utf-8")
    options = ("--edition", DAY, "--scope", SCOPE, "--keyed-members", "--partial")
    done = loaded("load", book, *options)
    assert done.code == 0, done.out
    assert loaded("loads", 2, "--rows", "--json").json["rows"] == []  # no row of a single person is told
    erased = CliRunner().invoke(app, ["erase", "--member", "--yes", "--json"], input=f"{SERIAL}\n")
    assert erased.exit_code == 0, erased.stdout
    assert SERIAL not in erased.stdout and len(json.loads(erased.stdout)["rows"]) == 1
    again = CliRunner().invoke(app, ["erase", "--member", "--yes", "--json"], input=f"{SERIAL}\n")
    assert json.loads(again.stdout)["error"]["code"] == "not_found"
    later = ("--edition", "2025-01-01", *options[2:])
    assert loaded("load", book, *later).code == 0
    (counted,) = [each["rows"]["erased"] for each in loaded("loads", "--json").json["loads"][-1]["files"]]
    assert counted == 1
    assert loaded("doctor", "--full", "--json").json["good"]
