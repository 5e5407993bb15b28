"""Invented personal data, planted wherever offices write it, is found nowhere after all that a user can do with it.

Names bear characters that nobody is called by, telephones an area of numbers that was never given out, identity
numbers a region that does not exist. What is loaded goes through the real command line, in processes of its own; then
everything that was written is searched: ledger, graph, data folder (workbooks unpacked), both streams, API answers.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import create_key
from graph.model.registry import node_types, tie_types
from graph.questions.catalog import questions
from graph.settings import Settings
from graph.store.engine import stop
from graph.store.ledger import Ledger
from graph.store.opening import ENGINE_FOLDER, LEDGER_FILE, open_store
from ingest.synthetic.canaries import canary_identity, canary_phone

SCOPE = "999901001"
STEM = "甪橐"
"""In every planted name, and in no word."""


@dataclass
class Planted:
    """Canaries as they are handed out, each told apart by its number."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def name(self) -> str:
        self.names.append(f"{'赵钱孙李周吴郑王'[len(self.names) % 8]}{STEM}")
        return self.names[-1]

    def phone(self) -> str:
        return self._kept(canary_phone(len(self.texts)))

    def identity(self) -> str:
        return self._kept(canary_identity(len(self.texts)))

    def email(self) -> str:
        return self._kept(f"canary{len(self.texts):03d}@mail.invalid")

    def wechat(self) -> str:
        return self._kept(f"wx_canary{len(self.texts):03d}")

    def _kept(self, text: str) -> str:
        self.texts.append(text)
        return text

    def found_in(self, data: bytes) -> set[str]:
        """The canaries that bytes hold, in the encodings that texts are written in."""
        wanted = {STEM, *self.texts}
        return {
            each
            for each in wanted
            for how in ("utf-8", "gb18030", "utf-16-le")
            if each.encode(how) in data or json.dumps(each)[1:-1].encode() in data
        }


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


class Office:
    """A folder of dirty rosters and a data folder, and the command line between them."""

    def __init__(self, folder: Path) -> None:
        self.books, self.data = folder / "books", folder / "data"
        self.books.mkdir()
        self.planted = Planted()
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


# --- rosters --------------------------------------------------------------------------------------


def units_workbook(office: Office) -> str:
    """Personal columns, free text, unknown columns, titles, a sheet's name, comments, merged cells, a footer."""
    p, name = office.planted, "units.xlsx"
    with xlsxwriter.Workbook(str(office.books / name), {"strings_to_numbers": False}) as book:
        book.set_properties({"author": p.name(), "manager": p.name(), "comments": p.phone()})
        page = book.add_worksheet(f"名册 联系人{p.phone()}")
        page.merge_range("A1:J1", f"驻区单位名册 填报人:{p.name()} 电话:{p.phone()}")
        headings = [
            "单位名称",
            "单位性质类别",
            "联系人",
            "联系电话",
            "负责人身份证号",
            "邮箱",
            "备注",
            "报送同志",
            "经营状态",
        ]
        page.write_row(1, 0, [*headings, f"紧急联系 {p.phone()}"])
        for line in range(2, 8):
            cells = [
                f"测试公司{line}",
                "非公企业",
                p.name(),
                p.phone(),
                p.identity(),
                p.email(),
                "",
                p.name(),
                "存续",
                "有",
            ]
            page.write_row(line, 0, cells)
        dirty = [
            ["测试公司甲", "非公企业", "", "", "", "", f"找{p.phone()}", "", "存续"],
            ["测试公司乙", "非公企业", "", "", "", "", f"联系人:{p.name()}", "", "存续"],
            ["测试公司丙", "非公企业", "", "", "", "", f"微信号:{p.wechat()}", "", "存续"],
            [f"测试公司丁{p.phone()}", "非公企业", "", "", "", "", "", "", "存续"],
            ["测试公司戊", f"非公 {p.phone()}", p.name(), p.phone(), "", "", "", "", "存续"],
            ["测试公司己", "不认得的性质", p.name(), p.phone(), p.identity(), p.email(), "", p.name(), p.identity()],
            ["测试公司庚", "非公企业", "", "", "", "", f"{p.name()}同志负责,{p.email()}", "", "存续"],
        ]
        for line, cells in enumerate(dirty, start=8):
            page.write_row(line, 0, cells)
        page.write_comment(3, 0, f"{p.name()} {p.phone()}")
        page.merge_range("C16:C17", p.name())
        page.write_row(15, 0, ["测试公司辛", "非公企业"])
        page.write_row(16, 0, ["测试公司壬", "非公企业"])
        page.write_row(18, 0, [f"填表人:{p.name()}", "", f"审核人:{p.name()}", "", f"联系电话:{p.phone()}"])
        page.write_row(19, 0, ["填表人:", p.name(), "电话:", p.phone()])
        other = book.add_worksheet(f"通讯录 负责人{p.name()}")
        other.write_row(0, 0, ["姓名", "手机", "微信"])
        other.write_row(1, 0, [p.name(), p.phone(), p.wechat()])
    return name


def combined_workbook(office: Office) -> str:
    """The person and the number in one column, under variants of its heading; a two-row heading."""
    p, name = office.planted, "combined.xlsx"
    with xlsxwriter.Workbook(str(office.books / name)) as book:
        page = book.add_worksheet("单位")
        page.merge_range("A1:A2", "单位名称")
        page.merge_range("B1:B2", "单位性质类别")
        page.merge_range("C1:D1", "联系人")
        page.write_row(1, 2, ["姓名", "电话"])
        page.merge_range("E1:E2", "联系人/电话")
        page.merge_range("F1:F2", "联系人\n(手机)")
        page.merge_range("G1:G2", "负责人及联系方式")
        for line in range(2, 6):
            both = [f"{p.name()}{p.phone()}" for _ in range(3)]
            page.write_row(line, 0, [f"合并公司{line}", "商户" if line % 2 else "不详的", p.name(), p.phone(), *both])
    return name


def vertical_workbook(office: Office) -> str:
    """A form: label left, value right."""
    p, name = office.planted, "form.xlsx"
    with xlsxwriter.Workbook(str(office.books / name)) as book:
        page = book.add_worksheet("登记表")
        page.write_row(0, 0, ["单位登记表"])
        pairs = [
            ("单位名称", "竖表公司", "单位性质类别", "商户"),
            ("联系人", p.name(), "联系电话", p.phone()),
            ("法定代表人", p.name(), "身份证号", p.identity()),
            ("经营状态", "存续", "电子邮箱", p.email()),
            ("填表人", p.name(), "填表日期", "2024-06-30"),
        ]
        for line, cells in enumerate(pairs, start=1):
            page.write_row(line, 0, cells)
    return name


def html_book(office: Office) -> str:
    """A web page that calls itself a workbook."""
    p, name = office.planted, "page.xls"
    rows = "".join(
        f"<tr><td>网页公司{n}</td><td>{kind}</td><td>{p.name()}</td><td>{p.phone()}</td><td>{p.identity()}</td></tr>"
        for n, kind in enumerate(["商户", "商户", "没有的性质"])
    )
    head = "<tr><th>单位名称</th><th>单位性质类别</th><th>联系人</th><th>联系电话</th><th>证件</th></tr>"
    foot = f"<tr><td>制表人:{p.name()}</td><td colspan=4>电话 {p.phone()}</td></tr>"
    title = f"<head><title>{p.name()}</title></head>"
    text = f"<html>{title}<body><!-- {p.phone()} --><table>{head}{rows}{foot}</table></body></html>"
    (office.books / name).write_text(text, "utf-8")
    return name


def csv_book(office: Office) -> str:
    """GB18030 text with unknown columns, a heading that is itself personal, and rows that come back."""
    p, name = office.planted, f"单位_{office.planted.phone()}.csv"
    lines = [
        f"单位名称,单位性质类别,备忘,{p.name()}{p.phone()},联络",
        f"文本公司一,商户,{p.phone()},{p.name()},{p.name()}",
        f"文本公司二,商户,,{p.name()},{p.name()}",
        f"文本公司三,没有的性质,身份证{p.identity()},{p.name()},{p.name()}",
        f"文本公司四,没有的性质,,{p.name()},{p.name()}",
    ]
    (office.books / name).write_bytes("\r\n".join(lines).encode("gb18030"))
    return name


def members_book(office: Office, keys: list[str], name: str = "members.csv") -> str:
    """A roster of members by name."""
    p = office.planted
    lines = ["党员编号,姓名,身份证号,性别,出生日期,所在党支部,联系电话,备注"]
    for n, key in enumerate(keys):
        lines.append(f"{key},{p.name()},{p.identity()},女,1980-01-0{n % 9 + 1},测试支部,{p.phone()},")
    (office.books / name).write_text("\n".join(lines), "utf-8")
    return name


def posts_book(office: Office) -> str:
    """Posts with who holds them; some vacant, one telephone among the titles."""
    p, name = office.planted, "posts.csv"
    lines = ["所在党组织,职务,书记姓名,姓名,联系方式"]
    lines += [f"测试支部,书记,{p.name()},{p.name()},{p.phone()}", "测试支部,副书记,,空缺,", f"测试支部,{p.phone()},,,"]
    (office.books / name).write_text("\n".join(lines), "utf-8")
    return name


def organisations_book(office: Office) -> str:
    p, name = office.planted, "organisations.csv"
    lines = ["党组织名称,党组织类型,书记,联系电话", f"测试支部,党支部,{p.name()},{p.phone()}"]
    lines.append(f"测试二支部,没有的类型,{p.name()},{p.phone()}")
    (office.books / name).write_text("\n".join(lines), "utf-8")
    return name


def broken_books(office: Office) -> list[str]:
    """Files that are refused, some of them after a look inside."""
    p = office.planted
    whole = (office.books / "units.xlsx").read_bytes()
    bad = {
        f"截断{p.phone()}.xlsx": whole[: len(whole) // 2],
        "torn.csv": f"单位名称,联系人\n公司,{p.name()}".encode("gb18030") + b"\xff\xff\x81",
        "nothing.csv": f"{p.name()},{p.phone()}\n{p.name()},{p.phone()}\n".encode(),
        "entity.xlsx": _with_entity(whole),
        f"负责人{p.name()}同志.csv": f"栏目甲,栏目乙\n{p.name()},{p.phone()}\n".encode(),
    }
    for name, data in bad.items():
        (office.books / name).write_bytes(data)
    return list(bad)


def _with_entity(whole: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(memory, "w") as new:
        for each in old.namelist():
            body = old.read(each)
            new.writestr(each, b'<!DOCTYPE a [<!ENTITY b "c">]>' + body if "sheet1" in each else body)
    return memory.getvalue()


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
