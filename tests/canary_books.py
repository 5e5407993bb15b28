"""Dirty rosters with invented personal data wherever offices write it, for the test that looks for them afterwards."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from ingest.synthetic.canaries import canary_identity, canary_phone

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


@dataclass
class Desk:
    """Where rosters are written, and what was planted in them so far."""

    books: Path
    planted: Planted


def units_workbook(office: Desk) -> str:
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
        for line, cells in enumerate(_dirty(p), start=8):
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


def _dirty(p: Planted) -> list[list[str]]:
    """Rows that come back, or whose personal cells are dropped."""
    return [
        ["测试公司甲", "非公企业", "", "", "", "", f"找{p.phone()}", "", "存续"],
        ["测试公司乙", "非公企业", "", "", "", "", f"联系人:{p.name()}", "", "存续"],
        ["测试公司丙", "非公企业", "", "", "", "", f"微信号:{p.wechat()}", "", "存续"],
        [f"测试公司丁{p.phone()}", "非公企业", "", "", "", "", "", "", "存续"],
        ["测试公司戊", f"非公 {p.phone()}", p.name(), p.phone(), "", "", "", "", "存续"],
        ["测试公司己", "不认得的性质", p.name(), p.phone(), p.identity(), p.email(), "", p.name(), p.identity()],
        ["测试公司庚", "非公企业", "", "", "", "", f"{p.name()}同志负责,{p.email()}", "", "存续"],
    ]


def combined_workbook(office: Desk) -> str:
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


def vertical_workbook(office: Desk) -> str:
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


def html_book(office: Desk) -> str:
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


def csv_book(office: Desk) -> str:
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


def members_book(office: Desk, keys: list[str], name: str = "members.csv") -> str:
    """A roster of members by name."""
    p = office.planted
    lines = ["党员编号,姓名,身份证号,性别,出生日期,所在党支部,联系电话,备注"]
    for n, key in enumerate(keys):
        lines.append(f"{key},{p.name()},{p.identity()},女,1980-01-0{n % 9 + 1},测试支部,{p.phone()},")
    (office.books / name).write_text("\n".join(lines), "utf-8")
    return name


def posts_book(office: Desk) -> str:
    """Posts with who holds them; some vacant, one telephone among the titles."""
    p, name = office.planted, "posts.csv"
    lines = ["所在党组织,职务,书记姓名,姓名,联系方式"]
    lines += [f"测试支部,书记,{p.name()},{p.name()},{p.phone()}", "测试支部,副书记,,空缺,", f"测试支部,{p.phone()},,,"]
    (office.books / name).write_text("\n".join(lines), "utf-8")
    return name


def organisations_book(office: Desk) -> str:
    p, name = office.planted, "organisations.csv"
    lines = ["党组织名称,党组织类型,书记,联系电话", f"测试支部,党支部,{p.name()},{p.phone()}"]
    lines.append(f"测试二支部,没有的类型,{p.name()},{p.phone()}")
    (office.books / name).write_text("\n".join(lines), "utf-8")
    return name


def broken_books(office: Desk) -> list[str]:
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
