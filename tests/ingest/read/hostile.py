# ruff: noqa: E501 - one file, one line
"""Hostile and damaged files, built in code: each lies, bursts, loops or breaks in one way of its own."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.ingest.read.written import CELLS, PLAIN, changed, compound, label, number, record, stream

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
HEADINGS = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xe5\x8d\x95\xe4\xbd\x8d\xe5\x90\x8d\xe7\xa7\xb0</t></is></c></row>'
)
LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: what it is called, how it is made, and what may become of it (codes of errors, or ``loaded``)."""

    name: str
    build: Callable[[], bytes]
    outcomes: frozenset[str]


def archive(parts: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return memory.getvalue()


def workbook(rows: bytes, *, head: bytes = b"", tail: bytes = b"", **parts: bytes) -> bytes:
    """A workbook of one sheet: ``rows`` stand below a row of headings; ``parts`` by the stem of their name."""
    sheet = XML + b"<worksheet " + MAIN + b">" + head + b"<sheetData>" + HEADINGS + rows + b"</sheetData>" + tail
    relations = b"".join(
        b'<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>' % (at, LINKS, kind, target)
        for at, (kind, target) in enumerate(
            [
                (b"worksheet", b"worksheets/sheet1.xml"),
                (b"sharedStrings", b"sharedStrings.xml"),
                (b"styles", b"styles.xml"),
            ],
            start=1,
        )
    )
    book = (
        XML
        + b"<workbook "
        + MAIN
        + b' xmlns:r="'
        + LINKS
        + b'"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
        b"</workbook>"
    )
    standard = {
        "worksheets/sheet1": sheet + b"</worksheet>",
        "sharedStrings": XML + b"<sst " + MAIN + b"><si><t>x</t></si></sst>",
        "styles": XML + b"<styleSheet " + MAIN + b'><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
        "workbook": book,
        "_rels/workbook": XML + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + relations + b"</Relationships>",
    }  # fmt: skip
    named = {
        **standard,
        **{{"rels": "_rels/workbook", "sheet": "worksheets/sheet1"}.get(k, k): v for k, v in parts.items()},
    }
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    suffixed = {f"xl/{key}.xml{'.rels' if key.startswith('_rels') else ''}": body for key, body in named.items()}
    return archive({"[Content_Types].xml": XML + types, "_rels/.rels": root(b"xl/workbook.xml"), **suffixed})


def root(target: bytes) -> bytes:
    """The relation that tells where the workbook is."""
    relation = b'<Relationship Id="rId1" Type="%s/officeDocument" Target="%s"/>' % (LINKS, target)
    return (
        XML
        + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + relation
        + b"</Relationships>"
    )


def second_workbook() -> bytes:
    """What the container calls its workbook is another one than the usual part, with a far cell in its sheet."""
    with zipfile.ZipFile(io.BytesIO(workbook(numbered("XFD1048576", "1")))) as far:
        parts = {name: far.read(name) for name in far.namelist()}
    with zipfile.ZipFile(io.BytesIO(workbook(numbered("A2", "1")))) as plain:
        usual = {name: plain.read(name) for name in plain.namelist()}
    moved = {
        "xl/other.xml": parts["xl/workbook.xml"],
        "xl/_rels/other.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace(b"sheet1", b"sheet2"),
        "xl/worksheets/sheet2.xml": parts["xl/worksheets/sheet1.xml"],
    }
    return archive({**usual, **moved, "_rels/.rels": root(b"xl/other.xml")})


def numbered(reference: str, value: str) -> bytes:
    return f'<c r="{reference}"><v>{value}</v></c>'.encode()


def shared(count: int, index: str, first: int = 2) -> bytes:
    return b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%s</v></c></row>' % (row, row, index.encode())
        for row in range(first, first + count)
    )


def lying_size() -> bytes:
    data = bytearray(changed())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        real = made.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(data).replace(struct.pack("<I", real), struct.pack("<I", 100))


def locked() -> bytes:
    data = bytearray(PLAIN)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def circular_chain() -> bytes:
    data = bytearray(compound({"Workbook": stream(CELLS)}))
    struct.pack_into("<I", data, 512 + 4 * 2, 2)
    return bytes(data)


def xls(cells: bytes) -> bytes:
    return compound({"Workbook": stream(cells)})


def entity(part: str, declaration: bytes) -> Callable[[], bytes]:
    return lambda: changed((b'standalone="yes"?>', b'standalone="yes"?>' + declaration), part=part)


BILLION = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12)
) + b"]>"  # fmt: skip
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
DEEP = 1_000_000
_SHEET = "xl/worksheets/sheet1.xml"


def _cases() -> dict[str, tuple[str, Callable[[], bytes], str]]:
    return {
        # --- addresses and dimensions
        "far cell": ("xlsx", lambda: workbook(numbered("XFD1048576", "1")), "stray_cell"),
        "far column": ("xlsx", lambda: workbook(b'<row r="2">' + numbered("A2", "1") + numbered("XFD2", "1") + b"</row>"), "loaded stray_cell"),
        "far row of a cell without reference": ("xlsx", lambda: workbook(b'<row r="1048576"><c><v>1</v></c></row>'), "stray_cell"),
        "cells down a diagonal": (
            "xlsx",
            lambda: workbook(b"".join(b'<row r="%d">%s</row>' % (at, numbered(f"{column(at)}{at}", "1")) for at in range(2, 4_400))),
            "stray_cell",
        ),
        "lying dimension": ("xlsx", lambda: workbook(b"", head=b'<dimension ref="A1:XFD1048576"/>'), "no_table loaded"),
        "a whole sheet claimed": (
            "xlsx",
            lambda: workbook(b'<row r="2" spans="1:16384"/>', head=b'<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols>'),
            "no_table loaded",
        ),
        "a million empty rows": ("xlsx", lambda: workbook(b"".join(b'<row r="%d"/>' % at for at in range(2, 1_048_577))), "no_table loaded"),
        "address of twenty digits": ("xlsx", lambda: workbook(numbered("A99999999999999999999", "1")), "stray_cell truncated damaged"),
        "row nought, negative row": (
            "xlsx",
            lambda: workbook(b'<row r="0">' + numbered("A0", "1") + b'</row><row r="-1">' + numbered("A-1", "1") + b"</row>"),
            "damaged truncated loaded no_table",
        ),
        "rows out of order, twice": (
            "xlsx",
            lambda: workbook(b'<row r="9">' + numbered("A9", "1") + b'</row><row r="3">' + numbered("A3", "2") + numbered("A3", "3") + b"</row>"),
            "loaded damaged out_of_order",
        ),
        # --- bombs
        "zip bomb": ("xlsx", lambda: workbook(b" " * 300_000_000), "too_big"),
        "zip bomb below the ratio": ("xlsx", lambda: workbook(b"", **{f"media/{at}": b" " * 31_000_000 for at in range(16)}), "no_table loaded"),
        "zip bomb in many parts": ("xlsx", lambda: workbook(b"", **{f"media/{at}": b" " * 31_000_000 for at in range(18)}), "too_big"),
        "many entries": ("xlsx", lambda: workbook(b"", **{f"media/{at}": b"<a/>" for at in range(2_100)}), "too_big"),
        "archive in an archive": ("zip", lambda: archive({"a.zip": archive({"b.zip": archive({"c.csv": b"0" * 50_000_000})})}), "archive"),
        "part bigger than it says": ("xlsx", lying_size, "truncated"),
        "one long string shown everywhere": (
            "xlsx",
            lambda: workbook(shared(200_000, "0"), sharedStrings=XML + b"<sst " + MAIN + b"><si><t>" + b"x" * 32_000 + b"</t></si></sst>"),
            "too_big reader_died",
        ),
        "box of twenty million, one in fifty filled": (
            "xlsx",
            lambda: workbook(b"".join(b'<row r="%d">%s</row>' % (at, numbered(f"T{at}", "1")) for at in range(2, 999_998))),
            "no_table too_big reader_died took_too_long",
        ),
        "two million merged ranges": (
            "xlsx",
            lambda: workbook(b"", tail=b"<mergeCells>" + b"".join(b'<mergeCell ref="A%d:B%d"/>' % (at, at) for at in range(2, 1_000_000)) + b"</mergeCells>"),
            "no_table loaded too_big merged_overlap",
        ),
        "overlapping merged ranges": (
            "xlsx",
            lambda: changed((b'<mergeCell ref="D1:E1"/>', b"".join(b'<mergeCell ref="A%d:E40"/>' % at for at in range(1, 40)))),
            "merged_overlap",
        ),
        "merged over the whole sheet": ("xlsx", lambda: changed((b'"D1:E1"', b'"A1:XFD1048576"')), "loaded no_table format_unknown merged_overlap"),
        "a million styles": (
            "xlsx",
            lambda: workbook(b'<row r="2"><c r="A2" s="999999"><v>1</v></c></row>', styles=XML + b"<styleSheet " + MAIN + b"><cellXfs>" + b'<xf numFmtId="14"/>' * 1_000_000 + b"</cellXfs></styleSheet>"),
            "loaded too_big",
        ),
        "a million shared strings": (
            "xlsx",
            lambda: workbook(shared(2, "999999"), sharedStrings=XML + b"<sst " + MAIN + b">" + b"<si><t>\xe7\x94\xb2</t></si>" * 1_000_000 + b"</sst>"),
            "loaded too_big",
        ),
        # --- XML
        "entity bomb in the sheet": ("xlsx", entity(_SHEET, BILLION), "entities"),
        "entity bomb in the strings": ("xlsx", entity("xl/sharedStrings.xml", BILLION), "entities"),
        "entity of a file": ("xlsx", entity(_SHEET, OUTSIDE), "entities"),
        "document type without entities": ("xlsx", entity("xl/workbook.xml", b"<!DOCTYPE workbook>"), "entities"),
        "document type of elsewhere": ("xlsx", entity("xl/styles.xml", b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">'), "entities"),
        "parts in UTF-16": ("xlsx", lambda: workbook(b"", sharedStrings='<?xml version="1.0" encoding="UTF-16"?><sst/>'.encode("utf-16")), "truncated"),
        "deep nesting in the sheet": ("xlsx", lambda: workbook(b"<a>" * DEEP + b"</a>" * DEEP), "no_table loaded damaged truncated"),
        "deep nesting in the workbook": ("xlsx", lambda: workbook(b"", workbook=b"<a>" * 500_000 + b"</a>" * 500_000), "truncated"),
        "deep nesting in the relations": ("xlsx", lambda: workbook(b"", rels=b"<a>" * 500_000 + b"</a>" * 500_000), "truncated"),
        "a tag of a million attributes": (
            "xlsx",
            lambda: workbook(b'<row r="2"><c r="A2" ' + b" ".join(b'a%d=""' % at for at in range(300_000)) + b"><v>1</v></c></row>"),
            "loaded took_too_long truncated damaged too_big",
        ),
        "spaces that a pattern could get lost in": ("xlsx", lambda: workbook(b'<row r="2"><c r="A2"><f/>' + b" " * 3_000_000 + b"<x/></c></row>"), "damaged"),
        "marks that a pattern could get lost in": ("xlsx", lambda: workbook(b'<row r="2"><c r="A2"' + b' t="e"' * 500_000 + b"/></row>"), "truncated damaged loaded no_table"),
        "comment of many megabytes": ("xlsx", lambda: workbook(b"<!--" + b"x" * 40_000_000 + b"-->"), "truncated no_table loaded too_big"),
        "characters that XML forbids": ("xlsx", lambda: workbook(b'<row r="2"><c r="A2" t="inlineStr"><is><t>a&#0;b&#xFFFF;</t></is></c></row>'), "damaged truncated loaded"),
        # --- indexes and values
        "string index out of range": ("xlsx", lambda: workbook(shared(1, "999999999")), "damaged"),
        "negative string index": ("xlsx", lambda: workbook(shared(1, "-1")), "truncated"),
        "string index of twenty digits": ("xlsx", lambda: workbook(shared(1, "99999999999999999999")), "truncated"),
        "style index out of range": ("xlsx", lambda: workbook(b'<row r="2"><c r="A2" s="99999999999"><v>1</v></c></row>'), "loaded damaged"),
        "numbers that are none": (
            "xlsx",
            lambda: workbook(b'<row r="2">' + numbered("A2", "1e999") + numbered("B2", "NaN") + numbered("C2", "-inf") + b"</row>"),
            "loaded damaged format_unknown",
        ),
        "dates beyond all years": (
            "xlsx",
            lambda: workbook(
                b'<row r="2"><c r="A2" s="0"><v>1e300</v></c><c r="B2" s="0"><v>-99999999</v></c></row>',
                styles=XML + b"<styleSheet " + MAIN + b'><cellXfs><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
            ),
            "loaded damaged",
        ),
        "a cell of forty megabytes": (
            "xlsx",
            lambda: workbook(b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + bytes(range(97, 123)) * 1_600_000 + b"</t></is></c></row>"),
            "too_big truncated loaded",
        ),
        # --- containers
        "relations in a circle": ("xlsx", lambda: changed((b"worksheets/sheet1.xml", b"workbook.xml"), part="xl/_rels/workbook.xml.rels"), "no_table"),
        "a second workbook": ("xlsx", second_workbook, "loaded"),
        "relation out of the container": ("xlsx", lambda: changed((b"worksheets/sheet1.xml", b"../../../etc/passwd"), part="xl/_rels/workbook.xml.rels"), "truncated"),
        "cut after a quarter": ("xlsx", lambda: PLAIN[: len(PLAIN) // 4], "truncated"),
        "cut in the middle": ("xlsx", lambda: PLAIN[: len(PLAIN) // 2], "truncated"),
        "cut before the last byte": ("xlsx", lambda: PLAIN[:-1], "truncated"),
        "macros": ("xlsm", lambda: changed(add={"xl/vbaProject.bin": b"x"}), "macros"),
        "password, zip": ("xlsx", locked, "encrypted"),
        "password, package": ("xlsx", lambda: compound({"EncryptedPackage": b"x" * 5_000, "EncryptionInfo": b"x"}), "encrypted"),
        "password, xls": ("xls", lambda: compound({"Workbook": stream(CELLS, protected=True)}), "encrypted"),
        "macros, xls": ("xls", lambda: compound({"Workbook": stream(CELLS), "_VBA_PROJECT": b"x"}), "macros"),
        "far column, xls": ("xls", lambda: xls(CELLS + number(2, 32_769, 1)), "stray_cell"),
        "far cell, xls": ("xls", lambda: xls(CELLS + number(65535, 255, 1)), "stray_cell"),
        "lying dimension, xls": ("xls", lambda: xls(record(0x0200, struct.pack("<IIHHH", 2, 0x60000000, 0, 8, 0)) + CELLS), "truncated"),
        "sectors in a circle, xls": ("xls", circular_chain, "truncated"),
        "string longer than its record, xls": ("xls", lambda: xls(record(0x0204, struct.pack("<HHHHB", 2, 0, 0, 60_000, 1) + b"x") + CELLS), "damaged truncated loaded"),
        "shared strings that lie, xls": ("xls", lambda: xls(record(0x00FC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)) + CELLS), "damaged truncated loaded"),
        "columns from high to low, xls": ("xls", lambda: xls(CELLS + record(0x00BD, struct.pack("<HHHIH", 2, 200, 0, 0, 3))), "damaged truncated loaded stray_cell"),
        "one cell two hundred times, xls": ("xls", lambda: xls(CELLS + label(2, 0, "x" * 100) * 200), "loaded damaged truncated"),
        # --- text
        "one line of four million columns": ("csv", lambda: "单位名称\n".encode() + b"," * 4_000_000 + b"\nx" * 5_000, "stray_cell"),
        "text with NULs": ("csv", lambda: "单位名称\n甲\x00乙\n".encode(), "not_a_workbook"),
        "a quote that never closes": ("csv", lambda: '单位名称\n"'.encode() + b"x" * 5_000_000, "quoting"),
        "ten million blank lines": ("csv", lambda: "单位名称\n".encode() + b"\n" * 10_000_000, "stray_cell"),
        "bytes of no encoding": ("csv", lambda: "单位名称\n".encode() + b"\xff\xfe\xfd" * 2_000_000, "encoding"),
        "tables nested in a web page": ("xls", lambda: b"<html>" + b"<table><tr><td>" * 200_000, "html_as_workbook html_without_table no_table damaged too_deep too_big format_unknown loaded"),
        "a cell of a web page that spans the world": (
            "xls",
            lambda: "<html><table><tr><td colspan=100000000 rowspan=100000000>单位名称</td></tr><tr><td>甲</td></tr></table>".encode(),
            "html_as_workbook html_without_table no_table damaged stray_cell too_big format_unknown loaded",
        ),
        "a case of nested lists": ("toml", lambda: b"a = " + b"[" * 100_000 + b"]" * 100_000, "too_deep"),
    }  # fmt: skip


def column(at: int) -> str:
    """The letters of a column, from 1."""
    letters = ""
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


CASES = {
    title: Hostile(f"名册.{suffix}", build, frozenset(codes.split()))
    for title, (suffix, build, codes) in _cases().items()
}
