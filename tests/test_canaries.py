"""Invented personal data, planted wherever offices write it, is found nowhere after all that a user can do with it.

Names bear characters that nobody is called by, telephones an area of numbers that was never given out, identity
numbers a region that does not exist. What is loaded goes through the real command line, in processes of its own; then
everything that was written is searched: ledger, graph, data folder (workbooks unpacked), both streams, API answers.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import create_key
from graph.model.registry import node_types, tie_types
from graph.questions.catalog import questions
from graph.settings import Settings
from graph.store.engine import stop
from graph.store.ledger import Ledger
from graph.store.opening import ENGINE_FOLDER, LEDGER_FILE, open_store
from tests.canary_books import (
    STEM,
    Desk,
    Planted,
    broken_books,
    combined_workbook,
    csv_book,
    html_book,
    members_book,
    organisations_book,
    posts_book,
    units_workbook,
    vertical_workbook,
)

SCOPE = "999901001"
DRIVER = """
import json, sys, traceback
from api.command.main import app
for arguments in json.load(sys.stdin):
    sys.stdout.flush()
    try:
        app(arguments)
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.write(f"\\n===={code}====\\n")
"""
"""Runs one command line after the other in a process of its own: each opens the graph anew, as on a terminal."""


class Office(Desk):
    """A folder of dirty rosters and a data folder, and the command line between them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "books", Planted())
        self.books.mkdir()
        self.data = folder / "data"
        self.asked: list[list[str]] = []
        self.allowed: list[set[int]] = []

    def run(self, *arguments: str, codes: tuple[int, ...] = (0, 3)) -> None:
        """Put a command on the list, with the exit codes that are right."""
        self.asked.append(["--data", str(self.data), "--traceback", *arguments])
        self.allowed.append(set(codes))

    def load(self, name: str, *more: str, codes: tuple[int, ...] = (0, 3)) -> None:
        """The same for a load of one of the books."""
        stated = ["--scope", SCOPE, "--edition", "2024-06-30", "--yes"]
        self.run("load", str(self.books / name), *stated, *more, codes=codes)

    def work(self) -> bytes:
        """Run the list; what was written to both streams."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGJIAN_")}
        done = subprocess.run(
            [sys.executable, "-c", DRIVER],
            input=json.dumps(self.asked).encode(),
            capture_output=True,
            env={**kept, "GONGJIAN_LINGER_SECONDS": "120", "COLUMNS": "200"},
        )
        ended = [int(each) for each in re.findall(r"====(\d+)====", done.stderr.decode())]
        wrong = [
            (arguments[3:], code)
            for arguments, allowed, code in zip(self.asked, self.allowed, ended, strict=True)
            if code not in allowed
        ]
        assert not wrong, done.stderr.decode()
        return done.stdout + done.stderr


# --- what is done with them -----------------------------------------------------------------------


@dataclass(frozen=True)
class Worked:
    """The office after a day's work, and what its commands wrote."""

    planted: Planted
    data: Path
    said: bytes


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worked]:
    """A day's work with dirty rosters."""
    made = Office(tmp_path_factory.mktemp("office"))
    places = ["区划代码,名称,级别,上级代码", "999901,测试区,区,", f"{SCOPE},甲街道,街道,999901"]
    (made.books / "places.csv").write_text("\n".join(places), "utf-8")
    try:
        plan(made)
        yield Worked(made.planted, made.data, made.work())
    finally:
        stop(made.data / ENGINE_FOLDER)


def plan(office: Office) -> None:
    """Every load, and all that can be asked about it."""
    office.load("places.csv", "--complete")
    books = (organisations_book, units_workbook, combined_workbook, vertical_workbook, html_book, csv_book, posts_book)
    for book in books:
        name = book(office)
        issuer = ("--issuer", book.__name__)
        office.load(name, *issuer, "--dry-run", "--json")
        office.load(name, *issuer)
    for name in broken_books(office):
        office.load(name, codes=(1, 2))
    office.load("units.xlsx", "--issuer", f"联系人{office.planted.phone()}", codes=(2,))
    office.load(members_book(office, ["0001", "0002"]), codes=(1,))
    identities = [office.planted.identity() for _ in range(2)]
    keyed = members_book(office, ["0001", "0002", *identities, office.planted.phone()], "keyed.csv")
    office.load(keyed, "--keyed-members", codes=(3,))
    for arguments in (
        ["loads"],
        ["loads", "3"],
        ["loads", "1", "9"],
        ["loads", "--json"],
        ["undo", "5", "--yes"],
        ["review"],
        ["doctor", "--full"],
        ["cover", "--explain"],
        ["ask", "units"],
        ["ask", "vacant_posts", "--json"],
        ["audit", "--role", "steward"],
        ["backup", str(office.data / "backup.gongjian")],
    ):
        office.run(*arguments)
    office.run("keys", "create", "--label", f"给{office.planted.phone()}", codes=(2,))


@pytest.fixture(scope="module")
def answered(office: Worked) -> list[tuple[str, bytes]]:
    """Every answer of the service over this data folder, to a steward, by its path."""
    return list(answers(office))


def answers(office: Worked) -> Iterator[tuple[str, bytes]]:
    settings = Settings(data=office.data, linger_seconds=120)
    _, key = create_key(settings, label="检查", role="steward")
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        paths = [
            "/v1/loads",
            "/v1/places",
            "/v1/coverage?explain=true",
            "/v1/coverage?what=units",
            "/v1/coverage/counts",
        ]
        paths += [f"/v1/questions/{name}" for name in questions()]
        with open_store(settings) as store:
            rows = store.bolt.stream("MATCH (n) WHERE n.id IS NOT NULL RETURN n.id AS id", {})
            paths += [f"/v1/sources/{row['id']}" for row in rows]
        for path in paths:
            yield path, client.get(path, headers={"X-API-Key": key}).content


def test_the_rosters_were_really_loaded(office: Worked) -> None:
    with Ledger(office.data / LEDGER_FILE) as ledger:
        assert {file.format for file in ledger.files()} >= {"units", "posts", "party_organizations", "party_members"}
        assert sum(file.counts["loaded"] for file in ledger.files()) > 12
        assert sum(file.counts["returned"] for file in ledger.files()) > 15
    assert "测试公司3" in office.said.decode()
    assert len(list((office.data / "returned").iterdir())) > 5
    assert len(office.planted.texts) > 60


def test_the_search_finds_what_is_there(office: Worked) -> None:
    """All that was planted is found in the rosters themselves, but what was typed as an option or into a label."""
    books = office.data.parent / "books"
    parts = [part for path in books.iterdir() for part in unpacked(path)]
    found = {each for part in parts for each in office.planted.found_in(part)}
    assert STEM in found
    assert len(set(office.planted.texts) - found) <= 2


def test_nothing_is_found_in_what_commands_say(office: Worked) -> None:
    # also where a file is named by a telephone: what the program calls it is another name
    assert office.planted.found_in(office.said) == set()


def test_nothing_is_found_in_the_data_folder(office: Worked) -> None:
    found = {
        (str(path.relative_to(office.data)), each)
        for path in sorted(office.data.rglob("*"))
        if path.is_file()
        for part in unpacked(path)
        for each in office.planted.found_in(part)
    }
    assert not found


def unpacked(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and those of the parts of an archive."""
    yield path.read_bytes()
    yield path.name.encode()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for each in archive.namelist():
                yield archive.read(each)


def test_nothing_is_found_in_the_graph(office: Worked) -> None:
    with open_store(Settings(data=office.data, linger_seconds=120)) as store:
        queries = [f"MATCH (n:{label}) RETURN properties(n) AS p" for label in node_types()]
        queries += [f"MATCH ()-[r:{kind}]->() RETURN properties(r) AS p" for kind in tie_types()]
        rows = [row for query in queries for row in store.bolt.stream(query, {})]
    assert len(rows) > 20
    assert office.planted.found_in(repr(rows).encode()) == set()


def test_nothing_is_found_in_answers_of_the_service(office: Worked, answered: list[tuple[str, bytes]]) -> None:
    found = {(path, each) for path, body in answered for each in office.planted.found_in(body)}
    assert not found


def test_no_member_is_told_of_by_anything(office: Worked, answered: list[tuple[str, bytes]]) -> None:
    """Two members are in the graph; no answer has an id of theirs, and asking for one by a guess is refused."""
    settings = Settings(data=office.data, linger_seconds=120)
    with open_store(settings) as store:
        ids = [row["id"] for row in store.bolt.stream("MATCH (n:PartyMember) RETURN n.id AS id", {})]
    assert len(ids) == 2
    for path, body in answered:
        if "PartyMember" in path:
            assert json.loads(body)["code"] == "person_rows", path
        else:
            assert b"PartyMember" not in body, path
    assert not any(str(each).encode() in office.said for each in ids)
