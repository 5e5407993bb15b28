"""What a file really is, by its first bytes: suffixes are wrong too often to be believed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ingest.read.problems import file_problem


class Container(StrEnum):
    """The containers that are read."""

    ZIP = "zip"
    COMPOUND = "compound"
    TEXT = "text"
    HTML = "html"


_SIGNATURES: Final = (
    (b"%PDF", "PDF 文档", "a PDF document"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"\x09\x00\x04\x00", "Excel 4 以前的工作簿", "a workbook older than Excel 5"),
    (b"\x09\x02\x06\x00", "Excel 4 以前的工作簿", "a workbook older than Excel 5"),
    (b"\x09\x04\x06\x00", "Excel 4 以前的工作簿", "a workbook older than Excel 5"),
)
_HTML: Final = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta", b"<style", b"<div")
_HEAD = 2048


def container_of(data: bytes, name: str) -> Container:
    """The container of a file's bytes.

    Raises RosterProblem for anything else, naming it: a web archive or XML dressed as .xls, a PDF, an archive.
    """
    if data[:2] == b"PK":
        return Container.ZIP
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return Container.COMPOUND
    for signature, zh, en in _SIGNATURES:
        if data.startswith(signature):
            raise file_problem(
                "not_a_workbook",
                name,
                f"其实是{zh},请另存为 .xlsx 再导入",
                f"is {en}; save the table as .xlsx",
            )
    return Container.HTML if _is_page(data[:_HEAD], name) else Container.TEXT


def _is_page(head: bytes, name: str) -> bool:
    """Whether a text is a web page; raises for the other kinds of markup that spreadsheet programs write."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.replace(b"\x00", b"")[2:]
    text = text.lstrip().lower()
    if b"schemas-microsoft-com:office:spreadsheet" in text:
        raise file_problem(
            "xml_spreadsheet",
            name,
            "是 XML 表格(2003),请用 WPS 或 Excel 打开后另存为 .xlsx",
            "is an XML spreadsheet (2003); open it and save it as .xlsx",
        )
    if text.startswith(b"mime-version"):
        raise file_problem(
            "html_as_workbook",
            name,
            "是单个文件网页(MHTML),只是取了表格的后缀;请用 WPS 或 Excel 打开后另存为 .xlsx",
            "is a web archive (MHTML) under a workbook's suffix; open it and save it as .xlsx",
        )
    return text.startswith(_HTML) or (text.startswith(b"<") and b"<html" in text)
